package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.data.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A data set on the GPU: its samples side by side as tiles of one texture, or of several where one is too small, its targets, and the
 * order in which samples are drawn. Four values of a sample share a texel.
 */
public final class Atlas {
    private static final int ORDER_WIDTH = 1024;

    private final Kernels kernels;
    private final int size;
    private final Shape shape;
    private final int classes;
    private final int targetValues;
    private final List<Texture> sheets = new ArrayList<>();
    private final int tileWidth;
    private final int tileHeight;
    private final int tilesAcross;
    private final int tilesDown;
    private final int orderWidth;
    private final TextureLayout targetLayout;
    private final Texture order;
    private final Texture labels;
    private final ByteBuffer orderBytes;
    private final int[] permutation;
    private float largestSample = 1;
    private float largestTarget = 1;
    private @Nullable String notFinite;

    public Atlas(Kernels kernels, Dataset data) throws IOException {
        this(kernels, data, kernels.device().capabilities().limits().textureSize());
    }

    /**
     * @param side longest side of a texture, in texels
     * @throws GpuUnsupportedException if the data set needs more textures than a program can read
     */
    Atlas(Kernels kernels, Dataset data, int side) throws IOException {
        this.kernels = kernels;
        size = data.size();
        shape = data.shape();
        classes = data.classes().size();
        targetValues = data.targetValues();
        int texels = (shape.values() + 3) / 4;
        tileWidth = Math.min(texels, side);
        tileHeight = (texels + tileWidth - 1) / tileWidth;
        if (tileHeight > side) {
            throw new GpuUnsupportedException("A sample has " + shape + " values, more than a texture of " + side + "×"
                    + side + " texels holds; make samples smaller.");
        }
        tilesAcross = side / tileWidth;
        tilesDown = Math.min(side / tileHeight, (size + tilesAcross - 1) / tilesAcross);
        int perSheet = tilesAcross * tilesDown;
        int count = (size + perSheet - 1) / perSheet;
        int limit = kernels.device().capabilities().limits().inputs() - 1;
        if (count > limit) {
            throw new GpuUnsupportedException("The data set needs " + count + " textures of " + side + "×" + side
                    + " texels, and this adapter's programs read " + limit
                    + " besides the order; take fewer or smaller samples.");
        }
        TextureFormat format = format(data.elementType());
        for (int sheet = 0; sheet < count; sheet++) {
            sheets.add(fill(data, sheet, count, format));
        }
        orderWidth = Math.min(ORDER_WIDTH, size);
        int rows = (size + orderWidth - 1) / orderWidth;
        order = kernels.texture("order of samples", orderWidth, rows, TextureFormat.RGBA8);
        orderBytes = ByteBuffer.allocateDirect(4 * orderWidth * rows).order(ByteOrder.nativeOrder());
        permutation = new int[size];
        targetLayout = TextureLayout.of(Math.max(1, (targetValues + 3) / 4), size, side);
        if (targetValues == 0) {
            labels = kernels.texture("classes of samples", orderWidth, rows, TextureFormat.RGBA8);
            for (int i = 0; i < size; i++) {
                permutation[i] = data.label(i);
            }
            upload(labels);
        } else {
            labels = targets(data, side);
        }
        inOrder();
    }

    private TextureFormat format(ElementType type) {
        Capabilities capabilities = kernels.device().capabilities();
        if (type.normalized()) {
            return TextureFormat.RGBA8;
        }
        return capabilities.supports(TextureFormat.RGBA32F, FormatFeature.SAMPLED)
                ? TextureFormat.RGBA32F
                : TextureFormat.RGBA16F;
    }

    /** A row of tiles after the other, so that only one lies in memory. */
    private Texture fill(Dataset data, int sheet, int sheetCount, TextureFormat format) throws IOException {
        int width = tilesAcross * tileWidth;
        int first = sheet * tilesAcross * tilesDown;
        int last = Math.min(size, first + tilesAcross * tilesDown);
        int down = (last - first + tilesAcross - 1) / tilesAcross;
        Texture texture = kernels.texture(
                "samples" + (sheetCount > 1 ? ", sheet " + (sheet + 1) : ""), width, down * tileHeight, format);
        boolean bytes = data.elementType().normalized();
        ByteBuffer sample = ByteBuffer.allocateDirect(
                        shape.values() * data.elementType().bytes())
                .order(ByteOrder.nativeOrder());
        byte[] byteRow = new byte[bytes ? 4 * width * tileHeight : 0];
        float[] floatRow = new float[bytes ? 0 : 4 * width * tileHeight];
        ByteBuffer upload = ByteBuffer.allocateDirect(byteRow.length).order(ByteOrder.nativeOrder());
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < tilesAcross && first + row * tilesAcross + column < last; column++) {
                sample.clear();
                int number = first + row * tilesAcross + column;
                data.sample(number, sample);
                sample.flip();
                for (int i = 0; i < shape.values(); i++) {
                    int texel = i / 4;
                    int x = column * tileWidth + texel % tileWidth;
                    int at = 4 * (texel / tileWidth * width + x) + i % 4;
                    if (bytes) {
                        byteRow[at] = sample.get(i);
                    } else {
                        floatRow[at] = sample.getFloat(4 * i);
                        largestSample = note(largestSample, "value", i, number, floatRow[at]);
                    }
                }
            }
            Region region = new Region(0, row * tileHeight, width, tileHeight);
            if (bytes) {
                texture.upload(0, region, upload.clear().put(byteRow).flip());
            } else {
                texture.upload(0, region, floatRow);
            }
        }
        return texture;
    }

    private Texture targets(Dataset data, int side) {
        if (targetLayout.width() > side) {
            throw new GpuUnsupportedException("The targets of " + size + " samples with " + targetValues
                    + " numbers each do not fit a texture of " + side + "×" + side + " texels; take fewer samples.");
        }
        float[] texels = new float[4 * targetLayout.width() * targetLayout.height()];
        float[] target = new float[targetValues];
        for (int i = 0; i < size; i++) {
            data.target(i, target);
            for (int v = 0; v < targetValues; v++) {
                texels[4 * targetLayout.texel(v / 4, i) + v % 4] = target[v];
                largestTarget = note(largestTarget, "target", v, i, target[v]);
            }
        }
        Texture texture = kernels.texture(
                "targets of samples", targetLayout.width(), targetLayout.height(), format(ElementType.FLOAT));
        texture.upload(kernels.numbers().bounded(texture.descriptor().format(), texels));
        return texture;
    }

    /** What a training that comes to nothing may be told of its data: the larger size, or the first that is not finite. */
    private float note(float largest, String what, int place, int sample, float value) {
        if (notFinite == null && !Float.isFinite(value)) {
            notFinite = what + " " + place + " of sample " + sample + " is " + value;
        }
        return Math.max(largest, Math.abs(value));
    }

    public int size() {
        return size;
    }

    /** The first value or target that is Inf or NaN, in words; null if there is none. */
    public @Nullable String notFinite() {
        return notFinite;
    }

    /** The largest size of a sample's values, at least 1; bytes are shares of 1. */
    public float largestSample() {
        return largestSample;
    }

    /** The largest size of a target's numbers, at least 1. */
    public float largestTarget() {
        return largestTarget;
    }

    /** Classes, or numbers in a target. */
    public int targetSize() {
        return targetValues == 0 ? classes : targetValues;
    }

    /** Samples are drawn as the data set has them. */
    public void inOrder() {
        for (int i = 0; i < size; i++) {
            permutation[i] = i;
        }
        upload(order);
    }

    /** Samples are drawn in an order that the seed and the epoch give. */
    public void shuffle(long seed, int epoch) {
        for (int i = 0; i < size; i++) {
            permutation[i] = i;
        }
        Random random = new Random(seed * 1_000_003 + epoch);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = permutation[i];
            permutation[i] = permutation[j];
            permutation[j] = swapped;
        }
        upload(order);
    }

    private void upload(Texture texture) {
        orderBytes.clear();
        for (int number : permutation) {
            orderBytes
                    .put((byte) number)
                    .put((byte) (number >> 8))
                    .put((byte) (number >> 16))
                    .put((byte) 255);
        }
        while (orderBytes.hasRemaining()) {
            orderBytes.put((byte) 0);
        }
        texture.upload(0, texture.whole(), orderBytes.flip());
    }

    /** Declares what the function {@code sample_index} needs. */
    private ProgramDescriptor.Builder declareOrder(ProgramDescriptor.Builder kernel) {
        return kernel.texels("order")
                .uniform("first", UniformType.FLOAT)
                .uniform("size", UniformType.FLOAT)
                .constant("ORDER_WIDTH", orderWidth);
    }

    /** Declares what the function {@code target_of} of the slot {@code targets} needs. */
    ProgramDescriptor.Builder declareTargets(ProgramDescriptor.Builder kernel) {
        return targetValues == 0
                ? declareOrder(kernel.texels("labels")).slot("targets", "networks/target_class")
                : declareOrder(targetLayout.reads(kernel, "labels")).slot("targets", "networks/target_values");
    }

    /** Sets what {@link #declareTargets} declares, but for the place of the mini-batch. */
    Stage bindTargets(Stage stage) {
        return stage.input("order", order).input("labels", labels).uniform("size", size);
    }

    /** @throws IllegalArgumentException if the network takes samples of another shape */
    public Atlas fitting(Network network) {
        if (!network.input().equals(shape)) {
            throw new IllegalArgumentException("The network takes samples of " + network.input()
                    + ", and the data set has samples of " + shape + "; give it a network for these.");
        }
        return this;
    }

    /**
     * A pass that draws a mini-batch; its uniform {@code first} is the place of the mini-batch in the order.
     *
     * @param into of the samples' shape, or flat with as many values, or with as many as lie in a sample from the first on
     * @param firstValue of a sample that goes there
     */
    Stage gather(Tensor into, int firstValue) {
        Shape shape = into.shape();
        ProgramDescriptor.Builder kernel = declareOrder(into.writes(Kernels.kernel("gather")))
                .constant("WIDTH", shape.width())
                .constant("HEIGHT", shape.height())
                .constant("CHANNELS", shape.channels())
                .constant("FIRST_VALUE", firstValue)
                .constant("ALIGNED", shape.channels() % 4 == 0 && firstValue % 4 == 0 ? 1 : 0)
                .constant("TILE_WIDTH", tileWidth)
                .constant("TILE_HEIGHT", tileHeight)
                .constant("TILES_ACROSS", tilesAcross)
                .constant("TILES_DOWN", tilesDown)
                .constant("SHEETS", sheets.size())
                .with(kernels.numbers().storeActivations())
                .output("x");
        for (int i = 0; i < sheets.size(); i++) {
            kernel.texels("sheet" + i);
        }
        Stage stage = kernels.stage("the input", "mini-batch", kernel)
                .input("order", order)
                .uniform("size", size)
                .target(into.values());
        for (int i = 0; i < sheets.size(); i++) {
            stage.input("sheet" + i, sheets.get(i));
        }
        return stage;
    }

    /** Frees its textures before the kernels are closed. */
    public void free() {
        sheets.forEach(kernels::free);
        kernels.free(order);
        kernels.free(labels);
    }
}
