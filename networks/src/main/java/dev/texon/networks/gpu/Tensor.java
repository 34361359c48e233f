package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A mini-batch of values on the GPU. Texel (group · width + x, sample · height + y) holds four channels of one place; channels beyond the
 * last are 0.
 */
public final class Tensor {
    private final String label;
    private final int batch;
    private final Shape shape;
    private final Activation activation;
    private final Texture values;
    private final @Nullable Texture gradient;

    private Tensor(
            String label, int batch, Shape shape, Activation activation, Texture values, @Nullable Texture gradient) {
        this.label = label;
        this.batch = batch;
        this.shape = shape;
        this.activation = activation;
        this.values = values;
        this.gradient = gradient;
    }

    /**
     * @param activation what made the values; its slope is part of the gradient
     * @param withGradient whether something before it learns
     * @param withLevels whether mip levels are needed
     */
    static Tensor create(
            Kernels kernels,
            String label,
            int batch,
            Shape shape,
            Activation activation,
            boolean withGradient,
            boolean withLevels) {
        TextureFormat format = kernels.numbers().storage().activations();
        TextureDescriptor descriptor = TextureDescriptor.of(
                label,
                Math.multiplyExact(shape.width(), shape.groups()),
                Math.multiplyExact(batch, shape.height()),
                format);
        return new Tensor(
                label,
                batch,
                shape,
                activation,
                kernels.texture(withLevels ? descriptor.withAllLevels() : descriptor),
                withGradient
                        ? kernels.texture("gradient of " + label, descriptor.width(), descriptor.height(), format)
                        : null);
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

    public Texture values() {
        return values;
    }

    /** Of the sums before the activation, of single samples; null if nothing before it learns. */
    public @Nullable Texture gradient() {
        return gradient;
    }

    /** Reads the values and waits: batch × height × width × channels numbers. */
    public float[] read() {
        return unpack(values.read());
    }

    /** Fills the values from batch × height × width × channels numbers. */
    public void upload(float... numbers) {
        values.upload(pack(numbers));
    }

    /** As {@link #read}, of the gradient. */
    public float[] readGradient() {
        Texture texture = gradient;
        if (texture == null) {
            throw new IllegalStateException("Tensor '" + label + "' has no gradient, since nothing before it learns.");
        }
        return unpack(texture.read());
    }

    private float[] unpack(float[] texels) {
        float[] numbers = new float[batch * shape.values()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = texels[texelOffset(i)];
        }
        return numbers;
    }

    private float[] pack(float[] numbers) {
        if (numbers.length != (long) batch * shape.values()) {
            throw new IllegalArgumentException("Tensor '" + label + "' takes " + batch + " samples of " + shape + ", "
                    + (long) batch * shape.values() + " numbers, and is given " + numbers.length + ".");
        }
        float[] texels = new float[4 * shape.width() * shape.groups() * shape.height() * batch];
        for (int i = 0; i < numbers.length; i++) {
            texels[texelOffset(i)] = numbers[i];
        }
        return texels;
    }

    private int texelOffset(int i) {
        int channel = i % shape.channels();
        int place = i / shape.channels();
        int x = place % shape.width();
        int row = place / shape.width();
        return 4 * (row * shape.width() * shape.groups() + channel / 4 * shape.width() + x) + channel % 4;
    }
}
