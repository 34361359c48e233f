package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Blend;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Blending that keeps the smaller or the larger value, by which passes reduce. */
public final class BlendCases implements CaseGroup {
    private static final int SIDE = 4;
    /** What four passes write to four channels. The smallest and the largest of each channel are in different passes. */
    private static final int[][] AMOUNTS = {{100, 40, 7, 200}, {30, 90, 250, 5}, {60, 10, 100, 180}, {110, 50, 1, 240}};

    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Blend blend : List.of(Blend.MIN, Blend.MAX)) {
            for (TextureFormat format : TextureFormat.values()) {
                cases.add(keeps(blend, format));
            }
        }
        return cases;
    }

    private static ConformanceCase keeps(Blend blend, TextureFormat format) {
        String name = blend.name().toLowerCase(Locale.ROOT);
        return Lab.perFormat("pass/blend-" + name, format, "PAS-10")
                .checks("Of four passes into " + format + " blended by " + blend + " each channel keeps the "
                        + (blend == Blend.MIN ? "smallest" : "largest") + " value, of either sign.")
                .requires(Lab.can(format, FormatFeature.RENDER), Lab.can(format, FormatFeature.BLEND_MIN_MAX))
                .refusal(trial -> {
                    if (trial.capabilities().supports(format, FormatFeature.RENDER)) {
                        Lab lab = new Lab(trial);
                        Pass pass = amounts(trial, lab, format)
                                .uniform("amount", 1f, 1f, 1f, 1f)
                                .target(lab.texture("refused", SIDE, SIDE, format))
                                .blend(blend);
                        trial.expectThrows(GpuUnsupportedException.class, pass::draw);
                    } else {
                        PassCases.refuseTarget(trial, format);
                    }
                })
                .lookAt("the blend equation, and clamping to [0, 1] before blending")
                .body(trial -> keeps(trial, blend, format));
    }

    /** Writes its amount to the even columns, and the opposite to the odd ones: −a, or 1 − a in a normalized format. */
    private static Pass amounts(Trial trial, Lab lab, TextureFormat format) {
        return trial.device()
                .pass(lab.program(ProgramDescriptor.builder("amounts")
                        .uniform("amount", UniformType.VEC4)
                        .constant("OPPOSITE", format.elementType().normalized() ? 1 : 0)
                        .output("target")
                        .source("""
                                void main() {
                                  int x = fragment().x;
                                  target = x == 1 || x == 3 ? float(OPPOSITE) - amount : amount;
                                }
                                """)));
    }

    private static void keeps(Trial trial, Blend blend, TextureFormat format) {
        Lab lab = new Lab(trial);
        Texture target = lab.texture("target", SIDE, SIDE, format);
        Pass pass = amounts(trial, lab, format).target(target);
        float[] expected = new float[SIDE * SIDE * format.channels()];
        for (int n = 0; n < AMOUNTS.length; n++) {
            int[] amount = AMOUNTS[n];
            pass.blend(n == 0 ? Blend.NONE : blend)
                    .uniform(
                            "amount",
                            amount[0] * Lab.unit(format, 0),
                            amount[1] * Lab.unit(format, 1),
                            amount[2] * Lab.unit(format, 2),
                            amount[3] * Lab.unit(format, 3))
                    .draw();
            for (int i = 0; i < expected.length; i++) {
                int texel = i / format.channels();
                int channel = i % format.channels();
                int a = amount[channel];
                int written = texel % 2 == 0 ? a : format.elementType().steps(channel) - a;
                float value = Lab.units(format, channel, written);
                expected[i] = n == 0
                        ? value
                        : blend == Blend.MIN ? Math.min(expected[i], value) : Math.max(expected[i], value);
            }
        }
        lab.checkEqual(
                (blend == Blend.MIN ? "The minimum in " : "The maximum in ") + format,
                expected,
                lab.asSteps(format, target.read()),
                SIDE,
                format.channels());
    }
}
