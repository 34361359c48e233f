package dev.texon.gpu.gl;

import dev.texon.gpu.spi.DriverTimer;

/** A timer query. */
final class GlTimer implements DriverTimer {
    private final Gl gl;
    private final GlWait wait;
    private final int query;
    private boolean running = true;

    GlTimer(Gl gl, GlWait wait) {
        this.gl = gl;
        this.wait = wait;
        query = gl.createQuery();
        gl.beginTimeQuery(query);
    }

    @Override
    public void stop() {
        running = false;
        gl.endTimeQuery();
        gl.flush();
    }

    @Override
    public boolean isDone() {
        return gl.queryAvailable(query);
    }

    @Override
    public long nanoseconds() {
        wait.until(this::isDone, "the end of a timed pass");
        return gl.queryNanoseconds(query);
    }

    /** Also ends it, where a pass has failed before: a context measures one time after the other. */
    @Override
    public void close() {
        GlErrors.quietly(() -> {
            if (running) {
                running = false;
                gl.endTimeQuery();
            }
            gl.deleteQuery(query);
        });
    }
}
