package dev.texon.gpu.gl;

import dev.texon.gpu.spi.DriverFence;

/** A fence of OpenGL; where there is none (ES 2.0, WebGL 1), waiting finishes everything, also what came later. */
final class GlFence implements DriverFence {
    /** Between two looks at the context's health. */
    private static final long SLICE_NANOSECONDS = 100_000_000L;

    private final Gl gl;
    private final GlWait wait;
    private final long sync;
    private boolean reached;

    GlFence(Gl gl, GlWait wait) {
        this.gl = gl;
        this.wait = wait;
        if (gl.api().legacy()) {
            sync = 0;
            gl.flush();
        } else {
            sync = gl.fenceSync();
        }
    }

    @Override
    public boolean isReached() {
        reached = reached || (sync != 0 && gl.clientWaitSync(sync, 0));
        return reached;
    }

    @Override
    public void await() {
        if (reached) {
            return;
        }
        if (sync == 0) {
            gl.finish();
        } else {
            wait.until(() -> gl.clientWaitSync(sync, SLICE_NANOSECONDS), "what was queued some time ago");
        }
        reached = true;
    }

    @Override
    public void close() {
        if (sync != 0) {
            GlErrors.quietly(() -> gl.deleteSync(sync));
        }
    }
}
