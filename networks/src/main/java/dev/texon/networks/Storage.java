package dev.texon.networks;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.TextureFormat;

/** How numbers are stored between passes; every pass computes in the adapter's own floats. */
public enum Storage {
    /** All in 32-bit floats. */
    FLOAT32(TextureFormat.RGBA32F, TextureFormat.RGBA32F),
    /** All in half floats. */
    FLOAT16(TextureFormat.RGBA16F, TextureFormat.RGBA16F),
    /** Parameters, their gradients and the optimizer's state in 32-bit floats; activations and their gradients in half floats. */
    MIXED(TextureFormat.RGBA32F, TextureFormat.RGBA16F);

    private final TextureFormat parameters;
    private final TextureFormat activations;

    Storage(TextureFormat parameters, TextureFormat activations) {
        this.parameters = parameters;
        this.activations = activations;
    }

    /** Format of parameters, their gradients and the optimizer's state. */
    public TextureFormat parameters() {
        return parameters;
    }

    /** Format of activations and their gradients. */
    public TextureFormat activations() {
        return activations;
    }

    /**
     * The most precise storage whose formats were measured to be drawn to.
     *
     * @throws GpuUnsupportedException if there is none
     */
    public static Storage best(Capabilities capabilities) {
        for (Storage storage : new Storage[] {FLOAT32, FLOAT16}) {
            if (storage.fits(capabilities)) {
                return storage;
            }
        }
        throw new GpuUnsupportedException(
                "This adapter draws neither to RGBA32F nor to RGBA16F; networks need at least 11 "
                        + "significant bits: choose another adapter.");
    }

    /** Whether its formats were measured to be drawn to. */
    public boolean fits(Capabilities capabilities) {
        return capabilities.supports(parameters, FormatFeature.RENDER)
                && capabilities.supports(activations, FormatFeature.RENDER);
    }
}
