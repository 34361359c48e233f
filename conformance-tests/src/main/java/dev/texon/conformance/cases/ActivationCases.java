package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.HalfFloat;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.shaders.Shaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Activations, safe and as the textbook has them, on floats and on halves. */
public final class ActivationCases implements CaseGroup {
    static final float[] FLOAT_EDGES = {
        0f,
        11.09f,
        -11.09f,
        88.7f,
        -88.7f,
        89f,
        -89f,
        100f,
        -100f,
        1e4f,
        -1e4f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0.02f,
        0x1p-20f,
        -0x1p-20f
    };
    static final float[] HALF_EDGES = {
        0f,
        11.0859375f,
        -11.0859375f,
        88.6875f,
        -88.6875f,
        100f,
        -100f,
        1e4f,
        -1e4f,
        65504f,
        -65504f,
        12f,
        -12f,
        0.02f,
        0x1p-14f,
        -0x1p-14f
    };
    /** Vectors of four; the rest are random in [−100, 100], every second one in [−4, 4]. */
    private static final int TEXELS = 256;
    /** Where exp of it, and of its double, is a normal half. */
    private static final double HARMLESS = 4;

    /**
     * One activation of four numbers.
     *
     * @param safe the function of functions/activations.glsl, of the vec4 x
     * @param factor the textbook's formula needs e = exp(factor · x)
     * @param naive the textbook's formula, of the vec4s x and e
     * @param error of the safe one, for a result of at most 1; see {@link #activations}
     */
    record Activation(String name, String safe, int factor, String naive, Exact exact, double error, boolean joint) {}

    /** The exact results for four inputs. */
    interface Exact {
        double[] of(double[] x);
    }

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Activation activation : activations()) {
            cases.add(safe(activation, false));
            cases.add(safe(activation, true));
            cases.add(naive(activation, false));
            cases.add(naive(activation, true));
        }
        return cases;
    }

    static List<Activation> activations() {
        // Scalars: exp(-|x|) is off by at most (3 + 2|x|) ULP of itself, which is largest near x = ln 2, where it is
        // 4.4·2^-24; log near 1 may be off by 2^-21, absolutely; sums, quotients and products add a few ULP. Of four:
        // the sum lies in [1, 4] and is off by at most 5.6·2^-23 of itself (exp as before, largest where three inputs
        // are 1 below the fourth), which a logarithm and a quotient hand on; with log or the quotient's own error that
        // is below 2^-19.
        double scalar = 0x1p-20;
        double vector = 0x1p-19;
        return List.of(
                new Activation(
                        "sigmoid",
                        each("sigmoid($)"),
                        -1,
                        "1.0 / (1.0 + e)",
                        each(x -> 1 / (1 + Math.exp(-x))),
                        scalar,
                        false),
                new Activation(
                        "tanh",
                        each("hyperbolic_tangent($)"),
                        2,
                        "(e - 1.0) / (e + 1.0)",
                        each(Math::tanh),
                        scalar,
                        false),
                new Activation(
                        "softplus",
                        each("softplus($)"),
                        1,
                        "log(1.0 + e)",
                        each(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
                        scalar,
                        false),
                new Activation(
                        "elu",
                        each("elu($, 1.0)"),
                        1,
                        "mix(e - 1.0, x, step(0.0, x))",
                        each(x -> x > 0 ? x : Math.expm1(x)),
                        scalar,
                        false),
                new Activation(
                        "softmax",
                        "softmax(x)",
                        1,
                        "e / (e.r + e.g + e.b + e.a)",
                        x -> softmax(x, false),
                        vector,
                        true),
                new Activation(
                        "log-softmax",
                        "log_softmax(x)",
                        1,
                        "log(e / (e.r + e.g + e.b + e.a))",
                        x -> softmax(x, true),
                        vector,
                        true));
    }

    private static String each(String function) {
        return "vec4(" + function.replace("$", "x.r") + ", " + function.replace("$", "x.g") + ", "
                + function.replace("$", "x.b") + ", " + function.replace("$", "x.a") + ")";
    }

    private static Exact each(DoubleUnaryOperator function) {
        return x -> Arrays.stream(x).map(function).toArray();
    }

    private static double[] softmax(double[] x, boolean logarithm) {
        double max = Arrays.stream(x).max().orElseThrow();
        double sum = Arrays.stream(x).map(v -> Math.exp(v - max)).sum();
        return Arrays.stream(x)
                .map(v -> logarithm ? v - max - Math.log(sum) : Math.exp(v - max) / sum)
                .toArray();
    }

    private static ConformanceCase.Builder activation(Activation activation, String kind, String rule, boolean half) {
        ConformanceCase.Builder builder = ConformanceCase.of(
                        "special/" + activation.name() + "/" + kind + (half ? "/half" : "/float"), rule)
                .requires(new Requirement.Highp(), Lab.floatInputs());
        return half
                ? builder.requires(Lab.can(TextureFormat.RGBA16F, FormatFeature.RENDER))
                        .refusal(trial -> {
                            if (!trial.capabilities().supports(TextureFormat.RGBA16F, FormatFeature.RENDER)) {
                                PassCases.refuseTarget(trial, TextureFormat.RGBA16F);
                            }
                        })
                : builder;
    }

    private static ConformanceCase safe(Activation activation, boolean half) {
        return activation(activation, "safe", "SPV-7", half)
                .checks("The safe " + activation.name() + " is finite and right for every finite "
                        + (half ? "half that its result leaves in the range of halves." : "input."))
                .lookAt("functions/activations.glsl, and overflow in exp")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] x = inputs(lab, activation, half);
                    float[] y = apply(trial, lab, half, x, activation, true);
                    double worst = 0;
                    for (int i = 0; i < x.length; i++) {
                        double exact = exact(activation, x, i);
                        // log_softmax stays at -3.4e38 where the difference overflows.
                        boolean saturates = exact < -3.4e38;
                        double error = saturates ? 0 : Math.abs(y[i] - exact);
                        // A half is rounded by a step in an unknown mode, and a subnormal half may be flushed.
                        double accepted = activation.error() * Math.max(1, Math.abs(exact))
                                + (half ? 0x1p-10 * Math.abs(exact) + 0x1p-14 : 0);
                        int at = i;
                        trial.check(
                                Float.isFinite(y[i]) && error <= accepted && (!saturates || y[i] < -3.3e38),
                                () -> "The safe " + activation.name() + " of " + four(x, at) + " is " + y[at]
                                        + " instead of " + exact + " in channel " + at % 4 + ", off by " + error
                                        + "; accepted is " + accepted + ".");
                        worst = Math.max(worst, error / Math.max(1, Math.abs(exact)));
                    }
                    trial.measured(
                            "worst error",
                            worst,
                            "of max(1, |y|)",
                            Lab.atMost(activation.error()) + (half ? ", and a half's rounding" : ""));
                });
    }

    private static ConformanceCase naive(Activation activation, boolean half) {
        return activation(activation, "naive", "SPV-8", half)
                .checks("The textbook's " + activation.name()
                        + " is right where its exp does not overflow; where it gives Inf, NaN or nonsense is measured.")
                .lookAt("how exp overflows, and arithmetic in fewer bits than the precision asks for")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] x = inputs(lab, activation, half);
                    float[] y = apply(trial, lab, half, x, activation, false);
                    int infinite = 0;
                    int nan = 0;
                    int wrong = 0;
                    double first = Double.POSITIVE_INFINITY;
                    for (int i = 0; i < x.length; i++) {
                        double exact = exact(activation, x, i);
                        double largest = largest(activation, x, i);
                        double error = Math.abs(y[i] - exact);
                        // exp is off by (3 + 2·8) ULP, doubled by the quotient,
                        // and by a step of a half where it is stored.
                        double accepted = Math.max(1, Math.abs(exact)) * (half ? 0x1p-8 : 0x1p-17);
                        boolean right = error <= accepted;
                        int at = i;
                        trial.check(
                                right || largest > HARMLESS,
                                () -> "The textbook's " + activation.name() + " of " + four(x, at) + " is " + y[at]
                                        + " instead of " + exact + " in channel " + at % 4
                                        + ", though nothing overflows.");
                        infinite += Float.isInfinite(y[i]) ? 1 : 0;
                        nan += Float.isNaN(y[i]) ? 1 : 0;
                        wrong += right ? 0 : 1;
                        first = right ? first : Math.min(first, largest);
                    }
                    trial.measured("infinite results", infinite, "of " + x.length);
                    trial.measured("NaN results", nan, "of " + x.length);
                    trial.measured("wrong results", wrong, "of " + x.length);
                    trial.measured("wrong from |x| on", first, "");
                });
    }

    /** What decides whether the formula overflows: the input, or the largest of four. */
    private static double largest(Activation activation, float[] x, int i) {
        if (!activation.joint()) {
            return Math.abs(x[i]);
        }
        double largest = 0;
        for (int c = 0; c < 4; c++) {
            largest = Math.max(largest, Math.abs(x[i / 4 * 4 + c]));
        }
        return largest;
    }

    private static double exact(Activation activation, float[] x, int i) {
        int first = i / 4 * 4;
        return activation.exact().of(new double[] {x[first], x[first + 1], x[first + 2], x[first + 3]})[i % 4];
    }

    private static String four(float[] x, int i) {
        int first = i / 4 * 4;
        return Arrays.toString(Arrays.copyOfRange(x, first, first + 4));
    }

    /**
     * Each edge with itself, its half and 0; then edges in groups of four, whose differences may overflow; then random numbers. The
     * groups are left out for a joint result on halves, which could not hold it.
     */
    private static float[] inputs(Lab lab, Activation activation, boolean half) {
        float[] edges = half ? HALF_EDGES : FLOAT_EDGES;
        float[] x = new float[4 * TEXELS];
        for (int i = 0; i < x.length; i++) {
            int texel = i / 4;
            if (texel < edges.length) {
                x[i] = i % 4 == 0 ? edges[texel] : i % 4 == 1 ? 0.5f * edges[texel] : i % 4 == 2 ? edges[texel] : 0f;
            } else if (texel < 2 * edges.length && !(half && activation.joint())) {
                x[i] = edges[(texel * 3 + i % 4 * 5) % edges.length];
            } else {
                float bound = texel % 2 == 0 ? 100f : (float) HARMLESS;
                x[i] = lab.uniform(-bound, bound);
            }
            if (half) {
                x[i] = HalfFloat.toFloat(HalfFloat.fromFloat(x[i]));
            }
        }
        return x;
    }

    /** On halves, inputs, results and the textbook's exp are stored in RGBA16F; the functions compute in floats. */
    private static float[] apply(Trial trial, Lab lab, boolean half, float[] x, Activation activation, boolean safe) {
        TextureFormat format = half ? TextureFormat.RGBA16F : TextureFormat.RGBA32F;
        Texture inputs = lab.texture("inputs", TEXELS / 4, 4, format);
        inputs.upload(x);
        if (!half) {
            String y = safe ? activation.safe() : activation.naive();
            return packed(trial, lab, inputs, "vec4 e = exp(" + activation.factor() + ".0 * x); vec4 y = " + y + ";");
        }
        Texture target = lab.texture("results", TEXELS / 4, 4, format);
        if (safe) {
            pass(trial, lab, inputs, "target = " + activation.safe() + ";")
                    .target(target)
                    .draw();
        } else {
            Texture exponentials = lab.texture("exponentials", TEXELS / 4, 4, format);
            pass(trial, lab, inputs, "target = exp(" + activation.factor() + ".0 * x);")
                    .target(exponentials)
                    .draw();
            Program second = lab.program(ProgramDescriptor.builder("formula")
                    .texels("inputs")
                    .texels("exponentials")
                    .output("target")
                    .source(
                            "void main() { vec4 x = fetch_inputs(fragment()); vec4 e = fetch_exponentials(fragment()); target = "
                                    + activation.naive() + "; }"));
            trial.device()
                    .pass(second)
                    .input("inputs", inputs)
                    .input("exponentials", exponentials)
                    .target(target)
                    .draw();
        }
        return lab.fetch(target);
    }

    private static Pass pass(Trial trial, Lab lab, Texture inputs, String statement) {
        Program program = lab.program(ProgramDescriptor.builder("activation")
                .texels("inputs")
                .output("target")
                .functions(Shaders.functions("activations"))
                .source("void main() { vec4 x = fetch_inputs(fragment()); " + statement + " }"));
        return trial.device().pass(program).input("inputs", inputs);
    }

    /** All four channels of y, as bytes: one rendering for each. */
    private static float[] packed(Trial trial, Lab lab, Texture inputs, String statements) {
        Program program = lab.program(
                ProgramDescriptor.builder("activation")
                        .texels("inputs")
                        .uniform("channel", UniformType.INT)
                        .output("bytes")
                        .functions(Shaders.functions("pack_float"))
                        .functions(Shaders.functions("activations"))
                        .source(
                                "void main() { vec4 x = fetch_inputs(fragment()); " + statements
                                        + " bytes = pack_float(channel == 0 ? y.r : channel == 1 ? y.g : channel == 2 ? y.b : y.a); }"));
        Texture bytes = lab.texture("bytes", TEXELS / 4, 4, TextureFormat.RGBA8);
        float[] all = new float[4 * TEXELS];
        for (int channel = 0; channel < 4; channel++) {
            trial.device()
                    .pass(program)
                    .input("inputs", inputs)
                    .uniform("channel", channel)
                    .target(bytes)
                    .draw();
            float[] one = Lab.bytesToFloats(bytes.read());
            for (int i = 0; i < TEXELS; i++) {
                all[4 * i + channel] = one[i];
            }
        }
        return all;
    }
}
