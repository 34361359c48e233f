package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long draws and the queue of draws become. */
class PacingTest {
    private static final int SIDE = 1024;

    private RecordingDriver driver;
    private GpuDevice device;

    PacingTest() {
        driver = new RecordingDriver();
        device = open(driver);
    }

    private static GpuDevice open(RecordingDriver driver) {
        Capabilities all = Devices.all();
        Limits limits = new Limits(SIDE, SIDE, 3, 2, 2, 64, Limits.MOST_LOOP_TURNS);
        return Devices.open(driver, new Capabilities(all.formats(), all.features(), limits, all.numerics()));
    }

    @AfterEach
    void close() {
        System.clearProperty(Pacing.PROPERTY);
        device.close();
    }

    private Pass pass(int width, int height) {
        Program program = device.createProgram(ProgramDescriptor.builder("p")
                .output("y")
                .source("void main() { y = vec4(1.0); }")
                .build());
        Texture target = device.createTexture(TextureDescriptor.of("t", width, height, TextureFormat.R8));
        driver.takeCalls();
        return device.pass(program).target(target);
    }

    private static List<String> draws(List<String> calls) {
        return calls.stream().filter(call -> call.startsWith("draw")).toList();
    }

    private static void sleep(long milliseconds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void aFewTexelsAreDrawnAtOnce() {
        pass(64, 64).draw();
        assertEquals(List.of("draw p [] to [t] level 0 64×64 at (0, 0)"), driver.takeCalls());
    }

    @Test
    void theFirstDrawOverManyTexelsIsMeasuredAndTheNextGoesAtOnce() {
        // A busy machine may take a millisecond for the first rows, which the usual patience would call slow.
        device.close();
        System.setProperty(Pacing.PROPERTY, "60000");
        driver = new RecordingDriver();
        device = open(driver);
        Pass pass = pass(SIDE, 256);
        pass.draw();
        List<String> first = draws(driver.takeCalls());
        assertEquals("draw p [] to [t] level 0 1024×4 at (0, 0)", first.get(0));
        assertEquals("draw p [] to [t] level 0 1024×252 at (0, 4)", first.get(1), "a fast one goes on at once");
        pass.draw();
        assertEquals(List.of("draw p [] to [t] level 0 1024×256 at (0, 0)"), draws(driver.takeCalls()));
    }

    @Test
    void aSlowProgramIsDrawnInRegionsThatAreHandedOverOneByOne() {
        // 16 ms for 4 rows are 4 ms a row: 12 rows in 50 ms.
        driver.onAwait = () -> sleep(8);
        Pass pass = pass(SIDE, 64);
        pass.draw();
        List<String> calls = driver.takeCalls();
        List<String> first = draws(calls);
        assertTrue(first.size() > 2, first.toString());
        int rows = 0;
        for (String draw : first) {
            assertTrue(draw.endsWith(" at (0, " + rows + ")"), draw + " after " + rows + " rows");
            rows += Integer.parseInt(draw.replaceAll(".* 1024×(\\d+) at .*", "$1"));
        }
        assertEquals(64, rows, "each row once");
        driver.onAwait = () -> {};
        pass.draw();
        List<String> again = driver.takeCalls();
        assertTrue(draws(again).size() > 1, again.toString());
        assertEquals(draws(again).size(), again.stream().filter("flush"::equals).count(), again.toString());
        // The command is whole again: a region of the author's is not forgotten.
        pass.region(new Region(3, 5, 8, 8)).draw();
        assertEquals(List.of("draw p [] to [t] level 0 8×8 at (3, 5)"), draws(driver.takeCalls()));
    }

    @Test
    void softwareIsNotCutUnlessThatIsAskedFor() {
        for (String milliseconds : List.of("", "50")) {
            device.close();
            if (!milliseconds.isEmpty()) {
                System.setProperty(Pacing.PROPERTY, milliseconds);
            }
            RecordingDriver soft =
                    new RecordingDriver(new DeviceInfo("recording", "paper", "Paper 1.0", "llvmpipe", "Texon", "1"));
            device = open(soft);
            Program program = device.createProgram(ProgramDescriptor.builder("p")
                    .output("y")
                    .source("void main() { y = vec4(1.0); }")
                    .build());
            Texture target = device.createTexture(TextureDescriptor.of("t", SIDE, 256, TextureFormat.R8));
            soft.takeCalls();
            device.pass(program).target(target).draw();
            assertEquals(milliseconds.isEmpty() ? 1 : 2, draws(soft.takeCalls()).size());
        }
    }

    @Test
    void theQueueWaitsForTheSliceBeforeTheLast() {
        Pass pass = pass(64, 64);
        driver.takeCalls();
        for (int i = 0; i < 10_000; i++) {
            pass.draw();
        }
        List<String> calls = driver.takeCalls();
        long fences = calls.stream().filter("fence"::equals).count();
        long waits = calls.stream().filter("await fence"::equals).count();
        assertTrue(fences > 2, fences + " fences");
        assertEquals(fences - 1, waits, "one slice is drawn while the next is queued");
        assertEquals(waits, calls.stream().filter("close fence"::equals).count());
    }

    @Test
    void aSlowGpuIsGivenShorterSlices() {
        driver.onAwait = () -> sleep(1000);
        Pass pass = pass(8, 8);
        int untilFence = 0;
        int shortest = Integer.MAX_VALUE;
        // The first slice is waited for when the second ends, after some 7,700 draws.
        for (int i = 0; i < 8_700; i++) {
            pass.draw();
            untilFence++;
            if (driver.takeCalls().contains("fence")) {
                shortest = Math.min(shortest, untilFence);
                untilFence = 0;
            }
        }
        int least = shortest;
        assertTrue(least < 1500, () -> "after a slice of a second the next has " + least + " draws");
    }
}
