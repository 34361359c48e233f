package dev.texon.conformance.cases;

import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.gpu.Precision;
import java.util.List;
import java.util.function.IntBinaryOperator;

/**
 * A function of the kernel language and the same function in Java, of whole numbers. All sums and products stay below 2²⁴, where floats
 * are exact by PRE-1, so that there is one right result.
 *
 * @param id of the case
 * @param rule that the case cites
 * @param checks what the case checks, in one sentence
 * @param hint what to look at when it fails
 * @param source functions in the dialect, among them {@code float f(float a, float b)}
 * @param exact what f gives
 */
record WholeKernel(String id, String rule, String checks, String hint, String source, IntBinaryOperator exact) {
    /** Inputs a from −8 to 8, and b from 0 to 9, in all pairs. */
    private static final int LEAST = -8;

    private static final int COLUMNS = 17;
    private static final int ROWS = 10;

    ConformanceCase inEveryDialect() {
        return asCase(List.of());
    }

    /** For what a dialect may lack; a kernel that compiles nevertheless is no fault. */
    ConformanceCase where(Requirement requirement) {
        return asCase(List.of(requirement));
    }

    private ConformanceCase asCase(List<Requirement> requirements) {
        return ConformanceCase.of(id, rule)
                .checks(checks)
                .requires(Lab.floatInputs())
                .requires(requirements.toArray(Requirement[]::new))
                .lookAt(hint)
                .body(trial -> {
                    float[] a = new float[COLUMNS * ROWS];
                    float[] b = new float[COLUMNS * ROWS];
                    float[] expected = new float[COLUMNS * ROWS];
                    for (int i = 0; i < expected.length; i++) {
                        int x = LEAST + i % COLUMNS;
                        int y = i / COLUMNS;
                        a[i] = x;
                        b[i] = y;
                        expected[i] = exact.applyAsInt(x, y);
                    }
                    float[] actual = new Lab(trial).evaluate("f(a, b)", source, Precision.HIGHP, a, b);
                    for (int i = 0; i < expected.length; i++) {
                        int at = i;
                        trial.check(
                                actual[i] == expected[i],
                                () -> "f(" + a[at] + ", " + b[at] + ") is " + actual[at] + " instead of " + expected[at]
                                        + ".");
                    }
                });
    }
}
