package dev.texon.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one adapter, to be saved, compared, and given to {@link GpuOptions#withProfile} so that the next opening
 * need not measure again.
 *
 * @param device on which it was measured
 * @param capabilities declared and measured
 * @param choices what was found to be fastest; files from before there were any have none
 */
public record DeviceProfile(DeviceInfo device, Capabilities capabilities, List<Tuning.Choice> choices) {
    /**
     * Copies the choices.
     *
     * @param device any
     * @param capabilities any
     * @param choices none where they are missing
     */
    public DeviceProfile {
        choices = copy(choices);
    }

    /**
     * Makes a profile without anything that was found to be fastest.
     *
     * @param device on which it was measured
     * @param capabilities declared and measured
     */
    public DeviceProfile(DeviceInfo device, Capabilities capabilities) {
        this(device, capabilities, List.of());
    }

    private static List<Tuning.Choice> copy(@Nullable List<Tuning.Choice> choices) {
        return choices == null ? List.of() : List.copyOf(choices);
    }
}
