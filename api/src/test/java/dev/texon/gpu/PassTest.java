package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassTest {
    private RecordingDriver driver = new RecordingDriver();
    private GpuDevice device = Devices.open(driver);

    @AfterEach
    void close() {
        device.close();
    }

    /** The same, where something does not work. */
    private void reopen(Capabilities capabilities) {
        device.close();
        driver = new RecordingDriver();
        device = Devices.open(driver, capabilities);
    }

    private Texture texture(String label, int width, int height, TextureFormat format) {
        return device.createTexture(TextureDescriptor.of(label, width, height, format));
    }

    private Texture texture(String label) {
        return texture(label, 4, 3, TextureFormat.R32F);
    }

    private Program program() {
        return device.createProgram(ProgramDescriptor.builder("scale")
                .texels("x")
                .uniform("factor", UniformType.FLOAT)
                .output("y")
                .build());
    }

    private Program writer(String... outputs) {
        ProgramDescriptor.Builder builder = ProgramDescriptor.builder("write");
        for (String output : outputs) {
            builder.output(output);
        }
        return device.createProgram(builder.build());
    }

    private <E extends Exception> void refused(Class<E> type, Runnable action, String... words) {
        driver.takeCalls();
        String message = String.valueOf(assertThrows(type, action::run).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
        assertEquals(List.of(), driver.takeCalls(), "nothing reaches the driver");
    }

    @Test
    void drawsWhatWasSet() {
        Program program = device.createProgram(ProgramDescriptor.builder("all")
                .texels("a")
                .sampled("b")
                .uniform("i", UniformType.INT)
                .uniform("f", UniformType.FLOAT)
                .uniform("v2", UniformType.VEC2)
                .uniform("v3", UniformType.VEC3)
                .uniform("v4", UniformType.VEC4)
                .uniform("m", UniformType.MAT4)
                .uniformArray("fs", UniformType.FLOAT, 2)
                .uniformArray("is", UniformType.INT, 2)
                .output("c")
                .output("d")
                .build());
        Pass pass = device.pass(program)
                .input("b", texture("B"))
                .input("a", texture("A"))
                .uniform("i", 7)
                .uniform("f", 3)
                .uniform("v2", 1f, 2f)
                .uniform("v3", 1f, 2f, 3f)
                .uniform("v4", 1f, 2f, 3f, 4f)
                .uniform("m", new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
                .uniform("fs", new float[] {5, 6})
                .uniform("is", new int[] {8, 9})
                .target(1, texture("D"))
                .target(0, texture("C"));
        driver.takeCalls();
        pass.draw();
        String values = " i[7] f[3.0] v2[1.0, 2.0] v3[1.0, 2.0, 3.0] v4[1.0, 2.0, 3.0, 4.0]"
                + " m[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0]"
                + " fs[5.0, 6.0] is[8, 9]";
        assertEquals(List.of("draw all [A, B] to [C, D] level 0 4×3 at (0, 0)" + values), driver.takeCalls());
        pass.region(new Region(1, 1, 2, 2)).blend(Blend.ADD).uniform("i", -1).draw();
        pass.wholeLevel().blend(Blend.NONE).draw();
        String changed = values.replace("i[7]", "i[-1]");
        assertEquals(
                List.of(
                        "draw all [A, B] to [C, D] level 0 2×2 at (1, 1)" + changed + " ADD",
                        "draw all [A, B] to [C, D] level 0 4×3 at (0, 0)" + changed),
                driver.takeCalls());
        assertEquals(3, device.statistics().passes());
    }

    @Test
    void aPassKeepsItsOwnCopyOfAnArray() {
        Program program = device.createProgram(ProgramDescriptor.builder("sum")
                .uniformArray("w", UniformType.FLOAT, 2)
                .output("y")
                .build());
        float[] weights = {1, 2};
        Pass pass = device.pass(program).uniform("w", weights).target(texture("Y"));
        weights[0] = 9;
        driver.takeCalls();
        pass.draw();
        assertEquals(List.of("draw sum [] to [Y] level 0 4×3 at (0, 0) w[1.0, 2.0]"), driver.takeCalls());
    }

    @Test
    void drawsALevelAtItsSize() {
        Texture pyramid = device.createTexture(
                TextureDescriptor.of("pyramid", 5, 9, TextureFormat.R8).withAllLevels());
        Pass pass = device.pass(writer("y")).target(pyramid).level(2);
        driver.takeCalls();
        pass.draw();
        assertEquals(List.of("draw write [] to [pyramid] level 2 1×2 at (0, 0)"), driver.takeCalls());
        refused(
                IllegalArgumentException.class,
                () -> pass.region(new Region(1, 0, 1, 1)).draw(),
                "1×1 at (1, 0)",
                "level 2",
                "'pyramid'",
                "1×2");
        refused(IllegalArgumentException.class, () -> pass.level(4).draw(), "'pyramid'", "level 4", "0 to 3");
        refused(IllegalArgumentException.class, () -> pass.level(-1).draw(), "level -1");
    }

    @Test
    void whatIsMissingIsNamed() {
        Pass pass = device.pass(program());
        refused(IllegalStateException.class, pass::draw, "'scale'", "input 'x'");
        pass.input("x", texture("X"));
        refused(IllegalStateException.class, pass::draw, "'scale'", "uniform 'factor'");
        pass.uniform("factor", 2f);
        refused(IllegalStateException.class, pass::draw, "'scale'", "output 'y'");
        pass.target(texture("Y")).draw();
        assertEquals(1, device.statistics().passes());
    }

    @Test
    void unknownNamesAreListedAgainstTheKnown() {
        Pass pass = device.pass(program());
        Texture x = texture("X");
        refused(IllegalArgumentException.class, () -> pass.input("z", x), "'scale'", "no input 'z'", "x");
        refused(IllegalArgumentException.class, () -> pass.uniform("z", 1f), "'scale'", "no uniform 'z'", "factor");
        refused(IllegalArgumentException.class, () -> pass.target(1, x), "'scale'", "no output 1", "y");
        refused(IllegalArgumentException.class, () -> pass.target(-1, x), "no output -1");
    }

    @Test
    void uniformsTakeTheirOwnNumberAndType() {
        Program program = device.createProgram(ProgramDescriptor.builder("p")
                .uniform("v", UniformType.VEC3)
                .uniform("n", UniformType.INT)
                .uniformArray("a", UniformType.VEC2, 4)
                .output("y")
                .build());
        Pass pass = device.pass(program).target(texture("Y"));
        refused(IllegalArgumentException.class, () -> pass.uniform("v", 1f, 2f), "'v'", "'p'", "3 numbers, not 2");
        refused(IllegalArgumentException.class, () -> pass.uniform("a", new float[7]), "'a'", "8 numbers, not 7");
        refused(IllegalArgumentException.class, () -> pass.uniform("n", 1f), "'n'", "'p'", "INT", "give it ints");
        refused(IllegalArgumentException.class, () -> pass.uniform("v", new int[3]), "'v'", "VEC3", "give it floats");
        refused(IllegalStateException.class, pass::draw, "uniform 'v'");
    }

    @Test
    void readingWhatIsWrittenIsRefused() {
        Texture x = texture("state");
        Pass pass = device.pass(program()).input("x", x).uniform("factor", 1f).target(x);
        refused(IllegalArgumentException.class, pass::draw, "'scale'", "'state'", "while writing");
        Texture levels = device.createTexture(
                TextureDescriptor.of("levels", 4, 4, TextureFormat.RGBA8).withAllLevels());
        pass.input("x", levels).target(levels).level(1);
        refused(IllegalArgumentException.class, pass::draw, "'scale'", "'levels'", "while writing");
    }

    @Test
    void oneTextureIsNotBothTexelsAndSampled() {
        Program program = device.createProgram(ProgramDescriptor.builder("p")
                .texels("a")
                .sampled("b")
                .output("y")
                .build());
        Texture x = texture("X");
        Pass pass = device.pass(program).input("a", x).input("b", x).target(texture("Y"));
        refused(IllegalArgumentException.class, pass::draw, "'p'", "'X'", "texels and sampled");
        pass.input("b", texture("Z")).draw();
        Program twice = device.createProgram(ProgramDescriptor.builder("q")
                .texels("a")
                .texels("b")
                .output("y")
                .build());
        device.pass(twice).input("a", x).input("b", x).target(texture("W")).draw();
        assertEquals(2, device.statistics().passes(), "twice as texels is fine");
    }

    @Test
    void targetsAreOfOneSizeAndDifferent() {
        Pass pass = device.pass(writer("a", "b")).target(0, texture("A"));
        Texture large = texture("large", 5, 3, TextureFormat.R32F);
        refused(
                IllegalArgumentException.class,
                () -> pass.target(1, large).draw(),
                "'write'",
                "'A' (4×3",
                "'large' (5×3",
                "same size");
        Texture b = texture("B");
        refused(
                IllegalArgumentException.class,
                () -> pass.target(0, b).target(1, b).draw(),
                "'write'",
                "'B'",
                "two outputs");
    }

    @Test
    void targetsOfDifferentFormatsNeedTheFeature() {
        Program ready = writer("a", "b");
        device.pass(ready)
                .target(0, texture("A"))
                .target(1, texture("B", 4, 3, TextureFormat.RGBA32F))
                .draw();
        reopen(Devices.without(Devices.all(), Feature.MIXED_TARGETS));
        Pass pass = device.pass(writer("a", "b"))
                .target(0, texture("A"))
                .target(1, texture("B", 4, 3, TextureFormat.RGBA32F));
        refused(GpuUnsupportedException.class, pass::draw, "Notebook", "MIXED_TARGETS", "'A'", "'B'");
        pass.target(0, texture("D", 4, 3, TextureFormat.RGBA16F));
        refused(GpuUnsupportedException.class, pass::draw, "MIXED_TARGETS", "'D'", "'B'");
        pass.target(0, texture("A")).target(1, texture("C")).draw();
    }

    @Test
    void aTargetMustRender() {
        reopen(Devices.without(Devices.all(), TextureFormat.R32F, FormatFeature.RENDER));
        Pass pass = device.pass(writer("y")).target(texture("Y"));
        refused(
                GpuUnsupportedException.class,
                pass::draw,
                "Notebook",
                "Paper 1.0",
                "RENDER for R32F",
                "although it declares it",
                "'Y'");
    }

    @Test
    void blendingMustWork() {
        reopen(Devices.without(Devices.all(), TextureFormat.R32F, FormatFeature.BLEND));
        Pass pass = device.pass(writer("y")).target(texture("Y")).blend(Blend.ADD);
        refused(GpuUnsupportedException.class, pass::draw, "BLEND for R32F", "'Y'", "by ADD");
        pass.blend(Blend.MAX).draw();
        pass.blend(Blend.NONE).draw();
    }

    @Test
    void minimumAndMaximumMustWork() {
        reopen(Devices.without(Devices.all(), TextureFormat.R32F, FormatFeature.BLEND_MIN_MAX));
        Pass pass = device.pass(writer("y")).target(texture("Y"));
        for (Blend blend : List.of(Blend.MIN, Blend.MAX)) {
            pass.blend(blend);
            refused(GpuUnsupportedException.class, pass::draw, "BLEND_MIN_MAX for R32F", "'Y'", "by " + blend);
        }
        pass.blend(Blend.ADD).draw();
    }

    @Test
    void drawingToALevelNeedsTheFeature() {
        reopen(Devices.without(Devices.all(), Feature.RENDER_TO_LEVEL));
        Texture pyramid = device.createTexture(
                TextureDescriptor.of("pyramid", 4, 4, TextureFormat.R8).withAllLevels());
        Pass pass = device.pass(writer("y")).target(pyramid);
        pass.draw();
        refused(GpuUnsupportedException.class, () -> pass.level(1).draw(), "RENDER_TO_LEVEL", "'pyramid'", "level 1");
    }

    @Test
    void closedPartsAreNamed() {
        Texture x = texture("X");
        Texture y = texture("Y");
        Program program = program();
        Pass pass = device.pass(program).input("x", x).uniform("factor", 1f).target(y);
        x.close();
        refused(IllegalStateException.class, pass::draw, "'X' is closed");
        pass.input("x", texture("X2"));
        y.close();
        refused(IllegalStateException.class, pass::draw, "'Y' is closed");
        pass.target(texture("Y2"));
        program.close();
        refused(IllegalStateException.class, pass::draw, "'scale' is closed");
        refused(IllegalStateException.class, () -> device.pass(program), "'scale' is closed");
    }

    @Test
    void strangersAreRefused() {
        try (GpuDevice other = Devices.open(new RecordingDriver())) {
            Texture foreign = other.createTexture(TextureDescriptor.of("F", 4, 3, TextureFormat.R32F));
            Program theirs = other.createProgram(
                    ProgramDescriptor.builder("theirs").output("y").build());
            Pass pass = device.pass(program())
                    .input("x", foreign)
                    .uniform("factor", 1f)
                    .target(texture("Y"));
            refused(IllegalArgumentException.class, pass::draw, "'F'", "another device");
            pass.input("x", texture("X")).target(foreign);
            refused(IllegalArgumentException.class, pass::draw, "'F'", "another device");
            refused(IllegalArgumentException.class, () -> device.pass(theirs), "'theirs'", "another device");
        }
    }

    @Test
    void timesADraw() {
        Pass pass = device.pass(writer("y")).target(texture("Y"));
        driver.takeCalls();
        var time = pass.drawTimed();
        assertEquals(
                List.of("start timer", "draw write [] to [Y] level 0 4×3 at (0, 0)", "stop timer"), driver.takeCalls());
        device.poll();
        assertFalse(time.isDone());
        driver.arrived = true;
        device.poll();
        assertEquals(1500, time.join().orElseThrow().toNanos());
        assertEquals(List.of("take time", "close timer"), driver.takeCalls());
    }

    @Test
    void aTimerIsFreedWhenItsDrawFails() {
        for (int before = 1; before < 3; before++) {
            Pass pass = device.pass(writer("y")).target(texture("Y"));
            driver.takeCalls();
            driver.failAfter(before, new GpuDeviceLostException("burnt"));
            assertThrows(GpuDeviceLostException.class, () -> pass.drawTimed().join());
            assertTrue(device.isLost());
            assertEquals("close timer", driver.calls.get(before + 1));
            reopen(Devices.all());
        }
    }

    @Test
    void timingNeedsTheFeature() {
        reopen(Devices.without(Devices.all(), Feature.TIMER));
        Pass pass = device.pass(writer("y")).target(texture("Y"));
        refused(GpuUnsupportedException.class, () -> pass.drawTimed().join(), "TIMER", "'write'");
    }

    @Test
    void drawingAllocatesNothing() {
        Pass pass = device.pass(program())
                .input("x", texture("X"))
                .uniform("factor", 1f)
                .target(texture("Y"));
        driver.recording = false;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int draws = 10_000;
        long allocated = Long.MAX_VALUE;
        // The first round warms up; what the compiler's own bookkeeping allocates is not a draw's.
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < draws; i++) {
                pass.uniform("factor", (float) i).draw();
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(allocated < draws, allocated + " bytes in " + draws + " draws: the smallest object has 16");
    }
}
