package dev.texon.conformance.process;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import java.util.ServiceLoader;

/** Opens exactly one adapter. */
@FunctionalInterface
interface AdapterOpener {
    /** @throws GpuUnavailableException if the adapter cannot be opened here; anything else is the driver's fault */
    GpuDevice open(String backend, String adapter);

    /**
     * Opens what the service loader finds. Not by {@link dev.texon.gpu.Gpu#open}, which tries every adapter that is like the one
     * asked for, and tells a driver's fault and a missing driver apart by their text only.
     */
    static GpuDevice openExactly(String backend, String adapter) {
        for (GpuBackend candidate : ServiceLoader.load(GpuBackend.class)) {
            if (candidate.id().equals(backend)) {
                candidate.probe();
                return GpuDevice.over(candidate.open(adapter, new DriverOptions(false)));
            }
        }
        throw new GpuUnavailableException("Backend '" + backend + "' is not on the class path.");
    }
}
