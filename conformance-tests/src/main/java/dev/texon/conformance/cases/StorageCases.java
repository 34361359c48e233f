package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;
import java.util.Arrays;
import java.util.List;

/** The significant bits that storing and loading keeps. */
public final class StorageCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        return Arrays.stream(TextureFormat.values()).map(StorageCases::storage).toList();
    }

    /** Stores 1 + 2⁻ᵏ by drawing; the bits kept are the largest k that comes back, plus one. */
    private static ConformanceCase storage(TextureFormat format) {
        int required = format.elementType().significantBits();
        return Lab.perFormat("precision/storage", format, "PRE-6")
                .checks("Drawing to " + format + " and fetching keeps " + required + " significant bits.")
                .requires(Lab.can(format, FormatFeature.RENDER), Lab.floatInputs())
                .refusal(trial -> PassCases.refuseTarget(trial, format))
                .lookAt("a format that is stored narrower than declared, and samplers without highp")
                .body(trial -> {
                    Lab lab = new Lab(trial);
                    int bits = format.elementType().normalized() ? stepBits(lab, format) : floatBits(lab, format);
                    trial.measured(
                            "significant bits",
                            bits,
                            "bits",
                            "at least " + required + (required < 11 ? ", without a warning at least 11" : ""));
                    trial.check(
                            bits >= required,
                            () -> format + " keeps " + bits + " significant bits instead of " + required + ".");
                    if (bits < 11) {
                        trial.warn(
                                format + " keeps " + bits + " significant bits, and deep learning needs at least 11.");
                    }
                });
    }

    private static int floatBits(Lab lab, TextureFormat format) {
        float[] values = new float[24];
        for (int k = 0; k < values.length; k++) {
            values[k] = 1 + Math.scalb(1f, -k);
        }
        float[] kept = PassCases.throughTarget(lab, format, values);
        int bits = 1;
        while (bits < 24 && kept[bits] == values[bits]) {
            bits++;
        }
        return bits;
    }

    /** The bits are those of the number of steps that stay apart: a byte has 256 values. */
    private static int stepBits(Lab lab, TextureFormat format) {
        int steps = format.elementType().steps(0);
        float[] values = new float[steps + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / (float) steps;
        }
        float[] kept = PassCases.throughTarget(lab, format, values);
        int apart = 0;
        for (int i = 0; i < values.length; i++) {
            apart += Math.round(steps * kept[i]) == i ? 1 : 0;
        }
        return 31 - Integer.numberOfLeadingZeros(Math.max(1, apart));
    }
}
