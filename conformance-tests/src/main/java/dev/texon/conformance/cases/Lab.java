package dev.texon.conformance.cases;

import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.Precision;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.shaders.Shaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Computes on the adapter of a trial. Results leave the GPU as bytes made by {@code pack_float}, so that a case about arithmetic does
 * not hang on float targets or float readback, and each float arrives with its bits.
 */
final class Lab {
    /** Columns of the textures that hold the inputs of {@link #evaluate}. */
    private static final int COLUMNS = 64;

    private final Trial trial;
    /** Compiling is what takes time, above all in a browser: the same descriptor is the same program. */
    private final Map<ProgramDescriptor, Program> programs = new HashMap<>();

    Lab(Trial trial) {
        this.trial = trial;
    }

    /** Inputs of {@link #evaluate} come from a texture of floats. */
    static Requirement floatInputs() {
        return new Requirement.OfFormat(TextureFormat.RGBA32F, FormatFeature.SAMPLED);
    }

    static Requirement can(TextureFormat format, FormatFeature feature) {
        return new Requirement.OfFormat(format, feature);
    }

    /** Words that the language of GLSL ES 1.00 lacks do not compile. */
    static void refuseNewWords(Trial trial, String expression) {
        if (!trial.capabilities().supports(Feature.FLOAT_BITS)) {
            trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial).evaluate(expression, 1f));
        }
    }

    /** What a case accepts, for the report. */
    static String atMost(double accepted) {
        return String.format(Locale.ROOT, "at most %.3g", accepted);
    }

    /** The same for a report, where a smaller limit than the accepted one gives a warning. */
    static String atMost(double accepted, double fine) {
        return String.format(Locale.ROOT, "%s, without a warning %s", atMost(accepted), atMost(fine));
    }

    /** A case whose id ends with the format's name in lower case. */
    static ConformanceCase.Builder perFormat(String prefix, TextureFormat format, String rule) {
        return ConformanceCase.of(prefix + "/" + format.name().toLowerCase(Locale.ROOT), rule);
    }

    Texture texture(String label, int width, int height, TextureFormat format) {
        return texture(TextureDescriptor.of(label, width, height, format));
    }

    Texture texture(TextureDescriptor descriptor) {
        return trial.closing(trial.device().createTexture(descriptor));
    }

    Program program(ProgramDescriptor.Builder builder) {
        return programs.computeIfAbsent(
                builder.build(), descriptor -> trial.closing(trial.device().createProgram(descriptor)));
    }

    /** The kernel's expression for each pair (a, b); the highp values are in the variables a and b. */
    float[] evaluate(String expression, float[] a, float[] b) {
        return evaluate(expression, "", Precision.HIGHP, a, b);
    }

    /**
     * The kernel's expression for each pair (a, b).
     *
     * @param functions shared functions that the expression calls, or an empty text
     */
    float[] evaluate(String expression, String functions, Precision precision, float[] a, float[] b) {
        return evaluate(expression, "", functions, precision, a, b);
    }

    private float[] evaluate(
            String expression, String before, String functions, Precision precision, float[] a, float[] b) {
        int rows = (a.length + COLUMNS - 1) / COLUMNS;
        float[] pairs = new float[rows * COLUMNS * 4];
        for (int i = 0; i < a.length; i++) {
            pairs[4 * i] = a[i];
            pairs[4 * i + 1] = b[i];
        }
        Texture inputs = texture("inputs", COLUMNS, rows, TextureFormat.RGBA32F);
        inputs.upload(pairs);
        Program program = program(ProgramDescriptor.builder(expression)
                .texels("inputs")
                .output("bytes")
                .precision(precision)
                .functions(before)
                .functions(Shaders.functions("pack_float"))
                .functions(functions)
                .source("""
                        void main() {
                          vec4 inputs = fetch_inputs(fragment());
                          float a = inputs.r;
                          float b = inputs.g;
                          bytes = pack_float(EXPRESSION);
                        }
                        """.replace("EXPRESSION", expression)));
        float[] all = bytesToFloats(draw(program, inputs, COLUMNS, rows));
        return java.util.Arrays.copyOf(all, a.length);
    }

    /** The kernel's expression for each a, with a text before the function that encodes the result. */
    float[] evaluateAfter(String before, String expression, float[] a) {
        return evaluate(expression, before, "", Precision.HIGHP, a, new float[a.length]);
    }

    /** Same, of one variable. */
    float[] evaluate(String expression, float... a) {
        return evaluate(expression, a, new float[a.length]);
    }

    /** What a kernel sees of all texels and channels of level 0, width × height × channels numbers. */
    float[] fetch(Texture texture) {
        TextureDescriptor descriptor = texture.descriptor();
        int channels = descriptor.format().channels();
        Program program = program(ProgramDescriptor.builder("fetch")
                .texels("inputs")
                .uniform("channel", UniformType.INT)
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("""
                        void main() {
                          vec4 v = fetch_inputs(fragment());
                          bytes = pack_float(channel == 0 ? v.r : channel == 1 ? v.g : channel == 2 ? v.b : v.a);
                        }
                        """));
        Texture bytes = texture("bytes", descriptor.width(), descriptor.height(), TextureFormat.RGBA8);
        float[] all = new float[descriptor.width() * descriptor.height() * channels];
        for (int channel = 0; channel < channels; channel++) {
            trial.device()
                    .pass(program)
                    .input("inputs", texture)
                    .uniform("channel", channel)
                    .target(bytes)
                    .draw();
            float[] one = bytesToFloats(bytes.read());
            for (int i = 0; i < one.length; i++) {
                all[i * channels + channel] = one[i];
            }
        }
        return all;
    }

    /** Draws a kernel that reads {@code inputs} and writes {@code target}. */
    void copy(Texture inputs, Texture target, String source) {
        Program program = program(ProgramDescriptor.builder("copy")
                .texels("inputs")
                .output("target")
                .source(source));
        trial.device().pass(program).input("inputs", inputs).target(target).draw();
    }

    /** Makes each number of texels exactly a step of a normalized format, which adapters round differently; keeps floats. */
    float[] asSteps(TextureFormat format, float[] texels) {
        for (int i = 0; i < texels.length; i++) {
            texels[i] = asStep(format, i % format.channels(), texels[i]);
        }
        return texels;
    }

    /** The same for numbers of one channel. */
    float[] asSteps(TextureFormat format, int channel, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = asStep(format, channel, values[i]);
        }
        return values;
    }

    private static float asStep(TextureFormat format, int channel, float value) {
        int steps = format.elementType().steps(channel);
        return steps > 0 ? Math.round(steps * value) / (float) steps : value;
    }

    /** What a kernel writes for a whole number that every format stores: a step of a normalized channel, or 1. */
    static float unit(TextureFormat format, int channel) {
        int steps = format.elementType().steps(channel);
        return steps > 0 ? 1f / steps : 1f;
    }

    /** What a channel stores of so many units: of a normalized one it is in [0, 1]. */
    static float units(TextureFormat format, int channel, int count) {
        int steps = format.elementType().steps(channel);
        return steps > 0 ? Math.max(0, Math.min(steps, count)) / (float) steps : count;
    }

    /** Draws a program that reads {@code inputs} to a target of bytes and reads it. */
    float[] draw(Program program, Texture inputs, int width, int height) {
        Texture bytes = texture("bytes", width, height, TextureFormat.RGBA8);
        trial.device().pass(program).input("inputs", inputs).target(bytes).draw();
        return bytes.read();
    }

    /** Texels of RGBA8, each the bytes of one float, lowest first. */
    static float[] bytesToFloats(float[] bytes) {
        float[] floats = new float[bytes.length / 4];
        for (int i = 0; i < floats.length; i++) {
            int bits = 0;
            for (int b = 3; b >= 0; b--) {
                bits = bits << 8 | Math.round(255 * bytes[4 * i + b]);
            }
            floats[i] = Float.intBitsToFloat(bits);
        }
        return floats;
    }

    /** Demands the same numbers, bit for bit but for the payload of NaN; names the worst place. */
    void checkEqual(String what, float[] expected, float[] actual, int width, int channels) {
        trial.check(
                expected.length == actual.length,
                () -> what + " has " + actual.length + " numbers instead of " + expected.length + ".");
        int wrong = 0;
        int first = -1;
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                first = first < 0 ? i : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            int texel = first / channels;
            trial.fail(
                    what + " has " + wrong + " wrong of " + expected.length + " numbers; the first is " + actual[first]
                            + " instead of " + expected[first] + ", at texel (" + texel % width + ", " + texel / width
                            + "), channel "
                            + first % channels + "."
                            + Diagnosis.of(expected, actual, width, channels));
        }
    }

    /** Values that the format stores exactly, boundary values first. */
    float[] storable(TextureFormat format, int count) {
        ElementType type = format.elementType();
        float[] edges = edges(type);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int steps = type.steps(i % format.channels());
            values[i] = steps > 0
                    ? (i <= steps ? i : trial.random().nextInt(steps + 1)) / (float) steps
                    : i < edges.length ? edges[i] : randomOf(type);
        }
        return values;
    }

    /** Zero, ones, the largest and the smallest normal floats, the largest odd integer, a step beyond 1, and a third. */
    private static float[] edges(ElementType type) {
        int bits = type.significantBits();
        float third = Math.scalb((float) Math.rint(Math.scalb(1.0 / 3, bits + 1)), -bits - 1);
        return new float[] {
            0f,
            1f,
            -1f,
            type.maxValue(),
            -type.maxValue(),
            type.minNormal(),
            -type.minNormal(),
            (1 << bits) - 1,
            (float) (1 + type.step(0)),
            third
        };
    }

    private float randomOf(ElementType type) {
        return randomFloat(
                type.significantBits(), Math.getExponent(type.minNormal()), Math.getExponent(type.maxValue()));
    }

    /** A random normal float with an exponent in the range, both ends included. */
    float randomFloat(int lowExponent, int highExponent) {
        return randomFloat(24, lowExponent, highExponent);
    }

    private float randomFloat(int bits, int lowExponent, int highExponent) {
        float significand = 1 + Math.scalb((float) trial.random().nextInt(1 << (bits - 1)), 1 - bits);
        int exponent = lowExponent + trial.random().nextInt(highExponent - lowExponent + 1);
        float magnitude = Math.scalb(significand, exponent);
        return trial.random().nextBoolean() ? magnitude : -magnitude;
    }

    /** Draws random numbers evenly between two bounds. */
    float uniform(float low, float high) {
        return low + (high - low) * trial.random().nextFloat();
    }
}
