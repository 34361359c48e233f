package dev.texon.gpu.spi;

import org.jspecify.annotations.Nullable;

/** Runs every step of a close, whatever the ones before have thrown; the first failure is thrown at the end, with the others in it. */
public final class Cleanup {
    private @Nullable Throwable first;

    /** Begins a close that nothing has failed before. */
    public Cleanup() {}

    /**
     * Begins a close after a failure.
     *
     * @param cause why everything is closed; what the steps throw is added to it as suppressed
     */
    public Cleanup(Throwable cause) {
        first = cause;
    }

    /**
     * Runs a step and keeps what it throws.
     *
     * @param step frees one thing
     */
    public void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            if (first == null) {
                first = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }
    }

    /** Throws the first failure, if there is one. */
    public void finish() {
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
