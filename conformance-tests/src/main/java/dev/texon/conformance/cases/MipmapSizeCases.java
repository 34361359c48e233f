package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.List;

/** Mip chains of 64 sizes: lines and columns, squares and oblongs, odd and even. */
public final class MipmapSizeCases implements CaseGroup {
    private static final Requirement ANY_SIZE = new Requirement.OfFeature(Feature.NON_POWER_OF_TWO);
    private static final int LONGEST = 17;

    private record Size(int width, int height) {
        @Override
        public String toString() {
            return width + "×" + height;
        }
    }

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : List.of(TextureFormat.RGBA8, TextureFormat.RGBA32F)) {
            cases.add(explicit(format));
        }
        for (TextureFormat format : List.of(TextureFormat.RGBA8, TextureFormat.RGBA16F, TextureFormat.RGBA32F)) {
            cases.add(generated(format));
        }
        return cases;
    }

    private static List<Size> sizes() {
        List<Size> sizes = new ArrayList<>();
        for (int side = 2; side <= LONGEST; side++) {
            sizes.add(new Size(side, 1));
            sizes.add(new Size(1, side));
            sizes.add(new Size(side, side));
            sizes.add(new Size(side, 1 + side * 7 % LONGEST));
        }
        return sizes;
    }

    private static void refuseSize(Trial trial, TextureFormat format) {
        trial.expectThrows(GpuUnsupportedException.class, () -> new Lab(trial)
                .texture(TextureDescriptor.of("refused", 5, 3, format).withAllLevels()));
    }

    private static ConformanceCase explicit(TextureFormat format) {
        return Lab.perFormat("mipmap/sizes/explicit", format, "MIP-3")
                .checks("Every texel of every level of " + format + " is fetched as it was uploaded, for 64 sizes.")
                .requires(
                        ANY_SIZE,
                        new Requirement.OfFeature(Feature.EXPLICIT_LEVEL),
                        Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> {
                    if (!trial.capabilities().supports(Feature.EXPLICIT_LEVEL)) {
                        MipmapCases.refuseExplicit(trial);
                    } else {
                        refuseSize(trial, format);
                    }
                })
                .lookAt("the size of a level whose side above is odd: half of it, rounded down")
                .body(trial -> explicit(trial, format));
    }

    private static void explicit(Trial trial, TextureFormat format) {
        Lab lab = new Lab(trial);
        MipLevels levels = new MipLevels(trial, lab);
        for (Size size : sizes()) {
            try (Texture texture = texture(trial, size, format)) {
                TextureDescriptor descriptor = texture.descriptor();
                List<float[]> uploaded = new ArrayList<>();
                for (int level = 0; level < descriptor.levels(); level++) {
                    float[] values = levels.random(format, descriptor.width(level), descriptor.height(level));
                    texture.upload(level, texture.whole(level), values);
                    uploaded.add(values);
                }
                for (int level = 0; level < descriptor.levels(); level++) {
                    int channel = level % format.channels();
                    lab.checkEqual(
                            "Level " + level + " of " + size + " texels of " + format + ", channel " + channel,
                            floats(MipLevels.channel(uploaded.get(level), format.channels(), channel)),
                            lab.asSteps(format, channel, levels.read(texture, level, channel)),
                            descriptor.width(level),
                            1);
                }
            }
        }
    }

    private static Texture texture(Trial trial, Size size, TextureFormat format) {
        return trial.device()
                .createTexture(TextureDescriptor.of("levels", size.width(), size.height(), format)
                        .withAllLevels()
                        .withFilter(dev.texon.gpu.Filter.NEAREST_MIPMAP));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static ConformanceCase generated(TextureFormat format) {
        return Lab.perFormat("mipmap/sizes/generated", format, "MIP-2")
                .checks("Each texel of each generated level of " + format
                        + " lies among the texels that it covers, for 64 sizes.")
                .requires(ANY_SIZE, Lab.can(format, FormatFeature.MIPMAP))
                .refusal(trial -> {
                    if (trial.capabilities().supports(Feature.NON_POWER_OF_TWO)) {
                        new MipLevels(trial, new Lab(trial)).refuseGeneration(format);
                    } else {
                        refuseSize(trial, format);
                    }
                })
                .lookAt("the place of a texel of a level in the level above, where a side is odd")
                .body(trial -> generated(trial, format));
    }

    /** What a level may hold at least and at most is carried from level to level. */
    private static void generated(Trial trial, TextureFormat format) {
        MipLevels levels = new MipLevels(trial, new Lab(trial));
        double worst = 0;
        for (Size size : sizes()) {
            try (Texture texture = texture(trial, size, format)) {
                TextureDescriptor descriptor = texture.descriptor();
                float[] values = levels.random(format, size.width(), size.height());
                texture.upload(values);
                texture.generateMipmaps();
                for (int level = 1; level < descriptor.levels(); level++) {
                    int channel = level % format.channels();
                    double[] low = MipLevels.channel(values, format.channels(), channel);
                    double[] high = low;
                    double[] box = low;
                    for (int n = 1; n <= level; n++) {
                        int width = descriptor.width(n - 1);
                        int height = descriptor.height(n - 1);
                        low = MipLevels.least(low, width, height, 1);
                        high = MipLevels.least(high, width, height, -1);
                        box = MipLevels.box(box, width, height);
                    }
                    // As in MIP-1: two steps a level.
                    double slack = 2 * level * format.elementType().step(channel);
                    float[] actual = levels.read(texture, level, channel);
                    for (int i = 0; i < actual.length; i++) {
                        float found = actual[i];
                        double least = low[i] - slack;
                        double greatest = high[i] + slack;
                        String place = "Texel (" + i % descriptor.width(level) + ", " + i / descriptor.width(level)
                                + ") of level " + level + " of " + size + " texels of " + format + ", channel "
                                + channel;
                        trial.check(
                                found >= least && found <= greatest,
                                () -> place + ", holds " + found + "; the texels that it covers allow [" + least + ", "
                                        + greatest + "].");
                        worst = Math.max(worst, Math.abs(found - box[i]));
                    }
                }
            }
        }
        trial.measured("worst distance from the box filter", worst, "of values in [1, 2], or of 1 in bytes");
    }
}
