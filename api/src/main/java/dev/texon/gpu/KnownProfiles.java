package dev.texon.gpu;

import java.util.Optional;

/** Device profiles that were kept from earlier openings. */
@FunctionalInterface
public interface KnownProfiles {
    /**
     * Looks up what was measured.
     *
     * @param device that is being opened
     * @return empty: it is measured now
     */
    Optional<DeviceProfile> find(DeviceInfo device);

    /**
     * Hears that the profile it found cannot be of this device and its driver as they are now. If it returns, the device is
     * measured.
     *
     * @param device that is being opened
     * @param fault what is wrong with the profile, as a clause
     * @throws GpuUnavailableException unless overridden: nothing else is measured in the profile's stead
     */
    default void rejected(DeviceInfo device, String fault) {
        throw new GpuUnavailableException("The device profile does not fit: " + fault + "; measure it anew.");
    }
}
