package dev.texon.gpu.spi;

import dev.texon.gpu.Adapter;
import java.util.List;

/**
 * A way to reach GPUs, found by {@link java.util.ServiceLoader}. Constructors must not load native code: a backend that cannot
 * work here says so in {@link #probe}, and never hides the others.
 */
public interface GpuBackend {
    /** {@return what a user names: lower-case letters, digits and hyphens, for example {@code lwjgl-gles}} */
    String id();

    /** {@return the rank; the backend with the highest is tried first when the user chooses none} */
    int priority();

    /**
     * Looks for adapters without opening a device. Cheap, and throws nothing that a missing library, display or program can cause:
     * that is {@link Adapter.Unavailable}.
     *
     * @return in the order in which they are to be tried
     */
    List<Adapter> probe();

    /**
     * Opens one adapter for the calling thread.
     *
     * @param adapter an {@link Adapter.Available#id} of the last {@link #probe}
     * @param options debug checks, and the pool of closed textures
     * @return a driver that belongs to the calling thread
     * @throws dev.texon.gpu.GpuUnavailableException if it cannot be opened, with the reason and a hint
     */
    GpuDriver open(String adapter, DriverOptions options);
}
