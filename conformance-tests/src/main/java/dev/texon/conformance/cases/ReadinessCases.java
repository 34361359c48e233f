package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.Pass;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.shaders.Shaders;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of training a small network on the adapter, against its reference in double precision: a dense layer of 16 to 8 with
 * sigmoid, one of 8 to 4 with softmax, the gradient of the cross-entropy, and the update of the last weights.
 */
public final class ReadinessCases implements CaseGroup {
    private static final int INPUTS = 16;
    private static final int HIDDEN = 8;
    private static final int CLASSES = 4;
    private static final double RATE = 0.125;
    /** Rounding of one operation: correctly rounded, in an unspecified mode. */
    private static final double EPS = 0x1p-23;

    private static final String DENSE = """
            void main() {
              int row = fragment().x;
              float s = fetch_bias(ivec2(row, 0)).r;
              for (int i = 0; i < SIZE; i++) { s += fetch_weights(ivec2(i, row)).r * fetch_inputs(ivec2(i, 0)).r; }
              y = vec4(ACTIVATION);
            }
            """;
    private static final String SOFTMAX = """
            void main() {
              float m = fetch_inputs(ivec2(0, 0)).r;
              for (int i = 1; i < SIZE; i++) { m = max(m, fetch_inputs(ivec2(i, 0)).r); }
              float sum = 0.0;
              for (int i = 0; i < SIZE; i++) { sum += exp(fetch_inputs(ivec2(i, 0)).r - m); }
              y = vec4(exp(fetch_inputs(ivec2(fragment().x, 0)).r - m) / sum);
            }
            """;
    private static final String GRADIENT = "void main() { y = fetch_p(fragment()) - fetch_t(fragment()); }";
    private static final String UPDATE = """
            void main() {
              ivec2 at = fragment();
              y = vec4(fetch_w(at).r - 0.125 * fetch_g(ivec2(at.y, 0)).r * fetch_h(ivec2(at.x, 0)).r);
            }
            """;

    /** Values of one stage: what the adapter gives, the reference, and how far off it may be. */
    private static final class Stage {
        private final String name;
        private final float[] actual;
        private final double[] expected;
        private final double[] accepted;

        Stage(String name, float[] actual, double[] expected, double[] accepted) {
            this.name = name;
            this.actual = actual;
            this.expected = expected;
            this.accepted = accepted;
        }
    }

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (TextureFormat format : List.of(TextureFormat.RGBA32F, TextureFormat.RGBA16F)) {
            String storage = format.elementType().shortName();
            for (String stage : List.of("dense", "logits", "softmax", "gradient", "update")) {
                cases.add(ConformanceCase.of("readiness/" + stage + "/" + storage, "RDY-1")
                        .checks("In " + storage + " storage the " + stage
                                + " of a training step equals the double reference within rounding.")
                        .requires(new Requirement.Highp(), Lab.can(format, FormatFeature.RENDER))
                        .refusal(trial -> PassCases.refuseTarget(trial, format))
                        .lookAt("the precision group, which names the operation that is off")
                        .body(trial -> judge(trial, step(trial, format), stage)));
            }
        }
        return cases;
    }

    private static void judge(Trial trial, List<Stage> stages, String name) {
        Stage stage =
                stages.stream().filter(one -> one.name.equals(name)).findFirst().orElseThrow();
        double worst = 0;
        double worstShare = 0;
        for (int i = 0; i < stage.expected.length; i++) {
            double error = Math.abs(stage.actual[i] - stage.expected[i]);
            int at = i;
            trial.check(
                    error <= stage.accepted[i],
                    () -> name + "[" + at + "] is " + stage.actual[at] + " instead of " + stage.expected[at]
                            + ", off by " + error + "; accepted is " + stage.accepted[at] + ".");
            worst = Math.max(worst, error);
            worstShare = Math.max(worstShare, error / stage.accepted[i]);
        }
        trial.measured("worst error", worst, "absolute");
        trial.measured("largest share of the accepted error", 100 * worstShare, "%", "at most 100 %");
    }

    private static List<Stage> step(Trial trial, TextureFormat format) {
        Lab lab = new Lab(trial);
        // What one store may change, relatively: one ULP of the format, since the rounding mode is not specified.
        double store = format.elementType().step(0);
        float[] x = random(lab, format, INPUTS);
        float[] w1 = random(lab, format, INPUTS * HIDDEN);
        float[] b1 = random(lab, format, HIDDEN);
        float[] w2 = random(lab, format, HIDDEN * CLASSES);
        float[] b2 = random(lab, format, CLASSES);
        float[] t = {0f, 1f, 0f, 0f};
        Texture tx = upload(lab, format, x, INPUTS);
        Texture tw2 = upload(lab, format, w2, HIDDEN);
        Texture th = dense(
                lab,
                trial,
                format,
                tx,
                upload(lab, format, w1, INPUTS),
                upload(lab, format, b1, HIDDEN),
                INPUTS,
                HIDDEN,
                "sigmoid(s)");
        Texture tz = dense(lab, trial, format, th, tw2, upload(lab, format, b2, CLASSES), HIDDEN, CLASSES, "s");
        Texture tp = target(lab, format, CLASSES, 1);
        trial.device()
                .pass(lab.program(ProgramDescriptor.builder("softmax")
                        .texels("inputs")
                        .constant("SIZE", CLASSES)
                        .output("y")
                        .source(SOFTMAX)))
                .input("inputs", tz)
                .target(tp)
                .draw();
        Texture tg = target(lab, format, CLASSES, 1);
        trial.device()
                .pass(lab.program(ProgramDescriptor.builder("gradient")
                        .texels("p")
                        .texels("t")
                        .output("y")
                        .source(GRADIENT)))
                .input("p", tp)
                .input("t", upload(lab, format, t, CLASSES))
                .target(tg)
                .draw();
        Texture tu = target(lab, format, HIDDEN, CLASSES);
        trial.device()
                .pass(lab.program(ProgramDescriptor.builder("update")
                        .texels("w")
                        .texels("g")
                        .texels("h")
                        .output("y")
                        .source(UPDATE)))
                .input("w", tw2)
                .input("g", tg)
                .input("h", th)
                .target(tu)
                .draw();

        List<Stage> stages = new ArrayList<>();
        double[] h = new double[HIDDEN];
        double[] dh = new double[HIDDEN];
        for (int r = 0; r < HIDDEN; r++) {
            double s = b1[r];
            double magnitudes = Math.abs(b1[r]);
            for (int i = 0; i < INPUTS; i++) {
                s += (double) w1[r * INPUTS + i] * x[i];
                magnitudes += Math.abs((double) w1[r * INPUTS + i] * x[i]);
            }
            h[r] = 1 / (1 + Math.exp(-s));
            // The sigmoid's derivative is at most 1/4; its own error is that of rule SPV-7.
            dh[r] = 0.25 * (INPUTS + 1) * EPS * magnitudes + 0x1p-20 + store * h[r];
        }
        stages.add(new Stage("dense", first(lab.fetch(th)), h, dh));
        double[] z = new double[CLASSES];
        double[] dz = new double[CLASSES];
        double worstZ = 0;
        for (int r = 0; r < CLASSES; r++) {
            z[r] = b2[r];
            double magnitudes = Math.abs(b2[r]);
            for (int i = 0; i < HIDDEN; i++) {
                double w = w2[r * HIDDEN + i];
                z[r] += w * h[i];
                magnitudes += Math.abs(w) * h[i];
                dz[r] += Math.abs(w) * dh[i];
            }
            dz[r] += (HIDDEN + 1) * EPS * magnitudes + store * (Math.abs(z[r]) + dz[r]);
            worstZ = Math.max(worstZ, dz[r]);
        }
        stages.add(new Stage("logits", first(lab.fetch(tz)), z, dz));
        double[] p = new double[CLASSES];
        double[] dp = new double[CLASSES];
        double highest = Math.max(Math.max(z[0], z[1]), Math.max(z[2], z[3]));
        double lowest = Math.min(Math.min(z[0], z[1]), Math.min(z[2], z[3]));
        double sum = 0;
        for (int r = 0; r < CLASSES; r++) {
            p[r] = Math.exp(z[r] - highest);
            sum += p[r];
        }
        for (int r = 0; r < CLASSES; r++) {
            p[r] /= sum;
            // Logits off by d change p by a factor of at most exp(2d); two
            // exponentials of (3 + 2|x|) ULP, 4 sums, one quotient.
            double arithmetic = (2 * (3 + 2 * (highest - lowest)) + CLASSES + 2.5) * EPS;
            dp[r] = p[r] * (Math.expm1(2 * worstZ) + arithmetic + store) * 1.01;
        }
        stages.add(new Stage("softmax", first(lab.fetch(tp)), p, dp));
        double[] g = new double[CLASSES];
        double[] dg = new double[CLASSES];
        for (int r = 0; r < CLASSES; r++) {
            g[r] = p[r] - t[r];
            dg[r] = dp[r] + (EPS + store) * (Math.abs(g[r]) + dp[r]);
        }
        stages.add(new Stage("gradient", first(lab.fetch(tg)), g, dg));
        double[] u = new double[HIDDEN * CLASSES];
        double[] du = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            int row = i / HIDDEN;
            int column = i - row * HIDDEN;
            double step = RATE * g[row] * h[column];
            u[i] = w2[i] - step;
            double dStep = RATE * (Math.abs(g[row]) * dh[column] + (h[column] + dh[column]) * dg[row]);
            du[i] = dStep + 3 * EPS * (Math.abs(w2[i]) + Math.abs(step)) + store * (Math.abs(u[i]) + dStep);
        }
        stages.add(new Stage("update", first(lab.fetch(tu)), u, du));
        return stages;
    }

    private static Texture dense(
            Lab lab,
            Trial trial,
            TextureFormat format,
            Texture inputs,
            Texture weights,
            Texture bias,
            int size,
            int outputs,
            String activation) {
        Texture target = target(lab, format, outputs, 1);
        Pass pass = trial.device()
                .pass(lab.program(ProgramDescriptor.builder("dense")
                        .texels("inputs")
                        .texels("weights")
                        .texels("bias")
                        .constant("SIZE", size)
                        .output("y")
                        .functions(Shaders.functions("activations"))
                        .source(DENSE.replace("ACTIVATION", activation))));
        pass.input("inputs", inputs)
                .input("weights", weights)
                .input("bias", bias)
                .target(target)
                .draw();
        return target;
    }

    private static Texture target(Lab lab, TextureFormat format, int width, int height) {
        return lab.texture("stage", width, height, format);
    }

    /** One number a texel, in the first channel. */
    private static Texture upload(Lab lab, TextureFormat format, float[] values, int width) {
        float[] texels = new float[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            texels[4 * i] = values[i];
        }
        Texture texture = lab.texture("parameters", width, values.length / width, format);
        texture.upload(texels);
        return texture;
    }

    private static float[] first(float[] texels) {
        float[] values = new float[texels.length / 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = texels[4 * i];
        }
        return values;
    }

    /** Numbers that the storage keeps exactly, so that the reference starts from the same. */
    private static float[] random(Lab lab, TextureFormat format, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = lab.uniform(-1f, 1f);
        }
        ByteBuffer stored = ByteBuffer.allocate(count * format.elementType().bytes());
        format.elementType().encode(FloatBuffer.wrap(values), stored);
        format.elementType().decode(stored.flip(), FloatBuffer.wrap(values));
        return values;
    }
}
