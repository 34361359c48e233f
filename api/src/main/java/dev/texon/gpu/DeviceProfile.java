package dev.texon.gpu;

/**
 * What was measured on one adapter, to be saved, compared, and given to {@link GpuOptions#withProfile} so that the next opening
 * need not measure again.
 */
public record DeviceProfile(DeviceInfo device, Capabilities capabilities) {}
