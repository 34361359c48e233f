package dev.texon.networks.gpu;

import dev.texon.gpu.Filter;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An image of any size that becomes the first sample of a network's input. */
public final class Picture {
    /** Samples per side that stand for the pixels of one place. */
    private static final int FINEST = 16;

    private final Kernels kernels;
    private final Texture texture;
    private final @Nullable Tensor scaled;
    private final Stage scale;
    private final @Nullable Stage flatten;

    /**
     * @param shape the network's input
     * @param input where it goes: of this shape, or flat with as many values
     * @throws IllegalArgumentException if the shape has neither 1, 3 nor 4 channels
     */
    public Picture(Kernels kernels, Shape shape, Tensor input, int width, int height) {
        this.kernels = kernels;
        if (shape.channels() == 2 || shape.channels() > 4) {
            throw new IllegalArgumentException("The network's input has " + shape.channels()
                    + " channels, and an image has 1, 3 or 4; give it numbers instead.");
        }
        boolean sameSize = width == shape.width() && height == shape.height();
        boolean linear =
                !sameSize && kernels.device().capabilities().supports(TextureFormat.RGBA8, FormatFeature.LINEAR_FILTER);
        texture = kernels.texture(TextureDescriptor.of("image", width, height, TextureFormat.RGBA8)
                .withFilter(linear ? Filter.LINEAR : Filter.NEAREST));
        boolean same = input.shape().equals(shape);
        scaled = same ? null : Tensor.create(kernels, "scaled image", 1, shape, Activation.LINEAR, false, false);
        int shrink =
                Math.max((width + shape.width() - 1) / shape.width(), (height + shape.height() - 1) / shape.height());
        scale = kernels.stage(
                        "the input",
                        "image",
                        Kernels.kernel("image")
                                .constant("WIDTH", shape.width())
                                .constant("HEIGHT", shape.height())
                                .constant("CHANNELS", shape.channels())
                                .constant("GRID", Math.min(FINEST, shrink))
                                .sampled("image")
                                .functions(kernels.numbers().storeActivations())
                                .output("x"))
                .input("image", texture)
                .target(scaled == null ? input.values() : scaled.values())
                .region(new Region(0, 0, shape.width(), shape.height()));
        flatten = scaled == null
                ? null
                : kernels.stage(
                                "the input",
                                "flat image",
                                PlainOperation.reshape(shape, input.shape(), "v")
                                        .texels("x"))
                        .input("x", scaled.values())
                        .target(input.values())
                        .region(new Region(0, 0, input.shape().groups(), 1));
    }

    public int width() {
        return texture.descriptor().width();
    }

    public int height() {
        return texture.descriptor().height();
    }

    /** @param rgba tight rows from the top, 4 bytes a pixel */
    public void upload(ByteBuffer rgba) {
        texture.upload(0, texture.whole(), rgba);
        scale.draw();
        if (flatten != null) {
            flatten.draw();
        }
    }

    /** Frees its texture before the kernels are closed. */
    public void free() {
        kernels.free(texture);
        if (scaled != null) {
            kernels.free(scaled.values());
        }
    }
}
