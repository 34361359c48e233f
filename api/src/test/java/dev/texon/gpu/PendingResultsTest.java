package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Waits that cannot end do end, and a device outlives its thread. */
class PendingResultsTest {
    private static Pending<String> result(PendingResults results) {
        Pending<String> result = new Pending<>(results, "a test's result", () -> false, () -> "taken", () -> {});
        results.add(result);
        return result;
    }

    private static String failure(CompletableFuture<?> future) {
        Throwable cause = assertThrows(CompletionException.class, () -> future.orTimeout(1, TimeUnit.MINUTES)
                        .join())
                .getCause();
        return String.valueOf(
                assertInstanceOf(IllegalStateException.class, cause).getMessage());
    }

    @Test
    void theResultsOfAThreadThatHasEndedFail() throws InterruptedException {
        CompletableFuture<PendingResults> made = new CompletableFuture<>();
        CompletableFuture<Pending<String>> waiting = new CompletableFuture<>();
        Devices.onOtherThread(() -> {
            made.complete(new PendingResults("Paper"));
            waiting.complete(result(made.join()));
        });
        made.join().look(System.nanoTime());
        String message = failure(waiting.join());
        assertTrue(message.contains("'other'") && message.contains("Paper") && message.contains("a test's"), message);
        assertTrue(made.join().isEmpty());
    }

    @Test
    void aThreadThatSleepsInAForeignFutureIsToldHowToWait() throws InterruptedException {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<PendingResults> made = new CompletableFuture<>();
        CompletableFuture<Pending<String>> alone = new CompletableFuture<>();
        Thread sleeper = new Thread(
                () -> {
                    PendingResults results = new PendingResults("Paper");
                    alone.complete(result(results));
                    CompletableFuture<Void> both = CompletableFuture.allOf(
                            result(results).thenApply(String::length), CompletableFuture.completedFuture(1));
                    made.complete(results);
                    try {
                        both.join();
                    } catch (CompletionException e) {
                        thrown.complete(e.getCause());
                    }
                },
                "sleeper");
        sleeper.start();
        while (!made.isDone() || LockSupport.getBlocker(sleeper) == null) {
            Thread.onSpinWait();
        }
        long now = System.nanoTime();
        made.join().look(now);
        made.join().look(now + PendingResults.DEADLOCK.toNanos() - 1);
        assertTrue(sleeper.isAlive(), "it may still be woken");
        made.join().look(now + PendingResults.DEADLOCK.toNanos());
        sleeper.join();
        String message = String.valueOf(thrown.join().getMessage());
        assertTrue(message.contains("GpuDevice.await") && message.contains("PendingResultsTest"), message);
        assertFalse(alone.join().isDoneNow(), "nothing hangs on this one");
    }

    @Test
    void aDeviceWhoseThreadHasEndedIsClosedByAnyOther() throws InterruptedException {
        RecordingDriver driver = new RecordingDriver();
        CompletableFuture<GpuDevice> device = new CompletableFuture<>();
        Devices.onOtherThread(() -> {
            device.complete(Devices.open(driver));
            Texture texture = device.join().createTexture(TextureDescriptor.of("t", 2, 1, TextureFormat.R32F));
            CompletableFuture<float[]> unused = texture.readAsync(0, texture.whole());
        });
        assertThrows(IllegalStateException.class, device.join()::poll);
        driver.takeCalls();
        device.join().close();
        assertEquals(List.of("close readback of t", "close texture t", "close driver"), driver.takeCalls());
    }

    @Test
    void aCloseGoesOnAfterAFailure() {
        for (String failing : List.of("close readback of t", "close texture t", "close program p", "close driver")) {
            RecordingDriver driver = new RecordingDriver();
            GpuDevice device = Devices.open(driver);
            Texture texture = device.createTexture(TextureDescriptor.of("t", 2, 1, TextureFormat.R32F));
            device.createProgram(ProgramDescriptor.builder("p")
                    .output("y")
                    .source("void main() { y = vec4(1.0); }")
                    .build());
            CompletableFuture<float[]> unused = texture.readAsync(0, texture.whole());
            driver.takeCalls();
            driver.failingFree = failing;
            try {
                device.close();
            } catch (GpuException e) {
                assertEquals("cannot " + failing, e.getMessage());
            }
            assertEquals(
                    List.of("close readback of t", "close texture t", "close program p", "close driver"),
                    driver.takeCalls());
            device.close();
            assertArrayEquals(new Object[0], driver.takeCalls().toArray(), "closed once");
        }
    }
}
