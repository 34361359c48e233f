package dev.texon.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When a plain line of progress is due: at most one in ten seconds, so that a log stays short and silence means trouble. */
final class Pace {
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier clock;
    private long last;

    Pace() {
        this(System::nanoTime);
    }

    /** @param clock as {@link System#nanoTime} */
    Pace(LongSupplier clock) {
        this.clock = clock;
        last = clock.getAsLong();
    }

    /** Whether ten seconds have gone by since the last line, or since the start; if so, they begin anew. */
    boolean due() {
        long now = clock.getAsLong();
        if (now - last < BETWEEN_LINES) {
            return false;
        }
        last = now;
        return true;
    }
}
