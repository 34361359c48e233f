package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
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

/** Mip levels: uploaded, drawn to, fetched and sampled. */
public final class MipmapCases implements CaseGroup {
    private static final Requirement EXPLICIT = new Requirement.OfFeature(Feature.EXPLICIT_LEVEL);
    private static final List<TextureFormat> ONE_OF_EACH =
            List.of(TextureFormat.RGBA8, TextureFormat.RGBA16F, TextureFormat.RGBA32F);

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : ONE_OF_EACH) {
            cases.add(explicit(format, true));
            cases.add(explicit(format, false));
        }
        cases.add(ConformanceCase.of("mipmap/implicit", "MIP-4")
                .checks("Sampling every second, fourth and eighth texel reads levels 1, 2 and 3.")
                .lookAt("derivatives of the coordinate")
                .body(MipmapCases::implicit));
        for (TextureFormat format : ONE_OF_EACH) {
            cases.add(trilinear(format));
        }
        cases.add(ConformanceCase.of("mipmap/trilinear/implicit", "MIP-4")
                .checks("Between the scales of two levels the trilinear filter mixes the two, and never goes back.")
                .requires(Lab.can(TextureFormat.RGBA8, FormatFeature.LINEAR_FILTER))
                .refusal(trial -> FilterCases.refuseLinear(trial, TextureFormat.RGBA8))
                .lookAt("derivatives of the coordinate")
                .body(MipmapCases::trilinearImplicit));
        cases.add(ConformanceCase.of("mipmap/render-to-level", "MIP-6")
                .checks("Drawing to a level changes that level and no other.")
                .requires(new Requirement.OfFeature(Feature.RENDER_TO_LEVEL))
                .refusal(trial -> {
                    Lab lab = new Lab(trial);
                    Pass pass = number(trial, lab, 1)
                            .target(levels(new MipLevels(trial, lab), TextureFormat.RGBA8))
                            .level(1);
                    trial.expectThrows(GpuUnsupportedException.class, pass::draw);
                })
                .lookAt("framebuffer attachments of a level")
                .body(MipmapCases::renderToLevel));
        cases.add(ConformanceCase.of("mipmap/one-level", "MIP-8")
                .checks("Generating mipmaps of a texture with one level is refused, and so is a part of a chain.")
                .lookAt("checks of levels")
                .body(MipmapCases::oneLevel));
        return cases;
    }

    static void refuseExplicit(Trial trial) {
        trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial)
                .program(ProgramDescriptor.builder("explicit level")
                        .texels("inputs")
                        .output("target")
                        .source("void main() { target = fetch_inputs(fragment(), 1); }")));
    }

    /** What level n holds: the levels differ in the last bits of their type. */
    private static float number(TextureFormat format, int level) {
        int steps = format.elementType().steps(0);
        return steps > 0
                ? (level + 1) * 10 / (float) steps
                : (float) (1 + (level + 1) * format.elementType().step(0));
    }

    /** 8 × 4 texels, each level uploaded with its {@link #number}. */
    private static Texture levels(MipLevels levels, TextureFormat format) {
        Texture texture = levels.texture(8, 4, format);
        for (int level = 0; level < texture.descriptor().levels(); level++) {
            fill(texture, level, number(format, level));
        }
        return texture;
    }

    private static void fill(Texture texture, int level, float value) {
        float[] values = new float
                [(int) texture.whole(level).texels()
                        * texture.descriptor().format().channels()];
        Arrays.fill(values, value);
        texture.upload(level, texture.whole(level), values);
    }

    private static ConformanceCase explicit(TextureFormat format, boolean fetched) {
        return Lab.perFormat("mipmap/explicit/" + (fetched ? "fetch" : "sample"), format, "MIP-3")
                .checks((fetched ? "fetch" : "sample") + " with a level reads that level of " + format + ".")
                .requires(EXPLICIT, Lab.can(format, FormatFeature.SAMPLED))
                .refusal(trial -> {
                    if (trial.capabilities().supports(Feature.EXPLICIT_LEVEL)) {
                        trial.expectThrows(
                                GpuUnsupportedException.class, () -> new Lab(trial).texture("refused", 8, 4, format));
                    } else {
                        refuseExplicit(trial);
                    }
                })
                .lookAt(
                        fetched
                                ? "the size by which a level's coordinate is divided"
                                : "the LOD extension of GLSL ES 1.00")
                .body(trial -> explicit(trial, format, fetched));
    }

    private static void explicit(Trial trial, TextureFormat format, boolean fetched) {
        Lab lab = new Lab(trial);
        Texture texture = levels(new MipLevels(trial, lab), format);
        ProgramDescriptor.Builder builder =
                ProgramDescriptor.builder("explicit level").output("bytes").functions(Shaders.functions("pack_float"));
        // The last column of a level tells whether coordinates are scaled by the level's own size.
        Program program = lab.program(
                fetched
                        ? builder.texels("inputs").source("""
                                void main() {
                                  int level = fragment().x;
                                  int last = level == 0 ? 7 : level == 1 ? 3 : level == 2 ? 1 : 0;
                                  bytes = pack_float(fetch_inputs(ivec2(last, 0), level).r);
                                }
                                """)
                        : builder.sampled("inputs").source("""
                                void main() { bytes = pack_float(sample_inputs(vec2(0.99, 0.3), float(fragment().x)).r); }
                                """));
        float[] expected = new float[4];
        for (int level = 0; level < 4; level++) {
            expected[level] = number(format, level);
            int width = texture.descriptor().width(level);
            int channels = format.channels();
            // The column is the last of the first row; what stands before it is another level's number.
            float[] row = new float[width * channels];
            Arrays.fill(row, number(format, level + 4));
            Arrays.fill(row, (width - 1) * channels, width * channels, expected[level]);
            texture.upload(level, new Region(0, 0, width, 1), row);
        }
        float[] actual = lab.asSteps(format, 0, Lab.bytesToFloats(lab.draw(program, texture, 4, 1)));
        lab.checkEqual("The last column of levels 0 to 3 of " + format, expected, actual, 4, 1);
    }

    private static void implicit(Trial trial) {
        Lab lab = new Lab(trial);
        MipLevels levels = new MipLevels(trial, lab);
        Texture texture = levels(levels, TextureFormat.RGBA8);
        for (int level = 0; level < 4; level++) {
            float[] expected = new float[(int) texture.whole(level).texels()];
            Arrays.fill(expected, number(TextureFormat.RGBA8, level));
            lab.checkEqual(
                    "Sampling at the scale of level " + level,
                    expected,
                    lab.asSteps(TextureFormat.RGBA8, 0, levels.sample(texture, level, 0)),
                    texture.descriptor().width(level),
                    1);
        }
    }

    /** Level n holds n steps, so that what is sampled at level n is n, whole or not. */
    private static Texture ramp(Lab lab, int side, TextureFormat format, double step) {
        Texture texture = lab.texture(
                TextureDescriptor.of("ramp", side, side, format).withAllLevels().withFilter(Filter.LINEAR_MIPMAP));
        for (int level = 0; level < texture.descriptor().levels(); level++) {
            fill(texture, level, (float) (level * step));
        }
        return texture;
    }

    private static ConformanceCase trilinear(TextureFormat format) {
        return Lab.perFormat("mipmap/trilinear", format, "MIP-5")
                .checks("Between two levels of " + format + " the trilinear filter gives the line, at 64 places.")
                .requires(EXPLICIT, Lab.can(format, FormatFeature.LINEAR_FILTER))
                .refusal(trial -> {
                    if (trial.capabilities().supports(Feature.EXPLICIT_LEVEL)) {
                        FilterCases.refuseLinear(trial, format);
                    } else {
                        refuseExplicit(trial);
                    }
                })
                .lookAt("bits of the level's fraction")
                .body(trial -> trilinear(trial, format));
    }

    private static void trilinear(Trial trial, TextureFormat format) {
        Lab lab = new Lab(trial);
        int steps = format.elementType().steps(0);
        double step = steps > 0 ? 80.0 / steps : 1;
        Texture texture = ramp(lab, 8, format, step);
        Program program = lab.program(ProgramDescriptor.builder("trilinear")
                .sampled("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() { bytes = pack_float(sample_inputs(vec2(0.5), float(fragment().x) / 64.0).r); }"));
        float[] actual = Lab.bytesToFloats(lab.draw(program, texture, 193, 1));
        double[] places = new double[actual.length];
        double[] errors = new double[actual.length];
        double[] bounds = new double[actual.length];
        // dEQP accepts 4 bits of the level's fraction; steps and halves are rounded besides.
        double accepted = 1.0 / 32 + (steps > 0 ? 0.5 / 80 : 0x1p-10);
        Arrays.fill(bounds, accepted);
        double worst = 0x1p-25;
        int between = 0;
        for (int i = 0; i < actual.length; i++) {
            places[i] = i / 64.0;
            double found = actual[i] / step;
            errors[i] = found - places[i];
            worst = Math.max(worst, Math.abs(errors[i]));
            between += Math.abs(found - Math.rint(found)) > 1.0 / 64 ? 1 : 0;
            double error = errors[i];
            double place = places[i];
            boolean none = i > 64 && between == 0;
            trial.check(
                    Math.abs(error) <= accepted,
                    () -> "At level " + place + " the trilinear filter of " + format + " gives level " + found
                            + ", off by " + error + "; accepted is " + accepted + "."
                            + (none ? " It takes the nearest level." : ""));
        }
        trial.measured("worst error of the level's weight", worst, "of 1", Lab.atMost(accepted));
        trial.measured("bits of the level's weight", Math.floor(-Math.log(2 * worst) / Math.log(2)), "bits");
        trial.curve("trilinear filter", "mip level", "error of the level", places, errors, bounds);
    }

    /**
     * 64 texels a side, drawn to sides that are not halves of it. The scale is the same along both axes, and OpenGL ES 3.0, 3.8.10.2
     * lets a driver take anything from the larger of the two to their sum: one level more.
     */
    private static void trilinearImplicit(Trial trial) {
        Lab lab = new Lab(trial);
        double step = 40 / 255.0;
        double[] exact = new double[9];
        double[] found = new double[9];
        double[] lowest = new double[9];
        double[] highest = new double[9];
        Texture texture = ramp(lab, 64, TextureFormat.RGBA8, step);
        Program program = lab.program(ProgramDescriptor.builder("implicit level")
                .sampled("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() { bytes = pack_float(sample_inputs(fragment_uv()).r); }"));
        for (int i = 0; i < exact.length; i++) {
            int side = (int) Math.round(64 * Math.pow(2, -i / 4.0));
            exact[i] = Math.log(64.0 / side) / Math.log(2);
            float[] actual = Lab.bytesToFloats(lab.draw(program, texture, side, side));
            double low = Double.MAX_VALUE;
            double high = 0;
            for (float value : actual) {
                low = Math.min(low, value / step);
                high = Math.max(high, value / step);
            }
            found[i] = (low + high) / 2;
            // dEQP accepts 4 bits of the level of detail, then 4 bits of
            // its weight, as in mipmap/trilinear, and half a byte.
            double slack = 1.0 / 16 + 1.0 / 32 + 0.5 / 40;
            double place = exact[i];
            lowest[i] = place - slack;
            highest[i] = place + 1 + slack;
            String range = "levels " + low + " to " + high;
            trial.check(
                    low >= place - slack && high <= place + 1 + slack,
                    () -> "64×64 texels drawn to " + side + "×" + side + ", which is level " + place + ", give " + range
                            + "; accepted are " + (place - slack) + " to " + (place + 1 + slack) + ".");
        }
        trial.curve("level of detail by scale", "log2 of the scale", "mip level", exact, found, lowest, highest);
        double worst = 0;
        for (int i = 0; i < exact.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - exact[i]));
        }
        trial.measured("worst distance from log2 of the scale", worst, "levels", "at most 1 above it, and rounding");
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
        MipLevels levels = new MipLevels(trial, lab);
        Texture texture = levels(levels, TextureFormat.RGBA8);
        number(trial, lab, 99).target(texture).level(1).draw();
        for (int level = 0; level < 4; level++) {
            float[] expected = new float[(int) texture.whole(level).texels()];
            Arrays.fill(expected, level == 1 ? 99 / 255f : number(TextureFormat.RGBA8, level));
            float[] actual = lab.asSteps(TextureFormat.RGBA8, 0, levels.sample(texture, level, 0));
            lab.checkEqual(
                    "Level " + level, expected, actual, texture.descriptor().width(level), 1);
        }
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
