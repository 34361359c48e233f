package dev.texon.gpu;

import dev.texon.gpu.spi.DeclaredCapabilities;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a saved profile can be what the probe would measure now. Profiles are files: one that promises more than the driver
 * does makes some drivers end the process, and one that promises less breaks what runs without it.
 */
final class ProfileCheck {
    /** The probe looks for no shorter sides. */
    private static final int SHORTEST_SIDE = 64;

    private static final int MOST_BITS = 24;
    /** What the probe tries without a promise. */
    private static final Set<FormatFeature> UNASKED = EnumSet.of(FormatFeature.SAMPLED, FormatFeature.UPLOAD);

    private ProfileCheck() {}

    /** What is wrong, as a clause; empty if nothing is. */
    static Optional<String> fault(DeviceProfile profile, DeviceInfo info, DeclaredCapabilities declared) {
        if (!profile.device().isTwinOf(info)) {
            return Optional.of("it was measured on " + profile.device() + ", and this device is " + info);
        }
        Capabilities measured = profile.capabilities();
        return limits(measured.limits(), declared)
                .or(() -> formats(measured, declared))
                .or(() -> equal("features", measured.features(), declared.features()))
                .or(() -> range("significantBits", measured.numerics().significantBits(), 1, MOST_BITS))
                .or(() -> choices(profile));
    }

    private static Optional<String> limits(Limits limits, DeclaredCapabilities declared) {
        int side = declared.textureSize();
        return equal("declaredTextureSize", limits.declaredTextureSize(), side)
                .or(() -> range("textureSize", limits.textureSize(), Math.min(SHORTEST_SIDE, side), side))
                .or(() -> equal("inputs", limits.inputs(), declared.inputs()))
                .or(() -> equal("declaredRenderTargets", limits.declaredRenderTargets(), declared.renderTargets()))
                .or(() -> range("renderTargets", limits.renderTargets(), 1, declared.renderTargets()))
                .or(() -> equal("uniformVectors", limits.uniformVectors(), declared.uniformVectors()))
                .or(() -> range("loopTurns", limits.loopTurns(), 1, Limits.MOST_LOOP_TURNS));
    }

    private static Optional<String> formats(Capabilities measured, DeclaredCapabilities declared) {
        Optional<String> fault =
                equal("formats", measured.formats().keySet(), declared.formats().keySet());
        for (Map.Entry<TextureFormat, Set<FormatFeature>> one :
                declared.formats().entrySet()) {
            fault = fault.or(() -> format(one.getKey(), measured.format(one.getKey()), one.getValue()));
        }
        return fault.or(() -> measured.supports(TextureFormat.RGBA8, FormatFeature.RENDER)
                ? Optional.empty()
                : Optional.of("RGBA8 lacks RENDER, without which nothing can be computed"));
    }

    private static Optional<String> format(TextureFormat format, FormatSupport support, Set<FormatFeature> promised) {
        Set<FormatFeature> beyond = EnumSet.noneOf(FormatFeature.class);
        beyond.addAll(support.measured());
        beyond.removeAll(promised);
        beyond.removeAll(UNASKED);
        return equal(format + " declared", support.declared(), promised)
                .or(() -> beyond.isEmpty()
                        ? Optional.empty()
                        : Optional.of(format + " measured has " + beyond + ", which the driver does not declare"))
                .or(() -> range(format + " filterBits", support.filterBits(), 0, MOST_BITS))
                .or(() -> support.mipmapError() < 0
                        ? Optional.of(format + " mipmapError is " + support.mipmapError() + "; it starts at 0")
                        : Optional.empty());
    }

    private static Optional<String> choices(DeviceProfile profile) {
        for (Tuning.Choice choice : profile.choices()) {
            for (double time : choice.nanoseconds().values()) {
                if (!(time >= 0)) {
                    return Optional.of("a time of '" + choice.question() + "' is " + time + " ns; it starts at 0");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> equal(String name, Object is, Object declared) {
        return is.equals(declared)
                ? Optional.empty()
                : Optional.of(name + " is " + is + ", and the driver declares " + declared);
    }

    private static Optional<String> range(String name, int is, int least, int most) {
        return is >= least && is <= most
                ? Optional.empty()
                : Optional.of(name + " is " + is + ", and here it is " + least + " to " + most);
    }
}
