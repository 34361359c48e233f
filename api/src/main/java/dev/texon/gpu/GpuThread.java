package dev.texon.gpu;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A device on a thread of its own, for programs whose threads come and go. Work is done in the order in which it is given. Results that it
 * reads asynchronously are taken while the thread has nothing else to do, so that other threads may wait for them in any way,
 * {@link CompletableFuture#allOf} among them.
 *
 * <pre>{@code
 * try (GpuThread gpu = GpuThread.open(Gpu::open)) {
 *     CompletableFuture<float[]> sum = gpu.submit(device -> computeSum(device));
 *     CompletableFuture<float[]> norm = gpu.submit(device -> computeNorm(device));
 *     CompletableFuture.allOf(sum, norm).join();
 * }
 * }</pre>
 */
public final class GpuThread implements AutoCloseable {
    /** From one look at results that are under way to the next. */
    private static final long LOOK_MICROSECONDS = 200;

    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final CompletableFuture<GpuDevice> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Thread thread;
    /** Guarded by this. */
    private boolean closing;

    /** What is done with the device. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(GpuDevice device) throws Exception;
    }

    private GpuThread(Supplier<GpuDevice> opening) {
        thread = new Thread(() -> run(opening), "texon-gpu");
        thread.setDaemon(true);
    }

    /**
     * Starts the thread and waits until it has opened its device.
     *
     * @param opening called on the thread, for example {@code Gpu::open}
     * @throws RuntimeException what the opening throws, for example {@link GpuUnavailableException}
     */
    public static GpuThread open(Supplier<GpuDevice> opening) {
        GpuThread gpu = new GpuThread(opening);
        gpu.thread.start();
        try {
            gpu.opened.join();
        } catch (CompletionException e) {
            gpu.awaitEnd();
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
        return gpu;
    }

    /** A thread without a device ends at once. */
    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does something on the device's thread, after what was given before; on that thread itself it is done at once.
     *
     * @return what it makes, or what it throws
     * @throws IllegalStateException after {@link #close}
     */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Work<T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(() -> {
            try {
                result.complete(what.on(opened.join()));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /**
     * As {@link #submit}, for work that makes a future, such as {@link Texture#readAsync}: the result is what that future brings.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public <T extends @Nullable Object> CompletableFuture<T> submitAsync(Work<? extends CompletableFuture<T>> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        enqueue(() -> {
            try {
                CompletableFuture<T> unused = what.on(opened.join()).whenComplete((value, error) -> {
                    if (error == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(error);
                    }
                });
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void enqueue(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
            return;
        }
        synchronized (this) {
            if (closing) {
                throw new IllegalStateException("The GPU's thread is closed; open another one.");
            }
            work.add(task);
        }
    }

    private void run(Supplier<GpuDevice> opening) {
        GpuDevice device;
        try {
            device = opening.get();
        } catch (Throwable e) {
            opened.completeExceptionally(e);
            return;
        }
        opened.complete(device);
        try {
            while (!ended(device)) {
                Runnable next = device.waits() ? work.poll(LOOK_MICROSECONDS, TimeUnit.MICROSECONDS) : work.take();
                if (next != null) {
                    next.run();
                }
                if (device.waits()) {
                    device.poll();
                }
            }
        } catch (InterruptedException e) {
            // Nobody has this thread but its work, which then wants it to end.
        }
        try {
            device.close();
            closed.complete(null);
        } catch (Throwable e) {
            closed.completeExceptionally(e);
        }
        synchronized (this) {
            closing = true;
        }
        work.forEach(Runnable::run);
    }

    private synchronized boolean ended(GpuDevice device) {
        return closing && work.isEmpty() && !device.waits();
    }

    /**
     * Closes the device after the work that was given and the results that are under way, and waits for that; on the thread itself it does not
     * wait.
     *
     * @throws GpuException as {@link GpuDevice#close}
     */
    @Override
    public void close() {
        synchronized (this) {
            if (!closing) {
                closing = true;
                // Wakes the thread.
                work.add(() -> {});
            }
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            closed.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
