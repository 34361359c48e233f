package dev.texon.gpu;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Devices over a {@link RecordingDriver}, whose capabilities are given instead of measured. */
final class Devices {
    static final int TEXTURE_SIZE = 64;
    static final int INPUTS = 3;
    static final int RENDER_TARGETS = 2;

    private Devices() {}

    static GpuDevice open(RecordingDriver driver, Capabilities capabilities) {
        return GpuDevice.over(driver.declaring(capabilities), new DeviceProfile(driver.info(), capabilities));
    }

    static GpuDevice open(RecordingDriver driver) {
        return open(driver, all());
    }

    /** Everything works. */
    static Capabilities all() {
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(TextureFormat.class);
        for (TextureFormat format : TextureFormat.values()) {
            formats.put(
                    format,
                    new FormatSupport(EnumSet.allOf(FormatFeature.class), EnumSet.allOf(FormatFeature.class), 8, 0));
        }
        return new Capabilities(
                formats,
                EnumSet.allOf(Feature.class),
                new Limits(
                        TEXTURE_SIZE, TEXTURE_SIZE, INPUTS, RENDER_TARGETS, RENDER_TARGETS, 64, Limits.MOST_LOOP_TURNS),
                new Numerics(24, true, true, true));
    }

    /** No format exists. */
    static Capabilities none() {
        return new Capabilities(Map.of(), Set.of(), all().limits(), all().numerics());
    }

    /** The format declares the feature, and it was not measured. */
    static Capabilities without(Capabilities from, TextureFormat format, FormatFeature missing) {
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(from.formats());
        Set<FormatFeature> left = EnumSet.copyOf(from.format(format).measured());
        left.remove(missing);
        formats.put(format, new FormatSupport(EnumSet.allOf(FormatFeature.class), left, 8, 0));
        return new Capabilities(formats, from.features(), from.limits(), from.numerics());
    }

    static Capabilities without(Capabilities from, Feature missing) {
        Set<Feature> left = EnumSet.copyOf(from.features());
        left.remove(missing);
        return new Capabilities(from.formats(), left, from.limits(), from.numerics());
    }

    /** What the action throws on another thread, if it throws. */
    static Optional<Throwable> onOtherThread(Runnable action) throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread other = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                },
                "other");
        other.start();
        other.join();
        return Optional.ofNullable(thrown.get());
    }
}
