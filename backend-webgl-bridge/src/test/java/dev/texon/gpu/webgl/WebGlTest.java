package dev.texon.gpu.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.GlApi;
import dev.texon.gpu.spi.DriverOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WebGlTest {
    private static final int TEXTURE_2D = 0x0DE1;
    private static final int RGBA = 0x1908;
    private static final int BYTE = 0x1401;
    private static final int FLOAT = 0x1406;
    private static final int FRAMEBUFFER = 0x8D40;
    private static final int COLOR_ATTACHMENT0 = 0x8CE0;
    private static final int COLOR_BUFFER_BIT = 0x4000;
    private static final int FRAMEBUFFER_COMPLETE = 0x8CD5;

    private static Path executable = Path.of("");

    @BeforeAll
    static void findBrowser() {
        executable = TestBrowser.require();
    }

    @Test
    void theProbeListsTheAdaptersInOrder() {
        assertEquals(
                List.of("webgl2-system", "webgl1-system", "webgl2-swiftshader", "webgl1-swiftshader"),
                new WebGlBackend().probe().stream().map(Adapter::id).toList());
    }

    @Test
    void aMachineWithAGpuHasMoreWays() {
        List<String> usual = List.of("webgl2-system", "webgl1-system", "webgl2-swiftshader", "webgl1-swiftshader");
        List<String> more = List.of("webgl2-vulkan", "webgl2-default");
        for (String system : List.of("linux", "mac os x", "windows 11")) {
            for (boolean files : new boolean[] {false, true}) {
                List<String> ids = WebGlAdapter.of(system, files).stream()
                        .map(WebGlAdapter::id)
                        .toList();
                assertTrue(ids.containsAll(usual), ids.toString());
                assertEquals(system.equals("linux") && files, ids.contains(more.get(0)), system);
                assertEquals(!system.equals("linux") || files, ids.contains(more.get(1)), system);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.texon.gpu.webgl.WebGlAdapter#offered")
    void clearAndReadPixels(WebGlAdapter adapter) {
        try (WebGl gl = WebGlBackend.open(adapter, DriverOptions.DEFAULT)) {
            assertEquals(adapter.version() == 2, gl.getString(0x1F02).startsWith("WebGL 2.0"), gl.getString(0x1F02));
            String browser = ", Chromium [0-9.]+, " + String.join(" ", adapter.flags());
            assertTrue(gl.getString(0x1F02).matches(".*" + browser), gl.getString(0x1F02));
            target(gl, false);
            ByteBuffer bytes = ByteBuffer.allocateDirect(3 * 2 * 4).order(ByteOrder.nativeOrder());
            gl.clearColor(1, 0, 0.2f, 0.4f);
            gl.clear(COLOR_BUFFER_BIT);
            gl.readPixels(0, 0, 3, 2, RGBA, BYTE, bytes);
            for (int i = 0; i < bytes.capacity(); i += 4) {
                assertEquals(
                        0xFF003366,
                        Integer.reverseBytes(
                                bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(i)));
            }
            target(gl, true);
            ByteBuffer floats = ByteBuffer.allocateDirect(3 * 2 * 16).order(ByteOrder.nativeOrder());
            gl.clearColor(1.5f, -2, 1e20f, 3);
            gl.clear(COLOR_BUFFER_BIT);
            gl.readPixels(0, 0, 3, 2, RGBA, FLOAT, floats);
            assertEquals(
                    List.of(1.5f, -2f, 1e20f, 3f),
                    List.of(floats.getFloat(80), floats.getFloat(84), floats.getFloat(88), floats.getFloat(92)));
            assertEquals(0, gl.getError());
        }
    }

    @Test
    void uploadsOfAllSizesArriveWhole() {
        try (WebGl gl = WebGlBackend.open(WebGlAdapter.WEBGL2_SWIFTSHADER, DriverOptions.DEFAULT)) {
            int texture = gl.createTexture();
            gl.bindTexture(TEXTURE_2D, texture);
            gl.texImage2D(TEXTURE_2D, 0, 0x8058, 1024, 2048, RGBA, BYTE);
            gl.bindFramebuffer(FRAMEBUFFER, gl.createFramebuffer());
            gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
            for (int rows : new int[] {1, 100, 700, 2048}) {
                ByteBuffer data = ByteBuffer.allocateDirect(1024 * rows * 4).order(ByteOrder.nativeOrder());
                for (int i = 0; i < data.capacity(); i += 4) {
                    data.putInt(i, 31 * i + rows);
                }
                gl.texSubImage2D(TEXTURE_2D, 0, 0, 2048 - rows, 1024, rows, RGBA, BYTE, data);
                ByteBuffer back = ByteBuffer.allocateDirect(data.capacity()).order(ByteOrder.nativeOrder());
                gl.readPixels(0, 2048 - rows, 1024, rows, RGBA, BYTE, back);
                assertEquals(data, back);
            }
            ByteBuffer huge = ByteBuffer.allocateDirect(Protocol.MAX_BULK_BYTES + 4);
            String message = messageOf(IllegalArgumentException.class, () -> gl.bufferData(0x8892, huge, 0x88E4));
            assertTrue(message.contains("at most " + Protocol.MAX_BULK_BYTES), message);
        }
    }

    @Test
    void queuedCallsAllocateNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (WebGl gl = WebGlBackend.open(WebGlAdapter.WEBGL2_SWIFTSHADER, DriverOptions.DEFAULT)) {
            int calls = 100_000;
            float[] values = {1, 2, 3, 4};
            long allocated = 0;
            for (int round = 0; round < 3; round++) {
                gl.finish();
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < calls; i++) {
                    gl.uniform4fv(0, values);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            // A frame takes some objects, and holds about a thousand of these calls.
            assertTrue(allocated < 4L * calls, allocated + " bytes for " + calls + " calls");
        }
    }

    @Test
    void aCallThatFailsInThePageIsNamedWithItsPlace() {
        try (WebGl gl = WebGlBackend.open(WebGlAdapter.WEBGL2_SWIFTSHADER, new DriverOptions(true, 0))) {
            gl.texSubImage2D(TEXTURE_2D, 0, 0, 0, 1, 1, RGBA, 12345, ByteBuffer.allocateDirect(4));
            String message = messageOf(GpuException.class, gl::getError);
            assertTrue(message.startsWith("The page fails in texSubImage2D (call "), message);
            assertTrue(message.contains("texels of type 12345 are unknown"), message);
            assertTrue(message.contains("called at dev.texon.gpu.webgl.WebGlTest.aCallThatFails"), message);
            assertEquals(0, gl.getError(), "the device lives on");
        }
    }

    @Test
    void aLostContextIsReported() {
        WebGl gl = WebGlBackend.open(WebGlAdapter.WEBGL2_SWIFTSHADER, DriverOptions.DEFAULT);
        String message = messageOf(GpuDeviceLostException.class, gl::loseContext);
        assertTrue(message.contains("the WebGL context is lost (WEBGL_lose_context was asked to lose it)"), message);
        assertEquals(message, messageOf(GpuDeviceLostException.class, gl::flush));
        assertTimeout(Duration.ofSeconds(3), gl::close);
    }

    @Test
    void aKilledBrowserIsReportedAndLeavesNothing() throws Exception {
        Bridge bridge = Bridge.open(executable, WebGlAdapter.WEBGL2_SYSTEM.flags(), WebGlBackend.class, null);
        Path profile = bridge.browser().folder();
        WebGl gl = new WebGl(bridge, 2, List.of(), false);
        assertFalse(browsers(profile).isEmpty(), "the browser runs");
        browsers(profile).forEach(ProcessHandle::destroyForcibly);
        String message = assertTimeout(
                Duration.ofSeconds(5),
                () -> messageOf(GpuDeviceLostException.class, () -> {
                    while (true) {
                        gl.getError();
                    }
                }));
        assertTrue(message.contains("exit code 137"), message);
        assertTimeout(Duration.ofSeconds(3), gl::close);
        assertTrue(Files.notExists(profile), "no profile folder is left");
        assertEquals(List.of(), browsers(profile), "no process is left");
        gl.close();
    }

    @Test
    void aBrowserThatDoesNotStartIsExplained() {
        String message = messageOf(
                GpuUnavailableException.class,
                () -> Bridge.open(Path.of("/bin/false"), List.of("--flag"), WebGlBackend.class, null));
        assertTrue(message.contains("'/bin/false' with --flag"), message);
        assertTrue(message.contains("exit code 1"), message);
        assertTrue(message.contains("set texon.chromium to another browser"), message);
    }

    @Test
    void aContextThatCannotBeMadeIsExplained() {
        List<String> flags = List.of("--disable-3d-apis");
        String message = messageOf(
                GpuUnavailableException.class,
                () -> WebGlBackend.open(executable, WebGlAdapter.WEBGL1_SYSTEM, flags, DriverOptions.DEFAULT));
        assertTrue(message.contains("--disable-3d-apis"), message);
        assertTrue(message.contains("the browser gives no WebGL 1 context"), message);
    }

    @Test
    void closeLeavesNothing() throws Exception {
        Bridge bridge = Bridge.open(executable, WebGlAdapter.WEBGL1_SWIFTSHADER.flags(), WebGlBackend.class, null);
        Path profile = bridge.browser().folder();
        for (ProcessHandle browser : browsers(profile)) {
            String token = bridge.server().url().split("/", -1)[3];
            assertFalse(commandLine(browser).contains(token), "the token is not on a command line");
        }
        bridge.close();
        assertTrue(Files.notExists(profile), "no profile folder is left");
        assertEquals(List.of(), browsers(profile), "no process is left");
    }

    @Test
    void aDumpReplaysWithTheSameResults(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("stream.dump");
        WebGlAdapter adapter = WebGlAdapter.WEBGL1_SWIFTSHADER;
        Bridge bridge = Bridge.open(executable, adapter.flags(), WebGlBackend.class, StreamDump.create(file, adapter));
        ByteBuffer bytes = ByteBuffer.allocateDirect(3 * 2 * 4);
        try (WebGl gl = new WebGl(bridge, 1, List.of(), false)) {
            target(gl, false);
            gl.clearColor(0.6f, 0.2f, 1, 0);
            gl.clear(COLOR_BUFFER_BIT);
            gl.readPixels(0, 0, 3, 2, RGBA, BYTE, bytes);
        }
        StreamDump.Content dump = StreamDump.read(file);
        assertEquals("webgl1-swiftshader", dump.adapter());
        ByteBuffer last = dump.results().get(dump.results().size() - 1);
        assertEquals(0, last.getInt(0), "no error");
        assertEquals(bytes, last.slice(4, last.limit() - 4));
        assertEquals(dump.results(), Replay.replay(dump, dump.adapter()));
    }

    private static String messageOf(Class<? extends Exception> type, Executable call) {
        return String.valueOf(assertThrows(type, call).getMessage());
    }

    /** Makes a target of 3 × 2 texels and binds it. */
    private static void target(WebGl gl, boolean floats) {
        boolean web2 = gl.api() == GlApi.WEBGL2;
        int texture = gl.createTexture();
        gl.bindTexture(TEXTURE_2D, texture);
        int internalFormat = web2 ? (floats ? 0x8814 : 0x8058) : RGBA;
        gl.texImage2D(TEXTURE_2D, 0, internalFormat, 3, 2, RGBA, floats ? FLOAT : BYTE);
        gl.bindFramebuffer(FRAMEBUFFER, gl.createFramebuffer());
        gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
        assertEquals(FRAMEBUFFER_COMPLETE, gl.checkFramebufferStatus(FRAMEBUFFER));
    }

    /** The browser's processes of a profile, without the guard and without zombies. */
    private static List<ProcessHandle> browsers(Path profile) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = commandLine(process);
                    return line.contains(profile.toString()) && !line.contains("texon-guard");
                })
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }
}
