package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlApi;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * WebGL in the page, call by call. Names of objects and uniform locations are made up here, so that creating one costs no round
 * trip; only calls with a result wait for the page.
 */
final class WebGl implements Gl {
    /** Also bounds the memory that one call takes in the browser. */
    private static final int MAX_TRANSFER_BYTES = 16 << 20;

    private static final int VERSION = 0x1F02;
    private static final long POLL_NANOSECONDS = 200_000;

    private static final String EXTENSIONS = String.join(
            " ",
            "EXT_blend_minmax",
            "EXT_color_buffer_float",
            "EXT_color_buffer_half_float",
            "EXT_disjoint_timer_query",
            "EXT_disjoint_timer_query_webgl2",
            "EXT_float_blend",
            "EXT_shader_texture_lod",
            "OES_fbo_render_mipmap",
            "OES_texture_float",
            "OES_texture_float_linear",
            "OES_texture_half_float",
            "OES_texture_half_float_linear",
            "WEBGL_color_buffer_float",
            "WEBGL_debug_renderer_info",
            "WEBGL_draw_buffers",
            "WEBGL_lose_context");

    private final Page page;
    private final CommandStream stream;
    private final List<String> flags;
    private final GlApi api;
    private final Set<String> extensions;
    private final Map<Integer, String> strings = new HashMap<>();
    private int nextName = 1;
    /** What the page's getError said together with the last bytes, until somebody asks. */
    private int error;
    /** The first call that the page's getError has not seen. */
    private int unchecked;

    /**
     * Makes the context; throws {@link dev.texon.gpu.GpuException} with the page's words if that fails.
     *
     * @param flags with which the browser was started to choose what draws; a part of the version text
     */
    WebGl(Page page, int version, List<String> flags, boolean debug) {
        this.page = page;
        this.flags = flags;
        api = version == 2 ? GlApi.WEBGL2 : GlApi.WEBGL1;
        stream = new CommandStream(page.link(), debug);
        byte[] wanted = EXTENSIONS.getBytes(UTF_8);
        String enabled = stream.begin(Opcode.CREATE_CONTEXT, 12, wanted.length)
                .put(version)
                .put(wanted)
                .textResult();
        extensions = enabled.isEmpty() ? Set.of() : Set.of(enabled.split(" ", -1));
    }

    @Override
    public GlApi api() {
        return api;
    }

    @Override
    public Set<String> extensions() {
        return extensions;
    }

    @Override
    public int maxTransferBytes() {
        return MAX_TRANSFER_BYTES;
    }

    /** A texture of 1 GiB ends Chromium's GPU process on the system's GL, and every context with it; half of it does not. */
    @Override
    public long maxTextureBytes() {
        return (1L << 30) - 1;
    }

    @Override
    public String getString(int name) {
        String known = strings.get(name);
        if (known == null) {
            known = stream.begin(Opcode.GET_STRING, 4).put(name).textResult();
            if (name == VERSION) {
                known += ", " + String.join(" ", flags);
            }
            strings.put(name, known);
        }
        return known;
    }

    @Override
    public int getInteger(int name) {
        return stream.begin(Opcode.GET_INTEGER, 4).put(name).intResult();
    }

    @Override
    public int getError() {
        int known = error;
        if (known != 0) {
            error = 0;
            // There may be flags of other kinds.
            unchecked = 0;
            return known;
        }
        if (stream.nextSequence() == unchecked) {
            return 0;
        }
        return stream.begin(Opcode.GET_ERROR, 0).intResult();
    }

    /** Waits for bytes. The page resets the error that comes with them; the first one counts, as in OpenGL. */
    private void bytes(CommandStream call, ByteBuffer into) {
        int flag = call.bytesResult(into);
        error = error == 0 ? flag : error;
        unchecked = call.nextSequence();
    }

    @Override
    public void enable(int capability) {
        stream.begin(Opcode.ENABLE, 4).put(capability);
    }

    @Override
    public void disable(int capability) {
        stream.begin(Opcode.DISABLE, 4).put(capability);
    }

    @Override
    public void viewport(int x, int y, int width, int height) {
        stream.begin(Opcode.VIEWPORT, 16).put(x).put(y).put(width).put(height);
    }

    @Override
    public void colorMask(boolean red, boolean green, boolean blue, boolean alpha) {
        stream.begin(Opcode.COLOR_MASK, 16).put(red).put(green).put(blue).put(alpha);
    }

    @Override
    public void blendFunc(int source, int destination) {
        stream.begin(Opcode.BLEND_FUNC, 8).put(source).put(destination);
    }

    @Override
    public void blendEquation(int mode) {
        stream.begin(Opcode.BLEND_EQUATION, 4).put(mode);
    }

    @Override
    public void clearColor(float red, float green, float blue, float alpha) {
        stream.begin(Opcode.CLEAR_COLOR, 16).put(red).put(green).put(blue).put(alpha);
    }

    @Override
    public void clear(int mask) {
        stream.begin(Opcode.CLEAR, 4).put(mask);
    }

    @Override
    public void pixelStorei(int name, int value) {
        stream.begin(Opcode.PIXEL_STOREI, 8).put(name).put(value);
    }

    @Override
    public int createTexture() {
        int name = nextName++;
        stream.begin(Opcode.CREATE_TEXTURE, 4).put(name);
        return name;
    }

    @Override
    public void deleteTexture(int texture) {
        stream.begin(Opcode.DELETE_TEXTURE, 4).put(texture);
    }

    @Override
    public void activeTexture(int unit) {
        stream.begin(Opcode.ACTIVE_TEXTURE, 4).put(unit);
    }

    @Override
    public void bindTexture(int target, int texture) {
        stream.begin(Opcode.BIND_TEXTURE, 8).put(target).put(texture);
    }

    @Override
    public void texParameteri(int target, int name, int value) {
        stream.begin(Opcode.TEX_PARAMETERI, 12).put(target).put(name).put(value);
    }

    @Override
    public void texImage2D(int target, int level, int internalFormat, int width, int height, int format, int type) {
        stream.begin(Opcode.TEX_IMAGE_2D, 28)
                .put(target)
                .put(level)
                .put(internalFormat)
                .put(width)
                .put(height)
                .put(format)
                .put(type);
    }

    @Override
    public void texSubImage2D(
            int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
        stream.begin(Opcode.TEX_SUB_IMAGE_2D, 40, data.remaining())
                .put(target)
                .put(level)
                .put(x)
                .put(y)
                .put(width)
                .put(height)
                .put(format)
                .put(type)
                .put(data);
    }

    @Override
    public void generateMipmap(int target) {
        stream.begin(Opcode.GENERATE_MIPMAP, 4).put(target);
    }

    @Override
    public int createFramebuffer() {
        int name = nextName++;
        stream.begin(Opcode.CREATE_FRAMEBUFFER, 4).put(name);
        return name;
    }

    @Override
    public void deleteFramebuffer(int framebuffer) {
        stream.begin(Opcode.DELETE_FRAMEBUFFER, 4).put(framebuffer);
    }

    @Override
    public void bindFramebuffer(int target, int framebuffer) {
        stream.begin(Opcode.BIND_FRAMEBUFFER, 8).put(target).put(framebuffer);
    }

    @Override
    public void framebufferTexture2D(int target, int attachment, int textureTarget, int texture, int level) {
        stream.begin(Opcode.FRAMEBUFFER_TEXTURE_2D, 20)
                .put(target)
                .put(attachment)
                .put(textureTarget)
                .put(texture)
                .put(level);
    }

    @Override
    public int checkFramebufferStatus(int target) {
        return stream.begin(Opcode.CHECK_FRAMEBUFFER_STATUS, 4).put(target).intResult();
    }

    @Override
    public void drawBuffers(int count) {
        stream.begin(Opcode.DRAW_BUFFERS, 4).put(count);
    }

    @Override
    public void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into) {
        bytes(
                stream.begin(Opcode.READ_PIXELS, 28)
                        .put(x)
                        .put(y)
                        .put(width)
                        .put(height)
                        .put(format)
                        .put(type)
                        .put(into.remaining()),
                into);
    }

    @Override
    public void readPixelsToBuffer(int x, int y, int width, int height, int format, int type) {
        stream.begin(Opcode.READ_PIXELS_TO_BUFFER, 24)
                .put(x)
                .put(y)
                .put(width)
                .put(height)
                .put(format)
                .put(type);
    }

    @Override
    public int createBuffer() {
        int name = nextName++;
        stream.begin(Opcode.CREATE_BUFFER, 4).put(name);
        return name;
    }

    @Override
    public void deleteBuffer(int buffer) {
        stream.begin(Opcode.DELETE_BUFFER, 4).put(buffer);
    }

    @Override
    public void bindBuffer(int target, int buffer) {
        stream.begin(Opcode.BIND_BUFFER, 8).put(target).put(buffer);
    }

    @Override
    public void bufferData(int target, ByteBuffer data, int usage) {
        stream.begin(Opcode.BUFFER_DATA, 16, data.remaining())
                .put(target)
                .put(data)
                .put(usage);
    }

    @Override
    public void bufferData(int target, int bytes, int usage) {
        stream.begin(Opcode.BUFFER_ALLOCATE, 12).put(target).put(bytes).put(usage);
    }

    @Override
    public void getBufferSubData(int target, ByteBuffer into) {
        bytes(stream.begin(Opcode.GET_BUFFER_SUB_DATA, 8).put(target).put(into.remaining()), into);
    }

    @Override
    public int createVertexArray() {
        int name = nextName++;
        stream.begin(Opcode.CREATE_VERTEX_ARRAY, 4).put(name);
        return name;
    }

    @Override
    public void deleteVertexArray(int array) {
        stream.begin(Opcode.DELETE_VERTEX_ARRAY, 4).put(array);
    }

    @Override
    public void bindVertexArray(int array) {
        stream.begin(Opcode.BIND_VERTEX_ARRAY, 4).put(array);
    }

    @Override
    public void enableVertexAttribArray(int index) {
        stream.begin(Opcode.ENABLE_VERTEX_ATTRIB_ARRAY, 4).put(index);
    }

    @Override
    public void vertexAttribPointer(int index, int size) {
        stream.begin(Opcode.VERTEX_ATTRIB_POINTER, 8).put(index).put(size);
    }

    @Override
    public int createShader(int type) {
        int name = nextName++;
        stream.begin(Opcode.CREATE_SHADER, 8).put(name).put(type);
        return name;
    }

    @Override
    public void deleteShader(int shader) {
        stream.begin(Opcode.DELETE_SHADER, 4).put(shader);
    }

    @Override
    public void shaderSource(int shader, String source) {
        byte[] text = source.getBytes(UTF_8);
        stream.begin(Opcode.SHADER_SOURCE, 12, text.length).put(shader).put(text);
    }

    @Override
    public void compileShader(int shader) {
        stream.begin(Opcode.COMPILE_SHADER, 4).put(shader);
    }

    @Override
    public boolean compiled(int shader) {
        return stream.begin(Opcode.COMPILED, 4).put(shader).intResult() != 0;
    }

    @Override
    public String getShaderInfoLog(int shader) {
        return stream.begin(Opcode.GET_SHADER_INFO_LOG, 4).put(shader).textResult();
    }

    @Override
    public int createProgram() {
        int name = nextName++;
        stream.begin(Opcode.CREATE_PROGRAM, 4).put(name);
        return name;
    }

    @Override
    public void deleteProgram(int program) {
        stream.begin(Opcode.DELETE_PROGRAM, 4).put(program);
    }

    @Override
    public void attachShader(int program, int shader) {
        stream.begin(Opcode.ATTACH_SHADER, 8).put(program).put(shader);
    }

    @Override
    public void bindAttribLocation(int program, int index, String name) {
        byte[] text = name.getBytes(UTF_8);
        stream.begin(Opcode.BIND_ATTRIB_LOCATION, 16, text.length)
                .put(program)
                .put(index)
                .put(text);
    }

    @Override
    public void linkProgram(int program) {
        stream.begin(Opcode.LINK_PROGRAM, 4).put(program);
    }

    @Override
    public boolean linked(int program) {
        return stream.begin(Opcode.LINKED, 4).put(program).intResult() != 0;
    }

    @Override
    public String getProgramInfoLog(int program) {
        return stream.begin(Opcode.GET_PROGRAM_INFO_LOG, 4).put(program).textResult();
    }

    @Override
    public void useProgram(int program) {
        stream.begin(Opcode.USE_PROGRAM, 4).put(program);
    }

    /** Never asks: the page ignores what is set at a location that its program does not have. */
    @Override
    public int getUniformLocation(int program, String name) {
        byte[] text = name.getBytes(UTF_8);
        int location = nextName++;
        stream.begin(Opcode.GET_UNIFORM_LOCATION, 16, text.length)
                .put(location)
                .put(program)
                .put(text);
        return location;
    }

    @Override
    public void uniform1iv(int location, int[] values) {
        stream.begin(Opcode.UNIFORM_1IV, 8 + 4 * values.length).put(location).put(values);
    }

    @Override
    public void uniform1fv(int location, float[] values) {
        stream.begin(Opcode.UNIFORM_1FV, 8 + 4 * values.length).put(location).put(values);
    }

    @Override
    public void uniform2fv(int location, float[] values) {
        stream.begin(Opcode.UNIFORM_2FV, 8 + 4 * values.length).put(location).put(values);
    }

    @Override
    public void uniform3fv(int location, float[] values) {
        stream.begin(Opcode.UNIFORM_3FV, 8 + 4 * values.length).put(location).put(values);
    }

    @Override
    public void uniform4fv(int location, float[] values) {
        stream.begin(Opcode.UNIFORM_4FV, 8 + 4 * values.length).put(location).put(values);
    }

    @Override
    public void uniformMatrix4fv(int location, float[] values) {
        stream.begin(Opcode.UNIFORM_MATRIX_4FV, 8 + 4 * values.length)
                .put(location)
                .put(values);
    }

    @Override
    public void drawArrays(int mode, int first, int count) {
        stream.begin(Opcode.DRAW_ARRAYS, 12).put(mode).put(first).put(count);
    }

    @Override
    public long fenceSync() {
        int name = nextName++;
        stream.begin(Opcode.FENCE_SYNC, 4).put(name).send();
        return name;
    }

    @Override
    public boolean clientWaitSync(long sync, long timeoutNanoseconds) {
        // A page must not wait: only between two messages does it learn that a fence has been reached.
        long start = System.nanoTime();
        while (stream.begin(Opcode.CLIENT_WAIT_SYNC, 4).put((int) sync).intResult() == 0) {
            if (System.nanoTime() - start >= timeoutNanoseconds) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
        return true;
    }

    @Override
    public void deleteSync(long sync) {
        stream.begin(Opcode.DELETE_SYNC, 4).put((int) sync);
    }

    @Override
    public int createQuery() {
        int name = nextName++;
        stream.begin(Opcode.CREATE_QUERY, 4).put(name);
        return name;
    }

    @Override
    public void deleteQuery(int query) {
        stream.begin(Opcode.DELETE_QUERY, 4).put(query);
    }

    @Override
    public void beginTimeQuery(int query) {
        stream.begin(Opcode.BEGIN_TIME_QUERY, 4).put(query);
    }

    @Override
    public void endTimeQuery() {
        stream.begin(Opcode.END_TIME_QUERY, 0);
    }

    @Override
    public boolean queryAvailable(int query) {
        return stream.begin(Opcode.QUERY_AVAILABLE, 4).put(query).intResult() != 0;
    }

    @Override
    public long queryNanoseconds(int query) {
        return (long) stream.begin(Opcode.QUERY_NANOSECONDS, 4).put(query).doubleResult();
    }

    @Override
    public void flush() {
        stream.begin(Opcode.FLUSH, 0).send();
    }

    @Override
    public void finish() {
        stream.begin(Opcode.FINISH, 0).intResult();
    }

    @Override
    public void loseContext() {
        stream.begin(Opcode.LOSE_CONTEXT, 0);
        // Calls are queued and would go on for a while; the answer to this one throws, and all after it.
        getError();
    }

    @Override
    public String diagnosis() {
        return page.diagnosis();
    }

    @Override
    public void close() {
        page.close();
    }
}
