package dev.texon.gpu.lwjgl;

import static org.lwjgl.opengles.GLES20.GL_COLOR_ATTACHMENT0;
import static org.lwjgl.opengles.GLES20.glFlush;
import static org.lwjgl.opengles.GLES20.glReadPixels;
import static org.lwjgl.opengles.GLES30.*;

import dev.texon.gpu.GpuException;
import dev.texon.gpu.gl.GlApi;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.lwjgl.system.MemoryUtil;

/** OpenGL ES 3.x. */
final class Gles3Gl extends GlesGl {
    Gles3Gl(EglContext context) {
        super(context);
    }

    @Override
    public GlApi api() {
        return GlApi.GLES3;
    }

    @Override
    public void drawBuffers(int count) {
        use();
        glDrawBuffers(
                IntStream.range(0, count).map(i -> GL_COLOR_ATTACHMENT0 + i).toArray());
    }

    @Override
    public void readPixelsToBuffer(int x, int y, int width, int height, int format, int type) {
        use();
        glReadPixels(x, y, width, height, format, type, 0L);
    }

    @Override
    public void getBufferSubData(int target, ByteBuffer into) {
        use();
        long from = nglMapBufferRange(target, 0, into.remaining(), GL_MAP_READ_BIT);
        if (from == MemoryUtil.NULL) {
            throw new GpuException("A pixel-pack buffer of " + into.remaining() + " bytes cannot be mapped (error "
                    + EglDevice.hex(glGetError()) + "); read smaller regions, or close textures.");
        }
        MemoryUtil.memCopy(from, MemoryUtil.memAddress(into), into.remaining());
        if (!glUnmapBuffer(target)) {
            throw new GpuException("The system took a pixel-pack buffer while it was read; read it again.");
        }
    }

    @Override
    public int createVertexArray() {
        use();
        return glGenVertexArrays();
    }

    @Override
    public void deleteVertexArray(int array) {
        use();
        glDeleteVertexArrays(array);
    }

    @Override
    public void bindVertexArray(int array) {
        use();
        glBindVertexArray(array);
    }

    @Override
    public long fenceSync() {
        use();
        long sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
        glFlush();
        return sync;
    }

    @Override
    public boolean clientWaitSync(long sync, long timeoutNanoseconds) {
        use();
        int reached = glClientWaitSync(sync, 0, timeoutNanoseconds);
        if (reached == GL_WAIT_FAILED) {
            throw new GpuException("A fence cannot be waited for (error " + EglDevice.hex(glGetError())
                    + "); close the device and open it anew.");
        }
        return reached != GL_TIMEOUT_EXPIRED;
    }

    @Override
    public void deleteSync(long sync) {
        use();
        glDeleteSync(sync);
    }
}
