package dev.texon.conformance;

import dev.texon.gpu.GpuDevice;

/** Opens a device, always on the same adapter. */
@FunctionalInterface
public interface DeviceOpener {
    GpuDevice open() throws Exception;
}
