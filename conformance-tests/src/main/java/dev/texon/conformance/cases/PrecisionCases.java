package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Arithmetic in highp against the intervals of GLSL ES 3.00, section 4.5.1, and the bits that storage keeps. */
public final class PrecisionCases implements CaseGroup {
    private static final int COUNT = 4096;
    private static final double LN2 = Math.log(2);

    /** What a specification accepts, given the inputs. */
    private interface Accepted {
        Interval of(double a, double b);
    }

    /** Random inputs of one variable. */
    private interface Draw {
        float next(Lab lab);
    }

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        Draw wide = lab -> lab.randomFloat(-62, 62);
        cases.add(binary("add", "a + b", "PRE-1", wide, (a, b) -> a + b, (a, b) -> Interval.rounded(a + b)));
        cases.add(binary("subtract", "a - b", "PRE-1", wide, (a, b) -> a - b, (a, b) -> Interval.rounded(a - b)));
        cases.add(binary("multiply", "a * b", "PRE-1", wide, (a, b) -> a * b, (a, b) -> Interval.rounded(a * b)));
        cases.add(binary("divide", "a / b", "PRE-2", wide, (a, b) -> a / b, (a, b) -> Interval.ulps(a / b, 2.5)));
        Draw exponents = lab -> lab.uniform(-86f, 88f);
        cases.add(unary("exp", "PRE-3", exponents, Math::exp, x -> Interval.ulps(Math.exp(x), 3 + 2 * Math.abs(x))));
        Draw binaryExponents = lab -> lab.uniform(-125f, 127f);
        cases.add(unary(
                "exp2",
                "PRE-3",
                binaryExponents,
                x -> Math.pow(2, x),
                x -> Interval.ulps(Math.pow(2, x), 3 + 2 * Math.abs(x))));
        Draw positive = lab -> Math.abs(lab.randomFloat(-126, 127));
        cases.add(unary("log", "PRE-4", positive, Math::log, x -> logarithm(x, Math.log(x))));
        cases.add(unary("log2", "PRE-4", positive, x -> Math.log(x) / LN2, x -> logarithm(x, Math.log(x) / LN2)));
        cases.add(unary(
                "inversesqrt", "PRE-5", positive, x -> 1 / Math.sqrt(x), x -> Interval.ulps(1 / Math.sqrt(x), 2)));
        cases.add(unary("sqrt", "PRE-5", positive, Math::sqrt, x -> Interval.ulps(1 / Math.sqrt(x), 2)
                .reciprocal(2.5)));
        for (TextureFormat format : List.of(
                TextureFormat.RGBA8,
                TextureFormat.R16F,
                TextureFormat.RGBA16F,
                TextureFormat.R32F,
                TextureFormat.RGBA32F)) {
            cases.add(storage(format));
        }
        return cases;
    }

    /** Outside [0.5, 2] 3 ULP, inside an absolute error below 2⁻²¹. */
    private static Interval logarithm(double x, double exact) {
        return x >= 0.5 && x <= 2 ? Interval.absolute(exact, 0x1p-21) : Interval.ulps(exact, 3);
    }

    private static ConformanceCase unary(
            String name, String rule, Draw draw, DoubleUnaryOperator exact, Function<Double, Interval> accepted) {
        return function(name, name + "(a)", rule, draw, (a, b) -> exact.applyAsDouble(a), (a, b) -> accepted.apply(a));
    }

    private static ConformanceCase binary(
            String name, String expression, String rule, Draw draw, DoubleBinaryOperator exact, Accepted accepted) {
        return function(name, expression, rule, draw, exact, accepted);
    }

    private static ConformanceCase function(
            String name, String expression, String rule, Draw draw, DoubleBinaryOperator exact, Accepted accepted) {
        return ConformanceCase.of("precision/" + name + "/highp", rule)
                .checks(expression + " of " + COUNT + " highp inputs lies within the specified interval.")
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("fast-math options of the driver's compiler, and approximations of the hardware")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] a = new float[COUNT];
                    float[] b = new float[COUNT];
                    for (int i = 0; i < COUNT; i++) {
                        a[i] = draw.next(lab);
                        b[i] = draw.next(lab);
                    }
                    // Boundary values: ones, and the two arguments alike.
                    a[0] = 1f;
                    b[0] = 1f;
                    a[1] = b[1];
                    judge(trial, expression, a, b, lab.evaluate(expression, a, b), exact, accepted);
                });
    }

    private static void judge(
            Trial trial,
            String expression,
            float[] a,
            float[] b,
            float[] actual,
            DoubleBinaryOperator exact,
            Accepted accepted) {
        double worst = 0;
        int wrong = 0;
        int worstWrong = -1;
        double worstWrongUlps = -1;
        for (int i = 0; i < actual.length; i++) {
            double value = exact.applyAsDouble(a[i], b[i]);
            double ulps = Math.abs(actual[i] - value) / Interval.ulp(value);
            if (!accepted.of(a[i], b[i]).accepts(actual[i])) {
                wrong++;
                // A NaN is worse than any distance.
                double badness = Double.isNaN(ulps) ? Double.POSITIVE_INFINITY : ulps;
                if (badness > worstWrongUlps) {
                    worstWrongUlps = badness;
                    worstWrong = i;
                }
            }
            if (ulps > worst && Math.abs(value) <= Interval.MAX) {
                worst = ulps;
            }
        }
        trial.measured("worst error", worst, "ULP");
        if (wrong > 0) {
            int i = worstWrong;
            trial.fail(String.format(
                    Locale.ROOT,
                    "%s is wrong for %d of %d inputs; the worst is a = %s, b = %s: %s instead of %s, accepted %s, %.1f ULP off.",
                    expression,
                    wrong,
                    actual.length,
                    a[i],
                    b[i],
                    actual[i],
                    exact.applyAsDouble(a[i], b[i]),
                    accepted.of(a[i], b[i]),
                    worstWrongUlps));
        }
    }

    /** Stores 1 + 2⁻ᵏ by drawing; the bits kept are the largest k that comes back, plus one. */
    private static ConformanceCase storage(TextureFormat format) {
        int required =
                switch (format.elementType()) {
                    case UNSIGNED_BYTE -> 8;
                    case HALF_FLOAT -> 11;
                    case FLOAT -> 24;
                };
        return Lab.perFormat("precision/storage", format, "PRE-6")
                .checks("Drawing to " + format + " and fetching keeps " + required + " significant bits.")
                .requires(Lab.can(format, FormatFeature.RENDER), Lab.floatInputs())
                .refusal(trial -> PassCases.refuseTarget(trial, format))
                .lookAt("a format that is stored narrower than declared, and samplers without highp")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    int bits = format.elementType() == ElementType.UNSIGNED_BYTE
                            ? byteBits(lab, format)
                            : floatBits(lab, format);
                    trial.measured("significant bits", bits, "bit");
                    trial.check(
                            bits >= required,
                            () -> format + " keeps " + bits + " significant bits instead of " + required + ".");
                    if (bits < 11) {
                        trial.warn(
                                format + " keeps " + bits + " significant bits, and deep learning needs at least 11.");
                    }
                });
    }

    private static int floatBits(Lab lab, TextureFormat format) {
        float[] values = new float[24];
        for (int k = 0; k < values.length; k++) {
            values[k] = 1 + Math.scalb(1f, -k);
        }
        float[] kept = PassCases.throughTarget(lab, format, values);
        int bits = 1;
        while (bits < 24 && kept[bits] == values[bits]) {
            bits++;
        }
        return bits;
    }

    /** A byte has 256 steps; the bits are those of the number of steps that stay apart. */
    private static int byteBits(Lab lab, TextureFormat format) {
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 255f;
        }
        float[] kept = PassCases.throughTarget(lab, format, values);
        int steps = 0;
        for (int i = 0; i < values.length; i++) {
            steps += Math.round(255 * kept[i]) == i ? 1 : 0;
        }
        return 31 - Integer.numberOfLeadingZeros(Math.max(1, steps));
    }
}
