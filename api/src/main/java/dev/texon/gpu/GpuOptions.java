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

    public GpuOptions {
        if (poolBytes < 0) {
            throw new IllegalArgumentException("A pool of " + poolBytes + " bytes is none; 0 switches it off.");
        }
    }

    public static GpuOptions defaults() {
        return DEFAULTS;
    }

    public GpuOptions withBackend(String id) {
        return new GpuOptions(Optional.of(id), adapter, profiles, tune, poolBytes, debug, requireHardware);
    }

    public GpuOptions withAdapter(String text) {
        return new GpuOptions(backend, Optional.of(text), profiles, tune, poolBytes, debug, requireHardware);
    }

    /** Of one device: another, and a damaged profile, is refused. */
    public GpuOptions withProfile(DeviceProfile measured) {
        return withProfiles(device -> Optional.of(measured));
    }

    /** Of all devices that are known, for example from a folder with a file for each; what is not known is measured; see
     * {@link KnownProfiles#rejected} for what is damaged. */
    public GpuOptions withProfiles(KnownProfiles measured) {
        return new GpuOptions(backend, adapter, measured, tune, poolBytes, debug, requireHardware);
    }

    public GpuOptions withTuning(boolean on) {
        return new GpuOptions(backend, adapter, profiles, on, poolBytes, debug, requireHardware);
    }

    /** @throws IllegalArgumentException if it is negative */
    public GpuOptions withPool(long bytes) {
        return new GpuOptions(backend, adapter, profiles, tune, bytes, debug, requireHardware);
    }

    public GpuOptions withDebug(boolean on) {
        return new GpuOptions(backend, adapter, profiles, tune, poolBytes, on, requireHardware);
    }

    /** Refuses software renderers ({@link DeviceKind#CPU}). */
    public GpuOptions withRequireHardware(boolean on) {
        return new GpuOptions(backend, adapter, profiles, tune, poolBytes, debug, on);
    }
}
