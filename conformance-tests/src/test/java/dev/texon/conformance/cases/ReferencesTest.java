package dev.texon.conformance.cases;

import static dev.texon.conformance.cases.BigMath.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.cases.ActivationCases.Activation;
import dev.texon.conformance.cases.SumCases.Way;
import dev.texon.gpu.HalfFloat;
import dev.texon.gpu.Wrap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The references of sums, filters, mip levels and activations, against evaluations that share no code with them. */
class ReferencesTest {
    private static final BigDecimal ONE = BigDecimal.ONE;

    // ---- Sums

    /** What each operation does to its result. */
    private interface Rounding {
        float of(float x);
    }

    private interface Sum {
        float of(float[] products, Rounding r);
    }

    private static final Map<String, Sum> SUMS = Map.of(
            "naive",
            (products, r) -> {
                float s = 0;
                for (float p : products) {
                    s = r.of(s + p);
                }
                return s;
            },
            "blocked",
            (products, r) -> {
                float s = 0;
                for (int first = 0; first < products.length; first += 64) {
                    float block = 0;
                    for (int i = first; i < first + 64; i++) {
                        block = r.of(block + products[i]);
                    }
                    s = r.of(s + block);
                }
                return s;
            },
            "pairwise",
            (products, r) -> {
                float[] sums = products.clone();
                for (int n = sums.length; n > 1; n /= 2) {
                    for (int i = 0; i < n / 2; i++) {
                        sums[i] = r.of(sums[2 * i] + sums[2 * i + 1]);
                    }
                }
                return sums[0];
            },
            "kahan",
            (products, r) -> {
                float s = 0;
                float c = 0;
                for (float p : products) {
                    float v = r.of(p - c);
                    float t = r.of(s + v);
                    c = r.of(r.of(t - s) - v);
                    s = t;
                }
                return s;
            });

    private static float[] terms() {
        List<float[]> drawn = new ArrayList<>();
        LabBench.with(lab -> drawn.add(SumCases.terms(lab)));
        return drawn.get(0);
    }

    private static double error(Sum sum, float[] texels, Rounding rounding) {
        float[] products = new float[texels.length / 4];
        for (int i = 0; i < products.length; i++) {
            products[i] = rounding.of(texels[4 * i] * texels[4 * i + 1]);
        }
        return Math.abs(sum.of(products, rounding) - SumCases.exact(texels));
    }

    @Test
    void theExactSumIsThatOfAnyNumberOfDigits() {
        float[] texels = terms();
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal magnitudes = BigDecimal.ZERO;
        for (int i = 0; i < texels.length; i += 4) {
            BigDecimal product = BigMath.of(texels[i]).multiply(BigMath.of(texels[i + 1]));
            sum = sum.add(product);
            magnitudes = magnitudes.add(product.abs());
        }
        double bound = 0x1p-40 * magnitudes.doubleValue();
        assertEquals(sum.doubleValue(), SumCases.exact(texels), bound);
        assertEquals(magnitudes.doubleValue(), SumCases.magnitudes(texels), bound);
    }

    static List<Way> ways() {
        return SumCases.ways();
    }

    /** Floats that are rounded to nearest stay within each bound, and halves do not. */
    @ParameterizedTest
    @MethodSource("ways")
    void floatsMeetTheBoundOfASumAndHalvesDoNot(Way way) {
        float[] texels = terms();
        double unit = 0x1p-24 * SumCases.magnitudes(texels);
        Sum sum = Objects.requireNonNull(
                SUMS.get(way.name()), () -> way.name() + " has no second evaluation; give it one.");
        // Beyond this a compensated sum, whose bound is the naive one's, is a warning.
        int factor = way.name().equals("kahan") ? SumCases.COMPENSATED : way.factor();
        double floats = error(sum, texels, x -> x);
        assertTrue(floats <= factor * unit, () -> way.name() + ": " + floats / unit);
        double halves = error(sum, texels, x -> HalfFloat.toFloat(HalfFloat.fromFloat(x)));
        assertTrue(halves > factor * unit, () -> way.name() + ": " + halves / unit);
    }

    // ---- Filters

    /** By hat functions over a plane that is tiled as the wrap mode says. */
    private static BigDecimal filtered(double[] texels, int side, double u, double v, Wrap wrap) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int y = -3 * side; y < 4 * side; y++) {
            for (int x = -3 * side; x < 4 * side; x++) {
                BigDecimal weight = hat(u - 0.5 - x).multiply(hat(v - 0.5 - y));
                if (weight.signum() > 0) {
                    double texel = texels[tile(y, side, wrap) * side + tile(x, side, wrap)];
                    sum = sum.add(weight.multiply(BigMath.of(texel)));
                }
            }
        }
        return sum;
    }

    private static BigDecimal hat(double distance) {
        return ONE.subtract(BigMath.of(distance).abs()).max(BigDecimal.ZERO);
    }

    /** One step at a time: over the border, to the other side, or back. */
    private static int tile(int place, int side, Wrap wrap) {
        int x = 0;
        int direction = 1;
        for (int step = 0; step < Math.abs(place); step++) {
            boolean right = place > 0;
            int next = x + (right ? direction : -direction);
            if (next >= 0 && next < side) {
                x = next;
            } else if (wrap == Wrap.REPEAT) {
                x = next < 0 ? side - 1 : 0;
            } else if (wrap == Wrap.MIRROR) {
                direction = -direction;
            }
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource
    void aFilteredPlaceIsTheSumOfHatsOverATiledPlane(Wrap wrap) {
        Random random = new Random(3);
        int side = 4;
        double[] texels = random.doubles(16).toArray();
        for (int i = 0; i < 500; i++) {
            // Multiples of 2^-10 are exact, and hit centres and borders.
            double u = (random.nextInt(16 * 1024) - 6 * 1024) / 1024.0;
            double v = i % 4 == 0 ? random.nextInt(16) - 6 + 0.5 : (random.nextInt(16 * 1024) - 6 * 1024) / 1024.0;
            double expected = filtered(texels, side, u, v, wrap).doubleValue();
            assertEquals(
                    expected, FilterCases.bilinear(texels, side, u, v, wrap), 0x1p-50, wrap + " at " + u + ", " + v);
        }
    }

    // ---- Mip levels

    /** Each texel split so fine that borders of the reduced texels are borders of parts, which are then counted. */
    private static double[] mean(double[] above, int width, int height) {
        int w = Math.max(1, width / 2);
        int h = Math.max(1, height / 2);
        BigDecimal[] sums = new BigDecimal[w * h];
        Arrays.fill(sums, BigDecimal.ZERO);
        for (int y = 0; y < height * h; y++) {
            for (int x = 0; x < width * w; x++) {
                int to = y / height * w + x / width;
                sums[to] = sums[to].add(BigMath.of(above[y / h * width + x / w]));
            }
        }
        BigDecimal parts = BigDecimal.valueOf((long) width * height);
        return Arrays.stream(sums)
                .mapToDouble(sum -> sum.divide(parts, DIGITS).doubleValue())
                .toArray();
    }

    @Test
    void aBoxIsTheMeanOfWhatItCovers() {
        Random random = new Random(5);
        for (int[] size : new int[][] {{32, 16}, {16, 1}, {1, 16}, {2, 2}, {15, 9}, {6, 5}, {1, 13}, {7, 1}, {3, 3}}) {
            double[] above = random.doubles((long) size[0] * size[1]).toArray();
            double[] expected = mean(above, size[0], size[1]);
            double[] actual = MipLevels.box(above, size[0], size[1]);
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 0x1p-48, Arrays.toString(size) + " at " + i);
            }
        }
        double[] four = {1, 2, 4, 9};
        assertEquals(4.0, MipLevels.box(four, 2, 2)[0]);
    }

    // ---- Activations

    /** e^x where it is not beyond what any result could show. */
    private static BigDecimal exp(BigDecimal x) {
        return x.compareTo(BigDecimal.valueOf(-2000)) < 0 ? BigDecimal.ZERO : BigMath.exp(x);
    }

    private static UnaryOperator<BigDecimal[]> each(UnaryOperator<BigDecimal> function) {
        return x -> Arrays.stream(x).map(function).toArray(BigDecimal[]::new);
    }

    private static BigDecimal sigmoid(BigDecimal x) {
        BigDecimal e = exp(x.abs().negate());
        return (x.signum() < 0 ? e : ONE).divide(ONE.add(e), DIGITS);
    }

    private static BigDecimal shiftedSum(BigDecimal[] x, BigDecimal max) {
        return Arrays.stream(x).map(v -> exp(v.subtract(max))).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal max(BigDecimal[] x) {
        return Arrays.stream(x).reduce(BigDecimal::max).orElseThrow();
    }

    private static final Map<String, UnaryOperator<BigDecimal[]>> ACTIVATIONS = Map.of(
            "sigmoid",
            each(ReferencesTest::sigmoid),
            "tanh",
            // tanh x = 2 sigmoid(2x) - 1
            each(x -> sigmoid(x.add(x)).multiply(BigDecimal.valueOf(2)).subtract(ONE)),
            "softplus",
            each(x -> x.max(BigDecimal.ZERO).add(BigMath.log(ONE.add(exp(x.abs().negate()))))),
            "elu",
            each(x -> x.signum() > 0 ? x : exp(x).subtract(ONE)),
            "softmax",
            x -> Arrays.stream(x)
                    .map(v -> exp(v.subtract(max(x))).divide(shiftedSum(x, max(x)), DIGITS))
                    .toArray(BigDecimal[]::new),
            "log-softmax",
            x -> Arrays.stream(x)
                    .map(v -> v.subtract(max(x)).subtract(BigMath.log(shiftedSum(x, max(x)))))
                    .toArray(BigDecimal[]::new));

    static List<Activation> activations() {
        return ActivationCases.activations();
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsAreThoseOf60Digits(Activation activation) {
        UnaryOperator<BigDecimal[]> second = Objects.requireNonNull(
                ACTIVATIONS.get(activation.name()),
                () -> activation.name() + " has no second evaluation; give it one.");
        for (float[] x : inputs()) {
            BigDecimal[] truth = second.apply(
                    new BigDecimal[] {BigMath.of(x[0]), BigMath.of(x[1]), BigMath.of(x[2]), BigMath.of(x[3])});
            double[] actual = activation.exact().of(new double[] {x[0], x[1], x[2], x[3]});
            for (int i = 0; i < 4; i++) {
                double expected = truth[i].doubleValue();
                assertEquals(
                        expected,
                        actual[i],
                        0x1p-45 * Math.max(1, Math.abs(expected)),
                        activation.name() + " of " + Arrays.toString(x));
            }
        }
    }

    /** What stands in the requirements of the cases, alone and among each other, and random numbers. */
    private static List<float[]> inputs() {
        List<float[]> inputs = new ArrayList<>();
        Set<Float> edges = new HashSet<>();
        for (float[] kind : new float[][] {ActivationCases.FLOAT_EDGES, ActivationCases.HALF_EDGES}) {
            for (int i = 0; i < kind.length; i++) {
                edges.add(kind[i]);
                inputs.add(new float[] {kind[i], kind[i] / 2, kind[i], 0});
                inputs.add(new float[] {
                    kind[i], kind[(i + 1) % kind.length], kind[(i + 5) % kind.length], kind[(i + 9) % kind.length]
                });
            }
        }
        for (float edge : new float[] {88.7f, 11.09f, 100f, 1e4f, Float.MAX_VALUE}) {
            assertTrue(edges.contains(edge) && edges.contains(-edge), () -> edge + " is not among " + edges);
        }
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            float bound = i % 2 == 0 ? 100 : 4;
            inputs.add(new float[] {
                bound * (2 * random.nextFloat() - 1),
                bound * (2 * random.nextFloat() - 1),
                bound * (2 * random.nextFloat() - 1),
                bound * (2 * random.nextFloat() - 1)
            });
        }
        return inputs;
    }

    /** A function of floats with an error that GLSL ES accepts, in one direction or the other. */
    private interface Off {
        float apply(double exact, double error);
    }

    /** The safe formulas in floats, with exp and log as far off as the rules accept. */
    private static DoubleUnaryOperator safe(String name, Off off) {
        // Below -104 the result is less than the smallest float, and so many ULP of it mean nothing.
        DoubleUnaryOperator exp =
                x -> x < -104 ? 0 : off.apply(Math.exp(x), (3 + 2 * Math.abs(x)) * Interval.ulp(Math.exp(x)));
        DoubleUnaryOperator log = x -> off.apply(Math.log(x), x > 2 ? 3 * Interval.ulp(Math.log(x)) : 0.99 * 0x1p-21);
        DoubleUnaryOperator quotientOf = y -> off.apply(y, 2.5 * Interval.ulp(y));
        Map<String, DoubleUnaryOperator> formulas = Map.of(
                "sigmoid",
                x -> {
                    float e = (float) exp.applyAsDouble(-Math.abs(x));
                    return quotientOf.applyAsDouble((double) (x >= 0 ? 1f : e) / (1f + e));
                },
                "tanh",
                x -> {
                    float a = (float) Math.abs(x);
                    float e = (float) exp.applyAsDouble(-2f * a);
                    float t = a < 0.02f
                            ? a - (float) quotientOf.applyAsDouble(a * a * a / 3.0)
                            : (float) quotientOf.applyAsDouble((double) (1f - e) / (1f + e));
                    return x < 0 ? -t : t;
                },
                "softplus",
                x -> (float) Math.max(x, 0) + (float) log.applyAsDouble(1f + (float) exp.applyAsDouble(-Math.abs(x))),
                "elu",
                x -> x > 0 ? x : (float) exp.applyAsDouble(Math.min(x, 0)) - 1f);
        return Objects.requireNonNull(formulas.get(name), () -> name + " has no second evaluation; give it one.");
    }

    /** The bound of SPV-7 is derived from the rules of exp, log and the quotient: an adapter that keeps those must keep it. */
    @ParameterizedTest
    @MethodSource("activations")
    void theBoundOfASafeActivationHoldsForEveryAcceptedExponential(Activation activation) {
        if (activation.joint()) {
            return;
        }
        for (int sign : new int[] {-1, 0, 1}) {
            DoubleUnaryOperator safe = safe(activation.name(), (exact, error) -> (float) (exact + sign * error));
            for (float[] x : inputs()) {
                double exact = activation.exact().of(new double[] {x[0], 0, 0, 0})[0];
                double found = safe.applyAsDouble(x[0]);
                assertTrue(
                        Math.abs(found - exact) <= activation.error() * Math.max(1, Math.abs(exact)),
                        () -> activation.name() + " of " + x[0] + " is " + found + " instead of " + exact);
            }
        }
        // And one who computes in halves does not keep it.
        DoubleUnaryOperator coarse =
                safe(activation.name(), (exact, error) -> HalfFloat.toFloat(HalfFloat.fromFloat((float) exact)));
        assertFalse(
                inputs().stream().allMatch(x -> {
                    double exact = activation.exact().of(new double[] {x[0], 0, 0, 0})[0];
                    return Math.abs(coarse.applyAsDouble(x[0]) - exact)
                            <= activation.error() * Math.max(1, Math.abs(exact));
                }),
                activation.name());
    }

    /** Nothing of what is checked here may lose its cases unnoticed. */
    @Test
    void everyReferenceIsStillInUse() {
        assertEquals(SUMS.keySet(), SumCases.ways().stream().map(Way::name).collect(Collectors.toSet()));
        assertEquals(
                ACTIVATIONS.keySet(),
                ActivationCases.activations().stream().map(Activation::name).collect(Collectors.toSet()));
    }
}
