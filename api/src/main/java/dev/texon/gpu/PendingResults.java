package dev.texon.gpu;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of one device that are under way, oldest first. A watch looks at them once a second and ends those that can never come:
 * their device's thread has ended, or sleeps in a future of Java's own (allOf, anyOf) that hangs on them and does not take them.
 */
final class PendingResults {
    /** How long the device's thread sleeps in one future before the results that others hang on are given up. */
    static final Duration DEADLOCK = Duration.ofSeconds(10);

    private static final long LOOK_SECONDS = 1;

    /** One for all devices, started by the first result. */
    private static final class Watch {
        static final ScheduledExecutorService THREAD = start();

        private static ScheduledExecutorService start() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "texon-watch");
                thread.setDaemon(true);
                return thread;
            });
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }
    }

    private final String device;
    private volatile Thread owner = Thread.currentThread();

    // Guarded by this.
    private final Set<Pending<?>> waiting = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> watch;
    private @Nullable Object blocker;
    private long blockedNanos;

    /** @param device its name, for messages */
    PendingResults(String device) {
        this.device = device;
    }

    Thread owner() {
        return owner;
    }

    boolean onOwnThread() {
        return Thread.currentThread() == owner;
    }

    /** Makes the calling thread the owner, if the owner has ended. */
    synchronized void adopt() {
        if (!owner.isAlive()) {
            owner = Thread.currentThread();
        }
    }

    synchronized void add(Pending<?> result) {
        waiting.add(result);
        if (watch == null) {
            blocker = null;
            watch = Watch.THREAD.scheduleWithFixedDelay(
                    () -> look(System.nanoTime()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    synchronized void remove(Pending<?> result) {
        waiting.remove(result);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized List<Pending<?>> all() {
        return List.copyOf(waiting);
    }

    void poll() {
        all().forEach(Pending::poll);
    }

    /** Takes results, waiting for each, until the condition holds or none is left. */
    void takeUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            List<Pending<?>> left = all();
            if (left.isEmpty()) {
                return;
            }
            left.get(0).take();
        }
    }

    /** Ends what can never come. */
    synchronized void look(long nanoTime) {
        if (waiting.isEmpty()) {
            if (watch != null) {
                watch.cancel(false);
                watch = null;
            }
            return;
        }
        if (!owner.isAlive()) {
            for (Pending<?> result : all()) {
                waiting.remove(result);
                end(
                        result,
                        "Thread '" + owner.getName() + "', to which device " + device + " belongs, ended before "
                                + result.label() + " was taken; join it or call GpuDevice.poll() there first.");
            }
            return;
        }
        Object now = LockSupport.getBlocker(owner);
        if (now == null || now != blocker) {
            blocker = now;
            blockedNanos = nanoTime;
        } else if (nanoTime - blockedNanos >= DEADLOCK.toNanos() && isWaitForFuture(now)) {
            for (Pending<?> result : all()) {
                if (!result.isDoneNow() && result.hasForeignDependents()) {
                    end(
                            result,
                            "Thread '" + owner.getName() + "', to which device " + device
                                    + " belongs, has slept for " + DEADLOCK.toSeconds()
                                    + " s in a future of allOf, anyOf or another thread" + place()
                                    + ", and only that thread can take " + result.label()
                                    + "; wait by GpuDevice.await(future) instead.");
                }
            }
        }
    }

    /** Completes it on a thread of the common pool, since what hangs on it may run long. */
    private static void end(Pending<?> result, String message) {
        ForkJoinPool.commonPool().execute(() -> result.completeExceptionally(new IllegalStateException(message)));
    }

    private static boolean isWaitForFuture(Object blocker) {
        return blocker.getClass().getName().startsWith("java.util.concurrent.CompletableFuture");
    }

    /** Where the owner sleeps: the first line of its stack that is not Java's own. */
    private String place() {
        for (StackTraceElement line : owner.getStackTrace()) {
            if (!line.getClassName().startsWith("java.") && !line.getClassName().startsWith("jdk.")) {
                return " (at " + line + ")";
            }
        }
        return "";
    }
}
