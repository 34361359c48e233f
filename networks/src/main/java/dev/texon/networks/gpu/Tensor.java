package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mini-batch of values on the GPU. Texel (group · width + x, sample · height + y) holds four channels of one place; channels beyond the
 * last are 0. Where that takes more rows or columns than a texture has, they are folded ({@link TextureLayout}). Between two layers that can
 * do with it the rows may lie in several textures (lanes), row y of the image above to texture y mod n.
 */
public final class Tensor {
    private static final Region TEXEL = new Region(0, 0, 1, 1);

    private final Numbers numbers;
    private final String label;
    private final int batch;
    private final Shape shape;
    private final Activation activation;
    private final TextureLayout layout;
    /** One, or those that the rows are dealt to. */
    private final List<Slot> lanes;

    private final @Nullable Slot gradient;

    private Tensor(
            Numbers numbers,
            String label,
            int batch,
            Shape shape,
            Activation activation,
            TextureLayout layout,
            List<Slot> lanes,
            @Nullable Slot gradient) {
        this.numbers = numbers;
        this.label = label;
        this.batch = batch;
        this.shape = shape;
        this.activation = activation;
        this.layout = layout;
        this.lanes = lanes;
        this.gradient = gradient;
    }

    /**
     * @param activation what made the values; its derivative is part of the gradient
     * @param withGradient whether something before it learns
     * @param withLevels whether mip levels are needed
     */
    static Tensor create(
            Planner planner,
            String label,
            int batch,
            Shape shape,
            Activation activation,
            boolean withGradient,
            boolean withLevels) {
        return create(planner.adapter(), planner::value, label, batch, shape, activation, withGradient, withLevels);
    }

    /** One without a gradient whose textures are made at once. */
    static Tensor made(Kernels kernels, String label, int batch, Shape shape) {
        return create(kernels.adapter(), kernels::slot, label, batch, shape, Activation.LINEAR, false, false);
    }

    private static Tensor create(
            Adapter adapter,
            Function<TextureDescriptor, Slot> maker,
            String label,
            int batch,
            Shape shape,
            Activation activation,
            boolean withGradient,
            boolean withLevels) {
        TextureFormat format = adapter.numbers().storage().activations();
        TextureLayout layout = adapter.layout(batch, shape);
        TextureDescriptor descriptor = TextureDescriptor.of(label, layout.width(), layout.height(), format);
        return new Tensor(
                adapter.numbers(),
                label,
                batch,
                shape,
                activation,
                layout,
                List.of(maker.apply(withLevels ? descriptor.withAllLevels() : descriptor)),
                withGradient
                        ? maker.apply(TextureDescriptor.of(
                                "gradient of " + label, descriptor.width(), descriptor.height(), format))
                        : null);
    }

    /** The same values, whose gradient goes elsewhere; null if it has none. */
    Tensor withGradient(@Nullable Slot slot) {
        return new Tensor(numbers, label, batch, shape, activation, layout, lanes, slot);
    }

    /**
     * With its rows dealt to several textures, and without a gradient.
     *
     * @param count divides the height
     * @throws IllegalStateException if the texture of all rows would be folded
     */
    static Tensor inLanes(Planner planner, String label, int batch, Shape shape, Activation activation, int count) {
        TextureLayout layout = planner.layout(batch, shape);
        if (layout.folded()) {
            throw new IllegalStateException("Tensor '" + label
                    + "' is folded, and lanes are of rows that lie as they are; make it in one texture.");
        }
        List<Slot> lanes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lanes.add(planner.value(TextureDescriptor.of(
                    label + ", lane " + i,
                    Math.multiplyExact(shape.width(), shape.groups()),
                    Math.multiplyExact(batch, shape.height() / count),
                    planner.numbers().storage().activations())));
        }
        return new Tensor(planner.numbers(), label, batch, shape, activation, layout, List.copyOf(lanes), null);
    }

    /** What messages call it. */
    public String label() {
        return label;
    }

    /** Samples of a mini-batch. */
    public int batch() {
        return batch;
    }

    /** Shape of one sample. */
    public Shape shape() {
        return shape;
    }

    Activation activation() {
        return activation;
    }

    /** How values and gradients lie in their textures. */
    TextureLayout layout() {
        return layout;
    }

    /** Declares values or gradients as the input of a kernel. */
    ProgramDescriptor.Builder reads(ProgramDescriptor.Builder kernel, String name) {
        return layout.reads(kernel, name);
    }

    /** Declares values or gradients as the render target of a kernel. */
    ProgramDescriptor.Builder writes(ProgramDescriptor.Builder kernel) {
        return layout.writes(kernel);
    }

    /** @throws IllegalStateException if the rows are dealt to several textures */
    Slot values() {
        if (lanes.size() > 1) {
            throw new IllegalStateException("The rows of tensor '" + label + "' are dealt to " + lanes.size()
                    + " textures; read it, or take these.");
        }
        return lanes.get(0);
    }

    /** The textures that its rows are dealt to; one if they lie together. */
    List<Slot> lanes() {
        return lanes;
    }

    /** Of the sums before the activation, of single samples; null if nothing before it learns. */
    @Nullable
    Slot gradient() {
        return gradient;
    }

    /** Waits until all that was drawn to it is there. */
    public void finish() {
        lanes.get(lanes.size() - 1).texture().read(0, TEXEL);
    }

    /** Reads the values and waits: batch × height × width × channels numbers. */
    public float[] read() {
        if (lanes.size() == 1) {
            return unpack(values().texture().read());
        }
        int row = 4 * shape.width() * shape.groups();
        float[] texels = new float[row * shape.height() * batch];
        for (int lane = 0; lane < lanes.size(); lane++) {
            float[] some = lanes.get(lane).texture().read();
            for (int i = 0; i < some.length / row; i++) {
                System.arraycopy(some, i * row, texels, (i * lanes.size() + lane) * row, row);
            }
        }
        return unpack(texels);
    }

    /** Fills the values from batch × height × width × channels numbers; halves saturate at ±65504, as those that passes write. */
    public void upload(float... given) {
        Texture texture = values().texture();
        texture.upload(numbers.bounded(texture.descriptor().format(), pack(given)));
    }

    /** As {@link #read}, of the gradient. */
    public float[] readGradient() {
        Slot slot = gradient;
        if (slot == null) {
            throw new IllegalStateException("Tensor '" + label + "' has no gradient, since nothing before it learns.");
        }
        return unpack(slot.texture().read());
    }

    private float[] unpack(float[] texels) {
        float[] values = new float[batch * shape.values()];
        for (int i = 0; i < values.length; i++) {
            values[i] = texels[texelOffset(i)];
        }
        return values;
    }

    private float[] pack(float[] given) {
        if (given.length != (long) batch * shape.values()) {
            throw new IllegalArgumentException("Tensor '" + label + "' takes " + batch + " samples of " + shape + ", "
                    + (long) batch * shape.values() + " numbers, and is given " + given.length + ".");
        }
        float[] texels = new float[4 * layout.width() * layout.height()];
        for (int i = 0; i < given.length; i++) {
            texels[texelOffset(i)] = given[i];
        }
        return texels;
    }

    private int texelOffset(int i) {
        int channel = i % shape.channels();
        int place = i / shape.channels();
        int x = place % shape.width();
        int row = place / shape.width();
        return 4 * layout.texel(channel / 4 * shape.width() + x, row) + channel % 4;
    }
}
