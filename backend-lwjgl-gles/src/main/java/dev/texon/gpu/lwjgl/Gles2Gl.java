package dev.texon.gpu.lwjgl;

import static org.lwjgl.opengles.EXTDrawBuffers.*;
import static org.lwjgl.opengles.OESVertexArrayObject.*;

import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.gl.GlApi;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** OpenGL ES 2.0 with its extensions, whatever later version the driver gives. It has no fences and no pixel-pack buffers. */
final class Gles2Gl extends GlesGl {
    Gles2Gl(EglContext context) {
        super(context);
    }

    @Override
    public GlApi api() {
        return GlApi.GLES2;
    }

    /** Needs {@code GL_EXT_draw_buffers}; without it a framebuffer has one attachment, which is always drawn to. */
    @Override
    public void drawBuffers(int count) {
        use();
        if (extensions().contains("GL_EXT_draw_buffers")) {
            glDrawBuffersEXT(IntStream.range(0, count)
                    .map(i -> GL_COLOR_ATTACHMENT0_EXT + i)
                    .toArray());
        }
    }

    /** Needs {@code GL_OES_vertex_array_object}, as the two that follow do. */
    @Override
    public int createVertexArray() {
        use();
        return glGenVertexArraysOES();
    }

    @Override
    public void deleteVertexArray(int array) {
        use();
        glDeleteVertexArraysOES(array);
    }

    @Override
    public void bindVertexArray(int array) {
        use();
        glBindVertexArrayOES(array);
    }

    @Override
    public void readPixelsToBuffer(int x, int y, int width, int height, int format, int type) {
        throw absent("pixel-pack buffers");
    }

    @Override
    public void getBufferSubData(int target, ByteBuffer into) {
        throw absent("pixel-pack buffers");
    }

    @Override
    public long fenceSync() {
        throw absent("fences");
    }

    @Override
    public boolean clientWaitSync(long sync, long timeoutNanoseconds) {
        throw absent("fences");
    }

    @Override
    public void deleteSync(long sync) {
        throw absent("fences");
    }

    private static GpuUnsupportedException absent(String what) {
        return new GpuUnsupportedException("OpenGL ES 2.0 has no " + what + "; wait with finish and use readPixels.");
    }
}
