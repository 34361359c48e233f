package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GpuDeviceTest {
    private RecordingDriver driver = new RecordingDriver();
    private GpuDevice device = Devices.open(driver);

    private void reopen(Capabilities capabilities) {
        device.close();
        driver = new RecordingDriver();
        device = Devices.open(driver, capabilities);
    }

    private Texture texture(String label, int width, int height, TextureFormat format) {
        return device.createTexture(TextureDescriptor.of(label, width, height, format));
    }

    private static ProgramDescriptor.Builder program(String label) {
        return ProgramDescriptor.builder(label).output("y");
    }

    private static <E extends Exception> E refused(Class<E> type, Executable action, String... words) {
        E thrown = assertThrows(type, action);
        for (String word : words) {
            assertTrue(String.valueOf(thrown.getMessage()).contains(word), thrown.getMessage());
        }
        return thrown;
    }

    @Test
    void closesItsChildrenFirst() {
        texture("b", 1, 1, TextureFormat.R8);
        texture("a", 1, 1, TextureFormat.R8);
        device.createProgram(program("p").build());
        var reading = texture("c", 1, 1, TextureFormat.R8).readAsync(0, new Region(0, 0, 1, 1));
        driver.takeCalls();
        device.close();
        assertEquals(
                List.of(
                        "close readback of c",
                        "close texture a",
                        "close texture b",
                        "close texture c",
                        "close program p",
                        "close driver"),
                driver.takeCalls());
        assertTrue(reading.isCancelled());
    }

    @Test
    void closingTwiceIsFine() {
        Texture texture = texture("a", 1, 1, TextureFormat.R8);
        Program program = device.createProgram(program("p").build());
        driver.takeCalls();
        texture.close();
        texture.close();
        program.close();
        program.close();
        assertEquals(List.of("close texture a", "close program p"), driver.takeCalls());
        device.close();
        device.close();
        texture.close();
        program.close();
        assertEquals(List.of("close driver"), driver.takeCalls());
    }

    @Test
    void aClosedDeviceSaysSo() {
        Texture texture = texture("a", 1, 1, TextureFormat.R8);
        Program program = device.createProgram(program("p").build());
        Pass pass = device.pass(program).target(texture);
        device.close();
        driver.takeCalls();
        List<Executable> calls = List.of(
                () -> texture("b", 1, 1, TextureFormat.R8),
                () -> device.createProgram(program("q").build()),
                () -> device.pass(program),
                pass::draw,
                texture::read,
                () -> texture.upload(1f),
                device::poll,
                device::flush);
        for (Executable call : calls) {
            refused(IllegalStateException.class, call, "Notebook", "closed");
        }
        assertEquals(List.of(), driver.takeCalls());
    }

    @Test
    void otherThreadsAreRefused() throws InterruptedException {
        Texture texture = texture("a", 1, 1, TextureFormat.R8);
        Program program = device.createProgram(program("p").build());
        Pass pass = device.pass(program).target(texture);
        driver.takeCalls();
        List<Runnable> calls = List.of(
                () -> texture("b", 1, 1, TextureFormat.R8),
                () -> device.createProgram(program("q").build()),
                () -> device.pass(program),
                pass::draw,
                texture::read,
                texture::generateMipmaps,
                () -> texture.upload(1f),
                device::poll,
                device::flush,
                texture::close,
                program::close,
                device::close);
        for (Runnable call : calls) {
            Throwable thrown = Devices.onOtherThread(call).orElseThrow();
            assertInstanceOf(IllegalStateException.class, thrown);
            String message = String.valueOf(thrown.getMessage());
            assertTrue(message.contains("'" + Thread.currentThread().getName() + "'"), message);
            assertTrue(message.contains("'other'"), message);
        }
        assertEquals(List.of(), driver.takeCalls());
    }

    @Test
    void texturesAreLimited() {
        texture("fits", Devices.TEXTURE_SIZE, Devices.TEXTURE_SIZE, TextureFormat.R8);
        refused(IllegalArgumentException.class, () -> texture("wide", 65, 1, TextureFormat.R8), "'wide'", "65×1", "64");
        refused(IllegalArgumentException.class, () -> texture("high", 1, 65, TextureFormat.R8), "'high'", "1×65");
    }

    @Test
    void formatsMustBeSampled() {
        reopen(Devices.without(Devices.all(), TextureFormat.R16F, FormatFeature.SAMPLED));
        refused(
                GpuUnsupportedException.class,
                () -> texture("h", 1, 1, TextureFormat.R16F),
                "Notebook",
                "SAMPLED for R16F",
                "although it declares it",
                "'h'");
        texture("rg", 1, 1, TextureFormat.RG16F);
        Capabilities all = Devices.all();
        reopen(new Capabilities(
                Map.of(TextureFormat.RGBA8, all.format(TextureFormat.RGBA8)),
                all.features(),
                all.limits(),
                all.numerics()));
        GpuUnsupportedException undeclared =
                refused(GpuUnsupportedException.class, () -> texture("h", 1, 1, TextureFormat.R16F), "SAMPLED");
        assertFalse(String.valueOf(undeclared.getMessage()).contains("declares"), undeclared.getMessage());
    }

    @Test
    void linearFiltersMustWork() {
        reopen(Devices.without(Devices.all(), TextureFormat.R32F, FormatFeature.LINEAR_FILTER));
        TextureDescriptor nearest = TextureDescriptor.of("f", 4, 4, TextureFormat.R32F);
        device.createTexture(nearest);
        for (Filter filter : List.of(Filter.LINEAR, Filter.LINEAR_MIPMAP)) {
            refused(
                    GpuUnsupportedException.class,
                    () -> device.createTexture(nearest.withAllLevels().withFilter(filter)),
                    "LINEAR_FILTER for R32F",
                    "'f'");
        }
    }

    @Test
    void otherSizesThanPowersOfTwoMayLackLevelsAndWraps() {
        reopen(Devices.without(Devices.all(), Feature.NON_POWER_OF_TWO));
        TextureDescriptor odd = TextureDescriptor.of("odd", 5, 4, TextureFormat.R8);
        device.createTexture(odd);
        refused(
                GpuUnsupportedException.class,
                () -> device.createTexture(odd.withAllLevels()),
                "NON_POWER_OF_TWO",
                "'odd'",
                "5×4",
                "mip levels");
        refused(
                GpuUnsupportedException.class,
                () -> device.createTexture(odd.withWrap(Wrap.MIRROR)),
                "NON_POWER_OF_TWO",
                "'odd'",
                "wrap MIRROR");
        device.createTexture(TextureDescriptor.of("even", 8, 4, TextureFormat.R8)
                .withAllLevels()
                .withWrap(Wrap.REPEAT));
    }

    @Test
    void programsAreLimited() {
        ProgramDescriptor.Builder reader =
                program("reader").texels("a").sampled("b").texels("c");
        device.createProgram(reader.build());
        refused(
                GpuUnsupportedException.class,
                () -> device.createProgram(reader.texels("d").build()),
                "'reader'",
                "4 textures",
                "reads 3");
        ProgramDescriptor.Builder writer = program("writer").output("z");
        device.createProgram(writer.build());
        refused(
                GpuUnsupportedException.class,
                () -> device.createProgram(writer.output("w").build()),
                "'writer'",
                "3 render targets",
                "writes 2");
    }

    @Test
    void aFailedCreationLeavesNothingBehind() {
        driver.failNext(new GpuOutOfMemoryException("full"));
        refused(GpuOutOfMemoryException.class, () -> texture("big", 64, 64, TextureFormat.RGBA32F), "full");
        assertEquals(0, device.statistics().liveTextures());
        assertFalse(device.isLost(), "a device that is full is not lost");
        driver.failNext(new ShaderCompileException("line 7", 7));
        assertEquals(
                7,
                refused(
                                ShaderCompileException.class,
                                () -> device.createProgram(
                                        program("p").source("void main() {}").build()))
                        .line());
        driver.takeCalls();
        device.close();
        assertEquals(List.of("close driver"), driver.takeCalls());
    }

    @Test
    void everyCallMayTellThatTheDeviceIsLost() {
        List<Function<Texture, Executable>> calls = List.of(
                t -> () -> texture("b", 1, 1, TextureFormat.R8),
                t -> () -> device.createProgram(program("q").build()),
                t -> () -> device.pass(t.device().createProgram(program("q").build()))
                        .target(t)
                        .draw(),
                t -> () -> t.upload(1f, 2f, 3f, 4f),
                t -> t::read,
                t -> () -> t.readAsync(0, t.whole()).join(),
                t -> t::generateMipmaps,
                t -> device::flush);
        for (Function<Texture, Executable> call : calls) {
            reopen(Devices.all());
            Texture texture = device.createTexture(
                    TextureDescriptor.of("a", 2, 2, TextureFormat.R8).withAllLevels());
            driver.failNext(new GpuDeviceLostException("burnt"));
            refused(GpuDeviceLostException.class, call.apply(texture), "burnt");
            assertTrue(device.isLost());
        }
    }

    @Test
    void afterALossOnlyClosingReachesTheDriver() {
        Texture texture = texture("a", 1, 1, TextureFormat.R8);
        Pass pass = device.pass(device.createProgram(program("p").build())).target(texture);
        var reading = texture.readAsync(0, texture.whole());
        driver.failNext(new GpuDeviceLostException("burnt"));
        GpuDeviceLostException loss = refused(GpuDeviceLostException.class, pass::draw, "burnt");
        driver.takeCalls();
        for (Executable call : List.<Executable>of(pass::draw, texture::read, device::flush)) {
            assertSame(
                    loss,
                    refused(GpuDeviceLostException.class, call, "Notebook", "lost", "burnt")
                            .getCause());
        }
        assertEquals(List.of(), driver.takeCalls());
        device.poll();
        assertInstanceOf(
                GpuDeviceLostException.class,
                assertThrows(CompletionException.class, reading::join).getCause());
        device.close();
        assertEquals(
                List.of("close readback of a", "close texture a", "close program p", "close driver"),
                driver.takeCalls());
    }

    @Test
    void losesItsContextOnDemandWhereTheAdapterCan() {
        Texture texture = texture("a", 1, 1, TextureFormat.R8);
        driver.takeCalls();
        device.loseContext();
        assertEquals(List.of("lose context"), driver.takeCalls());
        refused(GpuDeviceLostException.class, texture::read, "lost on demand");
        refused(GpuDeviceLostException.class, device::loseContext, "lost on demand");
        reopen(Devices.without(Devices.all(), Feature.CONTEXT_LOSS));
        driver.takeCalls();
        refused(GpuUnsupportedException.class, device::loseContext, "CONTEXT_LOSS");
        assertEquals(List.of(), driver.takeCalls());
        assertFalse(device.isLost());
    }

    @Test
    void countsWhatHappens() {
        assertEquals(new Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0), device.statistics());
        Texture a = texture("a", 4, 3, TextureFormat.RG16F);
        Texture b = device.createTexture(
                TextureDescriptor.of("b", 4, 4, TextureFormat.R8).withAllLevels());
        assertEquals(new Statistics(0, 0, 0, 0, 0, 2, 48 + 21, 48 + 21, 0), device.statistics());
        a.upload(new float[24]);
        a.upload(0, new Region(1, 1, 2, 1), new float[4]);
        assertEquals(new Statistics(0, 2, 48 + 8, 0, 0, 2, 69, 69, 0), device.statistics());
        Pass pass = device.pass(device.createProgram(program("p").build())).target(b);
        pass.draw();
        pass.draw();
        assertEquals(16, b.read().length);
        assertEquals(24, a.read().length);
        // Halves are read as floats.
        assertEquals(new Statistics(2, 2, 56, 2, 16 + 96, 2, 69, 69, 0), device.statistics());
        a.close();
        assertEquals(new Statistics(2, 2, 56, 2, 112, 1, 21, 69, 0), device.statistics());
        b.close();
        assertEquals(new Statistics(2, 2, 56, 2, 112, 0, 0, 69, 0), device.statistics());
    }

    @Test
    void aProfileOfAnotherDeviceIsRefused() {
        DeviceInfo other = new DeviceInfo("recording", "paper", "Paper 1.0", "Typewriter", "Texon", "1");
        RecordingDriver fresh = new RecordingDriver();
        refused(
                GpuUnavailableException.class,
                () -> GpuDevice.over(fresh, new DeviceProfile(other, Devices.all()))
                        .close(),
                "Typewriter",
                "Notebook",
                "measure it anew");
        assertEquals(List.of("close driver"), fresh.takeCalls());
    }

    @Test
    void aDeviceAsksForItsProfileAndMeasuresWithoutOne() {
        DeviceProfile known = new DeviceProfile(RecordingDriver.INFO, Devices.all());
        List<DeviceInfo> asked = new ArrayList<>();
        RecordingDriver fresh = new RecordingDriver();
        try (GpuDevice opened = GpuDevice.over(
                fresh,
                info -> {
                    asked.add(info);
                    return Optional.of(known);
                },
                true)) {
            assertEquals(known, opened.profile());
        }
        assertEquals(List.of(RecordingDriver.INFO), asked);
        assertEquals(List.of("close driver"), fresh.takeCalls());
        RecordingDriver blank = new RecordingDriver().declaring(Devices.none());
        // It measures, and this driver draws nothing.
        refused(GpuException.class, () -> GpuDevice.over(blank, info -> Optional.empty(), true)
                .close());
    }

    @Test
    void aProfileComesBackAsGiven() {
        assertEquals(new DeviceProfile(RecordingDriver.INFO, Devices.all()), device.profile());
        assertSame(RecordingDriver.INFO, device.info());
    }

    @Test
    void aDriverThatCannotDrawIsClosed() {
        RecordingDriver blank = new RecordingDriver().declaring(Devices.none());
        refused(GpuException.class, () -> GpuDevice.over(blank).close());
        List<String> calls = blank.takeCalls();
        assertEquals("close driver", calls.get(calls.size() - 1));
    }

    @Test
    void flushes() {
        device.flush();
        assertEquals(List.of("flush"), driver.takeCalls());
    }

    @Test
    void whatADriversLogLeavesOutIsSaid() {
        driver.compiles = false;
        ProgramDescriptor.Builder kernel = ProgramDescriptor.builder("p").output("y");
        assertCompileSays("'p' has no main", 0, kernel.source("/* void main() {} */ void mains() {}"));
        assertCompileSays("the driver's words", 3, kernel.source("void main() { y = fetch_x(ivec2(1, 2)); }"));
        device.close();
        driver = new RecordingDriver();
        driver.compiles = false;
        device = Devices.open(driver, Devices.without(Devices.all(), Feature.EXPLICIT_LEVEL));
        assertCompileSays(
                "EXPLICIT_LEVEL", 3, kernel.texels("x").source("void main() { y = fetch_x(ivec2(1, 2), 1); }"));
        ProgramDescriptor many = ProgramDescriptor.builder("many")
                .uniformArray("values", UniformType.FLOAT, 1000)
                .output("y")
                .source("void main() {}")
                .build();
        String message = String.valueOf(assertThrows(GpuUnsupportedException.class, () -> device.createProgram(many))
                .getMessage());
        assertTrue(message.contains("1000") && message.contains("64") && message.contains("'many'"), message);
    }

    private void assertCompileSays(String words, int line, ProgramDescriptor.Builder kernel) {
        ShaderCompileException e =
                assertThrows(ShaderCompileException.class, () -> device.createProgram(kernel.build()));
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
        assertEquals(line, e.line());
    }
}
