package dev.texon.conformance.cases;

import static dev.texon.conformance.cases.BigMath.DIGITS;
import static dev.texon.conformance.cases.BigMath.LN2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.cases.IntegerCases.IntFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the precision cases expect, against an evaluation to 60 digits and against the rules of docs/contract.md written a second time:
 * the expected value is the true one, everything that the rule accepts is accepted, and nothing beyond.
 */
class PrecisionExpectationsTest {
    private static final int COUNT = 200;

    /** Accepted values before they are rounded outwards to floats. */
    private interface Ends {
        double[] of(double a, double b, double truth, Ulp ulp);
    }

    private interface Ulp {
        double of(double x);
    }

    private record Rule(BinaryOperator<BigDecimal> truth, Ends ends) {}

    private static final Map<String, Rule> RULES = rules();

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        BigDecimal quarter = new BigDecimal("0.25");
        BigDecimal half = new BigDecimal("0.5");
        BigDecimal three = BigDecimal.valueOf(3);
        Ends sum = correctlyRounded();
        rules.put("add", new Rule(BigDecimal::add, sum));
        rules.put("subtract", new Rule(BigDecimal::subtract, sum));
        rules.put("multiply", new Rule(BigDecimal::multiply, sum));
        rules.put(
                "multiply-add",
                new Rule((a, b) -> a.multiply(b).add(a), about((a, b, y, ulp) -> ulp.of(a * b) + ulp.of(y))));
        rules.put(
                "multiply-subtract",
                new Rule((a, b) -> a.multiply(b).subtract(b), about((a, b, y, ulp) -> ulp.of(a * b) + ulp.of(y))));
        rules.put(
                "sum-of-squares",
                new Rule(
                        (a, b) -> a.multiply(a).add(b.multiply(b)),
                        about((a, b, y, ulp) -> ulp.of(a * a) + ulp.of(b * b) + ulp.of(y))));
        rules.put("divide", new Rule((a, b) -> a.divide(b, DIGITS), about((a, b, y, ulp) -> 2.5 * ulp.of(y))));
        Ends exponential = about((a, b, y, ulp) -> (3 + 2 * Math.abs(a)) * ulp.of(y));
        rules.put("exp", new Rule((a, b) -> BigMath.exp(a), exponential));
        rules.put("exp2", new Rule((a, b) -> BigMath.exp(a.multiply(LN2, DIGITS)), exponential));
        Ends logarithm = about((a, b, y, ulp) -> logarithmError(a, y, ulp));
        rules.put("log", new Rule((a, b) -> BigMath.log(a), logarithm));
        rules.put("log2", new Rule((a, b) -> BigMath.log(a).divide(LN2, DIGITS), logarithm));
        rules.put(
                "inversesqrt",
                new Rule(
                        (a, b) -> BigDecimal.ONE.divide(a.sqrt(DIGITS), DIGITS),
                        about((a, b, y, ulp) -> 2 * ulp.of(y))));
        rules.put("sqrt", new Rule((a, b) -> a.sqrt(DIGITS), (a, b, y, ulp) -> root(y, y, ulp)));
        rules.put("pow", new Rule((a, b) -> BigMath.pow(a, quarter.multiply(b)), PrecisionExpectationsTest::power));
        rules.put("sin", new Rule((a, b) -> BigMath.sin(a), about(PrecisionExpectationsTest::trigonometricError)));
        rules.put("cos", new Rule((a, b) -> BigMath.cos(a), about(PrecisionExpectationsTest::trigonometricError)));
        rules.put("tanh", new Rule((a, b) -> BigMath.tanh(a), PrecisionExpectationsTest::tanh));
        rules.put("min", exact((a, b) -> a.min(b)));
        rules.put("max", exact((a, b) -> a.max(b)));
        rules.put("clamp", exact((a, b) -> a.min(BigDecimal.ONE).max(BigDecimal.ONE.negate())));
        rules.put("step", exact((a, b) -> b.compareTo(a) < 0 ? BigDecimal.ZERO : BigDecimal.ONE));
        rules.put("floor", exact((a, b) -> BigMath.floor(a)));
        rules.put("abs", exact((a, b) -> a.abs()));
        rules.put("sign", exact((a, b) -> BigDecimal.valueOf(a.signum())));
        rules.put("fract", new Rule((a, b) -> a.subtract(BigMath.floor(a)), sum));
        rules.put(
                "mod",
                new Rule(
                        (a, b) -> a.subtract(three.multiply(BigMath.floor(a.divide(three, DIGITS)))),
                        PrecisionExpectationsTest::modulo));
        rules.put(
                "mix",
                new Rule(
                        (a, b) -> a.multiply(new BigDecimal("0.75")).add(b.multiply(quarter)),
                        about((a, b, y, ulp) -> 3 * ulp.of(Math.max(Math.abs(a), Math.abs(b))))));
        rules.put(
                "dot",
                new Rule(
                        (a, b) -> dot(new BigDecimal[] {a, b, a, BigDecimal.ONE}, new BigDecimal[] {b, a, half, b}),
                        about((a, b, y, ulp) ->
                                4 * ulp.of(Math.abs(a * b) + Math.abs(b * a) + Math.abs(a) / 2 + Math.abs(b)))));
        rules.put(
                "matrix",
                new Rule(
                        (a, b) -> dot(
                                new BigDecimal[] {a, b, BigDecimal.valueOf(2), a},
                                new BigDecimal[] {b, three, a, half}),
                        about((a, b, y, ulp) ->
                                4 * ulp.of(Math.abs(a * b) + Math.abs(3 * b) + Math.abs(2 * a) + Math.abs(a) / 2))));
        // The second row of the left matrix and the first column of the right one.
        rules.put(
                "matrix-product",
                new Rule(
                        (a, b) -> dot(new BigDecimal[] {b, half}, new BigDecimal[] {b, a}),
                        about((a, b, y, ulp) -> 2 * ulp.of(b * b + Math.abs(a) / 2))));
        // The root of a sum that is off by 2 ULP, which is one part in 2^22 at most; its root by half as much.
        rules.put(
                "length",
                new Rule(
                        (a, b) -> a.multiply(a).add(b.multiply(b)).sqrt(DIGITS),
                        (a, b, y, ulp) -> root(y * (1 - ulp.of(1)), y * (1 + ulp.of(1)), ulp)));
        return rules;
    }

    private interface Off {
        double of(double a, double b, double truth, Ulp ulp);
    }

    private static Ends about(Off error) {
        return (a, b, y, ulp) -> new double[] {y - error.of(a, b, y, ulp), y + error.of(a, b, y, ulp)};
    }

    /** The neighbours in floats; in mediump, whose floats are not known, one step. */
    private static Ends correctlyRounded() {
        return about((a, b, y, ulp) -> ulp instanceof Highp ? 0 : ulp.of(y));
    }

    private static Rule exact(BinaryOperator<BigDecimal> truth) {
        return new Rule(truth, (a, b, y, ulp) -> new double[] {y, y});
    }

    private static BigDecimal dot(BigDecimal[] x, BigDecimal[] y) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
            sum = sum.add(x[i].multiply(y[i]));
        }
        return sum;
    }

    private static double logarithmError(double x, double truth, Ulp ulp) {
        if (x < 0.5 || x > 2) {
            return 3 * ulp.of(truth);
        }
        return ulp instanceof Highp ? Math.pow(2, -21) : Math.pow(2, -7);
    }

    private static double trigonometricError(double a, double b, double truth, Ulp ulp) {
        return ulp instanceof Highp ? 1 / 2048.0 : 1 / 128.0;
    }

    /** 1 / inversesqrt(x): an inverse root off by 2 ULP, then a quotient off by 2.5. */
    private static double[] root(double low, double high, Ulp ulp) {
        double largest = 1 / low + 2 * ulp.of(1 / low);
        double smallest = 1 / high - 2 * ulp.of(1 / high);
        return new double[] {1 / largest - 2.5 * ulp.of(1 / largest), 1 / smallest + 2.5 * ulp.of(1 / smallest)};
    }

    /** exp2(y · log2 x): an error of the logarithm, one of the product, one of the power. */
    private static double[] power(double a, double b, double truth, Ulp ulp) {
        double y = b / 4;
        double log = Math.log(Math.abs(a)) / Math.log(2);
        double error = Math.abs(y) * logarithmError(Math.abs(a), log, ulp);
        double low = y * log - error - ulp.of(Math.abs(y * log) + error);
        double high = y * log + error + ulp.of(Math.abs(y * log) + error);
        double bottom = Math.exp(low * Math.log(2));
        double top = Math.exp(high * Math.log(2));
        return new double[] {
            bottom - (3 + 2 * Math.abs(low)) * ulp.of(bottom), top + (3 + 2 * Math.abs(high)) * ulp.of(top)
        };
    }

    /** Every corner of what the two exponentials may be, then a step for each sum, then 2.5 ULP of the quotient. */
    private static double[] tanh(double a, double b, double truth, Ulp ulp) {
        double n = 3 + 2 * Math.abs(a);
        double rising = Math.exp(a);
        double falling = Math.exp(-a);
        double error = n * ulp.of(rising) + n * ulp.of(falling);
        double step = ulp.of(rising + falling + error);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double top : new double[] {-error - step, error + step}) {
            for (double bottom : new double[] {-error - step, error + step}) {
                double quotient = (rising - falling + top) / (rising + falling + bottom);
                low = Math.min(low, quotient);
                high = Math.max(high, quotient);
            }
        }
        return new double[] {low - 2.5 * ulp.of(low), high + 2.5 * ulp.of(high)};
    }

    /** 3 ULP of the larger of |a| and 3; where a / 3 is an integer but for 2.5 ULP, the other floor is as right. */
    private static double[] modulo(double a, double b, double truth, Ulp ulp) {
        double error = 3 * ulp.of(Math.max(3, Math.abs(a)));
        double quotient = a / 3;
        if (Math.abs(quotient - Math.round(quotient)) <= 2.5 * ulp.of(quotient)) {
            return new double[] {-error, 3 + error};
        }
        return new double[] {truth - error, truth + error};
    }

    /** Distance of neighbouring floats, as the library has it. */
    private static final class Highp implements Ulp {
        @Override
        public double of(double x) {
            float magnitude = (float) Math.abs(x);
            return Math.max(0x1p-149, Math.ulp(magnitude > Math.abs(x) ? Math.nextDown(magnitude) : magnitude));
        }
    }

    /** 2⁻¹⁰ of the number, and of 2⁻¹⁴ for what is smaller. */
    private static final class Mediump implements Ulp {
        @Override
        public double of(double x) {
            return Math.max(Math.abs(x), 1 / 16384.0) / 1024;
        }
    }

    static Stream<PrecisionFunction> functions() {
        return Stream.concat(PrecisionFunctions.everywhere().stream(), Stream.of(PrecisionFunctions.tanh()));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void expectsTheTrueValueAndAcceptsWhatTheRuleSays(PrecisionFunction function) {
        Rule rule = Objects.requireNonNull(
                RULES.get(function.name()), () -> function.name() + " has no second evaluation; give it one.");
        for (Unit unit : Unit.values()) {
            for (float[] input : inputs(function, unit)) {
                check(function, rule, unit, input[0], input[1]);
            }
        }
    }

    private static void check(PrecisionFunction function, Rule rule, Unit unit, float a, float b) {
        BigDecimal exact = rule.truth().apply(BigMath.of(a), BigMath.of(b));
        double truth = exact.doubleValue();
        Ulp ulp = unit == Unit.HIGHP ? new Highp() : new Mediump();
        double[] ends = rule.ends().of(a, b, truth, ulp);
        Interval accepted = function.accepted().of(a, b, unit);
        String what = function.expression() + " in " + unit + ", a = " + a + ", b = " + b + ": " + truth + ", accepted "
                + accepted + ", the rule says [" + ends[0] + ", " + ends[1] + "]";
        // What the case calls exact is so to a small part of a ULP.
        double expected = function.exact().applyAsDouble(a, b);
        BigDecimal distance = BigMath.of(expected).subtract(exact).abs();
        double tolerance = ends[0] == ends[1] && function.rule().equals("PRE-11") ? 0 : 0x1p-20 * ulp.of(truth);
        assertTrue(distance.compareTo(BigMath.of(tolerance)) <= 0, () -> what + "; the case expects " + expected);
        // The true value, and nearly all of what the rule gives around it.
        assertTrue(reaches(accepted, exact), what);
        double slack = 0.01 * (ends[1] - ends[0]);
        assertTrue(
                accepted.low() <= ends[0] + slack && accepted.high() >= ends[1] - slack, () -> "Too narrow: " + what);
        // Nothing beyond but the rounding to a float, and what overflow and flushing to zero add.
        assertTrue(
                accepted.low() >= ends[0] - slack - 1.01 * new Highp().of(ends[0])
                        || (accepted.low() == 0 && ends[0] < Float.MIN_NORMAL)
                        || ends[0] < -Float.MAX_VALUE,
                () -> "Too wide below: " + what);
        assertTrue(
                accepted.high() <= ends[1] + slack + 1.01 * new Highp().of(ends[1])
                        || (accepted.high() == 0 && ends[1] > -Float.MIN_NORMAL)
                        || ends[1] > Float.MAX_VALUE,
                () -> "Too wide above: " + what);
    }

    private static boolean reaches(Interval accepted, BigDecimal value) {
        return (accepted.low() == Double.NEGATIVE_INFINITY
                        || BigMath.of(accepted.low()).compareTo(value) <= 0)
                && (accepted.high() == Double.POSITIVE_INFINITY
                        || BigMath.of(accepted.high()).compareTo(value) >= 0);
    }

    /** As the case draws them, with both ends of the range of a, values around powers of two, and pairs alike. */
    private static List<float[]> inputs(PrecisionFunction function, Unit unit) {
        List<float[]> inputs = new ArrayList<>();
        PrecisionFunction.Draw draw = unit == Unit.HIGHP ? function.high() : function.medium();
        LabBench.with(lab -> {
            for (int i = 0; i < COUNT; i++) {
                inputs.add(new float[] {draw.next(lab), draw.next(lab)});
            }
        });
        float least = inputs.get(0)[0];
        float greatest = least;
        for (float[] input : inputs) {
            least = Math.min(least, input[0]);
            greatest = Math.max(greatest, input[0]);
        }
        float other = inputs.get(0)[1];
        for (float edge : new float[] {
            least, greatest, 0.5f, 1f, 2f, 3f, -1f, -3f, 0.75f, unit == Unit.HIGHP ? Math.nextDown(2f) : 1.5f
        }) {
            if (edge >= least && edge <= greatest) {
                inputs.add(new float[] {edge, other});
                inputs.add(new float[] {edge, edge});
            }
        }
        return inputs;
    }

    /** In doubles 2^60 + 2^-10 is 2^60, but a sum may be rounded up; a product of two floats is exact. */
    @Test
    void aSumThatADoubleRoundsHasBothItsNeighbours() {
        PrecisionFunction add = PrecisionFunctions.everywhere().get(0);
        assertEquals("add", add.name());
        for (float small : new float[] {0x1p-10f, -0x1p-10f}) {
            Interval accepted = add.accepted().of(0x1p60f, small, Unit.HIGHP);
            assertTrue(accepted.accepts(0x1p60f));
            assertEquals(small > 0, accepted.accepts(Math.nextUp(0x1p60f)));
            assertEquals(small < 0, accepted.accepts(Math.nextDown(0x1p60f)));
        }
        Interval exact = add.accepted().of(1f, 2f, Unit.HIGHP);
        assertFalse(exact.accepts(Math.nextUp(3f)) || exact.accepts(Math.nextDown(3f)));
    }

    @Test
    void overflowMayBeInfiniteAndSubnormalsZero() {
        Interval beyond = Interval.rounded(2.0 * Float.MAX_VALUE);
        assertTrue(beyond.accepts(Float.POSITIVE_INFINITY));
        assertFalse(beyond.accepts(0f));
        Interval small = Interval.rounded(0x1p-130);
        assertTrue(small.accepts(0f) && small.accepts(0x1p-130f));
        assertFalse(small.accepts(0x1.8p-130f) || small.accepts(-0x1p-149f) || small.accepts(Float.NaN));
    }

    private static final Map<String, BinaryOperator<BigInteger>> INTEGERS = Map.ofEntries(
            Map.entry("uint-add", (a, b) -> a.add(b).multiply(BigInteger.valueOf(255))),
            Map.entry("uint-subtract", BigInteger::subtract),
            Map.entry("uint-multiply", BigInteger::multiply),
            Map.entry("uint-divide", BigInteger::divide),
            Map.entry("uint-remainder", BigInteger::mod),
            Map.entry("uint-shift", (a, b) -> modulo(a.shiftLeft(b.intValue() % 16))
                    .xor(a.divide(BigInteger.valueOf(8)))),
            Map.entry("uint-bits", (a, b) -> a.and(b).or(modulo(a.not()))),
            Map.entry("int-add", (a, b) -> a.add(b).multiply(BigInteger.valueOf(127))),
            Map.entry("int-subtract", BigInteger::subtract),
            Map.entry("int-multiply", BigInteger::multiply),
            Map.entry("int-divide", (a, b) -> a.abs().divide(b.abs())),
            Map.entry("int-shift", (a, b) -> a.subtract(a.mod(BigInteger.valueOf(8)))
                    .divide(BigInteger.valueOf(8))),
            Map.entry(
                    "int-compare",
                    (a, b) ->
                            a.compareTo(b) < 0 ? a.min(b.negate()) : a.negate().max(b)));

    private static BigInteger modulo(BigInteger x) {
        return x.mod(BigInteger.ONE.shiftLeft(32));
    }

    static List<IntFunction> intFunctions() {
        return IntegerCases.functions();
    }

    @ParameterizedTest
    @MethodSource("intFunctions")
    void integersWrapAsIntegersOfAnySizeModulo2To32(IntFunction function) {
        BinaryOperator<BigInteger> second = Objects.requireNonNull(
                INTEGERS.get(function.name()), () -> function.name() + " has no second evaluation; give it one.");
        Random random = new Random(7);
        UnaryOperator<Integer> signed = x -> function.signed() && random.nextBoolean() ? -x : x;
        for (int i = 0; i < 4096; i++) {
            int a = signed.apply(i < 4 ? i : random.nextInt(1 << 24));
            int b = signed.apply(i < 4 ? (1 << 24) - 1 - i : 1 + random.nextInt((1 << 24) - 1));
            assertEquals(
                    modulo(second.apply(BigInteger.valueOf(a), BigInteger.valueOf(b))),
                    BigInteger.valueOf(Integer.toUnsignedLong(function.exact().of(a, b))),
                    function.name() + " of " + a + " and " + b);
        }
    }
}
