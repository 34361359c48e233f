package dev.texon.gpu.gl;

import dev.texon.gpu.GpuDeviceLostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for the GPU, but not for one that was reset or says nothing any more. */
final class GlWait {
    /** The seconds after which a GPU that does not come to an end is given up; a pass that takes longer is no use to anybody. */
    static final String PROPERTY = "texon.gpu.timeout";

    private static final int DEFAULT_SECONDS = 600;
    private static final long POLL_NANOSECONDS = 50_000;

    private final Runnable throwIfReset;
    private final Duration patience;

    /** @param throwIfReset asked while nothing comes */
    GlWait(Runnable throwIfReset) {
        this(throwIfReset, Duration.ofSeconds(Math.max(1, Integer.getInteger(PROPERTY, DEFAULT_SECONDS))));
    }

    GlWait(Runnable throwIfReset, Duration patience) {
        this.throwIfReset = throwIfReset;
        this.patience = patience;
    }

    /**
     * @param arrived asks, and may itself wait for a while
     * @param what is awaited, for messages
     * @throws GpuDeviceLostException if the GPU was reset, or nothing comes
     */
    void until(BooleanSupplier arrived, String what) {
        long start = System.nanoTime();
        while (!arrived.getAsBoolean()) {
            throwIfReset.run();
            if (System.nanoTime() - start >= patience.toNanos()) {
                throw new GpuDeviceLostException("The GPU has not come to " + what + " in " + patience.toSeconds()
                        + " s and is given up; draw in smaller passes, or set " + PROPERTY
                        + " to more seconds.");
            }
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
    }
}
