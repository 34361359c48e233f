package dev.texon.conformance;

import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.GpuDevice;

/** Opens a device, always on the same adapter. */
@FunctionalInterface
public interface DeviceOpener {
    /** Opens and measures it. */
    GpuDevice open() throws Exception;

    /** Opens it without measuring again, where the opener can; in a browser measuring takes seconds. */
    default GpuDevice open(DeviceProfile measured) throws Exception {
        return open();
    }
}
