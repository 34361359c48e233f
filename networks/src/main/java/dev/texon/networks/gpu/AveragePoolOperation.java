package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TexelFetch;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import org.jspecify.annotations.Nullable;

/** The mean of each window: by generated mipmaps where they do, else by a kernel. */
final class AveragePoolOperation implements Operation {
    /** Half a step of the eleven bits that deep learning needs. */
    private static final double EXACT_ENOUGH = 0x1p-12;

    private final Tensor input;
    private final Tensor output;
    private final boolean mipmaps;
    private final Stage forward;
    private final @Nullable Stage inputGradient;

    static Operation of(Site site, Window window) {
        if (site.decided().byMipmaps(site.layer())
                || window.taps() <= site.kernels().turns()) {
            return new AveragePoolOperation(site, window, Kernels.Sides.BOTH, site.output(Activation.LINEAR));
        }
        return TwoSteps.of(
                site,
                (where, output) -> new AveragePoolOperation(where, window, Kernels.Sides.WIDTH, output),
                (where, output) -> new AveragePoolOperation(where, window, Kernels.Sides.HEIGHT, output));
    }

    private AveragePoolOperation(Site site, Window window, Kernels.Sides sides, Tensor output) {
        Numbers numbers = site.kernels().numbers();
        input = site.input();
        this.output = output;
        mipmaps = site.decided().byMipmaps(site.layer());
        forward = PlainOperation.forward(
                site,
                output,
                "x",
                (mipmaps
                                ? Kernels.kernel("average_pool_mipmap")
                                        .fetch(TexelFetch.LEVEL)
                                        .constant("LEVEL", Integer.numberOfTrailingZeros(window.height()))
                                : Kernels.pooled("average_pool", input.shape(), output.shape(), window, sides))
                        .with(numbers.storeActivations())
                        .output("y"));
        inputGradient = PlainOperation.backward(
                site,
                output,
                "delta",
                "x",
                Kernels.pooled("average_pool_gradient", input.shape(), output.shape(), window, sides)
                        .output("gradient"));
    }

    /**
     * Whether mip level k of the input is the pooled image: windows of 2ᵏ × 2ᵏ side by side that fill the image, on an adapter whose
     * generated mipmaps were measured to be means, and which can fetch from them.
     */
    static boolean byMipmaps(Adapter adapter, Shape input, int batch, Window window) {
        Capabilities capabilities = adapter.capabilities();
        int side = window.height();
        return side > 1
                && Integer.bitCount(side) == 1
                && window.width() == side
                && window.stride() == side
                && window.padding() == 0
                && input.height() % side == 0
                && input.width() % side == 0
                && !adapter.layout(batch, input).folded()
                && mipmapError(input, batch, window) <= EXACT_ENOUGH
                && capabilities.supports(Feature.EXPLICIT_LEVEL)
                && capabilities.supports(Feature.NON_POWER_OF_TWO)
                && capabilities.supports(adapter.numbers().storage().activations(), FormatFeature.MIPMAP);
    }

    /**
     * How far off generated levels may be beside the rounding of their format, relative to the largest value. Drivers sample the level below
     * halfway between texels, at a coordinate in [0, 1] that is rounded to binary32: a texel's width times the side is off by that, two ULP
     * along each axis, and so is the weight.
     */
    static double mipmapError(Shape input, int batch, Window window) {
        double sides = (double) input.width() * input.groups() + (double) input.height() * batch;
        return Integer.numberOfTrailingZeros(window.height()) * 2 * sides * 0x1p-23;
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void forward(Step step) {
        if (mipmaps) {
            input.values().texture().generateMipmaps();
        }
        forward.draw();
    }

    @Override
    public void backward(Step step) {
        if (inputGradient != null) {
            inputGradient.draw();
        }
    }
}
