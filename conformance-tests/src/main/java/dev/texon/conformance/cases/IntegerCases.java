package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.gpu.Feature;
import dev.texon.gpu.Precision;
import java.util.ArrayList;
import java.util.List;

/** Integers: of 32 bits where the language has them, and the small ones of every dialect. */
public final class IntegerCases implements CaseGroup {
    private static final int COUNT = 4096;

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (IntFunction function : functions()) {
            cases.add(integers(function));
        }
        cases.add(smallIntegers("highp", 255, 1 << 16));
        cases.add(smallIntegers("mediump", 30, 1 << 10));
        return cases;
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

    static List<IntFunction> functions() {
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
                .refusal(trial -> Lab.refuseNewWords(trial, "float(" + expression + " & " + mask + ")"))
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
