package dev.texon.gpu.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * For work that an interrupt would break half-way: sockets and files that Java closes under an interrupted thread, waits that give a
 * browser up. The interrupt waits until the work is done.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Something to do, on a thread of its own. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs the work on a thread that is never interrupted, and waits for it; the calling thread's interrupt flag stays as it is. */
    public static <T, E extends Exception> T call(Work<T, E> work) throws E {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.run());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "texon-uninterrupted");
        thread.setDaemon(true);
        thread.start();
        try {
            // join waits through interrupts and keeps their flag.
            return result.join();
        } catch (CompletionException e) {
            throw Uninterrupted.<E>rethrown(e.getCause() == null ? e : e.getCause());
        }
    }

    /** As {@link #call}, of work that gives nothing. */
    public static void run(Runnable work) {
        Uninterrupted.<Boolean, RuntimeException>call(() -> {
            work.run();
            return true;
        });
    }

    /** What the work has thrown, as what it may throw. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (E) cause;
    }
}
