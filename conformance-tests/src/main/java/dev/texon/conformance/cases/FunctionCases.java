package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.Precision;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.shaders.Shaders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Functions of whose precision GLSL ES says nothing, functions that round, and derivatives. */
public final class FunctionCases implements CaseGroup {
    private static final int COUNT = 4096;
    private static final Requirement NEW_WORDS = new Requirement.OfFeature(Feature.FLOAT_BITS);

    /** The error of atan in ULP that Vulkan accepts ("Precision and Operation of SPIR-V Instructions"). */
    private static final double ATAN_ULPS = 4096;

    /** Beyond it a function is none: what dEQP accepts of sin and cos in mediump. */
    private static final double COARSEST = 0x1p-7;

    /**
     * A function whose precision is open.
     *
     * @param low smallest a
     * @param high largest a
     * @param fine the error, in ULP of a result, from which on the case warns
     * @param everywhere whether GLSL ES 1.00 has it, too
     */
    private record Open(
            String name,
            String expression,
            float low,
            float high,
            DoubleBinaryOperator exact,
            Fine fine,
            String limit,
            boolean everywhere) {}

    /** The accepted absolute error, before the result is rounded, given the inputs and the exact result. */
    private interface Fine {
        double error(double a, double b, double exact);
    }

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Open function : open()) {
            cases.add(open(function));
        }
        cases.add(rounds("ceil", true));
        cases.add(rounds("trunc", false));
        cases.add(rounds("round", false));
        cases.add(rounds("roundEven", false));
        cases.add(newWords(ConformanceCase.of("precision/derivatives", "PRE-17"), "dFdx(a)")
                .checks("dFdx, dFdy and fwidth of a plane are its steps, and of a parabola one of the two differences.")
                .lookAt("differences over more than one fragment, and their sign along y")
                .body(FunctionCases::derivatives));
        return cases;
    }

    private static List<Open> open() {
        Fine atan = (a, b, y) -> ATAN_ULPS * Interval.ulp(y);
        String atanLimit = "at most 4096 ULP";
        return List.of(
                // The quotient of sin and cos, each off by 2^-11, and 2.5 ULP.
                new Open(
                        "tan",
                        "tan(a)",
                        -1.4f,
                        1.4f,
                        (a, b) -> Math.tan(a),
                        (a, b, y) -> 0x1p-11 * (1 + Math.abs(y)) / (Math.cos(a) - 0x1p-11) + 3 * Interval.ulp(y),
                        "what sin(a) / cos(a) may give",
                        true),
                new Open("atan", "atan(a)", -30f, 30f, (a, b) -> Math.atan(a), atan, atanLimit, true),
                new Open("atan2", "atan(a, b)", -30f, 30f, Math::atan2, atan, atanLimit, true),
                new Open(
                        "asin",
                        "asin(a)",
                        -0.99f,
                        0.99f,
                        (a, b) -> Math.asin(a),
                        FunctionCases::arc,
                        "what atan(a, sqrt(1 - a * a)) may give",
                        true),
                new Open(
                        "acos",
                        "acos(a)",
                        -0.99f,
                        0.99f,
                        (a, b) -> Math.acos(a),
                        FunctionCases::arc,
                        "what atan(sqrt(1 - a * a), a) may give",
                        true),
                // Half of the sum or difference of two exponentials, and its rounding.
                new Open(
                        "sinh",
                        "sinh(a)",
                        -20f,
                        20f,
                        (a, b) -> Math.sinh(a),
                        FunctionCases::exponentials,
                        "what (exp(a) - exp(-a)) / 2 may give",
                        false),
                new Open(
                        "cosh",
                        "cosh(a)",
                        -20f,
                        20f,
                        (a, b) -> Math.cosh(a),
                        FunctionCases::exponentials,
                        "what (exp(a) + exp(-a)) / 2 may give",
                        false),
                new Open(
                        "asinh",
                        "asinh(a)",
                        -30f,
                        30f,
                        (a, b) -> asinh(a),
                        (a, b, y) -> logarithmOfSum(a, Math.sqrt(a * a + 1), y),
                        "what log(a + sqrt(a * a + 1)) may give",
                        false),
                new Open(
                        "acosh",
                        "acosh(a)",
                        1.01f,
                        30f,
                        (a, b) -> Math.log(a + Math.sqrt(a * a - 1)),
                        (a, b, y) -> logarithmOfSum(a, Math.sqrt(a * a - 1), y),
                        "what log(a + sqrt(a * a - 1)) may give",
                        false),
                new Open(
                        "atanh",
                        "atanh(a)",
                        -0.99f,
                        0.99f,
                        (a, b) -> (Math.log1p(a) - Math.log1p(-a)) / 2,
                        FunctionCases::logarithmOfQuotient,
                        "what log((1 + a) / (1 - a)) / 2 may give",
                        false));
    }

    /**
     * By atan of a root. 1 − a² is off by 2 steps of 1 at most, its root r by that over 2r, and by 5 ULP of its own; the angle moves by as
     * much, and atan adds its 4096 ULP.
     */
    private static double arc(double a, double b, double exact) {
        double root = Math.sqrt(1 - a * a);
        return 2 * 0x1p-23 / (2 * root) + 5 * Interval.ulp(root) + ATAN_ULPS * Interval.ulp(exact);
    }

    private static double exponentials(double a, double b, double exact) {
        double error = (3 + 2 * Math.abs(a)) * (Interval.ulp(Math.exp(a)) + Interval.ulp(Math.exp(-a)));
        return error / 2 + Interval.ulp(exact);
    }

    /** Of the magnitude first: near 0 and below it the sum of the textbook's formula cancels, also in double precision. */
    private static double asinh(double a) {
        double x = Math.abs(a);
        return Math.copySign(Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1))), a);
    }

    /**
     * log(a + r) with a root r of a² ± 1. The number below the root is off by 2 steps of the larger of r² and a² at most, the root by
     * that over 2r, and by 5 ULP of its own (PRE-5), the sum by as much and one rounding.
     */
    private static double logarithmOfSum(double a, double root, double exact) {
        double rootError = 2 * Interval.ulp(Math.max(root * root, a * a)) / (2 * root) + 5 * Interval.ulp(root);
        double sum = a + root;
        return logarithm(sum, rootError + Interval.ulp(Math.abs(sum) + rootError), exact);
    }

    /** log((1 + a) / (1 − a)) / 2: one rounding of the sum and one of the difference, 2.5 ULP of the quotient (PRE-2). */
    private static double logarithmOfQuotient(double a, double b, double exact) {
        double quotient = (1 + a) / (1 - a);
        return logarithm(quotient, 2 * 0x1p-23 * quotient + 2.5 * Interval.ulp(quotient), 2 * exact) / 2;
    }

    /** log of a number that is off by an error, which moves it by the error over the number; and the error of log itself (PRE-4). */
    private static double logarithm(double number, double error, double exact) {
        return error / (number - error) + Math.max(3 * Interval.ulp(exact), 0x1p-21);
    }

    /** Requires the words of GLSL ES 3.00; without them the expression does not compile. */
    private static ConformanceCase.Builder newWords(ConformanceCase.Builder builder, String expression) {
        return builder.requires(NEW_WORDS, Lab.floatInputs()).refusal(trial -> Lab.refuseNewWords(trial, expression));
    }

    private static ConformanceCase open(Open function) {
        ConformanceCase.Builder builder = ConformanceCase.of("precision/open/" + function.name(), "PRE-16");
        if (function.everywhere()) {
            builder.requires(Lab.floatInputs());
        } else {
            newWords(builder, function.expression());
        }
        return builder.requires(new Requirement.Highp())
                .checks(function.expression() + " of " + COUNT
                        + " inputs is that function to 7 bits, and, or it is a warning, as exact as in Vulkan.")
                .lookAt("approximations of the driver's compiler, and quadrants")
                .body(trial -> judge(trial, function));
    }

    private static void judge(Trial trial, Open function) {
        Lab lab = new Lab(trial);
        float[] a = new float[COUNT];
        float[] b = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            a[i] = lab.uniform(function.low(), function.high());
            b[i] = lab.uniform(function.low(), function.high());
        }
        float[] actual = lab.evaluate(function.expression(), a, b);
        double worst = 0;
        int beyond = 0;
        int first = -1;
        for (int i = 0; i < COUNT; i++) {
            int at = i;
            double exact = function.exact().applyAsDouble(a[i], b[i]);
            double error = Math.abs(actual[i] - exact);
            double coarsest = COARSEST * Math.max(1, Math.abs(exact));
            trial.check(
                    error <= coarsest,
                    () -> function.expression() + " with a = " + a[at] + ", b = " + b[at] + " is " + actual[at]
                            + " instead of " + exact + ", off by " + error + "; accepted is " + coarsest + ".");
            worst = Math.max(worst, error / Interval.ulp(exact));
            Interval fine = Interval.absolute(exact, function.fine().error(a[i], b[i], exact));
            if (!fine.accepts(actual[i])) {
                beyond++;
                first = first < 0 ? i : first;
            }
        }
        trial.measured("worst error", worst, "ULP", function.limit() + ", or a warning");
        if (beyond > 0) {
            trial.warn(function.expression() + " is coarser than Vulkan accepts for " + beyond + " of " + COUNT
                    + " inputs, for example a = " + a[first] + ", b = " + b[first] + ", which give " + actual[first]
                    + " instead of " + function.exact().applyAsDouble(a[first], b[first]) + ".");
        }
    }

    /** Halves are among the inputs: round may go either way there, roundEven to the even side. */
    private static ConformanceCase rounds(String name, boolean everywhere) {
        ConformanceCase.Builder builder = ConformanceCase.of("precision/" + name + "/highp", "PRE-11");
        if (everywhere) {
            builder.requires(Lab.floatInputs());
        } else {
            newWords(builder, name + "(a)");
        }
        return builder.requires(new Requirement.Highp())
                .checks(name + "(a) of " + COUNT + " inputs, halves among them, is exact.")
                .lookAt("rounding by adding a half")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] a = new float[COUNT];
                    for (int i = 0; i < COUNT; i++) {
                        float x = lab.uniform(-100f, 100f);
                        a[i] = i % 4 == 0
                                ? Math.round(2 * x) / 2f
                                : i % 4 == 1 ? Math.nextDown((float) Math.rint(x)) : x;
                    }
                    float[] actual = lab.evaluate(name + "(a)", a);
                    for (int i = 0; i < COUNT; i++) {
                        int at = i;
                        double right =
                                switch (name) {
                                    case "ceil" -> Math.ceil(a[i]);
                                    case "trunc" -> a[i] < 0 ? Math.ceil(a[i]) : Math.floor(a[i]);
                                    default -> Math.rint(a[i]);
                                };
                        boolean half = name.equals("round") && a[i] - Math.floor(a[i]) == 0.5;
                        trial.check(
                                actual[i] == right || (half && Math.abs(actual[i] - a[at]) == 0.5),
                                () -> name + "(" + a[at] + ") is " + actual[at] + " instead of " + right + ".");
                    }
                });
    }

    /** Of whole numbers, so that differences are exact. GLSL ES 3.00.6, 8.9 leaves open which neighbour is taken. */
    private static void derivatives(Trial trial) {
        int side = 9;
        Lab lab = new Lab(trial);
        String[] names = {"dFdx(plane)", "dFdy(plane)", "fwidth(plane)", "dFdx(p.x * p.x)", "dFdy(p.y * p.y)"};
        for (String name : names) {
            Program program = lab.program(ProgramDescriptor.builder(name)
                    .output("bytes")
                    .precision(Precision.HIGHP)
                    .functions(Shaders.functions("pack_float"))
                    .source("""
                            void main() {
                              vec2 p = vec2(fragment());
                              float plane = 3.0 * p.x - 5.0 * p.y;
                              bytes = pack_float(EXPRESSION);
                            }
                            """.replace("EXPRESSION", name)));
            dev.texon.gpu.Texture bytes = lab.texture("bytes", side, side, TextureFormat.RGBA8);
            trial.device().pass(program).target(bytes).draw();
            float[] actual = Lab.bytesToFloats(bytes.read());
            for (int i = 0; i < actual.length; i++) {
                int x = i % side;
                int y = i / side;
                // Between this fragment and the one before, or the one after.
                int before =
                        switch (name) {
                            case "dFdx(plane)" -> 3;
                            case "dFdy(plane)" -> -5;
                            case "fwidth(plane)" -> 8;
                            case "dFdx(p.x * p.x)" -> 2 * x - 1;
                            default -> 2 * y - 1;
                        };
                int after = name.contains("plane") ? before : before + 2;
                float found = actual[i];
                trial.check(
                        found == before || found == after,
                        () -> name + " at (" + x + ", " + y + ") is " + found + "; accepted are " + before + " and "
                                + after + ".");
            }
        }
    }
}
