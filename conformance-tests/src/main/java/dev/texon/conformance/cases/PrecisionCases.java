package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.Precision;
import dev.texon.gpu.ShaderCompileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * Arithmetic and functions in highp and mediump, against the intervals of GLSL ES 3.00, section 4.5.1. In mediump the same numbers of
 * ULP hold, of a type with the least relative precision that the specification allows; inputs have its 11 bits.
 */
public final class PrecisionCases implements CaseGroup {
    private static final int COUNT = 4096;
    private static final double LN2 = Math.log(2);
    private static final String LOG_LIMIT = "at most 3 ULP; for a in [0.5, 2] 2⁻²¹ (mediump 2⁻⁷)";
    private static final String TRIGONOMETRIC_LIMIT = "at most 2⁻¹¹ (mediump 2⁻⁷)";

    /** What one ULP is. */
    enum Unit {
        HIGHP(Precision.HIGHP) {
            @Override
            double ulp(double x) {
                return Interval.ulp(x);
            }
        },
        /** Relative 2⁻¹⁰ from magnitude 2⁻¹⁴ on. */
        MEDIUMP(Precision.MEDIUMP) {
            @Override
            double ulp(double x) {
                return 0x1p-10 * Math.max(Math.abs(x), 0x1p-14);
            }
        };

        private final Precision precision;

        Unit(Precision precision) {
            this.precision = precision;
        }

        abstract double ulp(double x);

        /** The exact value, give or take so many ULP. */
        Interval ulps(double exact, double count) {
            return Interval.absolute(exact, count * ulp(exact));
        }
    }

    /** What a specification accepts, given the inputs. */
    interface Accepted {
        Interval of(double a, double b, Unit unit);
    }

    /** Random inputs. */
    interface Draw {
        float next(Lab lab);
    }

    /**
     * A function of one or two variables.
     *
     * @param high inputs in highp
     * @param medium inputs in mediump, whose results stay within 2⁻¹⁴ and 2¹⁴
     * @param limit the accepted error in words, for the report
     */
    record Function(
            String name,
            String expression,
            String rule,
            Draw high,
            Draw medium,
            DoubleBinaryOperator exact,
            Accepted accepted,
            String limit) {}

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Function function : functions()) {
            cases.add(highp(function));
            cases.add(mediump(function));
        }
        cases.add(tanh(Unit.HIGHP, new Requirement.Highp()));
        cases.add(tanh(Unit.MEDIUMP));
        for (IntFunction function : intFunctions()) {
            cases.add(integers(function));
        }
        cases.add(smallIntegers("highp", 255, 1 << 16));
        cases.add(smallIntegers("mediump", 30, 1 << 10));
        return cases;
    }

    static List<Function> functions() {
        Draw wide = lab -> lab.randomFloat(-62, 62);
        Draw eleven = lab -> eleven(lab.randomFloat(-6, 5));
        Draw positive = lab -> Math.abs(lab.randomFloat(-126, 127));
        Draw positiveEleven = lab -> eleven(Math.abs(lab.randomFloat(-6, 5)));
        Draw near = lab -> lab.uniform(-100f, 100f);
        Draw angle = lab -> lab.uniform(-3.1415f, 3.1415f);
        Draw angleEleven = lab -> eleven(lab.uniform(-3.1f, 3.1f));
        Draw smallEleven = lab -> eleven(lab.uniform(-8f, 8f));
        Draw base = lab -> lab.uniform(0.1f, 10f);
        List<Function> list = new ArrayList<>();
        list.add(new Function(
                "add",
                "a + b",
                "PRE-1",
                wide,
                eleven,
                (a, b) -> a + b,
                (a, b, u) -> u == Unit.HIGHP ? Interval.roundedSum(a, b) : u.ulps(a + b, 1),
                "at most 1 ULP"));
        list.add(new Function(
                "subtract",
                "a - b",
                "PRE-1",
                wide,
                eleven,
                (a, b) -> a - b,
                (a, b, u) -> u == Unit.HIGHP ? Interval.roundedSum(a, -b) : u.ulps(a - b, 1),
                "at most 1 ULP"));
        list.add(new Function(
                "multiply",
                "a * b",
                "PRE-1",
                wide,
                eleven,
                (a, b) -> a * b,
                (a, b, u) -> rounded(a * b, u),
                "at most 1 ULP"));
        // Fused or not: between one rounding and two.
        list.add(new Function(
                "multiply-add",
                "a * b + a",
                "PRE-1",
                lab -> lab.randomFloat(-20, 20),
                eleven,
                (a, b) -> a * b + a,
                (a, b, u) -> Interval.absolute(a * b + a, u.ulp(a * b) + u.ulp(Math.abs(a * b + a))),
                "at most 1 ULP of the product and 1 of the sum"));
        list.add(new Function(
                "multiply-subtract",
                "a * b - b",
                "PRE-1",
                lab -> lab.randomFloat(-20, 20),
                eleven,
                (a, b) -> a * b - b,
                (a, b, u) -> Interval.absolute(a * b - b, u.ulp(a * b) + u.ulp(Math.abs(a * b - b))),
                "at most 1 ULP of the product and 1 of the difference"));
        // One of the two products may be fused with the sum.
        list.add(new Function(
                "sum-of-squares",
                "a * a + b * b",
                "PRE-1",
                lab -> lab.randomFloat(-20, 20),
                eleven,
                (a, b) -> a * a + b * b,
                (a, b, u) -> Interval.absolute(a * a + b * b, u.ulp(a * a) + u.ulp(b * b) + u.ulp(a * a + b * b)),
                "at most 1 ULP of each square and 1 of the sum"));
        list.add(new Function(
                "divide",
                "a / b",
                "PRE-2",
                wide,
                eleven,
                (a, b) -> a / b,
                (a, b, u) -> u.ulps(a / b, 2.5),
                "at most 2.5 ULP"));
        list.add(unary(
                "exp",
                "PRE-3",
                lab -> lab.uniform(-86f, 88f),
                smallEleven,
                Math::exp,
                (x, y, u) -> u.ulps(y, 3 + 2 * Math.abs(x)),
                "at most 3 + 2·|a| ULP"));
        list.add(unary(
                "exp2",
                "PRE-3",
                lab -> lab.uniform(-125f, 127f),
                smallEleven,
                x -> Math.pow(2, x),
                (x, y, u) -> u.ulps(y, 3 + 2 * Math.abs(x)),
                "at most 3 + 2·|a| ULP"));
        list.add(unary("log", "PRE-4", positive, positiveEleven, Math::log, PrecisionCases::logarithm, LOG_LIMIT));
        list.add(unary(
                "log2",
                "PRE-4",
                positive,
                positiveEleven,
                x -> Math.log(x) / LN2,
                PrecisionCases::logarithm,
                LOG_LIMIT));
        list.add(unary(
                "inversesqrt",
                "PRE-5",
                positive,
                positiveEleven,
                x -> 1 / Math.sqrt(x),
                (x, y, u) -> u.ulps(y, 2),
                "at most 2 ULP"));
        list.add(unary(
                "sqrt",
                "PRE-5",
                positive,
                positiveEleven,
                Math::sqrt,
                (x, y, u) -> root(y, y, u),
                "what 1 / inversesqrt(a) may give"));
        list.add(new Function(
                "pow",
                "pow(abs(a), 0.25 * b)",
                "PRE-7",
                base,
                lab -> eleven(lab.uniform(0.5f, 4f)),
                (a, b) -> Math.pow(Math.abs(a), 0.25 * b),
                PrecisionCases::power,
                "what exp2(0.25·b·log2(a)) may give"));
        list.add(unary(
                "sin", "PRE-8", angle, angleEleven, Math::sin, PrecisionCases::trigonometric, TRIGONOMETRIC_LIMIT));
        list.add(unary(
                "cos", "PRE-8", angle, angleEleven, Math::cos, PrecisionCases::trigonometric, TRIGONOMETRIC_LIMIT));
        list.add(exact("min", "min(a, b)", wide, eleven, Math::min));
        list.add(exact("max", "max(a, b)", wide, eleven, Math::max));
        list.add(exact("clamp", "clamp(a, -1.0, 1.0)", wide, eleven, (a, b) -> Math.max(-1, Math.min(1, a))));
        list.add(exact("step", "step(a, b)", wide, eleven, (a, b) -> b < a ? 0 : 1));
        list.add(exact("floor", "floor(a)", near, eleven, (a, b) -> Math.floor(a)));
        list.add(exact("abs", "abs(a)", wide, eleven, (a, b) -> Math.abs(a)));
        list.add(exact("sign", "sign(a)", wide, eleven, (a, b) -> Math.signum(a)));
        list.add(new Function(
                "fract",
                "fract(a)",
                "PRE-9",
                near,
                eleven,
                (a, b) -> a - Math.floor(a),
                (a, b, u) -> rounded(a - Math.floor(a), u),
                "at most 1 ULP"));
        // a - b·floor(a / b): where the quotient is near an integer, its rounding may choose the other one.
        list.add(new Function(
                "mod",
                "mod(a, 3.0)",
                "PRE-9",
                near,
                eleven,
                (a, b) -> a - 3 * Math.floor(a / 3),
                PrecisionCases::modulo,
                "at most 3 ULP of the larger of |a| and 3"));
        list.add(new Function(
                "mix",
                "mix(a, b, 0.25)",
                "PRE-9",
                near,
                eleven,
                (a, b) -> 0.75 * a + 0.25 * b,
                (a, b, u) -> Interval.absolute(0.75 * a + 0.25 * b, 3 * u.ulp(Math.max(Math.abs(a), Math.abs(b)))),
                "at most 3 ULP of the larger of |a| and |b|"));
        list.add(new Function(
                "dot",
                "dot(vec4(a, b, a, 1.0), vec4(b, a, 0.5, b))",
                "PRE-10",
                near,
                eleven,
                (a, b) -> 2 * a * b + 0.5 * a + b,
                (a, b, u) -> sum(2 * a * b + 0.5 * a + b, 2 * Math.abs(a * b) + 0.5 * Math.abs(a) + Math.abs(b), 4, u),
                "at most 4 ULP of the sum of magnitudes"));
        list.add(new Function(
                "matrix",
                "(mat4(a, 0.0, 0.0, 0.0, b, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, a, 0.0, 0.0, 0.0) * vec4(b, 3.0, a, 0.5)).x",
                "PRE-10",
                near,
                eleven,
                (a, b) -> a * b + 3 * b + 2.5 * a,
                (a, b, u) -> sum(a * b + 3 * b + 2.5 * a, Math.abs(a * b) + 3 * Math.abs(b) + 2.5 * Math.abs(a), 4, u),
                "at most 4 ULP of the sum of magnitudes"));
        list.add(new Function(
                "matrix-product",
                "(mat2(a, b, 1.0, 0.5) * mat2(b, a, 2.0, 0.25))[0].y",
                "PRE-10",
                near,
                eleven,
                (a, b) -> b * b + 0.5 * a,
                (a, b, u) -> sum(b * b + 0.5 * a, b * b + 0.5 * Math.abs(a), 2, u),
                "at most 2 ULP of the sum of magnitudes"));
        // The sum of two squares is off by 2 ULP, a part in 2^22 at most, and its root by half of that, before its own
        // error.
        list.add(new Function(
                "length",
                "length(vec2(a, b))",
                "PRE-10",
                near,
                eleven,
                Math::hypot,
                (a, b, u) -> root(Math.hypot(a, b) * (1 - u.ulp(1)), Math.hypot(a, b) * (1 + u.ulp(1)), u),
                "what 1 / inversesqrt(a * a + b * b) may give"));
        return list;
    }

    /** What GLSL ES 1.00 does not have. */
    static Function tanh() {
        return unary(
                "tanh",
                "PRE-14",
                lab -> lab.uniform(-8f, 8f),
                lab -> eleven(lab.uniform(-4f, 4f)),
                Math::tanh,
                PrecisionCases::quotientOfExponentials,
                "what (exp(a) - exp(-a)) / (exp(a) + exp(-a)) may give");
    }

    private static float eleven(float x) {
        float unit = Math.scalb(1f, Math.getExponent(x) - 10);
        return Math.round(x / unit) * unit;
    }

    private static Interval rounded(double exact, Unit unit) {
        return unit == Unit.HIGHP ? Interval.rounded(exact) : unit.ulps(exact, 1);
    }

    private static Interval logarithm(double x, double exact, Unit unit) {
        return Interval.absolute(exact, logarithmError(x, exact, unit));
    }

    /** Outside [0.5, 2] 3 ULP, inside an absolute error below 2⁻²¹ in highp and 2⁻⁷ in mediump. */
    private static double logarithmError(double x, double exact, Unit unit) {
        return x < 0.5 || x > 2 ? 3 * unit.ulp(exact) : unit == Unit.HIGHP ? 0x1p-21 : 0x1p-7;
    }

    /** 1 / inversesqrt of something whose root lies between two numbers, with the error of both functions. */
    private static Interval root(double low, double high, Unit unit) {
        double largest = 1 / low + 2 * unit.ulp(1 / low);
        double smallest = 1 / high - 2 * unit.ulp(1 / high);
        return new Interval(
                unit.ulps(1 / largest, 2.5).low(), unit.ulps(1 / smallest, 2.5).high());
    }

    /** exp2(y · log2 x), each with the error of the one inside. */
    private static Interval power(double a, double b, Unit unit) {
        double y = 0.25 * b;
        double log = Math.log(Math.abs(a)) / LN2;
        double error = Math.abs(y) * logarithmError(Math.abs(a), log, unit);
        error += unit.ulp(Math.abs(y * log) + error);
        double low = y * log - error;
        double high = y * log + error;
        Interval down = unit.ulps(Math.pow(2, low), 3 + 2 * Math.abs(low));
        Interval up = unit.ulps(Math.pow(2, high), 3 + 2 * Math.abs(high));
        return new Interval(down.low(), up.high());
    }

    /** The specification says nothing; dEQP accepts 2⁻¹¹ in highp and 2⁻⁷ in mediump on [−π, π]. */
    private static Interval trigonometric(double x, double exact, Unit unit) {
        return Interval.absolute(exact, unit == Unit.HIGHP ? 0x1p-11 : 0x1p-7);
    }

    private static Interval modulo(double a, double b, Unit unit) {
        double quotient = a / 3;
        double exact = a - 3 * Math.floor(quotient);
        // Product and difference one ULP each, and the quotient moves the result only near an integer; all of the size
        // of a or 3.
        double error = 3 * unit.ulp(Math.max(Math.abs(a), 3));
        boolean nearInteger = Math.abs(quotient - Math.rint(quotient)) <= 2.5 * unit.ulp(quotient);
        return nearInteger ? new Interval(-error, 3 + error) : Interval.absolute(exact, error);
    }

    /** The errors of both exponentials in numerator and denominator, one ULP for each sum, and the quotient's 2.5 ULP. */
    private static Interval quotientOfExponentials(double x, double exact, Unit unit) {
        double rising = Math.exp(Math.abs(x));
        double falling = Math.exp(-Math.abs(x));
        double denominator = rising + falling;
        double error = (3 + 2 * Math.abs(x)) * (unit.ulp(rising) + unit.ulp(falling));
        error += unit.ulp(denominator + error);
        double least = rising - falling - error;
        least /= least < 0 ? denominator - error : denominator + error;
        double greatest = (rising - falling + error) / (denominator - error);
        Interval accepted = new Interval(
                unit.ulps(least, 2.5).low(), unit.ulps(greatest, 2.5).high());
        return x < 0 ? new Interval(-accepted.high(), -accepted.low()) : accepted;
    }

    /** n products and n − 1 sums, each off by at most one ULP of the sum of magnitudes. */
    private static Interval sum(double exact, double magnitudes, int n, Unit unit) {
        return Interval.absolute(exact, n * unit.ulp(magnitudes));
    }

    /** Given the variable and the exact result. */
    private interface AcceptedOfResult {
        Interval of(double x, double exact, Unit unit);
    }

    private static Function unary(
            String name,
            String rule,
            Draw high,
            Draw medium,
            java.util.function.DoubleUnaryOperator exact,
            AcceptedOfResult accepted,
            String limit) {
        return new Function(
                name,
                name + "(a)",
                rule,
                high,
                medium,
                (a, b) -> exact.applyAsDouble(a),
                (a, b, unit) -> accepted.of(a, exact.applyAsDouble(a), unit),
                limit);
    }

    private static Function exact(String name, String expression, Draw high, Draw medium, DoubleBinaryOperator exact) {
        return new Function(
                name,
                expression,
                "PRE-11",
                high,
                medium,
                exact,
                (a, b, unit) -> Interval.rounded(exact.applyAsDouble(a, b)),
                "the exact result");
    }

    private static ConformanceCase highp(Function function) {
        return ConformanceCase.of("precision/" + function.name() + "/highp", function.rule())
                .checks(function.expression() + " of " + COUNT + " highp inputs lies within the specified interval.")
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("fast-math options of the driver's compiler, and approximations of the hardware")
                .body(trial -> run(trial, function, Unit.HIGHP, function.high()));
    }

    private static ConformanceCase mediump(Function function) {
        return ConformanceCase.of("precision/" + function.name() + "/mediump", function.rule())
                .checks(function.expression() + " of " + COUNT + " mediump inputs lies within the specified interval.")
                .requires(Lab.floatInputs())
                .lookAt("a mediump with fewer than 11 bits, or intermediate results that are rounded once too often")
                .body(trial -> run(trial, function, Unit.MEDIUMP, function.medium()));
    }

    private static void run(Trial trial, Function function, Unit unit, Draw draw) {
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
        judge(trial, function, unit, a, b, lab.evaluate(function.expression(), "", unit.precision, a, b));
    }

    private static void judge(Trial trial, Function function, Unit unit, float[] a, float[] b, float[] actual) {
        double worst = 0;
        double worstShare = 0;
        int wrong = 0;
        int worstWrong = -1;
        double worstWrongUlps = -1;
        double[] inputs = new double[actual.length];
        double[] errors = new double[actual.length];
        double[] lows = new double[actual.length];
        double[] highs = new double[actual.length];
        for (int i = 0; i < actual.length; i++) {
            double value = function.exact().applyAsDouble(a[i], b[i]);
            double ulp = unit.ulp(value);
            Interval accepted = function.accepted().of(a[i], b[i], unit);
            inputs[i] = a[i];
            errors[i] = actual[i] == value ? 0 : (actual[i] - value) / ulp;
            lows[i] = (accepted.low() - value) / ulp;
            highs[i] = (accepted.high() - value) / ulp;
            double ulps = Math.abs(errors[i]);
            if (!accepted.accepts(actual[i])) {
                wrong++;
                // A NaN is worse than any distance.
                double badness = Double.isNaN(ulps) ? Double.POSITIVE_INFINITY : ulps;
                if (badness > worstWrongUlps) {
                    worstWrongUlps = badness;
                    worstWrong = i;
                }
            }
            if (Math.abs(value) <= Interval.MAX) {
                // NaN stays NaN.
                worst = Math.max(worst, ulps);
                worstShare = Math.max(worstShare, ulps == 0 ? 0 : errors[i] / (errors[i] < 0 ? lows[i] : highs[i]));
            }
        }
        trial.measured("worst error", worst, "ULP", function.limit());
        trial.measured("largest share of the accepted error", 100 * worstShare, "%", "at most 100 %");
        trial.curve("error over input", "a", "error, ULP", inputs, errors, lows, highs);
        if (wrong > 0) {
            int i = worstWrong;
            trial.fail(String.format(
                    Locale.ROOT,
                    "%s is wrong for %d of %d inputs; the worst is a = %s, b = %s: %s instead of %s, accepted %s, %.1f ULP off.",
                    function.expression(),
                    wrong,
                    actual.length,
                    a[i],
                    b[i],
                    actual[i],
                    function.exact().applyAsDouble(a[i], b[i]),
                    function.accepted().of(a[i], b[i], unit),
                    worstWrongUlps));
        }
    }

    private static ConformanceCase tanh(Unit unit, Requirement... requirements) {
        Function function = tanh();
        String precision = unit.name().toLowerCase(Locale.ROOT);
        return ConformanceCase.of("precision/tanh/" + precision, function.rule())
                .checks("tanh(a) of " + COUNT + " " + precision + " inputs lies within the interval that it inherits.")
                .requires(new Requirement.OfFeature(Feature.FLOAT_BITS), Lab.floatInputs())
                .requires(requirements)
                .refusal(trial -> refuse(trial, "tanh(a)"))
                .lookAt("fast-math options of the driver's compiler, and approximations of the hardware")
                .body(trial -> run(trial, function, unit, unit == Unit.HIGHP ? function.high() : function.medium()));
    }

    /** Words that the language of GLSL ES 1.00 lacks do not compile. */
    private static void refuse(Trial trial, String expression) {
        if (!trial.capabilities().supports(Feature.FLOAT_BITS)) {
            trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial).evaluate(expression, 1f));
        }
    }

    /** An operation on 32 bits. */
    interface IntOperation {
        int of(int a, int b);
    }

    /**
     * An operation on integers.
     *
     * @param signed whether operands are ints of both signs, or uints
     * @param expression of the floats a and b, which hold the operands
     */
    record IntFunction(String name, boolean signed, String expression, IntOperation exact) {}

    static List<IntFunction> intFunctions() {
        return List.of(
                new IntFunction("uint-add", false, "(uint(a) * 255u + uint(b) * 255u)", (a, b) -> a * 255 + b * 255),
                new IntFunction("uint-subtract", false, "(uint(a) - uint(b))", (a, b) -> a - b),
                new IntFunction("uint-multiply", false, "(uint(a) * uint(b))", (a, b) -> a * b),
                new IntFunction("uint-divide", false, "(uint(a) / uint(b))", Integer::divideUnsigned),
                new IntFunction("uint-remainder", false, "(uint(a) % uint(b))", Integer::remainderUnsigned),
                new IntFunction(
                        "uint-shift",
                        false,
                        "((uint(a) << (uint(b) & 15u)) ^ (uint(a) >> 3))",
                        (a, b) -> (a << (b & 15)) ^ (a >>> 3)),
                new IntFunction("uint-bits", false, "((uint(a) & uint(b)) | ~uint(a))", (a, b) -> (a & b) | ~a),
                new IntFunction("int-add", true, "(int(a) * 127 + int(b) * 127)", (a, b) -> a * 127 + b * 127),
                new IntFunction("int-subtract", true, "(int(a) - int(b))", (a, b) -> a - b),
                new IntFunction("int-multiply", true, "(int(a) * int(b))", (a, b) -> a * b),
                // Of quotients that are negative the language says nothing.
                new IntFunction("int-divide", true, "(abs(int(a)) / abs(int(b)))", (a, b) -> Math.abs(a) / Math.abs(b)),
                new IntFunction("int-shift", true, "(int(a) >> 3)", (a, b) -> a >> 3),
                new IntFunction(
                        "int-compare",
                        true,
                        "(int(a) < int(b) ? min(int(a), -int(b)) : max(-int(a), int(b)))",
                        (a, b) -> a < b ? Math.min(a, -b) : Math.max(-a, b)));
    }

    /** Operands below 2^24 arrive exactly as floats; each half of the result leaves as one. */
    private static ConformanceCase integers(IntFunction function) {
        String expression = function.expression();
        String mask = function.signed() ? "65535" : "65535u";
        return ConformanceCase.of("precision/" + function.name() + "/highp", "PRE-12")
                .checks("The 32 bits of " + expression + " are exact for " + COUNT + " inputs.")
                .requires(new Requirement.OfFeature(Feature.FLOAT_BITS), Lab.floatInputs())
                .refusal(trial -> refuse(trial, "float(" + expression + " & " + mask + ")"))
                .lookAt("integers that are computed as floats")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] a = new float[COUNT];
                    float[] b = new float[COUNT];
                    float[] low = new float[COUNT];
                    float[] high = new float[COUNT];
                    for (int i = 0; i < COUNT; i++) {
                        int x = trial.random().nextInt(1 << 24);
                        int y = 1 + trial.random().nextInt((1 << 24) - 1);
                        x = function.signed() && trial.random().nextBoolean() ? -x : x;
                        y = function.signed() && trial.random().nextBoolean() ? -y : y;
                        a[i] = x;
                        b[i] = y;
                        int result = function.exact().of(x, y);
                        low[i] = result & 0xffff;
                        high[i] = result >>> 16;
                    }
                    lab.checkEqual(
                            "The low half of " + expression,
                            low,
                            lab.evaluate("float(" + expression + " & " + mask + ")", a, b),
                            64,
                            1);
                    lab.checkEqual(
                            "The high half of " + expression,
                            high,
                            lab.evaluate("float((" + expression + " >> 16) & " + mask + ")", a, b),
                            64,
                            1);
                });
    }

    /**
     * What every dialect has.
     *
     * @param largest operand, of either sign
     * @param range that results stay below; the language's smallest
     */
    private static ConformanceCase smallIntegers(String precision, int largest, int range) {
        return ConformanceCase.of("precision/int/" + precision, "PRE-12")
                .checks("Sums, differences, products and quotients of " + precision + " ints below " + range
                        + " are exact for " + COUNT + " inputs.")
                .requires(Lab.floatInputs())
                .lookAt("integers that are computed as floats, quotients above all")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] a = new float[COUNT];
                    float[] b = new float[COUNT];
                    float[] sums = new float[COUNT];
                    float[] quotients = new float[COUNT];
                    for (int i = 0; i < COUNT; i++) {
                        int x = trial.random().nextInt(2 * largest + 1) - largest;
                        int y = trial.random().nextInt(2 * largest + 1) - largest;
                        a[i] = x;
                        b[i] = y;
                        sums[i] = x * y + x - y;
                        int quotient = Math.abs(x * y) / (1 + Math.abs(y));
                        quotients[i] = quotient;
                    }
                    String functions = """
                            PRECISION int sums(PRECISION int x, PRECISION int y) { return x * y + x - y; }
                            PRECISION int quotients(PRECISION int x, PRECISION int y) {
                              PRECISION int p = x * y;
                              return (p < 0 ? -p : p) / (1 + (y < 0 ? -y : y));
                            }
                            """.replace("PRECISION", precision);
                    lab.checkEqual(
                            "x * y + x - y of " + precision + " ints",
                            sums,
                            lab.evaluate("float(sums(int(a), int(b)))", functions, Precision.HIGHP, a, b),
                            64,
                            1);
                    lab.checkEqual(
                            "|x * y| / (1 + |y|) of " + precision + " ints",
                            quotients,
                            lab.evaluate("float(quotients(int(a), int(b)))", functions, Precision.HIGHP, a, b),
                            64,
                            1);
                });
    }
}
