package dev.texon.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A future that depends on the GPU. Only the device's thread can ask the GPU, so waiting on that thread takes the results that are
 * under way instead of sleeping until another thread brings them. Futures made from this one (thenApply, thenCombine, copy) do so, too.
 */
class DeviceFuture<T> extends CompletableFuture<T> {
    private static final long POLL_NANOSECONDS = 100_000;

    private final PendingResults results;
    /** Made from this one while it was not done. Guarded by itself. */
    private final List<CompletableFuture<?>> dependents = new ArrayList<>(0);

    DeviceFuture(PendingResults results) {
        this.results = results;
    }

    final PendingResults results() {
        return results;
    }

    /** Whether it is done, without asking the GPU. */
    final boolean isDoneNow() {
        return super.isDone();
    }

    /** Takes what this future waits for, on the device's thread. */
    void take() {
        results.takeUntil(this::isDoneNow);
    }

    /** Takes it if it has arrived, on the device's thread. */
    void poll() {
        results.poll();
    }

    /** Whether futures hang on this one that do not take it when they are waited for: those of allOf and anyOf. */
    final boolean hasForeignDependents() {
        List<CompletableFuture<?>> own;
        synchronized (dependents) {
            own = List.copyOf(dependents);
        }
        return getNumberOfDependents() > own.size()
                || own.stream()
                        .anyMatch(future -> future instanceof DeviceFuture<?> known && known.hasForeignDependents());
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        DeviceFuture<U> dependent = new DeviceFuture<>(results);
        if (!isDoneNow()) {
            synchronized (dependents) {
                dependents.add(dependent);
            }
        }
        return dependent;
    }

    /** On the device's thread this polls, so that a loop that asks it ends. */
    @Override
    public boolean isDone() {
        if (!isDoneNow() && results.onOwnThread()) {
            poll();
        }
        return isDoneNow();
    }

    @Override
    public T join() {
        if (results.onOwnThread()) {
            take();
        }
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        if (results.onOwnThread()) {
            take();
        }
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        long patience = unit.toNanos(timeout);
        if (results.onOwnThread()) {
            while (!isDone()
                    && !results.isEmpty()
                    && !Thread.currentThread().isInterrupted()
                    && System.nanoTime() - start < patience) {
                LockSupport.parkNanos(POLL_NANOSECONDS);
            }
        }
        return super.get(Math.max(0, patience - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }
}
