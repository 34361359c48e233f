package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How numbers are stored and activations computed: the parts of kernels that depend on it.
 *
 * @param storage formats
 * @param rounding what is done to parameters and activations besides
 * @param naive the textbook's formulas, which overflow
 */
public record Numbers(Storage storage, Rounding rounding, boolean naive) {
    /** @throws GpuUnsupportedException if the adapter cannot draw to the storage's formats */
    void demand(Capabilities capabilities) {
        if (!storage.fits(capabilities)) {
            throw new GpuUnsupportedException(
                    "Storage " + storage + " needs to draw to " + storage.parameters() + " and "
                            + storage.activations() + ", which this adapter was not measured to do; use storage "
                            + Storage.best(capabilities) + ".");
        }
    }

    /** The slot {@code store} for activations and their gradients. */
    Consumer<ProgramDescriptor.Builder> storeActivations() {
        return store(storage.activations());
    }

    /** The slot {@code store} for parameters. */
    Consumer<ProgramDescriptor.Builder> storeParameters() {
        return store(storage.parameters());
    }

    /** The slot {@code store_state} for what an optimizer remembers. */
    Consumer<ProgramDescriptor.Builder> storeState() {
        boolean half = isNarrow(storage.parameters());
        return kernel -> kernel.slot("store_state", half ? "networks/store_state_half" : "networks/store_state_float");
    }

    /** Bounds what is about to be uploaded as the function {@code store} bounds what passes write; NaN stays NaN. */
    float[] bounded(TextureFormat format, float[] texels) {
        if (isNarrow(format) && !naive) {
            float largest = format.elementType().maxValue();
            for (int i = 0; i < texels.length; i++) {
                texels[i] = Math.max(-largest, Math.min(largest, texels[i]));
            }
        }
        return texels;
    }

    /** Whether the format's largest number is less than that of the floats in which kernels compute. */
    static boolean isNarrow(TextureFormat format) {
        return format.elementType().maxValue() < Float.MAX_VALUE;
    }

    private Consumer<ProgramDescriptor.Builder> store(TextureFormat format) {
        if (rounding instanceof Rounding.Bits bits) {
            return kernel -> kernel.slot("store", "networks/store_bits").constant("BITS", bits.bits());
        } else if (rounding instanceof Rounding.Fixed fixed) {
            return kernel -> kernel.slot("store", "networks/store_fixed").constant("RANGE", fixed.range());
        }
        boolean saturate = isNarrow(format) && !naive;
        return kernel -> kernel.slot("store", saturate ? "networks/store_half" : "networks/store_float");
    }

    /** The slot {@code activation}: the functions {@code activate} and {@code derivative}. */
    Consumer<ProgramDescriptor.Builder> activation(Activation activation) {
        String name = activation.kind().name().toLowerCase(Locale.ROOT);
        return kernel -> kernel.slot("activation", "networks/activate_" + name)
                .constant("NAIVE", naive ? 1 : 0)
                .constant("PARAMETER", activation.parameter());
    }

    /** The slot {@code softmax}: functions of the softmax of a row. */
    Consumer<ProgramDescriptor.Builder> softmax() {
        return kernel -> kernel.slot("softmax", naive ? "networks/softmax_row_naive" : "networks/softmax_row");
    }

    /** Format for what is read back: floats where they can be drawn. */
    static TextureFormat readable(Capabilities capabilities) {
        return capabilities.supports(TextureFormat.RGBA32F, FormatFeature.RENDER)
                ? TextureFormat.RGBA32F
                : TextureFormat.RGBA16F;
    }
}
