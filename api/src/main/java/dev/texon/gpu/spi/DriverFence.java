package dev.texon.gpu.spi;

/** A place in the queue of what is drawn. */
public interface DriverFence {
    /** {@return whether everything before it has been drawn; does not wait} */
    boolean isReached();

    /**
     * Waits until everything before it has been drawn.
     *
     * @throws dev.texon.gpu.GpuDeviceLostException if the GPU does not come to it
     */
    void await();

    /** Frees it; throws nothing. */
    void close();
}
