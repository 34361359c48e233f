package dev.texon.gpu;

import dev.texon.gpu.spi.DriverOptions;
import java.util.Optional;

/**
 * How to open a device.
 *
 * @param backend id of the backend; empty: the system property {@code texon.backend}, then the environment variable
 *     {@code TEXON_BACKEND}, then the first that opens: hardware before software, then by priority
 * @param adapter text that the adapter's id or name contains, ignoring case; empty: the system property {@code texon.adapter},
 *     then the environment variable {@code TEXON_ADAPTER}, then the first
 * @param profiles what was measured before on a device; empty: measure now
 * @param tune measure which of several kernels is the fastest, where the profile does not say; the numbers are the same
 * @param poolBytes how many bytes of closed textures are kept for textures of the same format and size, which are then made much
 *     faster; they are freed when memory is short. 64 MiB unless told otherwise; 0: none
 * @param debug check for errors after every call of the driver and name the call
 * @param requireHardware open no software renderer; the system property {@code texon.requireHardware=true} asks for it, too
 */
public record GpuOptions(
        Optional<String> backend,
        Optional<String> adapter,
        KnownProfiles profiles,
        boolean tune,
        long poolBytes,
        boolean debug,
        boolean requireHardware) {

    private static final GpuOptions DEFAULTS = new GpuOptions(
            Optional.empty(),
            Optional.empty(),
            device -> Optional.empty(),
            true,
            DriverOptions.DEFAULT.poolBytes(),
            false,
            false);

    /**
     * Checks the pool.
     *
     * @param backend any
     * @param adapter any
     * @param profiles any
     * @param tune either
     * @param poolBytes at least 0
     * @param debug either
     * @param requireHardware either
     * @throws IllegalArgumentException if the pool's size is negative
     */
    public GpuOptions {
        if (poolBytes < 0) {
            throw new IllegalArgumentException("A pool of " + poolBytes + " bytes is none; 0 switches it off.");
        }
    }

    /** {@return any backend and adapter, measured and tuned now, with a pool of 64 MiB} */
    public static GpuOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Names the backend; no other is started.
     *
     * @param id for example {@code lwjgl-gles}
     * @return a changed copy
     */
    public GpuOptions withBackend(String id) {
        return new GpuOptions(Optional.of(id), adapter, profiles, tune, poolBytes, debug, requireHardware);
    }

    /**
     * Names the adapter.
     *
     * @param text that its id or name contains, ignoring case
     * @return a changed copy
     */
    public GpuOptions withAdapter(String text) {
        return new GpuOptions(backend, Optional.of(text), profiles, tune, poolBytes, debug, requireHardware);
    }

    /**
     * Gives the profile of one device: another, and a damaged profile, is rejected.
     *
     * @param measured before, on the same device
     * @return a changed copy
     */
    public GpuOptions withProfile(DeviceProfile measured) {
        return withProfiles(device -> Optional.of(measured));
    }

    /**
     * Gives the profiles of all devices that are known, for example from a folder with a file for each; what is not known is
     * measured. See {@link KnownProfiles#rejected} for what is damaged.
     *
     * @param measured finds the profile of a device
     * @return a changed copy
     */
    public GpuOptions withProfiles(KnownProfiles measured) {
        return new GpuOptions(backend, adapter, measured, tune, poolBytes, debug, requireHardware);
    }

    /**
     * Says whether to measure which of several kernels is the fastest.
     *
     * @param on false: the usual kernels are taken, unless the profile says otherwise
     * @return a changed copy
     */
    public GpuOptions withTuning(boolean on) {
        return new GpuOptions(backend, adapter, profiles, on, poolBytes, debug, requireHardware);
    }

    /**
     * Says how much of closed textures is kept.
     *
     * @param bytes 0: nothing
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public GpuOptions withPool(long bytes) {
        return new GpuOptions(backend, adapter, profiles, tune, bytes, debug, requireHardware);
    }

    /**
     * Says whether to check for errors after every call of the driver.
     *
     * @param on slow, and each error names its call
     * @return a changed copy
     */
    public GpuOptions withDebug(boolean on) {
        return new GpuOptions(backend, adapter, profiles, tune, poolBytes, on, requireHardware);
    }

    /**
     * Says whether to reject software renderers ({@link DeviceKind#CPU}).
     *
     * @param on true: opening fails where there is no hardware
     * @return a changed copy
     */
    public GpuOptions withRequireHardware(boolean on) {
        return new GpuOptions(backend, adapter, profiles, tune, poolBytes, debug, on);
    }
}
