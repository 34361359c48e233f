package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Filter;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.gpu.Wrap;
import dev.texon.shaders.Shaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a sampled input reads between texel centres, at borders, enlarged and reduced. */
public final class FilterCases implements CaseGroup {
    private static final int PLACES = 256;
    /** One axis: dEQP accepts 4 bits of sub-texel position, with a warning. */
    private static final double ACCEPTED = 1.0 / 32;
    /** A weight of 11 bits, rounded: coarser is less than deep learning needs. */
    private static final double FINE = 0x1p-12;

    private static final List<TextureFormat> ONE_OF_EACH =
            List.of(TextureFormat.RGBA8, TextureFormat.RGBA16F, TextureFormat.RGBA32F);

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.add(ConformanceCase.of("filter/nearest", "FIL-1")
                .checks("A nearest filter gives the texel around the coordinate, up to its edges.")
                .lookAt("coordinates shifted by half a texel")
                .body(FilterCases::nearest));
        for (TextureFormat format : TextureFormat.values()) {
            cases.add(linear(format));
        }
        cases.add(linearFilter("filter/far", "FIL-2")
                .checks("The weights are as good between the last texels of 4096 as between the first.")
                .lookAt("coordinates of few bits")
                .body(FilterCases::far));
        for (Wrap wrap : Wrap.values()) {
            cases.add(linearFilter("filter/wrap/" + wrap.name().toLowerCase(Locale.ROOT), "FIL-3")
                    .checks("Across the border a linear filter mixes the texels that wrap " + wrap + " says.")
                    .lookAt("the texel beyond the border, which is found before the weights")
                    .body(trial -> wrap(trial, wrap)));
        }
        cases.add(linearFilter("filter/magnify", "FIL-2")
                .checks("4×4 texels drawn to 32×32 lie on the lines between the texels.")
                .lookAt("a magnification filter that is not the minification filter")
                .body(trial -> scaled(trial, 4, 32, Filter.LINEAR)));
        cases.add(linearFilter("filter/minify/linear", "FIL-4")
                .checks("32×32 texels drawn to 8×8 are the means of the four texels around each place.")
                .lookAt("a minification filter that is not the magnification filter")
                .body(trial -> scaled(trial, 32, 8, Filter.LINEAR)));
        cases.add(ConformanceCase.of("filter/minify/nearest", "FIL-4")
                .checks("24×24 texels drawn to 8×8 are the texels around each place.")
                .lookAt("a minification filter that is not the magnification filter")
                .body(trial -> scaled(trial, 24, 8, Filter.NEAREST)));
        return cases;
    }

    /** Needs bytes that are filtered; floats are looked at, too, where the adapter filters them. */
    private static ConformanceCase.Builder linearFilter(String id, String rule) {
        return ConformanceCase.of(id, rule)
                .requires(Lab.can(TextureFormat.RGBA8, FormatFeature.LINEAR_FILTER))
                .refusal(trial -> refuseLinear(trial, TextureFormat.RGBA8));
    }

    /** What is declared and was measured not to work is a fault, and not a lack. */
    static void refuseLinear(Trial trial, TextureFormat format) {
        trial.check(
                !trial.capabilities().format(format).declared().contains(FormatFeature.LINEAR_FILTER),
                () -> format + " is declared to filter linearly, but samples nearest, or off by more than 1/10: places"
                        + " between two texels do not give the line between them.");
        trial.expectThrows(GpuUnsupportedException.class, () -> new Lab(trial)
                .texture(TextureDescriptor.of("refused", 2, 2, format).withFilter(Filter.LINEAR)));
    }

    private static List<TextureFormat> filtered(Trial trial) {
        return ONE_OF_EACH.stream()
                .filter(format -> trial.capabilities().supports(format, FormatFeature.LINEAR_FILTER))
                .toList();
    }

    /** Half a step of a normalized format, or of a half below 1, in storage and once more in what the filter gives. */
    private static double rounding(TextureFormat format) {
        return format.elementType().normalized() ? format.elementType().step(0) : 0x1p-11;
    }

    /** A texture whose channels all hold the same values. */
    private static Texture filled(
            Lab lab, int width, int height, TextureFormat format, Filter filter, Wrap wrap, float[] texels) {
        int channels = format.channels();
        float[] values = new float[texels.length * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = texels[i / channels];
        }
        Texture texture = lab.texture(new TextureDescriptor("filtered", width, height, format, 1, filter, wrap));
        texture.upload(values);
        return texture;
    }

    private static void nearest(Trial trial) {
        Lab lab = new Lab(trial);
        float[] texels = new float[5];
        for (int i = 0; i < 5; i++) {
            texels[i] = (i + 1) / 255f;
        }
        Texture texture = filled(lab, 5, 1, TextureFormat.RGBA8, Filter.NEAREST, Wrap.CLAMP, texels);
        Program program = lab.program(ProgramDescriptor.builder("nearest")
                .sampled("inputs")
                .output("target")
                .source("void main() { target = sample_inputs(vec2((float(fragment().x) + 0.5) / 80.0, 0.5)); }"));
        float[] expected = new float[80 * 4];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = texels[i / 4 / 16];
        }
        lab.checkEqual("Sixteen places in each of five texels", expected, lab.draw(program, texture, 80, 1), 80, 4);
    }

    private static ConformanceCase linear(TextureFormat format) {
        return Lab.perFormat("filter/linear", format, "FIL-2")
                .checks("A linear filter of " + format
                        + " gives the line between two texels at 256 places along each axis, and 16×16 between four.")
                .requires(Lab.can(format, FormatFeature.LINEAR_FILTER))
                .refusal(trial -> refuseLinear(trial, format))
                .lookAt("weights of few bits, or nearest samples in spite of the declaration")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    // Along x in the first row 0 to 1, and along y in the first column.
                    float[] texels = {0f, 1f, 1f, 0.2f};
                    double[] exact = {0, 1, 1, 0.2};
                    Texture texture = filled(lab, 2, 2, format, Filter.LINEAR, Wrap.CLAMP, texels);
                    Program program = lab.program(ProgramDescriptor.builder("weights")
                            .sampled("inputs")
                            .output("bytes")
                            .functions(Shaders.functions("pack_float"))
                            .source("""
                                    void main() {
                                      float n = float(fragment().x);
                                      float along = (n + 0.5) / 256.0;
                                      float row = floor(n / 16.0);
                                      vec2 weight = fragment().y == 0 ? vec2(along, 0.0)
                                          : fragment().y == 1 ? vec2(0.0, along)
                                          : (vec2(n - 16.0 * row, row) + 0.5) / 16.0;
                                      bytes = pack_float(sample_inputs(0.25 + 0.5 * weight).r);
                                    }
                                    """));
                    float[] actual = Lab.bytesToFloats(lab.draw(program, texture, PLACES, 3));
                    double along =
                            Math.max(axis(trial, format, "x", actual, 0), axis(trial, format, "y", actual, PLACES));
                    double worst = 0;
                    int worstAt = 0;
                    for (int i = 0; i < PLACES; i++) {
                        int row = i / 16;
                        double expected =
                                bilinear(exact, 2, (i % 16 + 0.5) / 16 + 0.5, (row + 0.5) / 16 + 0.5, Wrap.CLAMP);
                        double error = Math.abs(actual[2 * PLACES + i] - expected);
                        // Written so that NaN counts as the worst.
                        if (!(error <= worst)) {
                            worst = error;
                            worstAt = i;
                        }
                    }
                    int at = worstAt;
                    double error = worst;
                    trial.measured(
                            "worst error between four texels",
                            worst,
                            "of 1",
                            Lab.atMost(2 * ACCEPTED + rounding(format)));
                    trial.check(
                            error <= 2 * ACCEPTED + rounding(format),
                            () -> "At place (" + at % 16 + ", " + at / 16
                                    + ") of 16×16 between four texels the filter of "
                                    + format + " gives " + actual[2 * PLACES + at] + ", off by " + error
                                    + "; accepted is " + (2 * ACCEPTED + rounding(format)) + ".");
                    if (along > FINE) {
                        trial.warn("Linear filtering of " + format + " is off by " + along
                                + " instead of " + Lab.atMost(FINE)
                                + ", half a step of the 11 bits that deep learning needs.");
                    }
                });
    }

    /** Judges 256 places between 0 and 1, and returns the worst error. */
    private static double axis(Trial trial, TextureFormat format, String axis, float[] actual, int from) {
        double[] places = new double[PLACES];
        double[] errors = new double[PLACES];
        double[] bounds = new double[PLACES];
        double worst = 0x1p-25;
        int worstAt = 0;
        int atTexels = 0;
        for (int i = 0; i < PLACES; i++) {
            places[i] = (i + 0.5) / PLACES;
            errors[i] = actual[from + i] - places[i];
            double error = Math.abs(errors[i]);
            if (!(error <= worst)) {
                worst = error;
                worstAt = i;
            }
            atTexels += actual[from + i] == 0f || actual[from + i] == 1f ? 1 : 0;
        }
        double accepted = ACCEPTED + rounding(format);
        Arrays.fill(bounds, accepted);
        trial.measured("worst error along " + axis, worst, "of 1", Lab.atMost(accepted, FINE));
        trial.measured("weight bits along " + axis, Math.floor(-Math.log(2 * worst) / Math.log(2)), "bits");
        trial.curve(
                "filter weight along " + axis,
                "place between two texels, in texels",
                "error of the weight",
                places,
                errors,
                bounds);
        trial.check(
                atTexels < PLACES,
                () -> format + " is declared to filter linearly, but samples nearest along " + axis
                        + ": each of 256 places between two texels gives one of the two.");
        int at = worstAt;
        double error = worst;
        trial.check(
                error <= accepted,
                () -> "At " + places[at] + " of the way between two texels along " + axis + " the filter of " + format
                        + " gives the weight " + actual[from + at] + ", off by " + error + "; accepted is "
                        + accepted + ".");
        return worst;
    }

    /** The shader's coordinate has 24 bits: 12 of them choose among 4096 texels, and 12 remain, off by half of the last. */
    private static void far(Trial trial) {
        Lab lab = new Lab(trial);
        int width = Math.min(4096, trial.capabilities().limits().textureSize());
        Program program = lab.program(ProgramDescriptor.builder("last texels")
                .sampled("inputs")
                .uniform("width", UniformType.FLOAT)
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("""
                        void main() {
                          float along = (float(fragment().x) + 0.5) / 256.0;
                          bytes = pack_float(sample_inputs(vec2((width - 1.5 + along) / width, 0.5)).r);
                        }
                        """));
        float[] texels = new float[width];
        texels[width - 1] = 1f;
        for (TextureFormat format : filtered(trial)) {
            Texture texture = filled(lab, width, 1, format, Filter.LINEAR, Wrap.CLAMP, texels);
            Texture bytes = lab.texture("bytes", PLACES, 1, TextureFormat.RGBA8);
            trial.device()
                    .pass(program)
                    .input("inputs", texture)
                    .uniform("width", (float) width)
                    .target(bytes)
                    .draw();
            float[] actual = Lab.bytesToFloats(bytes.read());
            double worst = 0;
            for (int i = 0; i < PLACES; i++) {
                double error = Math.abs(actual[i] - (i + 0.5) / PLACES);
                float found = actual[i];
                int at = i;
                trial.check(
                        error <= ACCEPTED + rounding(format) + 0x1p-12,
                        () -> "Between the last two of " + width + " texels of " + format + ", place " + at
                                + " of 256 gives the weight " + found + ", off by " + error + "; accepted is "
                                + (ACCEPTED + rounding(format) + 0x1p-12) + ".");
                worst = Math.max(worst, error);
            }
            trial.measured(
                    "worst error of " + format, worst, "of 1", Lab.atMost(ACCEPTED + rounding(format) + 0x1p-12));
        }
    }

    /** 256 places from 1.5 widths before the texture to 1.5 widths behind it, along x and along y. */
    private static void wrap(Trial trial, Wrap wrap) {
        Lab lab = new Lab(trial);
        Program program = lab.program(ProgramDescriptor.builder("wrapped")
                .sampled("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("""
                        void main() {
                          float place = (float(fragment().x) + 0.5) / 64.0 - 1.5;
                          bytes = pack_float(sample_inputs(fragment().y == 0 ? vec2(place, 0.375) : vec2(0.375, place)).r);
                        }
                        """));
        float[] texels = {
            0 / 255f, 255 / 255f, 51 / 255f, 204 / 255f,
            102 / 255f, 0 / 255f, 255 / 255f, 51 / 255f,
            255 / 255f, 153 / 255f, 0 / 255f, 102 / 255f,
            51 / 255f, 204 / 255f, 255 / 255f, 0 / 255f
        };
        double[] exact = toDouble(texels);
        for (TextureFormat format : filtered(trial)) {
            Texture texture = filled(lab, 4, 4, format, Filter.LINEAR, wrap, texels);
            float[] actual = Lab.bytesToFloats(lab.draw(program, texture, PLACES, 2));
            double worst = 0;
            for (int i = 0; i < actual.length; i++) {
                // The other coordinate, 0.375, is the centre of texel 1.
                double place = 4 * ((i % PLACES + 0.5) / 64 - 1.5);
                boolean alongX = i < PLACES;
                double expected = alongX ? bilinear(exact, 4, place, 1.5, wrap) : bilinear(exact, 4, 1.5, place, wrap);
                double error = Math.abs(actual[i] - expected);
                float found = actual[i];
                trial.check(
                        error <= ACCEPTED + rounding(format),
                        () -> "With wrap " + wrap + " and a linear filter, " + format + " at texel coordinate " + place
                                + " of 4 along " + (alongX ? "x" : "y") + " gives " + found + " instead of " + expected
                                + "; accepted is an error of " + (ACCEPTED + rounding(format)) + ".");
                worst = Math.max(worst, error);
            }
            trial.measured("worst error of " + format, worst, "of 1", Lab.atMost(ACCEPTED + rounding(format)));
        }
    }

    /** Draws a texture to another size; there are no mip levels, so that reducing samples level 0 as enlarging does. */
    private static void scaled(Trial trial, int from, int to, Filter filter) {
        Lab lab = new Lab(trial);
        Program program = lab.program(ProgramDescriptor.builder("scaled")
                .sampled("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() { bytes = pack_float(sample_inputs(fragment_uv()).r); }"));
        float[] texels = new float[from * from];
        for (int i = 0; i < texels.length; i++) {
            texels[i] = trial.random().nextInt(256) / 255f;
        }
        double[] exact = toDouble(texels);
        List<TextureFormat> formats = filter.linear() ? filtered(trial) : List.of(TextureFormat.RGBA8);
        for (TextureFormat format : formats) {
            Texture texture = filled(lab, from, from, format, filter, Wrap.CLAMP, texels);
            float[] actual = Lab.bytesToFloats(lab.draw(program, texture, to, to));
            double accepted = (filter.linear() ? 2 * ACCEPTED : 0) + rounding(format);
            double worst = 0;
            for (int i = 0; i < actual.length; i++) {
                int row = i / to;
                double u = (i % to + 0.5) * from / to;
                double v = (row + 0.5) * from / to;
                double expected = filter.linear()
                        ? bilinear(exact, from, u, v, Wrap.CLAMP)
                        : exact[(int) Math.floor(v) * from + (int) Math.floor(u)];
                double error = Math.abs(actual[i] - expected);
                float found = actual[i];
                int at = i;
                trial.check(
                        error <= accepted,
                        () -> from + "×" + from + " texels of " + format + " drawn to " + to + "×" + to + ": texel ("
                                + at % to + ", " + at / to + ") is " + found + " instead of " + expected
                                + "; accepted is an error of " + accepted + ".");
                worst = Math.max(worst, error);
            }
            trial.measured("worst error of " + format, worst, "of 1", Lab.atMost(accepted));
        }
    }

    /** Square texels sampled at (u, v), in texels: 0.5 is the first centre. */
    static double bilinear(double[] texels, int side, double u, double v, Wrap wrap) {
        int x = (int) Math.floor(u - 0.5);
        int y = (int) Math.floor(v - 0.5);
        double a = u - 0.5 - x;
        double b = v - 0.5 - y;
        int x0 = wrapped(x, side, wrap);
        int x1 = wrapped(x + 1, side, wrap);
        int y0 = wrapped(y, side, wrap) * side;
        int y1 = wrapped(y + 1, side, wrap) * side;
        return (texels[y0 + x0] * (1 - a) + texels[y0 + x1] * a) * (1 - b)
                + (texels[y1 + x0] * (1 - a) + texels[y1 + x1] * a) * b;
    }

    private static int wrapped(int x, int side, Wrap wrap) {
        int mirrored = Math.floorMod(x, 2 * side);
        return switch (wrap) {
            case CLAMP -> Math.max(0, Math.min(side - 1, x));
            case REPEAT -> Math.floorMod(x, side);
            case MIRROR -> mirrored < side ? mirrored : 2 * side - 1 - mirrored;
        };
    }

    private static double[] toDouble(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
