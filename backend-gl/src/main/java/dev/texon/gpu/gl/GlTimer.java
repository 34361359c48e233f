package dev.texon.gpu.gl;

import dev.texon.gpu.spi.DriverTimer;

/** A timer query. */
final class GlTimer implements DriverTimer {
    private final Gl gl;
    private final int query;

    GlTimer(Gl gl) {
        this.gl = gl;
        query = gl.createQuery();
        gl.beginTimeQuery(query);
    }

    @Override
    public void stop() {
        gl.endTimeQuery();
        gl.flush();
    }

    @Override
    public boolean isDone() {
        return gl.queryAvailable(query);
    }

    @Override
    public long nanoseconds() {
        while (!gl.queryAvailable(query)) {
            Thread.onSpinWait();
        }
        return gl.queryNanoseconds(query);
    }

    @Override
    public void close() {
        GlDriver.quietly(() -> gl.deleteQuery(query));
    }
}
