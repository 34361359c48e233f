package dev.texon.gpu.spi;

/** A driver's compiled program. */
public interface DriverProgram {
    /** Frees it; throws nothing. */
    void close();
}
