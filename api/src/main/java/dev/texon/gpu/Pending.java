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
    private final Runnable abandon;

    Pending(GpuDevice device, BooleanSupplier arrived, Supplier<T> take, Runnable abandon) {
        this.device = device;
        this.arrived = arrived;
        this.take = take;
        this.abandon = abandon;
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
            device.settled(this);
            return;
        }
        fetch();
    }

    private void fetch() {
        if (!isDone()) {
            try {
                complete(device.guarded(take));
            } catch (GpuException e) {
                completeExceptionally(e);
            }
        }
        device.settled(this);
    }

    private void fetchOnOwnThread() {
        if (device.onOwnThread()) {
            fetch();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled && device.onOwnThread()) {
            abandon.run();
            device.settled(this);
        }
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
