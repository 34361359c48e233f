package dev.texon.gpu.spi;

/**
 * How to open a driver.
 *
 * @param debug check for errors after every call and name the call in the message
 * @param poolBytes how many bytes of closed textures the driver may keep for textures to come; 0: none
 */
public record DriverOptions(boolean debug, long poolBytes) {
    /** No checks after every call, and a pool of 64 MiB. */
    public static final DriverOptions DEFAULT = new DriverOptions(false, 64 << 20);

    /**
     * Checks the pool.
     *
     * @param debug either
     * @param poolBytes at least 0
     * @throws IllegalArgumentException if the pool's size is negative
     */
    public DriverOptions {
        if (poolBytes < 0) {
            throw new IllegalArgumentException("A pool of " + poolBytes + " bytes is none; 0 switches it off.");
        }
    }
}
