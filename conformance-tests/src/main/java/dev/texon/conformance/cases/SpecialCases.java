package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.HalfFloat;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Inf, NaN, overflow and subnormals, made by arithmetic. */
public final class SpecialCases implements CaseGroup {
    private static final float INF = Float.POSITIVE_INFINITY;

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.add(arithmetic(
                "infinity/overflow",
                "SPV-1",
                "a * b",
                "Products beyond the largest float are infinite.",
                new float[] {3e38f, -3e38f, 1e20f},
                new float[] {10f, 10f, 1e20f},
                new float[] {INF, -INF, INF}));
        cases.add(arithmetic(
                "infinity/divide-by-zero",
                "SPV-1",
                "a / b",
                "A number divided by zero is an infinity with the sign of both.",
                new float[] {1f, -1f, 1f, -1f},
                new float[] {0f, 0f, -0f, -0f},
                new float[] {INF, -INF, -INF, INF}));
        cases.add(arithmetic(
                "infinity/exp",
                "SPV-1",
                "exp(a)",
                "exp of 89 and more is infinite, of -Inf it is 0.",
                new float[] {89f, 100f, INF, -INF},
                new float[4],
                new float[] {INF, INF, INF, 0f}));
        cases.add(arithmetic(
                "infinity/reciprocal",
                "SPV-1",
                "b / a",
                "1 divided by an infinity is zero.",
                new float[] {INF, -INF},
                new float[] {1f, 1f},
                new float[] {0f, -0f}));
        cases.add(nan("inf-minus-inf", "a - b", INF, INF));
        cases.add(nan("zero-times-inf", "a * b", 0f, INF));
        cases.add(nan("zero-by-zero", "a / b", 0f, 0f));
        cases.add(nan("inf-by-inf", "a / b", INF, INF));
        cases.add(ConformanceCase.of("special/is-nan", "SPV-3")
                .checks("is_nan and is_inf know each kind of value.")
                .requires(Lab.floatInputs())
                .lookAt("fast-math options that assume that there is no NaN")
                .body(SpecialCases::classify));
        cases.add(ConformanceCase.of("special/mix", "SPV-6")
                .checks("mix with a step poisons the arm not taken when it is infinite, and ?: does not.")
                .requires(Lab.floatInputs())
                .lookAt("selection that is compiled to multiplication")
                .body(SpecialCases::mix));
        cases.add(ConformanceCase.of("special/half/overflow", "SPV-5")
                .checks("Half storage keeps 65504 when it is drawn, and 65520 and more become infinite or 65504.")
                .requires(Lab.floatInputs(), Lab.can(TextureFormat.RGBA16F, FormatFeature.RENDER))
                .refusal(trial -> PassCases.refuseTarget(trial, TextureFormat.RGBA16F))
                .lookAt("clamping of what a pass writes")
                .body(SpecialCases::halfOverflow));
        cases.add(ConformanceCase.of("special/half/upload-overflow", "SPV-5")
                .checks("Floats from 65520 on become infinite when they are uploaded to half storage.")
                .requires(Lab.can(TextureFormat.R16F, FormatFeature.SAMPLED))
                .refusal(trial -> trial.expectThrows(dev.texon.gpu.GpuUnsupportedException.class, () -> new Lab(trial)
                        .texture("refused", 1, 1, TextureFormat.R16F)))
                .lookAt("infinities of the upload")
                .body(SpecialCases::halfUploadOverflow));
        cases.add(ConformanceCase.of("special/subnormal/float", "SPV-4")
                .checks("Subnormal floats are kept or flushed to zero, never anything else.")
                .requires(Lab.floatInputs())
                .lookAt("denormal modes of the processor")
                .body(SpecialCases::subnormalFloats));
        cases.add(ConformanceCase.of("special/subnormal/half", "SPV-4")
                .checks("Subnormal halves are kept or flushed to zero, never anything else.")
                .requires(Lab.floatInputs(), Lab.can(TextureFormat.RGBA16F, FormatFeature.RENDER))
                .refusal(trial -> PassCases.refuseTarget(trial, TextureFormat.RGBA16F))
                .lookAt("half conversion of small numbers")
                .body(SpecialCases::subnormalHalves));
        return cases;
    }

    private static ConformanceCase arithmetic(
            String name, String rule, String expression, String checks, float[] a, float[] b, float[] expected) {
        return ConformanceCase.of("special/" + name, rule)
                .checks(checks)
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("clamping of results, and fast-math options")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] actual = lab.evaluate(expression, a, b);
                    for (int i = 0; i < actual.length; i++) {
                        int at = i;
                        // The sign of a zero is not part of the rule.
                        trial.check(
                                actual[i] == expected[i],
                                () -> expression + " with a = " + a[at] + ", b = " + b[at] + " is " + actual[at]
                                        + " instead of " + expected[at] + ".");
                    }
                });
    }

    /** NaN need not be generated, so a missing one is a warning: the numeric check of networks could not rely on it. */
    private static ConformanceCase nan(String name, String expression, float a, float b) {
        return ConformanceCase.of("special/nan/" + name, "SPV-2")
                .checks(expression + " with a = " + a + ", b = " + b + " is NaN.")
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("fast-math options that assume that there is no NaN")
                .body(trial -> {
                    float actual = new Lab(trial).evaluate(expression, new float[] {a}, new float[] {b})[0];
                    trial.measured("NaN generated", Float.isNaN(actual) ? 1 : 0, "of 1");
                    if (!Float.isNaN(actual)) {
                        trial.warn(expression + " with a = " + a + ", b = " + b + " is " + actual
                                + ", not NaN; NaN cannot be relied on to show trouble.");
                    }
                });
    }

    private static void classify(Trial trial) {
        Lab lab = new Lab(trial);
        float[] values = {
            0f, -0f, 1f, -1f, Float.MAX_VALUE, -Float.MAX_VALUE, 0x1p-126f, 0x1p-149f, INF, -INF, Float.NaN
        };
        float[] isNan = new float[values.length];
        float[] isInf = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            isNan[i] = Float.isNaN(values[i]) ? 1f : 0f;
            isInf[i] = Float.isInfinite(values[i]) ? 1f : 0f;
        }
        lab.checkEqual("is_nan", isNan, lab.evaluate("is_nan(a) ? 1.0 : 0.0", values), values.length, 1);
        lab.checkEqual("is_inf", isInf, lab.evaluate("is_inf(a) ? 1.0 : 0.0", values), values.length, 1);
    }

    private static void mix(Trial trial) {
        Lab lab = new Lab(trial);
        float[] infinite = {INF};
        float[] one = {1f};
        float selected = lab.evaluate("b > 0.5 ? b : a", infinite, one)[0];
        trial.check(selected == 1f, () -> "A selection of 1 with an infinite other arm is " + selected + ".");
        float mixed = lab.evaluate("mix(a, b, step(0.5, b))", infinite, one)[0];
        trial.measured("mix with an infinite arm is NaN", Float.isNaN(mixed) ? 1 : 0, "of 1");
    }

    private static void halfOverflow(Trial trial) {
        Lab lab = new Lab(trial);
        float[] values = {65504f, -65504f, 65536f, -1e6f, 65519f};
        float[] kept = PassCases.throughTarget(lab, TextureFormat.RGBA16F, values);
        trial.check(
                kept[0] == 65504f && kept[1] == -65504f,
                () -> "The largest halves come back as " + kept[0] + " and " + kept[1] + ".");
        trial.check(
                kept[2] == INF || kept[2] == HalfFloat.MAX_VALUE,
                () -> "65536 becomes " + kept[2] + "; Inf and 65504 are accepted.");
        trial.check(
                kept[3] == -INF || kept[3] == -HalfFloat.MAX_VALUE,
                () -> "-1e6 becomes " + kept[3] + "; -Inf and -65504 are accepted.");
        trial.check(
                kept[4] == HalfFloat.MAX_VALUE || kept[4] == INF,
                () -> "65519 becomes " + kept[4] + "; 65504 and Inf are accepted.");
        trial.measured("overflow becomes infinite", Float.isInfinite(kept[2]) ? 1 : 0, "of 1");
    }

    private static void halfUploadOverflow(Trial trial) {
        Lab lab = new Lab(trial);
        Texture texture = lab.texture("halves", 4, 1, TextureFormat.R16F);
        texture.upload(65504f, 65520f, -65520f, 1e10f);
        lab.checkEqual("Uploaded halves", new float[] {65504f, INF, -INF, INF}, lab.fetch(texture), 4, 1);
    }

    private static void subnormalFloats(Trial trial) {
        Lab lab = new Lab(trial);
        float[] a = {0x1p-126f, 0x1p-127f, 0x1p-149f, -0x1.8p-130f};
        float[] b = {0.5f, 1f, 1f, 1f};
        keptOrFlushed(
                trial,
                "Multiplication",
                new float[] {0x1p-127f, 0x1p-127f, 0x1p-149f, -0x1.8p-130f},
                lab.evaluate("a * b", a, b));
        float[] c = {0x1.8p-126f, 0x1p-149f, -0x1.8p-126f};
        float[] d = {-0x1p-126f, 0x1p-149f, 0x1p-126f};
        keptOrFlushed(trial, "Addition", new float[] {0x1p-127f, 0x1p-148f, -0x1p-127f}, lab.evaluate("a + b", c, d));
        float[] e = {0x1p-126f, -0x1p-100f};
        float[] f = {2f, 0x1p30f};
        keptOrFlushed(trial, "Division", new float[] {0x1p-127f, -0x1p-130f}, lab.evaluate("a / b", e, f));
    }

    private static void subnormalHalves(Trial trial) {
        Lab lab = new Lab(trial);
        float[] values = {0x1p-15f, 0x1p-24f, -0x1.8p-20f};
        keptOrFlushed(trial, "Half storage", values, PassCases.throughTarget(lab, TextureFormat.RGBA16F, values));
    }

    private static void keptOrFlushed(Trial trial, String what, float[] expected, float[] actual) {
        int kept = 0;
        for (int i = 0; i < expected.length; i++) {
            int at = i;
            trial.check(
                    actual[i] == expected[i] || actual[i] == 0f,
                    () -> what + " turns the subnormal " + expected[at] + " into " + actual[at]
                            + "; itself or 0 is accepted.");
            kept += actual[i] == expected[i] ? 1 : 0;
        }
        trial.measured("subnormals kept: " + what.toLowerCase(Locale.ROOT), kept, "of " + expected.length);
    }
}
