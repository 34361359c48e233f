package dev.texon.gpu.gl;

import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions of OpenGL 3.3, OpenGL ES 2.0 and later and WebGL that the driver calls, each with the meaning and the name that
 * the API gives it. Objects are names (positive ints, 0 is none); a binding may make them up itself, so that creating one costs
 * no round trip. Buffers are direct and in native byte order, and may be reused as soon as the call returns.
 *
 * <p>A binding makes its context current before it returns from opening, and throws
 * {@link dev.texon.gpu.GpuDeviceLostException} from any call once the context is gone. It checks nothing else.
 */
public interface Gl extends AutoCloseable {
    /** Which of the family this is; it decides about formats, the shading language and features. */
    GlApi api();

    /**
     * Names of the extensions, as the API spells them ({@code GL_EXT_…}; in WebGL without {@code GL_}). A binding to WebGL has
     * enabled each that it names.
     */
    Set<String> extensions();

    /** The largest transfer that one call of texSubImage2D or readPixels should make, in bytes. */
    default int maxTransferBytes() {
        return 1 << 28;
    }

    /** The largest texture, with all its levels, that does not end the context; more is refused as memory that is short. */
    default long maxTextureBytes() {
        return Long.MAX_VALUE;
    }

    String getString(int name);

    int getInteger(int name);

    int getError();

    /** Whether the GPU was reset under this context: 0, or a status of robust contexts; a binding to one that cannot tell answers 0. */
    default int getGraphicsResetStatus() {
        return GlConstants.NO_ERROR;
    }

    void enable(int capability);

    void disable(int capability);

    void viewport(int x, int y, int width, int height);

    void colorMask(boolean red, boolean green, boolean blue, boolean alpha);

    void blendFunc(int source, int destination);

    void blendEquation(int mode);

    void clearColor(float red, float green, float blue, float alpha);

    void clear(int mask);

    void pixelStorei(int name, int value);

    int createTexture();

    void deleteTexture(int texture);

    void activeTexture(int unit);

    void bindTexture(int target, int texture);

    void texParameteri(int target, int name, int value);

    /** Allocates a level; its content is undefined, in WebGL zero. */
    void texImage2D(int target, int level, int internalFormat, int width, int height, int format, int type);

    void texSubImage2D(
            int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data);

    void generateMipmap(int target);

    int createFramebuffer();

    void deleteFramebuffer(int framebuffer);

    void bindFramebuffer(int target, int framebuffer);

    void framebufferTexture2D(int target, int attachment, int textureTarget, int texture, int level);

    int checkFramebufferStatus(int target);

    /** Color attachments 0 to count − 1, in order. */
    void drawBuffers(int count);

    void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into);

    /** Into the bound pixel-pack buffer, from its start. */
    void readPixelsToBuffer(int x, int y, int width, int height, int format, int type);

    int createBuffer();

    void deleteBuffer(int buffer);

    void bindBuffer(int target, int buffer);

    void bufferData(int target, ByteBuffer data, int usage);

    /** Allocates; the content is undefined. */
    void bufferData(int target, int bytes, int usage);

    /**
     * Reads the bound buffer from its start; fills position to limit.
     *
     * @throws dev.texon.gpu.GpuException if the buffer cannot be read
     */
    void getBufferSubData(int target, ByteBuffer into);

    int createVertexArray();

    void deleteVertexArray(int array);

    void bindVertexArray(int array);

    void enableVertexAttribArray(int index);

    /** Floats, not normalised, tight, from the start of the bound buffer. */
    void vertexAttribPointer(int index, int size);

    int createShader(int type);

    void deleteShader(int shader);

    void shaderSource(int shader, String source);

    void compileShader(int shader);

    boolean compiled(int shader);

    String getShaderInfoLog(int shader);

    int createProgram();

    void deleteProgram(int program);

    void attachShader(int program, int shader);

    void bindAttribLocation(int program, int index, String name);

    void linkProgram(int program);

    boolean linked(int program);

    String getProgramInfoLog(int program);

    void useProgram(int program);

    /** −1 if the program has no such uniform; a binding that makes up locations may return one that is ignored when set. */
    int getUniformLocation(int program, String name);

    void uniform1iv(int location, int[] values);

    void uniform1fv(int location, float[] values);

    void uniform2fv(int location, float[] values);

    void uniform3fv(int location, float[] values);

    void uniform4fv(int location, float[] values);

    /** Column after column. */
    void uniformMatrix4fv(int location, float[] values);

    void drawArrays(int mode, int first, int count);

    /** A fence behind everything queued, flushed; never 0. */
    long fenceSync();

    /**
     * Whether the fence has been reached, waiting for at most the given time. Null timeouts ask without waiting.
     *
     * @throws dev.texon.gpu.GpuException if the wait fails, as it does in a context that is gone
     */
    boolean clientWaitSync(long sync, long timeoutNanoseconds);

    void deleteSync(long sync);

    /** Bits of a time query; 0 where a driver has the function and no clock. */
    default int timeQueryBits() {
        return 64;
    }

    int createQuery();

    void deleteQuery(int query);

    void beginTimeQuery(int query);

    void endTimeQuery();

    boolean queryAvailable(int query);

    /** Nanoseconds, or −1 if the GPU was disjoint since the last query. */
    long queryNanoseconds(int query);

    void flush();

    void finish();

    /** Loses the context, and may throw that it is lost; asked only where {@link #extensions} has WEBGL_lose_context. */
    default void loseContext() {
        throw new UnsupportedOperationException("WEBGL_lose_context is missing.");
    }

    /** What the binding adds to the message of a failure, for example the browser's last words. */
    default @Nullable String diagnosis() {
        return null;
    }

    @Override
    void close();
}
