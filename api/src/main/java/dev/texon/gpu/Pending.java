package dev.texon.gpu;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A value that the GPU is still making. */
final class Pending<T> extends DeviceFuture<T> {
    private final String label;
    private final BooleanSupplier arrived;
    private final Supplier<T> value;
    private final Runnable free;
    /** Whether the driver still holds something for this future. */
    private boolean held = true;

    /** @param label what is awaited, for messages: "the readback of texture 'x'" */
    Pending(PendingResults results, String label, BooleanSupplier arrived, Supplier<T> value, Runnable free) {
        super(results);
        this.label = label;
        this.arrived = arrived;
        this.value = value;
        this.free = free;
    }

    String label() {
        return label;
    }

    @Override
    void poll() {
        try {
            if (!isDoneNow() && !arrived.getAsBoolean()) {
                return;
            }
        } catch (Throwable e) {
            completeExceptionally(e);
        }
        take();
    }

    /** Takes the value, or gives it up if this future was completed or cancelled from elsewhere; frees what the driver holds. */
    @Override
    void take() {
        if (!held) {
            return;
        }
        held = false;
        results().remove(this);
        try {
            if (isDoneNow()) {
                free.run();
                return;
            }
            T taken;
            try {
                taken = value.get();
            } finally {
                free.run();
            }
            complete(taken);
        } catch (Throwable e) {
            // An Error, too: without it a thread that waits would wait for ever.
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        // A cancellation from another thread is seen in the next poll.
        if (results().onOwnThread()) {
            take();
        }
        return cancelled;
    }
}
