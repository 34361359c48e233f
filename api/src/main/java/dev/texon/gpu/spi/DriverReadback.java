package dev.texon.gpu.spi;

import java.nio.ByteBuffer;

/** A readback under way. */
public interface DriverReadback {
    /** {@return whether {@link #get} would return without waiting} */
    boolean isDone();

    /**
     * Waits for the data and writes it, once.
     *
     * @param into direct, native order, tight rows of the texture's channels; position to limit is exactly the region
     */
    void get(ByteBuffer into);

    /** Gives up the readback, or frees what it held; throws nothing, and closing twice is fine. */
    void close();
}
