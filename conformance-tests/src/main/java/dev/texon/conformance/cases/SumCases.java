package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.shaders.Shaders;
import java.util.List;

/** Long sums, as every dense layer makes them: 4,096 terms in one fragment. */
public final class SumCases implements CaseGroup {
    private static final int SIDE = 64;
    private static final int TERMS = SIDE * SIDE;

    @Override
    public List<ConformanceCase> cases() {
        return List.of(
                sum("naive", "A sum of 4,096 terms, one after the other, stays within its bound.", TERMS, """
                        float s = 0.0;
                        for (int y = 0; y < 64; y++) {
                          for (int x = 0; x < 64; x++) { s += fetch_inputs(ivec2(x, y)).r; }
                        }
                        """),
                sum(
                        "blocked",
                        "A sum of 64 sums of 64 terms stays within its bound, which is 32 times narrower.",
                        2 * SIDE,
                        """
                        float s = 0.0;
                        for (int y = 0; y < 64; y++) {
                          float row = 0.0;
                          for (int x = 0; x < 64; x++) { row += fetch_inputs(ivec2(x, y)).r; }
                          s += row;
                        }
                        """),
                sum(
                        "kahan",
                        "A compensated sum stays within the bound of the naive one, and is a warning where it is no better.",
                        TERMS,
                        """
                        float s = 0.0;
                        float c = 0.0;
                        for (int y = 0; y < 64; y++) {
                          for (int x = 0; x < 64; x++) {
                            float v = fetch_inputs(ivec2(x, y)).r - c;
                            float t = s + v;
                            c = (t - s) - v;
                            s = t;
                          }
                        }
                        """));
    }

    /** @param factor how many 2⁻²⁴ of the sum of magnitudes are accepted */
    private static ConformanceCase sum(String name, String checks, int factor, String loop) {
        return ConformanceCase.of("precision/sum/" + name, "PRE-13")
                .checks(checks)
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("sums in fewer bits, and compilers that simplify (t - s) - v to zero")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] texels = new float[4 * TERMS];
                    double exact = 0;
                    double magnitudes = 0;
                    for (int i = 0; i < TERMS; i++) {
                        // Positive for the most part, so that the sum grows and small terms lose their bits.
                        texels[4 * i] = lab.uniform(-0.1f, 1f);
                        exact += texels[4 * i];
                        magnitudes += Math.abs(texels[4 * i]);
                    }
                    double error = Math.abs(compute(lab, texels, loop) - exact);
                    double accepted = factor * 0x1p-24 * magnitudes;
                    double sum = exact;
                    trial.measured(
                            "error",
                            error / (0x1p-24 * magnitudes),
                            "of 2⁻²⁴ of the sum of magnitudes",
                            "at most " + factor);
                    trial.check(
                            error <= accepted,
                            () -> "The sum of " + TERMS + " terms is off by " + error + " of " + sum + "; accepted is "
                                    + accepted + ".");
                    // What is left of a compensated sum is the rounding of its result.
                    if (name.equals("kahan") && error > 2 * Interval.ulp(exact)) {
                        warnUncompensated(trial, error, exact);
                    }
                });
    }

    private static void warnUncompensated(Trial trial, double error, double exact) {
        trial.warn(
                "The compensated sum is off by " + error / Interval.ulp(exact)
                        + " ULP instead of at most 2: the compiler takes (t - s) - v for zero, so compensation cannot be relied on.");
    }

    private static float compute(Lab lab, float[] texels, String loop) {
        Texture inputs = lab.texture("terms", SIDE, SIDE, TextureFormat.RGBA32F);
        inputs.upload(texels);
        Program program = lab.program(ProgramDescriptor.builder("sum")
                .texels("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .source("void main() {\n" + loop + "bytes = pack_float(s);\n}\n"));
        return Lab.bytesToFloats(lab.draw(program, inputs, 1, 1))[0];
    }
}
