package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import java.util.List;

/**
 * Whole numbers n and m held in floats, as indices are in GLSL ES 1.00, with 0 ≤ n ≤ 2²⁰ − 1 and 2 ≤ m ≤ 4096. PRE-2 lets n / m be off by
 * 2.5 ULP, which is at most 2.5 · 2⁻²³ · n / m.
 *
 * <ul>
 *   <li>Where m does not divide n, the quotient is at least 1 / m away from the next integer, and the error is smaller, since n is below
 *       2²³ / 2.5: floor finds the one right integer, and n − m · floor(n / m), whose product and difference floats hold, is exact.
 *   <li>Where m divides n, the quotient may come out below the integer: then floor is one less, and mod gives m instead of 0. That is
 *       legal, and breaks index arithmetic: a warning.
 *   <li>(n + ½) / m is at least 1 / 2m away from any integer, and the error is smaller, since n + ½ is below 2²³ / 5: floor is right.
 * </ul>
 */
public final class WholeNumberCases implements CaseGroup {
    private static final int COUNT = 4096;
    private static final int NUMBERS = 1 << 20;
    private static final int DIVISORS = 4096;
    private static final int[] CONSTANTS = {3, 5, 7, 10, 49};

    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                whole("exact")
                        .checks("floor and ceil of whole numbers of 24 bits are the numbers, and fract of them is 0.")
                        .lookAt("floor by way of integers, or with a rounding added")
                        .body(WholeNumberCases::exact),
                whole("quotient")
                        .checks(
                                "floor(n / m) is the whole quotient; where m divides n it may be one less, with a warning.")
                        .lookAt("division by a reciprocal")
                        .body(trial -> divides(trial, "floor(a / b)", false)),
                whole("mod")
                        .checks("mod(n, m) is the remainder; where m divides n it may be m, with a warning.")
                        .lookAt("division by a reciprocal, and mod by way of fract")
                        .body(trial -> divides(trial, "mod(a, b)", true)),
                whole("mod-constant")
                        .checks(
                                "mod by a constant is the remainder; of its multiples it may be the constant, with a warning.")
                        .lookAt("constants that the compiler replaces by their reciprocals")
                        .body(WholeNumberCases::constants),
                whole("centred")
                        .checks("floor((n + 0.5) / m) is the whole quotient, also where m divides n.")
                        .lookAt("a division that is off by more than 2.5 ULP")
                        .body(WholeNumberCases::centred));
    }

    private static ConformanceCase.Builder whole(String name) {
        return ConformanceCase.of("precision/whole/" + name, "PRE-15")
                .requires(new Requirement.Highp(), Lab.floatInputs());
    }

    private static void exact(Trial trial) {
        Lab lab = new Lab(trial);
        float[] a = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int n = i < 32
                    ? (1 << 24) - 1 - i
                    : i < 64 ? i - 32 : trial.random().nextInt(1 << 24);
            a[i] = i % 2 == 0 ? n : -n;
        }
        lab.checkEqual("floor of whole numbers", withoutSigns(a), withoutSigns(lab.evaluate("floor(a)", a)), 64, 1);
        lab.checkEqual("ceil of whole numbers", withoutSigns(a), withoutSigns(lab.evaluate("ceil(a)", a)), 64, 1);
        lab.checkEqual("fract of whole numbers", new float[COUNT], withoutSigns(lab.evaluate("fract(a)", a)), 64, 1);
    }

    /** Signs of zeros are left open. */
    private static float[] withoutSigns(float[] values) {
        float[] positive = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            positive[i] = values[i] + 0f;
        }
        return positive;
    }

    /** Every second n is a multiple of m, and every fourth the number before one. */
    private static int number(Trial trial, int i, int m) {
        int n = trial.random().nextInt(NUMBERS);
        int multiple = n - n % m;
        return i % 2 == 0 ? multiple : i % 4 == 1 && multiple > 0 ? multiple - 1 : n;
    }

    private static void divides(Trial trial, String expression, boolean remainder) {
        float[] n = new float[COUNT];
        float[] m = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int divisor = 2 + trial.random().nextInt(DIVISORS - 1);
            m[i] = divisor;
            n[i] = number(trial, i, divisor);
        }
        judge(trial, expression, n, m, new Lab(trial).evaluate(expression, n, m), remainder);
    }

    private static void constants(Trial trial) {
        StringBuilder chain = new StringBuilder();
        for (int m : CONSTANTS) {
            chain.append("b == ").append(m).append(".0 ? mod(a, ").append(m).append(".0) : ");
        }
        float[] n = new float[COUNT];
        float[] m = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int divisor = CONSTANTS[i / 4 % CONSTANTS.length];
            m[i] = divisor;
            n[i] = number(trial, i, divisor);
        }
        judge(trial, "mod(a, b) of a constant b", n, m, new Lab(trial).evaluate(chain + "-1.0", n, m), true);
    }

    private static void judge(Trial trial, String expression, float[] n, float[] m, float[] actual, boolean remainder) {
        int multiples = 0;
        int missed = 0;
        int first = -1;
        for (int i = 0; i < n.length; i++) {
            int at = i;
            int rest = (int) n[i] % (int) m[i];
            int quotient = (int) n[i] / (int) m[i];
            float right = remainder ? rest : quotient;
            // What a quotient below the integer leads to.
            float other = rest > 0 ? right : remainder ? m[i] : quotient - 1;
            trial.check(
                    actual[i] == right || actual[i] == other,
                    () -> expression + " with a = " + n[at] + ", b = " + m[at] + " is " + actual[at] + " instead of "
                            + right + (other == right ? "." : " or " + other + "."));
            multiples += rest == 0 ? 1 : 0;
            if (actual[i] != right) {
                missed++;
                first = first < 0 ? i : first;
            }
        }
        trial.measured("multiples that are missed", missed, "of " + multiples, "any, with a warning");
        if (missed > 0) {
            trial.warn(expression + " misses " + missed + " of " + multiples + " multiples, for example a = " + n[first]
                    + ", b = " + m[first] + ", which give " + actual[first]
                    + ": for indices, take floor((a + 0.5) / b), which is always right.");
        }
    }

    private static void centred(Trial trial) {
        float[] n = new float[COUNT];
        float[] m = new float[COUNT];
        float[] expected = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int divisor = 2 + trial.random().nextInt(DIVISORS - 1);
            int number = number(trial, i, divisor);
            int quotient = number / divisor;
            m[i] = divisor;
            n[i] = number;
            expected[i] = quotient;
        }
        Lab lab = new Lab(trial);
        lab.checkEqual("floor((n + 0.5) / m)", expected, lab.evaluate("floor((a + 0.5) / b)", n, m), 64, 1);
    }
}
