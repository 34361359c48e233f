package dev.texon.gpu.spi;

/** GPU time of what was drawn between start and stop. */
public interface DriverTimer {
    /** Ends what is measured. */
    void stop();

    /** {@return whether the time is known} */
    boolean isDone();

    /**
     * Waits for the time.
     *
     * @return nanoseconds, or −1 if the GPU was interrupted and the time means nothing
     */
    long nanoseconds();

    /** Frees it; throws nothing. */
    void close();
}
