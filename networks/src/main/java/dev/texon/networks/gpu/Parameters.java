package dev.texon.networks.gpu;

import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a network in one texture, a rectangle for each layer, so that the optimizer updates them in one go. The texture has
 * four bands, one below the other: the weights of output 4r + j lie in band j, row r, so that one place in all bands is a block of four
 * outputs by four inputs. The gradients of each band are a texture of their own, since a pass that computes such a block writes four.
 */
public final class Parameters {
    static final int BANDS = 4;

    /** A rectangle of each band. */
    record Place(Block block, int x, int y) {
        Region region() {
            return new Region(x, y, block.columns(), block.rows());
        }
    }

    private final List<@Nullable Place> places = new ArrayList<>();
    private final Network network;
    private final Numbers policy;
    private final int width;
    private final int height;
    private final Pair values;
    private final List<Texture> gradients = new ArrayList<>();
    private final List<Region> bands = new ArrayList<>();
    private final @Nullable Texture mask;

    /** @param learning whether gradients are needed */
    Parameters(Kernels kernels, Network network, boolean learning) {
        this.network = network;
        policy = kernels.numbers();
        List<Shape> shapes = network.shapes();
        List<@Nullable Block> blocks = new ArrayList<>();
        int widest = 1;
        long texels = 0;
        for (int i = 0; i < network.layers().size(); i++) {
            Block block = Block.of(network.layers().get(i), shapes.get(i));
            blocks.add(block);
            if (block != null) {
                widest = Math.max(widest, block.columns());
                texels += (long) block.columns() * block.rows();
            }
        }
        // Rectangles stand side by side on shelves.
        width = Math.max(widest, (int) Math.ceil(Math.sqrt((double) texels * BANDS)));
        int x = 0;
        int y = 0;
        int shelf = 0;
        for (Block block : blocks) {
            if (block == null) {
                places.add(null);
                continue;
            }
            if (x + block.columns() > width) {
                x = 0;
                y += shelf;
                shelf = 0;
            }
            places.add(new Place(block, x, y));
            x += block.columns();
            shelf = Math.max(shelf, block.rows());
        }
        height = Math.max(1, y + shelf);
        int side = kernels.device().capabilities().limits().textureSize();
        if (Math.max(width, (long) BANDS * height) > side) {
            throw new IllegalArgumentException("The parameters of the network take a texture of " + width + "×"
                    + (long) BANDS * height + " texels, and this adapter's have at most " + side
                    + " a side; make layer " + network.name(largest(blocks)) + ", which takes most of it, smaller.");
        }
        TextureFormat format = kernels.numbers().storage().parameters();
        values = new Pair(kernels, "parameters", width, BANDS * height, format);
        for (int band = 0; band < BANDS; band++) {
            bands.add(new Region(0, band * height, width, height));
            if (learning) {
                gradients.add(kernels.texture("gradients of parameters, band " + band, width, height, format));
            }
        }
        if (learning) {
            mask = kernels.texture("mask of parameters", width, BANDS * height, TextureFormat.RGBA8);
            mask.upload(maskTexels());
        } else {
            mask = null;
        }
    }

    private static int largest(List<@Nullable Block> blocks) {
        int largest = 0;
        long most = 0;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            long texels = block == null ? 0 : (long) block.columns() * block.rows();
            if (texels > most) {
                largest = i;
                most = texels;
            }
        }
        return largest;
    }

    /** 1 for weights, 1/2 for what is not regularised, 0 where nothing is. */
    private float[] maskTexels() {
        float[] texels = new float[4 * width * BANDS * height];
        for (Place place : places) {
            if (place != null) {
                Block block = place.block();
                for (int i = 0; i < block.count(); i++) {
                    texels[index(place, i)] = !block.free(i) ? 0f : i < block.weights() ? 1f : 0.5f;
                }
            }
        }
        return texels;
    }

    private int index(Place place, int i) {
        int offset = place.block().offset(i);
        int texel = offset / 4;
        int row = place.block().band(i) * height
                + place.y()
                + texel / place.block().columns();
        int column = place.x() + texel % place.block().columns();
        return (row * width + column) * 4 + offset % 4;
    }

    /** Where all of them lie. */
    public ParameterLayout layout() {
        List<Optional<ParameterLayout.Rectangle>> rectangles = new ArrayList<>();
        for (Place place : places) {
            rectangles.add(
                    place == null ? Optional.empty() : Optional.of(place.block().at(place.x(), place.y())));
        }
        return new ParameterLayout(width, height, rectangles);
    }

    /** Where the parameters of a layer lie. */
    Place place(int layer) {
        Place place = places.get(layer);
        if (place == null) {
            throw new IllegalStateException("Layer " + (layer + 1) + " has no parameters.");
        }
        return place;
    }

    Pair values() {
        return values;
    }

    /** Gradients of the parameters in a band, in the places that these have there. */
    Texture gradients(int band) {
        demandLearning();
        return gradients.get(band);
    }

    Texture mask() {
        demandLearning();
        return java.util.Objects.requireNonNull(mask);
    }

    private void demandLearning() {
        if (mask == null) {
            throw new IllegalStateException("These parameters do not learn; they have no gradients.");
        }
    }

    /** The texels of a band. */
    Region band(int band) {
        return bands.get(band);
    }

    /** Starts anew. */
    public void initialize(long seed) {
        upload(initial(network, seed));
    }

    /** What a network begins with, each layer with random numbers of its own, as {@code Snapshot} counts them. */
    public static List<FloatBuffer> initial(Network network, long seed) {
        List<FloatBuffer> numbers = new ArrayList<>();
        for (int layer = 0; layer < network.layers().size(); layer++) {
            Block block = Block.of(network.layers().get(layer), network.shapes().get(layer));
            Random random = new Random(seed * 1_000_003 + layer);
            float[] own = new float[block == null ? 0 : block.count()];
            for (int i = 0; i < own.length && block != null; i++) {
                own[i] = block.initial(i, random);
            }
            numbers.add(FloatBuffer.wrap(own));
        }
        return numbers;
    }

    /** @param numbers for each layer, as {@code Snapshot} counts them */
    public void upload(List<FloatBuffer> numbers) {
        upload(numbers, values.front());
    }

    void upload(List<FloatBuffer> numbers, Texture texture) {
        float[] texels = new float[4 * width * BANDS * height];
        for (int layer = 0; layer < places.size(); layer++) {
            Place place = places.get(layer);
            if (place != null) {
                for (int i = 0; i < place.block().count(); i++) {
                    texels[index(place, i)] =
                            place.block().free(i) ? numbers.get(layer).get(i) : 0f;
                }
            }
        }
        texture.upload(policy.bounded(texture.descriptor().format(), texels));
    }

    /** Reads all parameters and waits. */
    public List<FloatBuffer> read() {
        return read(values.front());
    }

    /** Reads all gradients and waits. */
    public List<FloatBuffer> readGradients() {
        demandLearning();
        float[] texels = new float[4 * width * BANDS * height];
        for (int band = 0; band < BANDS; band++) {
            float[] own = gradients.get(band).read();
            System.arraycopy(own, 0, texels, band * own.length, own.length);
        }
        return unpack(texels);
    }

    /** Reads any texture that lies as the parameters do. */
    List<FloatBuffer> read(Texture texture) {
        return unpack(texture.read());
    }

    private List<FloatBuffer> unpack(float[] texels) {
        List<FloatBuffer> numbers = new ArrayList<>();
        for (Place place : places) {
            float[] own = new float[place == null ? 0 : place.block().count()];
            for (int i = 0; i < own.length && place != null; i++) {
                own[i] = texels[index(place, i)];
            }
            numbers.add(FloatBuffer.wrap(own));
        }
        return numbers;
    }

    int width() {
        return width;
    }

    /** Rows of all bands together. */
    int height() {
        return BANDS * height;
    }

    /** Rows of a band. */
    int bandHeight() {
        return height;
    }
}
