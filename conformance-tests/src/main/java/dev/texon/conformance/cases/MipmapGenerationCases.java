package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Generated mip levels against exact means, near overflow, with Inf and NaN, and after a change. */
public final class MipmapGenerationCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(mean(format));
        }
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(odd(format));
        }
        for (TextureFormat format : List.of(TextureFormat.R16F, TextureFormat.RGBA16F)) {
            cases.add(halfSum(format));
        }
        for (TextureFormat format : List.of(TextureFormat.RGBA8, TextureFormat.RGBA16F, TextureFormat.RGBA32F)) {
            cases.add(regenerate(format));
        }
        for (TextureFormat format :
                List.of(TextureFormat.R16F, TextureFormat.RGBA16F, TextureFormat.R32F, TextureFormat.RGBA32F)) {
            cases.add(contaminate(format));
        }
        return cases;
    }

    private static ConformanceCase.Builder generated(String name, TextureFormat format, String rule) {
        return Lab.perFormat("mipmap/" + name, format, rule)
                .requires(Lab.can(format, FormatFeature.MIPMAP))
                .refusal(trial -> new MipLevels(trial, new Lab(trial)).refuseGeneration(format));
    }

    private static ConformanceCase mean(TextureFormat format) {
        return generated("mean", format, "MIP-1")
                .checks("Each generated level of " + format
                        + " is the mean of the four texels above it, of two where a side is 1.")
                .lookAt("a filter that takes one texel, or rounds in fewer bits than the format has")
                .body(trial -> {
                    MipLevels levels = new MipLevels(trial, new Lab(trial));
                    checkMean(trial, levels, format, 32, 16);
                    checkMean(trial, levels, format, 16, 1);
                    checkMean(trial, levels, format, 1, 16);
                });
    }

    /** Another channel on each level, so that all channels are looked at. */
    private static void checkMean(Trial trial, MipLevels levels, TextureFormat format, int width, int height) {
        Texture texture = levels.texture(width, height, format);
        TextureDescriptor descriptor = texture.descriptor();
        float[] values = levels.random(format, width, height);
        texture.upload(values);
        texture.generateMipmaps();
        double[] numbers = new double[descriptor.levels() - 1];
        double[] deviations = new double[descriptor.levels() - 1];
        double[] bounds = new double[descriptor.levels() - 1];
        for (int level = 1; level < descriptor.levels(); level++) {
            int channel = level % format.channels();
            double[] exact = MipLevels.channel(values, format.channels(), channel);
            double[] above = exact;
            for (int n = 1; n <= level; n++) {
                above = exact;
                exact = MipLevels.box(exact, descriptor.width(n - 1), descriptor.height(n - 1));
            }
            float[] actual = levels.read(texture, level, channel);
            double worst = 0;
            int worstAt = 0;
            for (int i = 0; i < exact.length; i++) {
                double error = Math.abs(actual[i] - exact[i]);
                // Written so that NaN counts as the worst.
                if (!(error <= worst)) {
                    worst = error;
                    worstAt = i;
                }
            }
            numbers[level - 1] = level;
            deviations[level - 1] = worst;
            // A level is made from the one above, or from level 0. Three sums and the result are
            // rounded, in the storage type at worst and in any mode: the result by one step, the
            // sums, which are at most four times as large, by as much again after the division.
            double accepted = 2 * level * format.elementType().step(channel);
            bounds[level - 1] = accepted;
            int at = worstAt;
            int number = level;
            double error = worst;
            double expected = exact[at];
            int w = descriptor.width(level);
            int first = at
                            / w
                            * Math.max(1, descriptor.height(level - 1) / descriptor.height(level))
                            * descriptor.width(level - 1)
                    + at % w * Math.max(1, descriptor.width(level - 1) / w);
            double corner = above[first];
            trial.check(
                    error <= accepted,
                    () -> "Level " + number + " of " + width + "×" + height + " texels of " + format + " holds "
                            + actual[at] + " instead of the mean " + expected + " at texel (" + at % w + ", " + at / w
                            + "), channel " + channel + ", off by " + error + "; accepted is " + accepted + "."
                            + (Math.abs(actual[at] - corner) <= accepted
                                    ? " It is the first of the texels above, and no mean."
                                    : ""));
        }
        String size = width + "×" + height;
        trial.measured(
                "worst deviation, " + size,
                Arrays.stream(deviations).max().orElseThrow(),
                unit(format),
                Lab.atMost(2 * format.elementType().step(0)) + " a level");
        trial.curve(
                "deviation from the mean, " + size,
                "mip level",
                "worst deviation, " + unit(format),
                numbers,
                deviations,
                new double[bounds.length],
                bounds);
    }

    private static String unit(TextureFormat format) {
        return format.elementType().normalized() ? "of 1" : "of values in [1, 2]";
    }

    /** No filter is prescribed for odd sides, so a constant must stay, and nothing may leave the range of level 0. */
    private static ConformanceCase odd(TextureFormat format) {
        return generated("odd", format, "MIP-2")
                .requires(new Requirement.OfFeature(Feature.NON_POWER_OF_TWO))
                .checks("Generated levels of odd sizes keep a constant, and stay within the range of level 0.")
                .refusal(trial -> {
                    Lab lab = new Lab(trial);
                    if (trial.capabilities().supports(Feature.NON_POWER_OF_TWO)) {
                        new MipLevels(trial, lab).refuseGeneration(format);
                    } else {
                        trial.expectThrows(
                                GpuUnsupportedException.class,
                                () -> lab.texture(TextureDescriptor.of("refused", 5, 3, format)
                                        .withAllLevels()));
                    }
                })
                .lookAt("weights of the last row and column")
                .body(trial -> {
                    MipLevels levels = new MipLevels(trial, new Lab(trial));
                    for (Region size : List.of(
                            new Region(0, 0, 15, 9),
                            new Region(0, 0, 6, 5),
                            new Region(0, 0, 1, 13),
                            new Region(0, 0, 7, 1))) {
                        checkOdd(trial, levels, format, size.width(), size.height());
                    }
                });
    }

    /** Weights that sum to 1 only up to rounding move a constant by a step of the format. */
    private static double oddStep(TextureFormat format, int channel) {
        return Math.max(format.elementType().step(channel), 0x1p-22);
    }

    private static void checkOdd(Trial trial, MipLevels levels, TextureFormat format, int width, int height) {
        Texture texture = levels.texture(width, height, format);
        TextureDescriptor descriptor = texture.descriptor();
        String size = width + "×" + height;
        float[] constant = new float[width * height * format.channels()];
        Arrays.fill(constant, 0.6f);
        texture.upload(constant);
        texture.generateMipmaps();
        for (int level = 1; level < descriptor.levels(); level++) {
            int number = level;
            int channel = level % format.channels();
            float stored = levels.read(texture, 0, channel)[0];
            double step = oddStep(format, channel);
            for (float actual : levels.read(texture, level, channel)) {
                trial.check(
                        Math.abs(actual - stored) <= step * number,
                        () -> "Level " + number + " of a constant " + stored + " of " + size + " texels of " + format
                                + " holds " + actual + ".");
            }
        }
        float[] values = levels.random(format, width, height);
        texture.upload(values);
        texture.generateMipmaps();
        double[] numbers = new double[descriptor.levels() - 1];
        double[] deviations = new double[descriptor.levels() - 1];
        for (int level = 1; level < descriptor.levels(); level++) {
            int channel = level % format.channels();
            double step = oddStep(format, channel);
            double[] exact = MipLevels.channel(values, format.channels(), channel);
            double low = Arrays.stream(exact).min().orElseThrow() - step * level;
            double high = Arrays.stream(exact).max().orElseThrow() + step * level;
            for (int n = 1; n <= level; n++) {
                exact = MipLevels.box(exact, descriptor.width(n - 1), descriptor.height(n - 1));
            }
            float[] actual = levels.read(texture, level, channel);
            int number = level;
            numbers[level - 1] = level;
            for (int i = 0; i < actual.length; i++) {
                float value = actual[i];
                trial.check(
                        value >= low && value <= high,
                        () -> "Level " + number + " of " + size + " texels of " + format + " holds " + value
                                + ", outside [" + low + ", " + high + "], the range of level 0.");
                deviations[level - 1] = Math.max(deviations[level - 1], Math.abs(value - exact[i]));
            }
        }
        trial.measured(
                "deviation from the box filter, " + size,
                Arrays.stream(deviations).max().orElseThrow(),
                unit(format));
        trial.curve(
                "deviation from the box filter, " + size,
                "mip level",
                "worst deviation, " + unit(format),
                numbers,
                deviations);
    }

    /** Multiples of 32 from 57344 to 65504, the largest half: each is a half, and the sum of two is not. */
    private static ConformanceCase halfSum(TextureFormat format) {
        return generated("half-sum", format, "MIP-9")
                .checks("Means of halves near 65504 are right, or infinite where the driver adds in halves.")
                .lookAt("the type in which generated levels are summed")
                .body(trial -> {
                    MipLevels levels = new MipLevels(trial, new Lab(trial));
                    int size = 8;
                    Texture texture = levels.texture(size, size, format);
                    float[] values = new float[size * size * format.channels()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = 57344 + 32 * trial.random().nextInt(256);
                    }
                    texture.upload(values);
                    texture.generateMipmaps();
                    double[] exact = MipLevels.channel(values, format.channels(), 0);
                    double worst = 0;
                    int infinite = 0;
                    for (int level = 1; level < texture.descriptor().levels(); level++) {
                        exact = MipLevels.box(exact, size >> (level - 1), size >> (level - 1));
                        float[] actual = levels.read(texture, level, 0);
                        int number = level;
                        for (int i = 0; i < actual.length; i++) {
                            float found = actual[i];
                            double expected = exact[i];
                            double error = Math.abs(found - expected);
                            if (found == Float.POSITIVE_INFINITY) {
                                infinite++;
                                continue;
                            }
                            // As in mipmap/mean, in steps of 32.
                            trial.check(
                                    error <= 2 * number * 32,
                                    () -> "Level " + number + " of " + format + " holds " + found
                                            + " instead of the mean "
                                            + expected + " of halves near 65504; accepted are " + 64 * number
                                            + " more or less, and Inf.");
                            worst = Math.max(worst, error);
                        }
                    }
                    trial.measured(
                            "worst deviation from the mean", worst, "of values near 60000", "at most 64 a level");
                    trial.measured("infinite means", infinite, "of 21");
                    if (infinite > 0) {
                        trial.warn("Generated levels of " + format + " overflow to Inf where values reach 57344: "
                                + infinite + " of 21 means; the driver adds in halves.");
                    }
                });
    }

    private static ConformanceCase regenerate(TextureFormat format) {
        return generated("regenerate", format, "MIP-7")
                .checks("After a part of level 0 changes, generating again brings the change to every level.")
                .lookAt("levels that are kept from before")
                .body(trial -> {
                    MipLevels levels = new MipLevels(trial, new Lab(trial));
                    Texture texture = levels.texture(8, 4, format);
                    texture.upload(new float[8 * 4 * 4]);
                    texture.generateMipmaps();
                    float[] ones = new float[4 * 2 * 4];
                    Arrays.fill(ones, 1f);
                    texture.upload(0, new Region(4, 2, 4, 2), ones);
                    texture.generateMipmaps();
                    double[] exact = new double[8 * 4];
                    for (int i = 0; i < 8; i++) {
                        int row = i / 4;
                        exact[(2 + row) * 8 + 4 + i % 4] = 1;
                    }
                    for (int level = 1; level < 4; level++) {
                        exact = MipLevels.box(
                                exact,
                                texture.descriptor().width(level - 1),
                                texture.descriptor().height(level - 1));
                        float[] actual = levels.read(texture, level, 3);
                        int number = level;
                        for (int i = 0; i < actual.length; i++) {
                            int at = i;
                            double expected = exact[i];
                            trial.check(
                                    Math.abs(actual[i] - expected)
                                            <= 2 * number * format.elementType().step(3),
                                    () -> "Level " + number + " of " + format + " holds " + actual[at] + " instead of "
                                            + expected + " at texel " + at
                                            + (actual[at] == 0f ? "; that is what it held before the change." : "."));
                        }
                    }
                });
    }

    /** One texel that is no number, among ones. */
    private static ConformanceCase contaminate(TextureFormat format) {
        return generated("contaminate", format, "MIP-10")
                .checks("One Inf or NaN texel makes its own texel of each level infinite or NaN, and touches no other.")
                .lookAt("filters wider than a box, clamping, and weights of zero times Inf")
                .body(trial -> {
                    MipLevels levels = new MipLevels(trial, new Lab(trial));
                    for (float special : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}) {
                        checkContamination(trial, levels, format, special);
                    }
                });
    }

    private static void checkContamination(Trial trial, MipLevels levels, TextureFormat format, float special) {
        int size = 16;
        int x = 10;
        int y = 5;
        Texture texture = levels.texture(size, size, format);
        float[] values = new float[size * size * format.channels()];
        Arrays.fill(values, 1f);
        Arrays.fill(values, (y * size + x) * format.channels(), (y * size + x + 1) * format.channels(), special);
        texture.upload(values);
        texture.generateMipmaps();
        int kept = 0;
        for (int level = 1; level < texture.descriptor().levels(); level++) {
            float[] actual = levels.read(texture, level, level % format.channels());
            int side = size >> level;
            int chain = (y >> level) * side + (x >> level);
            int number = level;
            for (int i = 0; i < actual.length; i++) {
                float found = actual[i];
                int at = i;
                if (i == chain) {
                    // Inf - Inf in a weighted sum is NaN, which still tells; NaN stays NaN.
                    trial.check(
                            Float.isNaN(found) || found == special,
                            () -> "One texel of " + format + " is " + special + ", but the mean above it at level "
                                    + number + " is " + found + ".");
                    kept += Float.compare(found, special) == 0 ? 1 : 0;
                } else {
                    trial.check(
                            Math.abs(found - 1) <= format.elementType().step(0),
                            () -> "One texel of " + format + ", (" + x + ", " + y + "), is " + special
                                    + ", and contaminates texel (" + at % side + ", " + at / side + ") of level "
                                    + number
                                    + ", which is made from others: " + found + " instead of 1.");
                }
            }
        }
        trial.measured("levels where " + special + " stays itself", kept, "of 4");
    }
}
