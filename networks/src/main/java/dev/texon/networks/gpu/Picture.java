package dev.texon.networks.gpu;

import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Shape;
import dev.texon.networks.data.Scaling;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image of any size that becomes the first sample of a network's input. */
public final class Picture {
    /** Pixels of one place that count along an axis at most. */
    private static final int FINEST = 32;

    private static final float WHITE = 255f;

    private final Kernels kernels;
    private final Texture texture;
    private final @Nullable Tensor scaled;
    /** Of the regions that the first sample lies in. */
    private final List<Stage> scale = new ArrayList<>();

    private final List<Stage> flatten = new ArrayList<>();

    /**
     * @param shape the network's input
     * @param units of the samples that the network was trained on, a mean and a deviation for each channel; empty if they are from 0 to 1
     * @param input where it goes: of this shape, or flat with as many values
     * @throws IllegalArgumentException if the shape has neither 1, 3 nor 4 channels
     */
    public Picture(Kernels kernels, Shape shape, Optional<Scaling.Units> units, Tensor input, int width, int height) {
        this.kernels = kernels;
        if (shape.channels() == 2 || shape.channels() > 4) {
            throw new IllegalArgumentException("The network's input has " + shape.channels()
                    + " channels, and an image has 1, 3 or 4; give it numbers instead.");
        }
        texture = kernels.texture("image", width, height, TextureFormat.RGBA8);
        boolean same = input.shape().equals(shape);
        scaled = same ? null : Tensor.made(kernels, "scaled image", 1, shape);
        Tensor image = scaled == null ? input : scaled;
        for (Region region : image.layout().regions(0, shape.height())) {
            scale.add(kernels.stage(
                            "the input",
                            "image",
                            image.writes(Kernels.kernel("image"))
                                    .constant("CHANNELS", shape.channels())
                                    .constant("FINEST", FINEST)
                                    .texels("image")
                                    .uniform("first", UniformType.VEC2)
                                    .uniform("span", UniformType.VEC2)
                                    .uniform("inner", UniformType.VEC4)
                                    .uniform("background", UniformType.VEC4)
                                    .uniform("gain", UniformType.VEC4)
                                    .uniform("offset", UniformType.VEC4)
                                    .with(kernels.numbers().storeActivations())
                                    .output("x"))
                    .input("image", texture)
                    .target(image.values())
                    .region(region)
                    .uniform("first", 0, 0)
                    .uniform("span", (float) width / shape.width(), (float) height / shape.height())
                    .uniform("inner", 0, 0, shape.width(), shape.height())
                    .uniform("background", WHITE, WHITE, WHITE, shape.channels() == 4 ? 0 : 255));
        }
        setUnits(units.orElse(null));
        if (scaled != null) {
            for (Region region : input.layout().regions(0, 1)) {
                flatten.add(kernels.stage(
                                "the input",
                                "flat image",
                                input.writes(scaled.reads(
                                        PlainOperation.reshape(shape, input.shape(), "epilogue_sum"), "values")))
                        .input("values", scaled.values())
                        .target(input.values())
                        .region(region));
            }
        }
    }

    /** Numbers from 0 to 1 have a mean of at most 1 and a deviation of at most a half: others are those of bytes. */
    private void setUnits(Scaling.@Nullable Units units) {
        float[] gain = {1, 1, 1, 1};
        float[] offset = new float[4];
        if (units != null) {
            // A channel that is always the same has the deviation 1, which says nothing.
            boolean bytes = units.means().stream().anyMatch(mean -> mean > 1)
                    || units.deviations().stream().anyMatch(deviation -> deviation > 0.5f && deviation != 1);
            for (int i = 0; i < units.means().size(); i++) {
                gain[i] = (bytes ? 255 : 1) / units.deviations().get(i);
                offset[i] = -units.means().get(i) / units.deviations().get(i);
            }
        }
        scale.forEach(stage -> stage.uniform("gain", gain[0], gain[1], gain[2], gain[3])
                .uniform("offset", offset[0], offset[1], offset[2], offset[3]));
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
        scale.forEach(Stage::draw);
        flatten.forEach(Stage::draw);
    }

    /** Frees its texture before the kernels are closed. */
    public void free() {
        kernels.free(texture);
        if (scaled != null) {
            kernels.free(scaled.values().texture());
        }
    }
}
