package dev.texon.gpu;

import java.util.Optional;

/**
 * How to open a device.
 *
 * @param backend id of the backend; empty: the system property {@code texon.backend}, then the environment variable
 *     {@code TEXON_BACKEND}, then the first that opens, by priority
 * @param adapter text that the adapter's id or name contains, ignoring case; empty: the system property {@code texon.adapter},
 *     then the environment variable {@code TEXON_ADAPTER}, then the first
 * @param profile measured before on the same device; empty: measure now
 * @param tune measure which of several kernels is the fastest, where the profile does not say; the numbers are the same
 * @param debug check for errors after every call of the driver and name the call
 */
public record GpuOptions(
        Optional<String> backend,
        Optional<String> adapter,
        Optional<DeviceProfile> profile,
        boolean tune,
        boolean debug) {

    private static final GpuOptions DEFAULTS =
            new GpuOptions(Optional.empty(), Optional.empty(), Optional.empty(), true, false);

    public static GpuOptions defaults() {
        return DEFAULTS;
    }

    public GpuOptions withBackend(String id) {
        return new GpuOptions(Optional.of(id), adapter, profile, tune, debug);
    }

    public GpuOptions withAdapter(String text) {
        return new GpuOptions(backend, Optional.of(text), profile, tune, debug);
    }

    public GpuOptions withProfile(DeviceProfile measured) {
        return new GpuOptions(backend, adapter, Optional.of(measured), tune, debug);
    }

    public GpuOptions withTuning(boolean on) {
        return new GpuOptions(backend, adapter, profile, on, debug);
    }

    public GpuOptions withDebug(boolean on) {
        return new GpuOptions(backend, adapter, profile, tune, on);
    }
}
