package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.shaders.Shaders;
import java.util.List;

/** Long sums of products, as every dense layer makes them: 4,096 terms in one fragment. */
public final class SumCases implements CaseGroup {
    private static final int SIDE = 64;
    private static final int TERMS = SIDE * SIDE;
    /** Two of a compensated sum, one of the products, and one for what is of second order. */
    static final int COMPENSATED = 4;

    /** Row y in pairs of pairs. */
    private static final String ROW = """
            float two(int x, int y) {
              vec4 t = fetch_inputs(ivec2(x, y));
              vec4 u = fetch_inputs(ivec2(x + 1, y));
              return t.r * t.g + u.r * u.g;
            }
            float eight(int x, int y) { return (two(x, y) + two(x + 2, y)) + (two(x + 4, y) + two(x + 6, y)); }
            float half_row(int x, int y) {
              return (eight(x, y) + eight(x + 8, y)) + (eight(x + 16, y) + eight(x + 24, y));
            }
            float row(int y) { return half_row(0, y) + half_row(32, y); }
            """;

    /**
     * One order of summing.
     *
     * @param factor how many 2⁻²⁴ of the sum of magnitudes are accepted
     * @param functions before main
     * @param loop leaves the sum of r · g over all texels in s
     */
    record Way(String name, String checks, int factor, String functions, String loop) {}

    static List<Way> ways() {
        return List.of(
                new Way(
                        "naive",
                        "A sum of 4,096 products, one after the other, stays within its bound.",
                        TERMS,
                        "",
                        """
                        float s = 0.0;
                        for (int y = 0; y < 64; y++) {
                          for (int x = 0; x < 64; x++) { vec4 t = fetch_inputs(ivec2(x, y)); s += t.r * t.g; }
                        }
                        """),
                new Way(
                        "blocked",
                        "A sum of 64 sums of 64 products stays within its bound, which is 31 times narrower.",
                        2 * SIDE + 1,
                        "",
                        """
                        float s = 0.0;
                        for (int y = 0; y < 64; y++) {
                          float r = 0.0;
                          for (int x = 0; x < 64; x++) { vec4 t = fetch_inputs(ivec2(x, y)); r += t.r * t.g; }
                          s += r;
                        }
                        """),
                new Way(
                        "pairwise",
                        "A sum of 4,096 products in pairs of pairs stays within its bound, which is 315 times narrower.",
                        13,
                        ROW,
                        pairwise()),
                new Way(
                        "kahan",
                        "A compensated sum stays within the bound of the naive one, and is a warning where it is no better.",
                        TERMS,
                        "",
                        """
                        float s = 0.0;
                        float c = 0.0;
                        for (int y = 0; y < 64; y++) {
                          for (int x = 0; x < 64; x++) {
                            vec4 p = fetch_inputs(ivec2(x, y));
                            float v = p.r * p.g - c;
                            float t = s + v;
                            c = (t - s) - v;
                            s = t;
                          }
                        }
                        """));
    }

    /** Rows meet as in a binary counter: a sum waits on each level for its like. */
    private static String pairwise() {
        StringBuilder loop = new StringBuilder("float s = 0.0;\n");
        StringBuilder ends = new StringBuilder();
        for (int level = 0; level < 6; level++) {
            loop.append("float waiting$ = 0.0; bool waits$ = false;\n".replace("$", "" + level));
        }
        loop.append("for (int y = 0; y < 64; y++) {\n  s = row(y);\n");
        for (int level = 0; level < 6; level++) {
            loop.append("  if (!waits$) { waiting$ = s; waits$ = true; } else { waits$ = false; s = waiting$ + s;\n"
                    .replace("$", "" + level));
            ends.append(" }");
        }
        return loop.append(ends).append("\n}\n").toString();
    }

    @Override
    public List<ConformanceCase> cases() {
        return ways().stream().map(SumCases::sum).toList();
    }

    /** Pairs of factors in r and g; products are positive for the most part, so that the sum grows and small ones lose their bits. */
    static float[] terms(Lab lab) {
        float[] texels = new float[4 * TERMS];
        for (int i = 0; i < texels.length; i += 4) {
            texels[i] = lab.uniform(-0.1f, 1f);
            texels[i + 1] = lab.uniform(0.5f, 1.5f);
        }
        return texels;
    }

    /** A product of two floats is exact in a double, and a sum of 4,096 of them is off by 2⁻⁴¹ at most. */
    static double exact(float[] texels) {
        double sum = 0;
        for (int i = 0; i < texels.length; i += 4) {
            sum += (double) texels[i] * texels[i + 1];
        }
        return sum;
    }

    static double magnitudes(float[] texels) {
        double sum = 0;
        for (int i = 0; i < texels.length; i += 4) {
            sum += Math.abs((double) texels[i] * texels[i + 1]);
        }
        return sum;
    }

    private static ConformanceCase sum(Way way) {
        return ConformanceCase.of("precision/sum/" + way.name(), "PRE-13")
                .checks(way.checks())
                .requires(new Requirement.Highp(), Lab.floatInputs())
                .lookAt("sums in fewer bits, and compilers that simplify (t - s) - v to zero")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    float[] texels = terms(lab);
                    double exact = exact(texels);
                    double unit = 0x1p-24 * magnitudes(texels);
                    double error = Math.abs(compute(lab, texels, way) - exact);
                    double accepted = way.factor() * unit;
                    trial.measured("error", error / unit, "of 2⁻²⁴ of the sum of magnitudes", accepted(way));
                    trial.check(
                            error <= accepted,
                            () -> "The sum of " + TERMS + " products is off by " + error + " of " + exact
                                    + "; accepted is " + accepted + ".");
                    if (way.name().equals("kahan") && error > COMPENSATED * unit) {
                        trial.warn("The compensated sum is off by " + error / unit + " of 2⁻²⁴ of the sum of magnitudes"
                                + " instead of at most " + COMPENSATED
                                + ": the compiler takes (t - s) - v for zero, so compensation cannot be relied on.");
                    }
                });
    }

    private static String accepted(Way way) {
        return "at most " + way.factor()
                + (way.name().equals("kahan") ? ", without a warning at most " + COMPENSATED : "");
    }

    private static float compute(Lab lab, float[] texels, Way way) {
        Texture inputs = lab.texture("factors", SIDE, SIDE, TextureFormat.RGBA32F);
        inputs.upload(texels);
        Program program = lab.program(ProgramDescriptor.builder("sum")
                .texels("inputs")
                .output("bytes")
                .functions(Shaders.functions("pack_float"))
                .functions(way.functions())
                .source("void main() {\n" + way.loop() + "bytes = pack_float(s);\n}\n"));
        return Lab.bytesToFloats(lab.draw(program, inputs, 1, 1))[0];
    }
}
