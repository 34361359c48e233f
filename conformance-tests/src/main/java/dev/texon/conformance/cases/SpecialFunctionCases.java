package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Comparisons and built-in functions of every pair of special values. What IEEE 754 and GLSL decide is judged; what they leave open,
 * which is almost all that has to do with NaN, is measured.
 */
public final class SpecialFunctionCases implements CaseGroup {
    private static final float[] VALUES = {
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        0f,
        -0f,
        1f,
        -1f,
        0x1p-149f,
        -0x1.8p-130f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE
    };

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.add(function(
                "comparisons",
                "(a < b ? 1.0 : 0.0) + (a <= b ? 2.0 : 0.0) + (a == b ? 4.0 : 0.0) + (a != b ? 8.0 : 0.0)"
                        + " + (a >= b ? 16.0 : 0.0) + (a > b ? 32.0 : 0.0)",
                SpecialFunctionCases::compare,
                "<, <=, ==, !=, >= and > order infinities, zeros and the largest floats.",
                "optimisations that turn a comparison round"));
        cases.add(function(
                "min",
                "min(a, b)",
                (a, b) -> b < a ? b : a,
                "min takes the smaller of infinities, zeros and the largest floats.",
                "min of Inf"));
        cases.add(function(
                "max",
                "max(a, b)",
                (a, b) -> a < b ? b : a,
                "max takes the larger of infinities, zeros and the largest floats.",
                "max of Inf"));
        cases.add(function(
                "clamp",
                "clamp(a, -1.0, 1.0)",
                (a, b) -> Double.isNaN(a) ? Double.NaN : Math.max(-1, Math.min(1, a)),
                "clamp brings infinities to its bounds.",
                "clamp of Inf"));
        cases.add(function(
                "step",
                "step(a, b)",
                (a, b) -> b < a ? 0 : 1,
                "step knows on which side of an infinity a number lies.",
                "step as a subtraction"));
        cases.add(ConformanceCase.of("special/mix/infinite", "SPV-9")
                .checks("mix with an infinite argument is not finite.")
                .requires(Lab.floatInputs())
                .lookAt("clamping of results")
                .body(SpecialFunctionCases::mix));
        cases.add(ConformanceCase.of("special/mix/finite", "SPV-9")
                .checks(
                        "mix of zeros, subnormals, ones and the largest floats lies where PRE-9 says; of NaN it is measured.")
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("differences that overflow")
                .body(SpecialFunctionCases::mixFinite));
        cases.add(ConformanceCase.of("special/zero/sign", "SPV-9")
                .checks("Products, sums and quotients that are zero are zero; whether they keep the sign is measured.")
                .requires(Lab.floatInputs())
                .lookAt("optimisations that ignore signs of zero")
                .body(SpecialFunctionCases::zeros));
        cases.add(ConformanceCase.of("special/infinity/largest", "SPV-1")
                .checks("Sums around the largest float are it or Inf, and twice the largest is Inf.")
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("clamping of results")
                .body(SpecialFunctionCases::largest));
        return cases;
    }

    private static double compare(double a, double b) {
        return (a < b ? 1 : 0)
                + (a <= b ? 2 : 0)
                + (a == b ? 4 : 0)
                + (a != b ? 8 : 0)
                + (a >= b ? 16 : 0)
                + (a > b ? 32 : 0);
    }

    private static ConformanceCase function(
            String name, String expression, DoubleBinaryOperator exact, String checks, String hint) {
        return ConformanceCase.of("special/" + name, "SPV-9")
                .checks(checks)
                .requires(Lab.floatInputs())
                .lookAt(hint)
                .body(trial -> {
                    int side = VALUES.length;
                    float[] a = new float[side * side];
                    float[] b = new float[side * side];
                    for (int i = 0; i < a.length; i++) {
                        int row = i / side;
                        a[i] = VALUES[row];
                        b[i] = VALUES[i % side];
                    }
                    float[] actual = new Lab(trial).evaluate(expression, a, b);
                    int open = 0;
                    int likeIeee = 0;
                    int nan = 0;
                    for (int i = 0; i < a.length; i++) {
                        float found = actual[i];
                        float x = a[i];
                        float y = b[i];
                        if (Float.isNaN(x) || Float.isNaN(y)) {
                            open++;
                            likeIeee += Double.compare(found, exact.applyAsDouble(x, y)) == 0 ? 1 : 0;
                            nan += Float.isNaN(found) ? 1 : 0;
                            continue;
                        }
                        trial.check(
                                accepts(exact, x, y, found),
                                () -> expression + " with a = " + x + ", b = " + y + " is " + found + " instead of "
                                        + exact.applyAsDouble(x, y) + ".");
                    }
                    trial.measured("as GLSL's formula with NaN", likeIeee, "of " + open);
                    trial.measured("NaN results with NaN", nan, "of " + open);
                });
    }

    /** Subnormal arguments, and the result, may be flushed to zero. */
    private static boolean accepts(DoubleBinaryOperator exact, float a, float b, float found) {
        for (float x : new float[] {a, flushed(a)}) {
            for (float y : new float[] {b, flushed(b)}) {
                float expected = (float) exact.applyAsDouble(x, y);
                if (found == expected || found == flushed(expected)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static float flushed(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? 0f : x;
    }

    /** By x(1 − a) + ya an infinity stays one; a driver that takes x + (y − x)a makes it NaN, which GLSL does not forbid. */
    private static void mix(Trial trial) {
        float inf = Float.POSITIVE_INFINITY;
        float[] a = {inf, -inf, 1f, 1f, inf, -inf, inf};
        float[] b = {1f, 1f, inf, -inf, inf, -inf, -inf};
        float[] actual = new Lab(trial).evaluate("mix(a, b, 0.5)", a, b);
        int infinite = 0;
        for (int i = 0; i < a.length; i++) {
            int at = i;
            trial.check(
                    !Float.isFinite(actual[i]),
                    () -> "mix(" + a[at] + ", " + b[at] + ", 0.5) is " + actual[at] + ", which is finite.");
            infinite += Float.isInfinite(actual[i]) ? 1 : 0;
        }
        trial.measured("infinite means that are Inf", infinite, "of 6");
    }

    /** Between the largest floats of both signs x + (y − x)a overflows, which is not judged; the formula of GLSL does not. */
    private static void mixFinite(Trial trial) {
        int side = VALUES.length;
        float[] a = new float[side * side];
        float[] b = new float[side * side];
        for (int i = 0; i < a.length; i++) {
            int row = i / side;
            a[i] = VALUES[row];
            b[i] = VALUES[i % side];
        }
        float[] actual = new Lab(trial).evaluate("mix(a, b, 0.25)", a, b);
        int open = 0;
        int nan = 0;
        for (int i = 0; i < a.length; i++) {
            float x = a[i];
            float y = b[i];
            float found = actual[i];
            if (Float.isNaN(x) || Float.isNaN(y)) {
                open++;
                nan += Float.isNaN(found) ? 1 : 0;
            } else if (Float.isFinite(x) && Float.isFinite(y) && Float.isFinite(y - x)) {
                Interval accepted =
                        Interval.absolute(0.75 * x + 0.25 * y, 3 * Interval.ulp(Math.max(Math.abs(x), Math.abs(y))));
                trial.check(
                        accepted.accepts(found),
                        () -> "mix(" + x + ", " + y + ", 0.25) is " + found + "; accepted is " + accepted + ".");
            }
        }
        trial.measured("NaN results with NaN", nan, "of " + open);
    }

    private static void zeros(Trial trial) {
        Lab lab = new Lab(trial);
        float inf = Float.POSITIVE_INFINITY;
        float[] a = {-1f, 1f, -0f, -0f};
        float[] b = {0f, -0f, 5f, 0f};
        int kept = zeros(trial, "a * b", a, b, new float[] {-0f, -0f, -0f, -0f}, lab);
        float[] c = {1f, -1f, -0f};
        float[] d = {-inf, inf, 5f};
        kept += zeros(trial, "a / b", c, d, new float[] {-0f, -0f, -0f}, lab);
        float[] e = {-0f, -0f, 1f};
        float[] f = {-0f, 0f, -1f};
        kept += zeros(trial, "a + b", e, f, new float[] {-0f, 0f, 0f}, lab);
        trial.measured("zeros that have the sign of IEEE 754", kept, "of 10");
    }

    private static int zeros(Trial trial, String expression, float[] a, float[] b, float[] expected, Lab lab) {
        float[] actual = lab.evaluate(expression, a, b);
        int kept = 0;
        for (int i = 0; i < a.length; i++) {
            int at = i;
            trial.check(
                    actual[i] == 0f,
                    () -> expression + " with a = " + a[at] + ", b = " + b[at] + " is " + actual[at]
                            + " instead of 0.");
            kept += Float.compare(actual[i], expected[i]) == 0 ? 1 : 0;
        }
        return kept;
    }

    /** Half a step beyond the largest float, 2^103, rounds to either neighbour, since the rounding mode is open; a step is Inf. */
    private static void largest(Trial trial) {
        float max = Float.MAX_VALUE;
        float[] a = {max, max, -max, max, max, max};
        float[] b = {max, 0x1p104f, -0x1p104f, 0x1p102f, -max, 0f};
        float[] actual = new Lab(trial).evaluate("a + b", a, b);
        trial.check(
                actual[0] == Float.POSITIVE_INFINITY,
                () -> "Twice the largest float is " + actual[0] + " instead of Inf.");
        for (int i = 1; i < a.length; i++) {
            Interval accepted = Interval.rounded((double) a[i] + b[i]);
            int at = i;
            trial.check(
                    accepted.accepts(actual[i]),
                    () -> "The sum of " + a[at] + " and " + b[at] + " is " + actual[at] + "; accepted is " + accepted
                            + ".");
        }
        trial.measured("a step beyond the largest float is infinite", Float.isInfinite(actual[1]) ? 1 : 0, "of 1");
    }
}
