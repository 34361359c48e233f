package dev.texon.gpu.gl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.testing.Absence;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a binding calls the functions that it says it calls. Extend it once for each kind of adapter. Where the adapter cannot
 * be had, the tests fail if the system property {@code texon.require} lists the backend, and are skipped with the reason if not.
 */
public abstract class GlBindingTest {
    private static final int SIZE = 4;
    private static final int TIMEOUT_SECONDS = 60;
    private static final int EXTENSIONS = 0x1F03;

    /** The backend under test. */
    protected abstract GlBackend backend();

    /** Id of the adapter under test. */
    protected abstract String adapter();

    /** A context of the adapter, current on this thread. */
    protected final Gl open() {
        List<Adapter> adapters = backend().probe();
        boolean available = adapters.stream().anyMatch(a -> a instanceof Adapter.Available && a.id().equals(adapter()));
        if (!available) {
            throw Absence.of(
                    backend().id(),
                    "The adapter " + adapter() + " of the backend " + backend().id() + " cannot be tested: "
                            + adapters);
        }
        return backend().openGl(adapter(), DriverOptions.DEFAULT);
    }

    @Test
    void says_what_it_is() {
        try (Gl gl = open()) {
            for (int name : new int[] {GlConstants.VENDOR, GlConstants.RENDERER, GlConstants.VERSION}) {
                assertFalse(gl.getString(name).isBlank(), () -> "string " + name);
            }
            assertTrue(gl.getInteger(GlConstants.MAX_TEXTURE_SIZE) >= 64);
            assertTrue(gl.extensions().stream().noneMatch(String::isBlank));
            assertFalse(gl.extensions().isEmpty());
            assertNoError(gl);
        }
    }

    @Test
    void refuses_an_unknown_adapter() {
        open().close();
        GpuUnavailableException e = assertThrows(
                GpuUnavailableException.class, () -> backend().openGl("no-such-adapter", DriverOptions.DEFAULT));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("no-such-adapter") && message.contains(adapter()), message);
    }

    @Test
    void clears_and_reads_back() {
        try (Gl gl = open()) {
            Target target = new Target(gl);
            gl.clearColor(0, 0, 0, 0);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            gl.clearColor(1, 0, 0.2f, 1);
            gl.colorMask(true, true, false, true);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            gl.colorMask(true, true, true, true);
            assertPixels(0xFF0000FF, target.pixels());
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            assertPixels(0xFF3300FF, target.pixels());
            target.close();
            assertNoError(gl);
        }
    }

    @Test
    void uploads_a_region() {
        try (Gl gl = open()) {
            Target target = new Target(gl);
            gl.clearColor(0, 0, 0, 0);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            gl.pixelStorei(GlConstants.UNPACK_ALIGNMENT, 1);
            gl.bindTexture(GlConstants.TEXTURE_2D, target.texture);
            ByteBuffer data = bytes(8).putInt(0x04030201).putInt(0x08070605).flip();
            gl.texSubImage2D(GlConstants.TEXTURE_2D, 0, 1, 2, 2, 1, GlConstants.RGBA, GlConstants.UNSIGNED_BYTE, data);
            int[] expected = new int[SIZE * SIZE];
            expected[2 * SIZE + 1] = 0x04030201;
            expected[2 * SIZE + 2] = 0x08070605;
            assertArrayEquals(expected, target.pixels());
            target.close();
            assertNoError(gl);
        }
    }

    @Test
    void generates_mipmaps() {
        try (Gl gl = open()) {
            Target target = new Target(gl);
            gl.clearColor(1, 0.2f, 0, 1);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            gl.bindTexture(GlConstants.TEXTURE_2D, target.texture);
            gl.generateMipmap(GlConstants.TEXTURE_2D);
            gl.texParameteri(
                    GlConstants.TEXTURE_2D, GlConstants.TEXTURE_MIN_FILTER, GlConstants.NEAREST_MIPMAP_NEAREST);
            gl.clearColor(0, 0, 0, 0);
            gl.clear(GlConstants.COLOR_BUFFER_BIT); // level 0 alone
            Target small = new Target(gl);
            // One fragment is a whole image away from the next, so that level 2, the mean of all, is sampled.
            try (Drawing drawing = new Drawing(gl, "sample(image, gl_FragCoord.xy)", "uniform sampler2D image;")) {
                gl.activeTexture(GlConstants.TEXTURE0 + 1);
                gl.bindTexture(GlConstants.TEXTURE_2D, target.texture);
                gl.uniform1iv(drawing.uniform("image"), new int[] {1});
                gl.viewport(0, 0, SIZE, SIZE);
                drawing.draw();
                assertPixels(0xFF0033FF, small.pixels());
            }
            small.close();
            target.close();
            assertNoError(gl);
        }
    }

    @Test
    void draws_with_every_kind_of_uniform() {
        String uniforms =
                "uniform int i; uniform float a[2]; uniform vec2 b; uniform vec3 c; uniform vec4 d; uniform mat4 m;";
        try (Gl gl = open()) {
            Target target = new Target(gl);
            // The matrix swaps x and w; every uniform has its own share of a component.
            String color = "m * vec4((float(i) + a[0] + a[1]) / 255.0, (b.x + b.y) / 255.0, (c.x + c.y + c.z) / 255.0,"
                    + " (d.x + d.y + d.z + d.w) / 255.0)";
            try (Drawing drawing = new Drawing(gl, color, uniforms)) {
                gl.uniform1iv(drawing.uniform("i"), new int[] {1});
                gl.uniform1fv(drawing.uniform("a"), new float[] {2, 4});
                gl.uniform2fv(drawing.uniform("b"), new float[] {8, 9});
                gl.uniform3fv(drawing.uniform("c"), new float[] {16, 17, 18});
                gl.uniform4fv(drawing.uniform("d"), new float[] {32, 33, 34, 35});
                gl.uniformMatrix4fv(drawing.uniform("m"), new float[] {0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0});
                assertEquals(-1, gl.getUniformLocation(drawing.program, "absent"));
                gl.viewport(0, 0, SIZE, SIZE);
                drawing.draw();
                assertPixels(7 << 24 | 51 << 16 | 17 << 8 | 134, target.pixels());
                gl.enable(GlConstants.BLEND);
                gl.blendFunc(GlConstants.ONE, GlConstants.ONE);
                drawing.draw();
                assertPixels(14 << 24 | 102 << 16 | 34 << 8 | 255, target.pixels());
                if (!gl.api().legacy() || gl.extensions().toString().contains("EXT_blend_minmax")) {
                    gl.blendEquation(GlConstants.MIN);
                    drawing.draw();
                    assertPixels(7 << 24 | 51 << 16 | 17 << 8 | 134, target.pixels());
                    gl.blendEquation(GlConstants.FUNC_ADD);
                }
                gl.disable(GlConstants.BLEND);
            }
            target.close();
            assertNoError(gl);
        }
    }

    @Test
    void tells_why_a_shader_does_not_compile() {
        try (Gl gl = open()) {
            int shader = gl.createShader(GlConstants.FRAGMENT_SHADER);
            gl.shaderSource(shader, version(gl) + "void main() { nonsense }\n");
            gl.compileShader(shader);
            assertFalse(gl.compiled(shader));
            assertFalse(gl.getShaderInfoLog(shader).isBlank());
            int program = gl.createProgram();
            gl.attachShader(program, shader);
            gl.linkProgram(program);
            assertFalse(gl.linked(program));
            assertFalse(gl.getProgramInfoLog(program).isBlank());
            gl.deleteProgram(program);
            gl.deleteShader(shader);
            assertNoError(gl);
        }
    }

    @Test
    void reads_back_through_a_buffer_behind_a_fence() {
        try (Gl gl = open()) {
            Target target = new Target(gl);
            if (gl.api().legacy()) {
                assertThrows(GpuUnsupportedException.class, gl::fenceSync);
                assertThrows(
                        GpuUnsupportedException.class,
                        () -> gl.readPixelsToBuffer(0, 0, 1, 1, GlConstants.RGBA, GlConstants.UNSIGNED_BYTE));
            } else {
                gl.clearColor(0.2f, 0.4f, 0.6f, 0.8f);
                gl.clear(GlConstants.COLOR_BUFFER_BIT);
                int buffer = gl.createBuffer();
                gl.bindBuffer(GlConstants.PIXEL_PACK_BUFFER, buffer);
                gl.bufferData(GlConstants.PIXEL_PACK_BUFFER, 4 * SIZE * SIZE, GlConstants.STREAM_READ);
                gl.readPixelsToBuffer(0, 0, SIZE, SIZE, GlConstants.RGBA, GlConstants.UNSIGNED_BYTE);
                long fence = gl.fenceSync();
                assertNotEquals(0, fence);
                assertTrue(gl.clientWaitSync(fence, TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)));
                assertTrue(gl.clientWaitSync(fence, 0));
                gl.deleteSync(fence);
                ByteBuffer into = bytes(4 * SIZE * SIZE + 4).position(4);
                gl.getBufferSubData(GlConstants.PIXEL_PACK_BUFFER, into);
                gl.bindBuffer(GlConstants.PIXEL_PACK_BUFFER, 0);
                gl.deleteBuffer(buffer);
                assertEquals(0, into.getInt(0));
                assertEquals(0xCC996633, into.getInt(4));
                assertEquals(0xCC996633, into.getInt(4 * SIZE * SIZE));
            }
            target.close();
            assertNoError(gl);
        }
    }

    /** Whether the driver has an extension of OpenGL ES. The binding must say so, too, so that no skip hides that it does not. */
    private static boolean has(Gl gl, String extension) {
        boolean there = List.of(gl.getString(EXTENSIONS).split(" ", -1)).contains(extension);
        assertEquals(there, gl.extensions().contains(extension), extension);
        return there;
    }

    @Test
    void draws_to_two_targets() {
        try (Gl gl = open()) {
            Assumptions.assumeTrue(
                    !gl.api().legacy() || has(gl, "GL_EXT_draw_buffers"), "GL_EXT_draw_buffers is absent");
            Target first = new Target(gl);
            Target second = new Target(gl);
            gl.framebufferTexture2D(
                    GlConstants.FRAMEBUFFER,
                    GlConstants.COLOR_ATTACHMENT0 + 1,
                    GlConstants.TEXTURE_2D,
                    first.texture,
                    0);
            assertEquals(GlConstants.FRAMEBUFFER_COMPLETE, gl.checkFramebufferStatus(GlConstants.FRAMEBUFFER));
            gl.clearColor(1, 1, 1, 1);
            gl.drawBuffers(2);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            gl.clearColor(0, 0, 0, 0);
            gl.drawBuffers(1);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            assertPixels(0, second.pixels());
            first.bind();
            assertPixels(0xFFFFFFFF, first.pixels());
            second.close();
            first.close();
            assertNoError(gl);
        }
    }

    @Test
    void measures_time() throws InterruptedException {
        try (Gl gl = open()) {
            Assumptions.assumeTrue(
                    gl.api() == GlApi.GL || has(gl, "GL_EXT_disjoint_timer_query"),
                    "GL_EXT_disjoint_timer_query is absent");
            Target target = new Target(gl);
            int query = gl.createQuery();
            try (Drawing drawing = new Drawing(gl, "vec4(1.0)", "")) {
                gl.viewport(0, 0, SIZE, SIZE);
                // Mesa's llvmpipe gives the time since boot for a query before the first work of a context.
                drawing.draw();
                gl.finish();
                gl.beginTimeQuery(query);
                drawing.draw();
                gl.endTimeQuery();
            }
            gl.finish();
            for (int i = 0; i < 1000 && !gl.queryAvailable(query); i++) {
                Thread.sleep(1);
            }
            assertTrue(gl.queryAvailable(query));
            long time = gl.queryNanoseconds(query);
            assertTrue(time >= -1 && time < TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS), () -> time + " ns");
            gl.deleteQuery(query);
            target.close();
            assertNoError(gl);
        }
    }

    @Test
    void opens_and_closes_again_and_again() {
        for (int i = 0; i < 20; i++) {
            Gl gl = open();
            Target target = new Target(gl);
            gl.clearColor(1, 0, 0, 1);
            gl.clear(GlConstants.COLOR_BUFFER_BIT);
            assertPixels(0xFF0000FF, target.pixels());
            assertNoError(gl);
            gl.close();
            gl.close();
        }
    }

    @Test
    void two_devices_share_a_thread() throws Exception {
        try (Gl outer = open()) {
            Target red = new Target(outer);
            try (Gl inner = open()) {
                Target green = new Target(inner);
                outer.clearColor(1, 0, 0, 1);
                inner.clearColor(0, 1, 0, 1);
                outer.clear(GlConstants.COLOR_BUFFER_BIT);
                inner.clear(GlConstants.COLOR_BUFFER_BIT);
                assertPixels(0xFF0000FF, red.pixels());
                assertPixels(0xFF00FF00, green.pixels());
                assertNoError(inner);
            }
            assertPixels(0xFF0000FF, red.pixels());
            Gl later = open();
            assertPixels(0xFF0000FF, red.pixels());
            later.close(); // while the other is current
            inAnotherThread(() -> {
                clears_and_reads_back();
                return "done";
            });
            assertPixels(0xFF0000FF, red.pixels());
            assertNoError(outer);
        }
    }

    @Test
    void drawing_leaves_no_garbage() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Gl gl = open()) {
            Target target = new Target(gl);
            try (Drawing drawing = new Drawing(gl, "color", "uniform vec4 color;")) {
                int location = drawing.uniform("color");
                float[] color = new float[4];
                int calls = 2000;
                long used = Long.MAX_VALUE;
                for (int round = 0; round < 20 && used >= calls; round++) { // the first rounds warm up
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < calls; i++) {
                        gl.bindFramebuffer(GlConstants.FRAMEBUFFER, target.framebuffer);
                        gl.bindTexture(GlConstants.TEXTURE_2D, 0);
                        gl.useProgram(drawing.program);
                        gl.uniform4fv(location, color);
                        gl.drawArrays(GlConstants.TRIANGLES, 0, 3);
                    }
                    gl.finish();
                    used = threads.getCurrentThreadAllocatedBytes() - before;
                }
                assertTrue(used < calls, used + " bytes for " + calls + " draws");
            }
            target.close();
        }
    }

    @Test
    void opens_in_silence_and_lets_the_process_end(@TempDir Path folder) throws Exception {
        open().close();
        String className = backend().getClass().getName();
        assertEquals(List.of("opened"), new ChildJvm(folder).run(OpenOnce.class, className, adapter()));
    }

    /** Opens and closes an adapter: class name of the backend, id of the adapter. */
    static final class OpenOnce {
        private OpenOnce() {}

        public static void main(String[] args) throws ReflectiveOperationException {
            GlBackend backend = Class.forName(args[0])
                    .asSubclass(GlBackend.class)
                    .getConstructor()
                    .newInstance();
            try (Gl gl = backend.openGl(args[1], DriverOptions.DEFAULT)) {
                System.out.println(gl.getError() == 0 ? "opened" : "error");
            }
        }
    }

    private static void inAnotherThread(Callable<String> task) throws Exception {
        FutureTask<String> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "another");
        thread.start();
        assertEquals("done", future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        thread.join();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertNoError(Gl gl) {
        assertEquals(0, gl.getError());
    }

    /** @param abgr alpha in the highest byte */
    private static void assertPixels(int abgr, int[] pixels) {
        for (int pixel : pixels) {
            assertEquals(Integer.toHexString(abgr), Integer.toHexString(pixel));
        }
    }

    private static String version(Gl gl) {
        return gl.api() == GlApi.GL
                ? "#version 330 core\n"
                : gl.api().legacy() ? "#version 100\n" : "#version 300 es\n";
    }

    /** A bound framebuffer around an RGBA8 texture. */
    private static final class Target {
        final Gl gl;
        final int texture;
        final int framebuffer;

        Target(Gl gl) {
            this.gl = gl;
            texture = gl.createTexture();
            gl.activeTexture(GlConstants.TEXTURE0);
            gl.bindTexture(GlConstants.TEXTURE_2D, texture);
            gl.texParameteri(GlConstants.TEXTURE_2D, GlConstants.TEXTURE_MIN_FILTER, GlConstants.NEAREST);
            gl.texParameteri(GlConstants.TEXTURE_2D, GlConstants.TEXTURE_MAG_FILTER, GlConstants.NEAREST);
            int internal = gl.api().legacy() ? GlConstants.RGBA : GlConstants.RGBA8;
            gl.texImage2D(GlConstants.TEXTURE_2D, 0, internal, SIZE, SIZE, GlConstants.RGBA, GlConstants.UNSIGNED_BYTE);
            framebuffer = gl.createFramebuffer();
            bind();
            gl.framebufferTexture2D(
                    GlConstants.FRAMEBUFFER, GlConstants.COLOR_ATTACHMENT0, GlConstants.TEXTURE_2D, texture, 0);
            assertEquals(GlConstants.FRAMEBUFFER_COMPLETE, gl.checkFramebufferStatus(GlConstants.FRAMEBUFFER));
        }

        void bind() {
            gl.bindFramebuffer(GlConstants.FRAMEBUFFER, framebuffer);
        }

        int[] pixels() {
            ByteBuffer into = bytes(4 * SIZE * SIZE);
            gl.pixelStorei(GlConstants.PACK_ALIGNMENT, 1);
            gl.readPixels(0, 0, SIZE, SIZE, GlConstants.RGBA, GlConstants.UNSIGNED_BYTE, into);
            int[] pixels = new int[SIZE * SIZE];
            into.asIntBuffer().get(pixels);
            return pixels;
        }

        void close() {
            gl.deleteFramebuffer(framebuffer);
            gl.deleteTexture(texture);
        }
    }

    /** A program in use whose fragments all get one color, and a triangle that covers everything. */
    private static final class Drawing implements AutoCloseable {
        final Gl gl;
        final int program;
        private final int buffer;
        private final int array;

        Drawing(Gl gl, String color, String uniforms) {
            this.gl = gl;
            boolean legacy = gl.api().legacy();
            int vertex = shader(
                    GlConstants.VERTEX_SHADER,
                    (legacy ? "attribute" : "in")
                            + " vec2 corner;\nvoid main() { gl_Position = vec4(corner, 0.0, 1.0); }\n");
            int fragment = shader(
                    GlConstants.FRAGMENT_SHADER,
                    "precision highp float;\n"
                            + (legacy ? "" : "out vec4 result;\n")
                            + uniforms
                            + "\nvoid main() { "
                            + (legacy ? "gl_FragColor" : "result")
                            + " = "
                            + color.replace("sample(", legacy ? "texture2D(" : "texture(")
                            + "; }\n");
            program = gl.createProgram();
            gl.attachShader(program, vertex);
            gl.attachShader(program, fragment);
            gl.bindAttribLocation(program, 0, "corner");
            gl.linkProgram(program);
            assertTrue(gl.linked(program), () -> gl.getProgramInfoLog(program));
            gl.deleteShader(vertex);
            gl.deleteShader(fragment);
            gl.useProgram(program);
            boolean arrays = !legacy || gl.extensions().contains("GL_OES_vertex_array_object");
            array = arrays ? gl.createVertexArray() : 0;
            if (arrays) {
                gl.bindVertexArray(array);
            }
            buffer = gl.createBuffer();
            gl.bindBuffer(GlConstants.ARRAY_BUFFER, buffer);
            ByteBuffer corners = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
            FloatBuffer floats = corners.asFloatBuffer();
            floats.put(new float[] {-1, -1, 3, -1, -1, 3});
            gl.bufferData(GlConstants.ARRAY_BUFFER, corners, GlConstants.STATIC_DRAW);
            gl.enableVertexAttribArray(0);
            gl.vertexAttribPointer(0, 2);
        }

        private int shader(int type, String source) {
            int shader = gl.createShader(type);
            gl.shaderSource(shader, version(gl) + source);
            gl.compileShader(shader);
            assertTrue(gl.compiled(shader), () -> gl.getShaderInfoLog(shader));
            return shader;
        }

        int uniform(String name) {
            int location = gl.getUniformLocation(program, name);
            assertNotEquals(-1, location, name);
            return location;
        }

        void draw() {
            gl.drawArrays(GlConstants.TRIANGLES, 0, 3);
        }

        @Override
        public void close() {
            gl.useProgram(0);
            gl.deleteProgram(program);
            gl.deleteBuffer(buffer);
            if (array != 0) {
                gl.bindVertexArray(0);
                gl.deleteVertexArray(array);
            }
        }
    }
}
