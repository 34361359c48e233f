package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.Filter;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.shaders.Shaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Mip levels: generated, uploaded, drawn to and sampled. */
public final class MipmapCases implements CaseGroup {
    private static final Requirement EXPLICIT = new Requirement.OfFeature(Feature.EXPLICIT_LEVEL);
    private static final Requirement ANY_SIZE = new Requirement.OfFeature(Feature.NON_POWER_OF_TWO);

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(mean(format));
        }
        for (TextureFormat format : List.of(TextureFormat.RGBA8, TextureFormat.RGBA16F, TextureFormat.RGBA32F)) {
            cases.add(odd(format));
        }
        cases.add(ConformanceCase.of("mipmap/explicit/fetch", "MIP-3")
                .checks("fetch with a level reads that level.")
                .requires(EXPLICIT)
                .refusal(MipmapCases::refuseExplicit)
                .lookAt("the size by which a level's coordinate is divided")
                .body(trial -> explicit(trial, "texels")));
        cases.add(ConformanceCase.of("mipmap/explicit/sample", "MIP-3")
                .checks("sample with a level reads that level.")
                .requires(EXPLICIT)
                .refusal(MipmapCases::refuseExplicit)
                .lookAt("the LOD extension of GLSL ES 1.00")
                .body(trial -> explicit(trial, "sampled")));
        cases.add(ConformanceCase.of("mipmap/implicit", "MIP-4")
                .checks("Sampling every second, fourth and eighth texel reads levels 1, 2 and 3.")
                .lookAt("derivatives of the coordinate")
                .body(MipmapCases::implicit));
        cases.add(ConformanceCase.of("mipmap/trilinear", "MIP-5")
                .checks("Between two levels the trilinear filter gives the line.")
                .requires(EXPLICIT)
                .refusal(MipmapCases::refuseExplicit)
                .lookAt("bits of the level's fraction")
                .body(MipmapCases::trilinear));
        cases.add(ConformanceCase.of("mipmap/render-to-level", "MIP-6")
                .checks("Drawing to a level changes that level and no other.")
                .requires(new Requirement.OfFeature(Feature.RENDER_TO_LEVEL))
                .refusal(trial -> {
                    Lab lab = new Lab(trial);
                    Pass pass = number(trial, lab, 1)
                            .target(levels(lab, Filter.NEAREST_MIPMAP))
                            .level(1);
                    trial.expectThrows(GpuUnsupportedException.class, pass::draw);
                })
                .lookAt("framebuffer attachments of a level")
                .body(MipmapCases::renderToLevel));
        cases.add(ConformanceCase.of("mipmap/regenerate", "MIP-7")
                .checks("After a part of level 0 changes, generating again brings the change to every level.")
                .requires(Lab.can(TextureFormat.RGBA8, FormatFeature.MIPMAP))
                .refusal(trial -> refuseMipmaps(trial, TextureFormat.RGBA8))
                .lookAt("levels that are kept from before")
                .body(MipmapCases::regenerate));
        cases.add(ConformanceCase.of("mipmap/one-level", "MIP-8")
                .checks("Generating mipmaps of a texture with one level is refused, and so is a part of a chain.")
                .lookAt("checks of levels")
                .body(MipmapCases::oneLevel));
        return cases;
    }

    private static void refuseExplicit(Trial trial) {
        trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial)
                .program(ProgramDescriptor.builder("explicit level")
                        .texels("inputs")
                        .output("target")
                        .source("void main() { target = fetch_inputs(fragment(), 1); }")));
    }

    /** Reads each level with a program that samples it by its size, which works without explicit levels, too. */
    private static float[] level(Lab lab, Trial trial, Texture texture, int level) {
        TextureDescriptor descriptor = texture.descriptor();
        Program program = lab.program(ProgramDescriptor.builder("level")
                .sampled("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() { bytes = pack_float(sample_inputs(fragment_uv()).r); }"));
        Texture bytes = lab.texture("bytes", descriptor.width(level), descriptor.height(level), TextureFormat.RGBA8);
        trial.device().pass(program).input("inputs", texture).target(bytes).draw();
        return Lab.bytesToFloats(bytes.read());
    }

    private static float[] random(Lab lab, TextureFormat format, int width, int height) {
        boolean bytes = format.elementType() == ElementType.UNSIGNED_BYTE;
        float[] values = new float[width * height * format.channels()];
        for (int i = 0; i < values.length; i++) {
            // Halves of 10 bits and bytes, so that every format stores level 0 exactly and sums show their own
            // rounding.
            int n = Math.round(lab.uniform(0f, 255f));
            values[i] = bytes ? n / 255f : 1 + n / 256f;
        }
        return values;
    }

    private static ConformanceCase mean(TextureFormat format) {
        return Lab.perFormat("mipmap/mean", format, "MIP-1")
                .checks("Each generated level of " + format + " is the mean of the four texels above it.")
                .requires(Lab.can(format, FormatFeature.MIPMAP))
                .refusal(trial -> refuseMipmaps(trial, format))
                .lookAt("a filter that takes one texel, or rounds in fewer bits than the format has")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    int width = 32;
                    int height = 16;
                    Texture texture = lab.texture(TextureDescriptor.of("mean", width, height, format)
                            .withAllLevels()
                            .withFilter(Filter.NEAREST_MIPMAP));
                    float[] values = random(lab, format, width, height);
                    texture.upload(values);
                    texture.generateMipmaps();
                    double[] exact = firstChannel(values, format.channels());
                    double worst = 0;
                    String place = "";
                    for (int level = 1; level < texture.descriptor().levels(); level++) {
                        exact = halve(
                                exact,
                                texture.descriptor().width(level - 1),
                                texture.descriptor().height(level - 1));
                        float[] actual = level(lab, trial, texture, level);
                        for (int i = 0; i < exact.length; i++) {
                            double error = Math.abs(actual[i] - exact[i]);
                            if (!(error <= worst)) {
                                worst = error;
                                place = "level " + level + ", texel " + i + ": " + actual[i] + " instead of "
                                        + exact[i];
                            }
                        }
                    }
                    trial.measured(
                            "worst deviation from the mean",
                            worst,
                            format.elementType() == ElementType.UNSIGNED_BYTE ? "of 1" : "of values in [1, 2]");
                    // Every level is made from the one above and rounds at most once per addition of the four, plus
                    // once on
                    // storing: at most 3 roundings of the sums (each half a step of the element type at twice the
                    // value) and
                    // one of the result, over 5 levels.
                    double step =
                            switch (format.elementType()) {
                                case UNSIGNED_BYTE -> 1.0 / 255;
                                case HALF_FLOAT -> 0x1p-10;
                                case FLOAT -> 0x1p-23;
                            };
                    double accepted = 5 * 2 * step;
                    String where = place;
                    double error = worst;
                    trial.check(
                            error <= accepted,
                            () -> "The mean is off by " + error + " at " + where + "; accepted is " + accepted + ".");
                });
    }

    private static void refuseMipmaps(Trial trial, TextureFormat format) {
        Lab lab = new Lab(trial);
        if (!trial.capabilities().supports(format, FormatFeature.SAMPLED)) {
            trial.expectThrows(GpuUnsupportedException.class, () -> lab.texture("refused", 4, 4, format));
        } else {
            Texture texture =
                    lab.texture(TextureDescriptor.of("refused", 4, 4, format).withAllLevels());
            trial.expectThrows(GpuUnsupportedException.class, texture::generateMipmaps);
        }
    }

    private static double[] firstChannel(float[] values, int channels) {
        double[] first = new double[values.length / channels];
        for (int i = 0; i < first.length; i++) {
            first[i] = values[i * channels];
        }
        return first;
    }

    /** The box filter; a side of 1 stays. */
    private static double[] halve(double[] values, int width, int height) {
        int w = Math.max(1, width / 2);
        int h = Math.max(1, height / 2);
        double[] mean = new double[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int x0 = 2 * x;
                int x1 = Math.min(width - 1, x0 + 1);
                int y0 = 2 * y;
                int y1 = Math.min(height - 1, y0 + 1);
                mean[y * w + x] = (values[y0 * width + x0]
                                + values[y0 * width + x1]
                                + values[y1 * width + x0]
                                + values[y1 * width + x1])
                        / 4;
            }
        }
        return mean;
    }

    /** No filter is prescribed for odd sides, so a constant must stay, and nothing may leave the range of level 0. */
    private static ConformanceCase odd(TextureFormat format) {
        return Lab.perFormat("mipmap/odd", format, "MIP-2")
                .checks("Generated levels of odd sizes keep a constant, and stay within the range of level 0.")
                .requires(Lab.can(format, FormatFeature.MIPMAP), ANY_SIZE)
                .refusal(trial -> {
                    if (!trial.capabilities().supports(Feature.NON_POWER_OF_TWO)) {
                        trial.expectThrows(GpuUnsupportedException.class, () -> new Lab(trial)
                                .texture(TextureDescriptor.of("refused", 5, 3, format)
                                        .withAllLevels()));
                    } else {
                        refuseMipmaps(trial, format);
                    }
                })
                .lookAt("weights of the last row and column")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    double deviation = 0;
                    for (Region size :
                            List.of(new Region(0, 0, 15, 9), new Region(0, 0, 1, 13), new Region(0, 0, 7, 1))) {
                        TextureDescriptor descriptor = TextureDescriptor.of("odd", size.width(), size.height(), format)
                                .withAllLevels()
                                .withFilter(Filter.NEAREST_MIPMAP);
                        Texture texture = lab.texture(descriptor);
                        float[] constant = new float[(int) size.texels() * format.channels()];
                        Arrays.fill(constant, 0.6f);
                        texture.upload(constant);
                        texture.generateMipmaps();
                        float stored = texture.read()[0];
                        float[] values = random(lab, format, size.width(), size.height());
                        for (int level = 1; level < descriptor.levels(); level++) {
                            for (float actual : level(lab, trial, texture, level)) {
                                // Weights that sum to 1 only up to rounding move a constant by a step of the format.
                                double step = format.elementType() == ElementType.UNSIGNED_BYTE
                                        ? 1.0 / 255
                                        : format.elementType() == ElementType.HALF_FLOAT ? 0x1p-10 : 0x1p-22;
                                int number = level;
                                trial.check(
                                        Math.abs(actual - stored) <= step,
                                        () -> "Level " + number + " of a constant " + stored + " of "
                                                + descriptor.width() + "×" + descriptor.height() + " texels holds "
                                                + actual + ".");
                            }
                        }
                        texture.upload(values);
                        texture.generateMipmaps();
                        deviation = Math.max(deviation, checkRange(lab, trial, texture, values));
                    }
                    trial.measured("deviation from the box of the floor size", deviation, "of the range");
                });
    }

    private static double checkRange(Lab lab, Trial trial, Texture texture, float[] values) {
        TextureDescriptor descriptor = texture.descriptor();
        double[] exact = firstChannel(values, descriptor.format().channels());
        double low = Arrays.stream(exact).min().orElseThrow();
        double high = Arrays.stream(exact).max().orElseThrow();
        // One step of a byte, or of a half near 2.
        double slack = 1.0 / 255;
        double deviation = 0;
        for (int level = 1; level < descriptor.levels(); level++) {
            exact = halve(exact, descriptor.width(level - 1), descriptor.height(level - 1));
            float[] actual = level(lab, trial, texture, level);
            for (int i = 0; i < actual.length; i++) {
                float value = actual[i];
                int number = level;
                trial.check(
                        value >= low - slack && value <= high + slack,
                        () -> "Level " + number + " of " + descriptor.width() + "×" + descriptor.height()
                                + " texels holds " + value + ", outside [" + low + ", " + high + "] of level 0.");
                deviation = Math.max(deviation, Math.abs(value - exact[i]) / (high - low));
            }
        }
        return deviation;
    }

    /** 8 × 4 texels of RGBA8, level n uploaded with (n + 1) · 10. */
    private static Texture levels(Lab lab, Filter filter) {
        TextureDescriptor descriptor = TextureDescriptor.of("levels", 8, 4, TextureFormat.RGBA8)
                .withAllLevels()
                .withFilter(filter);
        Texture texture = lab.texture(descriptor);
        for (int level = 0; level < descriptor.levels(); level++) {
            float[] values = new float[descriptor.width(level) * descriptor.height(level) * 4];
            Arrays.fill(values, (level + 1) * 10 / 255f);
            texture.upload(level, texture.whole(level), values);
        }
        return texture;
    }

    private static void explicit(Trial trial, String access) {
        Lab lab = new Lab(trial);
        boolean texels = access.equals("texels");
        Texture texture = levels(lab, Filter.NEAREST_MIPMAP);
        ProgramDescriptor.Builder builder =
                ProgramDescriptor.builder("explicit level").output("target");
        Program program = lab.program(
                texels
                        ? builder.texels("inputs")
                                .source("void main() { target = fetch_inputs(ivec2(0), fragment().x); }")
                        : builder.sampled("inputs")
                                .source("void main() { target = sample_inputs(vec2(0.3), float(fragment().x)); }"));
        float[] expected = new float[16];
        for (int i = 0; i < 16; i++) {
            expected[i] = (i / 4 + 1) * 10 / 255f;
        }
        lab.checkEqual("Levels 0 to 3", expected, lab.draw(program, texture, 4, 1), 4, 4);
        // The last texel of a level tells whether coordinates are scaled by the level's own size.
        if (texels) {
            float[] level1 = new float[4 * 2 * 4];
            for (int i = 0; i < level1.length; i++) {
                level1[i] = i / 255f;
            }
            texture.upload(1, texture.whole(1), level1);
            Program whole = lab.program(ProgramDescriptor.builder("level 1")
                    .texels("inputs")
                    .output("target")
                    .source("void main() { target = fetch_inputs(fragment(), 1); }"));
            lab.checkEqual("Level 1", level1, lab.draw(whole, texture, 4, 2), 4, 4);
        }
    }

    private static void implicit(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = levels(lab, Filter.NEAREST_MIPMAP);
        for (int level = 0; level < 3; level++) {
            float[] expected = new float[(8 >> level) * (4 >> level)];
            Arrays.fill(expected, (level + 1) * 10 / 255f);
            lab.checkEqual(
                    "Sampling at the scale of level " + level,
                    expected,
                    lab.asBytes(TextureFormat.R8, level(lab, trial, texture, level)),
                    8 >> level,
                    1);
        }
    }

    private static void trilinear(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = levels(lab, Filter.LINEAR_MIPMAP);
        Program program = lab.program(ProgramDescriptor.builder("trilinear")
                .sampled("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() { bytes = pack_float(sample_inputs(vec2(0.5), float(fragment().x) / 16.0).r); }"));
        float[] actual = Lab.bytesToFloats(lab.draw(program, texture, 33, 1));
        double worst = 0;
        for (int i = 0; i < actual.length; i++) {
            double exact = (10 + 10 * i / 16.0) / 255;
            worst = Math.max(worst, Math.abs(actual[i] - exact) * 255 / 10);
            float found = actual[i];
            int at = i;
            // dEQP accepts 4 bits of the level's fraction: 1/32 of the step of 10/255 between two levels, and half a
            // byte.
            trial.check(
                    Math.abs(found - exact) <= 10 / 255.0 / 32 + 0.5 / 255,
                    () -> "At level " + at / 16.0 + " the filter gives " + found * 255 + "/255 instead of "
                            + exact * 255 + "/255.");
        }
        trial.measured("worst error of the level's weight", worst, "of 1");
    }

    private static Pass number(Trial trial, Lab lab, int number) {
        return trial.device()
                .pass(lab.program(ProgramDescriptor.builder("number")
                        .constant("NUMBER", number)
                        .output("target")
                        .source("void main() { target = vec4(float(NUMBER)) / 255.0; }")));
    }

    private static void renderToLevel(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = levels(lab, Filter.NEAREST_MIPMAP);
        number(trial, lab, 99).target(texture).level(1).draw();
        for (int level = 0; level < 4; level++) {
            float[] expected = new float[(int) texture.whole(level).texels()];
            Arrays.fill(expected, (level == 1 ? 99 : (level + 1) * 10) / 255f);
            float[] actual = lab.asBytes(TextureFormat.R8, level(lab, trial, texture, level));
            lab.checkEqual(
                    "Level " + level, expected, actual, texture.descriptor().width(level), 1);
        }
    }

    private static void regenerate(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = levels(lab, Filter.NEAREST_MIPMAP);
        float[] zeros = new float[8 * 4 * 4];
        texture.upload(zeros);
        texture.generateMipmaps();
        Region patch = new Region(4, 2, 4, 2);
        float[] ones = new float[4 * 2 * 4];
        Arrays.fill(ones, 1f);
        texture.upload(0, patch, ones);
        texture.generateMipmaps();
        float[] level1 = {0f, 0f, 0f, 0f, 0f, 0f, 1f, 1f};
        lab.checkEqual("Level 1", level1, lab.asBytes(TextureFormat.R8, level(lab, trial, texture, 1)), 4, 1);
        // 8 of 32 texels are one: each level's mean is 1/4, up to one step of a byte per level.
        float top = level(lab, trial, texture, 3)[0];
        trial.check(Math.abs(top - 0.25) <= 3.0 / 255, () -> "The top level holds " + top + " instead of 0.25.");
    }

    private static void oneLevel(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = lab.texture("one level", 4, 4, TextureFormat.RGBA8);
        trial.expectThrows(IllegalStateException.class, texture::generateMipmaps);
        trial.expectThrows(IllegalArgumentException.class, () -> TextureDescriptor.of(
                        "two of three levels", 4, 4, TextureFormat.RGBA8)
                .withFilter(Filter.LINEAR_MIPMAP));
        trial.expectThrows(IllegalArgumentException.class, () -> texture.read(1, new Region(0, 0, 1, 1)));
    }
}
