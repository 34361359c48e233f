package dev.texon.conformance.cases;

import static dev.texon.conformance.cases.PrecisionFunction.exact;
import static dev.texon.conformance.cases.PrecisionFunction.unary;

import dev.texon.conformance.cases.PrecisionFunction.Draw;
import java.util.ArrayList;
import java.util.List;

/** The operations and functions whose precision GLSL ES 3.00 states, or that inherit from those: inputs, exact results, intervals. */
final class PrecisionFunctions {
    private static final double LN2 = Math.log(2);
    private static final String LOG_LIMIT = "at most 3 ULP; for a in [0.5, 2] 2⁻²¹ (mediump 2⁻⁷)";
    private static final String TRIGONOMETRIC_LIMIT = "at most 2⁻¹¹ (mediump 2⁻⁷)";

    private PrecisionFunctions() {}

    /** What every dialect has. */
    static List<PrecisionFunction> everywhere() {
        Draw wide = lab -> lab.randomFloat(-62, 62);
        Draw eleven = lab -> eleven(lab.randomFloat(-6, 5));
        Draw positive = lab -> Math.abs(lab.randomFloat(-126, 127));
        Draw positiveEleven = lab -> eleven(Math.abs(lab.randomFloat(-6, 5)));
        Draw near = lab -> lab.uniform(-100f, 100f);
        Draw angle = lab -> lab.uniform(-3.1415f, 3.1415f);
        Draw angleEleven = lab -> eleven(lab.uniform(-3.1f, 3.1f));
        Draw smallEleven = lab -> eleven(lab.uniform(-8f, 8f));
        Draw base = lab -> lab.uniform(0.1f, 10f);
        List<PrecisionFunction> list = new ArrayList<>();
        list.add(new PrecisionFunction(
                "add",
                "a + b",
                "PRE-1",
                wide,
                eleven,
                (a, b) -> a + b,
                (a, b, u) -> u == Unit.HIGHP ? Interval.roundedSum(a, b) : u.ulps(a + b, 1),
                "at most 1 ULP"));
        list.add(new PrecisionFunction(
                "subtract",
                "a - b",
                "PRE-1",
                wide,
                eleven,
                (a, b) -> a - b,
                (a, b, u) -> u == Unit.HIGHP ? Interval.roundedSum(a, -b) : u.ulps(a - b, 1),
                "at most 1 ULP"));
        list.add(new PrecisionFunction(
                "multiply",
                "a * b",
                "PRE-1",
                wide,
                eleven,
                (a, b) -> a * b,
                (a, b, u) -> FunctionIntervals.rounded(a * b, u),
                "at most 1 ULP"));
        // Fused or not: between one rounding and two.
        list.add(new PrecisionFunction(
                "multiply-add",
                "a * b + a",
                "PRE-1",
                lab -> lab.randomFloat(-20, 20),
                eleven,
                (a, b) -> a * b + a,
                (a, b, u) -> Interval.absolute(a * b + a, u.ulp(a * b) + u.ulp(Math.abs(a * b + a))),
                "at most 1 ULP of the product and 1 of the sum"));
        list.add(new PrecisionFunction(
                "multiply-subtract",
                "a * b - b",
                "PRE-1",
                lab -> lab.randomFloat(-20, 20),
                eleven,
                (a, b) -> a * b - b,
                (a, b, u) -> Interval.absolute(a * b - b, u.ulp(a * b) + u.ulp(Math.abs(a * b - b))),
                "at most 1 ULP of the product and 1 of the difference"));
        // One of the two products may be fused with the sum.
        list.add(new PrecisionFunction(
                "sum-of-squares",
                "a * a + b * b",
                "PRE-1",
                lab -> lab.randomFloat(-20, 20),
                eleven,
                (a, b) -> a * a + b * b,
                (a, b, u) -> Interval.absolute(a * a + b * b, u.ulp(a * a) + u.ulp(b * b) + u.ulp(a * a + b * b)),
                "at most 1 ULP of each square and 1 of the sum"));
        list.add(new PrecisionFunction(
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
        list.add(unary("log", "PRE-4", positive, positiveEleven, Math::log, FunctionIntervals::logarithm, LOG_LIMIT));
        list.add(unary(
                "log2",
                "PRE-4",
                positive,
                positiveEleven,
                x -> Math.log(x) / LN2,
                FunctionIntervals::logarithm,
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
                (x, y, u) -> FunctionIntervals.root(y, y, u),
                "what 1 / inversesqrt(a) may give"));
        list.add(new PrecisionFunction(
                "pow",
                "pow(abs(a), 0.25 * b)",
                "PRE-7",
                base,
                lab -> eleven(lab.uniform(0.5f, 4f)),
                (a, b) -> Math.pow(Math.abs(a), 0.25 * b),
                FunctionIntervals::power,
                "what exp2(0.25·b·log2(a)) may give"));
        list.add(unary(
                "sin", "PRE-8", angle, angleEleven, Math::sin, FunctionIntervals::trigonometric, TRIGONOMETRIC_LIMIT));
        list.add(unary(
                "cos", "PRE-8", angle, angleEleven, Math::cos, FunctionIntervals::trigonometric, TRIGONOMETRIC_LIMIT));
        list.add(exact("min", "min(a, b)", wide, eleven, Math::min));
        list.add(exact("max", "max(a, b)", wide, eleven, Math::max));
        list.add(exact("clamp", "clamp(a, -1.0, 1.0)", wide, eleven, (a, b) -> Math.max(-1, Math.min(1, a))));
        list.add(exact("step", "step(a, b)", wide, eleven, (a, b) -> b < a ? 0 : 1));
        list.add(exact("floor", "floor(a)", near, eleven, (a, b) -> Math.floor(a)));
        list.add(exact("abs", "abs(a)", wide, eleven, (a, b) -> Math.abs(a)));
        list.add(exact("sign", "sign(a)", wide, eleven, (a, b) -> Math.signum(a)));
        list.add(new PrecisionFunction(
                "fract",
                "fract(a)",
                "PRE-9",
                near,
                eleven,
                (a, b) -> a - Math.floor(a),
                (a, b, u) -> FunctionIntervals.rounded(a - Math.floor(a), u),
                "at most 1 ULP"));
        // a - b·floor(a / b): where the quotient is near an integer, its rounding may choose the other one.
        list.add(new PrecisionFunction(
                "mod",
                "mod(a, 3.0)",
                "PRE-9",
                near,
                eleven,
                (a, b) -> a - 3 * Math.floor(a / 3),
                FunctionIntervals::modulo,
                "at most 3 ULP of the larger of |a| and 3"));
        list.add(new PrecisionFunction(
                "mix",
                "mix(a, b, 0.25)",
                "PRE-9",
                near,
                eleven,
                (a, b) -> 0.75 * a + 0.25 * b,
                (a, b, u) -> Interval.absolute(0.75 * a + 0.25 * b, 3 * u.ulp(Math.max(Math.abs(a), Math.abs(b)))),
                "at most 3 ULP of the larger of |a| and |b|"));
        list.add(new PrecisionFunction(
                "dot",
                "dot(vec4(a, b, a, 1.0), vec4(b, a, 0.5, b))",
                "PRE-10",
                near,
                eleven,
                (a, b) -> 2 * a * b + 0.5 * a + b,
                (a, b, u) -> FunctionIntervals.sum(
                        2 * a * b + 0.5 * a + b, 2 * Math.abs(a * b) + 0.5 * Math.abs(a) + Math.abs(b), 4, u),
                "at most 4 ULP of the sum of magnitudes"));
        list.add(new PrecisionFunction(
                "matrix",
                "(mat4(a, 0.0, 0.0, 0.0, b, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, a, 0.0, 0.0, 0.0) * vec4(b, 3.0, a, 0.5)).x",
                "PRE-10",
                near,
                eleven,
                (a, b) -> a * b + 3 * b + 2.5 * a,
                (a, b, u) -> FunctionIntervals.sum(
                        a * b + 3 * b + 2.5 * a, Math.abs(a * b) + 3 * Math.abs(b) + 2.5 * Math.abs(a), 4, u),
                "at most 4 ULP of the sum of magnitudes"));
        list.add(new PrecisionFunction(
                "matrix-product",
                "(mat2(a, b, 1.0, 0.5) * mat2(b, a, 2.0, 0.25))[0].y",
                "PRE-10",
                near,
                eleven,
                (a, b) -> b * b + 0.5 * a,
                (a, b, u) -> FunctionIntervals.sum(b * b + 0.5 * a, b * b + 0.5 * Math.abs(a), 2, u),
                "at most 2 ULP of the sum of magnitudes"));
        // The sum of two squares is off by 2 ULP, a part in 2^22 at
        // most, and its root by half of that, before its own error.
        list.add(new PrecisionFunction(
                "length",
                "length(vec2(a, b))",
                "PRE-10",
                near,
                eleven,
                Math::hypot,
                (a, b, u) ->
                        FunctionIntervals.root(Math.hypot(a, b) * (1 - u.ulp(1)), Math.hypot(a, b) * (1 + u.ulp(1)), u),
                "what 1 / inversesqrt(a * a + b * b) may give"));
        return list;
    }

    /** What GLSL ES 1.00 lacks. */
    static PrecisionFunction tanh() {
        return unary(
                "tanh",
                "PRE-14",
                lab -> lab.uniform(-8f, 8f),
                lab -> eleven(lab.uniform(-4f, 4f)),
                Math::tanh,
                FunctionIntervals::quotientOfExponentials,
                "what (exp(a) - exp(-a)) / (exp(a) + exp(-a)) may give");
    }

    /** Rounded to the 11 bits of mediump. */
    private static float eleven(float x) {
        float unit = Math.scalb(1f, Math.getExponent(x) - 10);
        return Math.round(x / unit) * unit;
    }
}
