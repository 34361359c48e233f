package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Arithmetic and functions in highp and mediump, against the intervals of GLSL ES 3.00, section 4.5.1. In mediump the same numbers of
 * ULP hold, of a type with the least relative precision that the specification allows; inputs have its 11 bits.
 */
public final class PrecisionCases implements CaseGroup {
    private static final int COUNT = 4096;

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (PrecisionFunction function : PrecisionFunctions.everywhere()) {
            cases.add(highp(function));
            cases.add(mediump(function));
        }
        cases.add(tanh(Unit.HIGHP, new Requirement.Highp()));
        cases.add(tanh(Unit.MEDIUMP));
        return cases;
    }

    private static ConformanceCase highp(PrecisionFunction function) {
        return ConformanceCase.of("precision/" + function.name() + "/highp", function.rule())
                .checks(function.expression() + " of " + COUNT + " highp inputs lies within the specified interval.")
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("fast-math options of the driver's compiler, and approximations of the hardware")
                .body(trial -> run(trial, function, Unit.HIGHP, function.high()));
    }

    private static ConformanceCase mediump(PrecisionFunction function) {
        return ConformanceCase.of("precision/" + function.name() + "/mediump", function.rule())
                .checks(function.expression() + " of " + COUNT + " mediump inputs lies within the specified interval.")
                .requires(Lab.floatInputs())
                .lookAt("a mediump with fewer than 11 bits, or intermediate results that are rounded once too often")
                .body(trial -> run(trial, function, Unit.MEDIUMP, function.medium()));
    }

    private static void run(Trial trial, PrecisionFunction function, Unit unit, PrecisionFunction.Draw draw) {
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
        judge(trial, function, unit, a, b, lab.evaluate(function.expression(), "", unit.precision(), a, b));
    }

    private static void judge(
            Trial trial, PrecisionFunction function, Unit unit, float[] a, float[] b, float[] actual) {
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
        PrecisionFunction function = PrecisionFunctions.tanh();
        String precision = unit.name().toLowerCase(Locale.ROOT);
        return ConformanceCase.of("precision/tanh/" + precision, function.rule())
                .checks("tanh(a) of " + COUNT + " " + precision + " inputs lies within the interval that it inherits.")
                .requires(new Requirement.OfFeature(Feature.FLOAT_BITS), Lab.floatInputs())
                .requires(requirements)
                .refusal(trial -> Lab.refuseNewWords(trial, "tanh(a)"))
                .lookAt("fast-math options of the driver's compiler, and approximations of the hardware")
                .body(trial -> run(trial, function, unit, unit == Unit.HIGHP ? function.high() : function.medium()));
    }
}
