package dev.texon.conformance.process;

import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.gpu.spi.GpuDriver;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Opens exactly one adapter. */
@FunctionalInterface
interface AdapterOpener {
    /**
     * @param measured its profile, so that it need not be measured again; null: measure it
     * @throws GpuUnavailableException if the adapter cannot be opened here; anything else is the driver's fault
     */
    GpuDevice open(String backend, String adapter, @Nullable DeviceProfile measured);

    /**
     * Opens what the service loader finds. Not by {@link dev.texon.gpu.Gpu#open}, which tries every adapter that is like the one
     * asked for, and tells a driver's fault and a missing driver apart by their text only.
     */
    static GpuDevice openExactly(String backend, String adapter, @Nullable DeviceProfile measured) {
        for (GpuBackend candidate : ServiceLoader.load(GpuBackend.class)) {
            if (candidate.id().equals(backend)) {
                candidate.probe();
                GpuDriver driver = candidate.open(adapter, DriverOptions.DEFAULT);
                return measured == null ? GpuDevice.over(driver) : GpuDevice.over(driver, measured);
            }
        }
        throw new GpuUnavailableException("Backend '" + backend + "' is not on the class path.");
    }
}
