package dev.texon.gpu.gl;

import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.gpu.spi.GpuDriver;

/** A backend that gives a {@link Gl}; the shared driver does the rest. */
public interface GlBackend extends GpuBackend {
    /**
     * Opens an adapter and makes its context current on the calling thread.
     *
     * @param adapter an {@link dev.texon.gpu.Adapter.Available#id} of the last {@link #probe}
     * @throws dev.texon.gpu.GpuUnavailableException if it cannot be opened, with the reason and the mend
     */
    Gl openGl(String adapter, DriverOptions options);

    @Override
    default GpuDriver open(String adapter, DriverOptions options) {
        return GlDriver.open(openGl(adapter, options), id(), adapter, options);
    }
}
