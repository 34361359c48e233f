package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A device whose results other threads wait for as for all others. */
class GpuThreadTest {
    private final RecordingDriver driver = new RecordingDriver();

    private GpuThread open() {
        return GpuThread.open(() -> Devices.open(driver));
    }

    private static CompletableFuture<float[]> read(GpuThread gpu) {
        return gpu.submitAsync(device -> {
            Texture texture = device.createTexture(TextureDescriptor.of("f", 2, 1, TextureFormat.R32F));
            return texture.readAsync(0, texture.whole());
        });
    }

    /** This thread does nothing for them but to sleep. */
    @Test
    void allOfAndAnyOfWaitForResults() {
        try (GpuThread gpu = open()) {
            CompletableFuture<float[]> first = read(gpu);
            CompletableFuture<float[]> second = read(gpu);
            CompletableFuture<Integer> lengths = first.thenCombine(second, (one, other) -> one.length + other.length);
            driver.arrived = true;
            CompletableFuture.allOf(first, second, lengths)
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
            assertEquals(4, lengths.join());
            assertSame(
                    first.join(),
                    CompletableFuture.anyOf(first)
                            .orTimeout(1, TimeUnit.MINUTES)
                            .join());
        }
    }

    @Test
    void workIsDoneInItsOrderAndOnOneThread() {
        List<String> done = new ArrayList<>();
        try (GpuThread gpu = open()) {
            CompletableFuture<Boolean> unused = gpu.submit(device -> done.add("first"));
            CompletableFuture<Thread> inner = gpu.submit(device -> {
                done.add("second");
                // At once, else it would wait for itself.
                return gpu.submit(same -> {
                            assertSame(device, same);
                            done.add("within");
                            return Thread.currentThread();
                        })
                        .join();
            });
            gpu.submit(device -> done.add("third")).join();
            assertEquals("texon-gpu", inner.join().getName());
        }
        assertEquals(List.of("first", "second", "within", "third"), done);
    }

    @Test
    void whatWorkThrowsIsTheFuturesAndTheThreadGoesOn() {
        try (GpuThread gpu = open()) {
            CompletableFuture<Object> failing = gpu.submit(device -> {
                throw new IOException("no file");
            });
            assertInstanceOf(
                    IOException.class,
                    assertThrows(CompletionException.class, failing::join).getCause());
            CompletableFuture<Object> error = gpu.submit(device -> {
                throw new AssertionError("wrong");
            });
            assertInstanceOf(
                    AssertionError.class,
                    assertThrows(CompletionException.class, error::join).getCause());
            assertEquals(3, gpu.submit(device -> 3).join());
        }
    }

    @Test
    void closingDoesWhatWasGivenAndClosesTheDevice() {
        GpuThread gpu = open();
        CompletableFuture<GpuDevice> device = gpu.submit(one -> one);
        driver.arrived = true;
        CompletableFuture<float[]> read = read(gpu);
        gpu.close();
        gpu.close();
        assertTrue(read.isDone() && !read.isCompletedExceptionally());
        assertTrue(driver.takeCalls().contains("close driver"), "the driver is closed");
        assertThrows(IllegalStateException.class, () -> device.join().flush());
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> gpu.submit(one -> 1));
        assertEquals("The GPU's thread is closed; open another one.", refusal.getMessage());
    }

    @Test
    void aDeviceThatDoesNotOpenIsTheCallersToKnow() {
        GpuUnavailableException none = new GpuUnavailableException("No GPU opens.");
        assertSame(
                none,
                assertThrows(
                        GpuUnavailableException.class,
                        () -> GpuThread.open(() -> {
                            throw none;
                        })));
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("texon-gpu") && thread.isAlive()));
    }
}
