package dev.texon.gpu.spi;

import dev.texon.gpu.Adapter;
import java.util.List;

/**
 * A way to reach GPUs, found by {@link java.util.ServiceLoader}. Constructors must not load native code: a backend that cannot
 * work here says so in {@link #probe}, and never hides the others.
 */
public interface GpuBackend {
    /** Lower-case letters, digits and hyphens; what a user names, for example {@code lwjgl-gles}. */
    String id();

    /** The backend with the highest priority is tried first when the user chooses none. */
    int priority();

    /**
     * Looks for adapters without opening a device, in the order in which they are to be tried. Cheap, and throws nothing that a
     * missing library, display or program can cause: that is {@link Adapter.Unavailable}.
     */
    List<Adapter> probe();

    /**
     * Opens one adapter for the calling thread.
     *
     * @param adapter an {@link Adapter.Available#id} of the last {@link #probe}
     * @throws dev.texon.gpu.GpuUnavailableException if it cannot be opened, with the reason and the mend
     */
    GpuDriver open(String adapter, DriverOptions options);
}
