package dev.texon.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one adapter, to be saved, compared, and given to {@link GpuOptions#withProfile} so that the next opening
 * need not measure again.
 *
 * @param choices what was found to be fastest; files from before there were any have none
 */
public record DeviceProfile(DeviceInfo device, Capabilities capabilities, List<Tuning.Choice> choices) {
    public DeviceProfile {
        choices = copy(choices);
    }

    /** Without anything that was found to be fastest. */
    public DeviceProfile(DeviceInfo device, Capabilities capabilities) {
        this(device, capabilities, List.of());
    }

    private static List<Tuning.Choice> copy(@Nullable List<Tuning.Choice> choices) {
        return choices == null ? List.of() : List.copyOf(choices);
    }
}
