package dev.texon.gpu.gl;

import org.jspecify.annotations.Nullable;

/**
 * A context that some thread draws with, and the one that is current there. Window systems know nothing of each other: EGL refuses a
 * thread in which GLX has a context, and the reverse. So the one that becomes current lets the other go first, also across backends.
 *
 * <p>What is current is remembered, since asking the system before each call would cost as much as the call: code that makes contexts
 * current by other ways must run in another thread.
 */
public abstract class ThreadContext {
    private static final ThreadLocal<@Nullable ThreadContext> CURRENT = new ThreadLocal<>();

    /** Makes this context current in the calling thread, if it is not. */
    public final void use() {
        ThreadContext current = CURRENT.get();
        if (current != this) {
            if (current != null) {
                CURRENT.remove();
                current.release();
            }
            makeCurrent();
            CURRENT.set(this);
        }
    }

    /** Before this context is destroyed: makes nothing current in the calling thread, since a system may need this one to be current. */
    public final void leave() {
        ThreadContext current = CURRENT.get();
        if (current != null) {
            CURRENT.remove();
            current.release();
        }
    }

    /**
     * No other context of this family is current in the calling thread.
     *
     * @throws dev.texon.gpu.GpuException if it fails; nothing is current then
     */
    protected abstract void makeCurrent();

    /** Makes no context current; throws nothing, since a context that is gone is let go as well. */
    protected abstract void release();
}
