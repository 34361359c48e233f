package dev.texon.gpu.spi;

/** A driver's texture. */
public interface DriverTexture {
    /** {@return the size of all levels on the GPU, in bytes, as far as the driver knows} */
    long bytes();

    /** Frees it; throws nothing. */
    void close();
}
