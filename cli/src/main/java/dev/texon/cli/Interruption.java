package dev.texon.cli;

import java.io.PrintWriter;
import org.jline.utils.Signals;

/**
 * Ctrl-C (SIGINT) and SIGTERM while something runs that wants to end in order: the first is noted, the second ends the process at
 * once. Helper programs of a backend end with the process, however it ends.
 */
final class Interruption implements AutoCloseable {
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    private final PrintWriter err;
    private final Object oldInterrupt;
    private final Object oldTerminate;
    private volatile int status;

    private Interruption(PrintWriter err) {
        this.err = err;
        oldInterrupt = Signals.register("INT", () -> note(INTERRUPTED));
        oldTerminate = Signals.register("TERM", () -> note(TERMINATED));
    }

    static Interruption watch(PrintWriter err) {
        return new Interruption(err);
    }

    private void note(int newStatus) {
        if (status != 0) {
            Runtime.getRuntime().halt(newStatus);
        }
        err.println();
        err.println("texon: stopping after the running step; once more ends at once.");
        status = newStatus;
    }

    boolean requested() {
        return status != 0;
    }

    /** The exit status that a shell gives to what a signal ended; 0 if there was none. */
    int status() {
        return status;
    }

    @Override
    public void close() {
        Signals.unregister("INT", oldInterrupt);
        Signals.unregister("TERM", oldTerminate);
    }
}
