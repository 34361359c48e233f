package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import dev.texon.shaders.Shaders;
import java.util.Locale;

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

    /** The function {@code store} for activations and their gradients. */
    String storeActivations() {
        return store(storage.activations());
    }

    /** The function {@code store} for parameters, and {@code store_state} for what an optimizer remembers. */
    String storeParameters() {
        boolean half = storage.parameters().elementType() == ElementType.HALF_FLOAT;
        return store(storage.parameters())
                + (half
                        ? "vec4 store_state(vec4 v) { return keep_nan(v, clamp(v, vec4(-65504.0), vec4(65504.0))); }\n"
                        : "vec4 store_state(vec4 v) { return v; }\n");
    }

    /** Bounds what is about to be uploaded as the function {@code store} bounds what passes write; NaN stays NaN. */
    float[] bounded(TextureFormat format, float[] texels) {
        if (format.elementType() == ElementType.HALF_FLOAT && !naive) {
            for (int i = 0; i < texels.length; i++) {
                texels[i] = Math.max(-65504f, Math.min(65504f, texels[i]));
            }
        }
        return texels;
    }

    private String store(TextureFormat format) {
        if (rounding instanceof Rounding.Bits bits) {
            return "#define BITS " + bits.bits() + "\n" + Shaders.functions("networks/store_bits");
        } else if (rounding instanceof Rounding.Fixed fixed) {
            return "#define RANGE " + literal(fixed.range()) + "\n" + Shaders.functions("networks/store_fixed");
        }
        boolean saturate = format.elementType() == ElementType.HALF_FLOAT && !naive;
        return Shaders.functions(saturate ? "networks/store_half" : "networks/store_float");
    }

    /** The functions {@code activate} and {@code slope}. */
    String activation(Activation activation) {
        String name = "networks/activate_" + activation.kind().name().toLowerCase(Locale.ROOT);
        String shared =
                switch (activation.kind()) {
                    case LINEAR, RELU, LEAKY_RELU -> "";
                    case ELU, SIGMOID, TANH, SOFTPLUS ->
                        Shaders.functions(naive ? "networks/activations_naive" : "activations");
                };
        return shared + "#define PARAMETER " + literal(activation.parameter()) + "\n" + Shaders.functions(name);
    }

    /** Functions of the softmax of a row. */
    String softmax() {
        return naive
                ? Shaders.functions("networks/softmax_row_naive")
                : softmaxExp() + Shaders.functions("networks/softmax_row");
    }

    /** The exponentials that the softmax of a row adds up. */
    static String softmaxExp() {
        return Shaders.functions("networks/row_exp");
    }

    /** Format for what is read back: floats where they can be drawn. */
    static TextureFormat readable(Capabilities capabilities) {
        return capabilities.supports(TextureFormat.RGBA32F, FormatFeature.RENDER)
                ? TextureFormat.RGBA32F
                : TextureFormat.RGBA16F;
    }

    /** A float as every dialect reads it. */
    static String literal(float value) {
        return String.format(Locale.ROOT, "%.9e", value);
    }
}
