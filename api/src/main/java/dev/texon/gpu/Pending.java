package dev.texon.gpu;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A future whose value the GPU is still making. Only the device's thread may ask the GPU, so waiting on that thread fetches the
 * value itself instead of waiting for somebody who never comes.
 */
final class Pending<T> extends CompletableFuture<T> {
    private final GpuDevice device;
    private final BooleanSupplier arrived;
    private final Supplier<T> take;
    private final Runnable free;
    /** Whether the driver still holds something for this future. */
    private boolean held = true;

    Pending(GpuDevice device, BooleanSupplier arrived, Supplier<T> take, Runnable free) {
        this.device = device;
        this.arrived = arrived;
        this.take = take;
        this.free = free;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    void tryComplete() {
        try {
            if (!isDone() && !device.guarded(arrived::getAsBoolean)) {
                return;
            }
        } catch (GpuException e) {
            completeExceptionally(e);
        }
        fetch();
    }

    /** Takes the value, or gives it up if this future was completed or cancelled from elsewhere; frees what the driver holds. */
    private void fetch() {
        if (!held) {
            return;
        }
        held = false;
        device.settled(this);
        if (isDone()) {
            free.run();
            return;
        }
        try {
            T value;
            try {
                value = device.guarded(take);
            } finally {
                free.run();
            }
            complete(value);
        } catch (GpuException e) {
            completeExceptionally(e);
        }
    }

    private void fetchOnOwnThread() {
        if (device.onOwnThread()) {
            fetch();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        // A cancellation from another thread is seen in the next poll.
        fetchOnOwnThread();
        return cancelled;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        fetchOnOwnThread();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        fetchOnOwnThread();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        fetchOnOwnThread();
        return super.join();
    }
}
