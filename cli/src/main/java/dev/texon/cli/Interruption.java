package dev.texon.cli;

import java.io.PrintWriter;
import org.jline.utils.Signals;

/**
 * Ctrl-C (SIGINT), SIGTERM, and SIGHUP of a terminal that is closed, while something runs that wants to end in order: the first is noted,
 * and a second Ctrl-C or SIGTERM ends the process at once. Helper programs of a backend end with the process, however it ends.
 */
final class Interruption implements AutoCloseable {
    private static final int HUNG_UP = 129;
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    private final PrintWriter err;
    private final Object oldInterrupt;
    private final Object oldTerminate;
    private final Object oldHangUp;
    private volatile int status;

    private Interruption(PrintWriter err) {
        this.err = err;
        oldInterrupt = Signals.register("INT", () -> note(INTERRUPTED));
        oldTerminate = Signals.register("TERM", () -> note(TERMINATED));
        oldHangUp = Signals.register("HUP", () -> note(HUNG_UP));
    }

    static Interruption watch(PrintWriter err) {
        return new Interruption(err);
    }

    private void note(int newStatus) {
        if (newStatus == HUNG_UP && status != 0) {
            // A shell and the system may both say that the terminal is gone.
            return;
        }
        // A SIGTERM may follow the SIGHUP of the same end.
        if (status != 0 && status != HUNG_UP) {
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
        Signals.unregister("HUP", oldHangUp);
    }
}
