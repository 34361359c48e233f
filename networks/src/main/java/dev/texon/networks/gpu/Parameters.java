package dev.texon.networks.gpu;

import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a network in one texture, a rectangle for each layer, so that the optimizer updates them in one pass; beside it, in
 * the same places, their gradients.
 */
public final class Parameters {
    /** A rectangle of the texture. */
    record Place(Block block, int x, int y) {
        Region region() {
            return new Region(x, y, block.columns(), block.rows());
        }
    }

    private final List<@Nullable Place> places = new ArrayList<>();
    private final int width;
    private final int height;
    private final Pair values;
    private final @Nullable Texture gradients;
    private final @Nullable Texture mask;

    /** @param learning whether gradients are needed */
    Parameters(Kernels kernels, Network network, boolean learning) {
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
        width = Math.max(widest, (int) Math.ceil(Math.sqrt((double) texels)));
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
        TextureFormat format = kernels.numbers().storage().parameters();
        values = new Pair(kernels, "parameters", width, height, format);
        if (learning) {
            gradients = kernels.texture("gradients of parameters", width, height, format);
            mask = kernels.texture("mask of parameters", width, height, TextureFormat.RGBA8);
            mask.upload(maskTexels());
        } else {
            gradients = null;
            mask = null;
        }
    }

    /** 1 for weights, 1/2 for what is not regularised, 0 where nothing is. */
    private float[] maskTexels() {
        float[] texels = new float[4 * width * height];
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
        int row = place.y() + texel / place.block().columns();
        int column = place.x() + texel % place.block().columns();
        return (row * width + column) * 4 + offset % 4;
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

    Texture gradients() {
        return present(gradients);
    }

    Texture mask() {
        return present(mask);
    }

    private static Texture present(@Nullable Texture texture) {
        if (texture == null) {
            throw new IllegalStateException("These parameters do not learn; they have no gradients.");
        }
        return texture;
    }

    /** Starts anew, each layer with random numbers of its own. */
    public void initialize(long seed) {
        List<FloatBuffer> numbers = new ArrayList<>();
        for (int layer = 0; layer < places.size(); layer++) {
            Place place = places.get(layer);
            Random random = new Random(seed * 1_000_003 + layer);
            float[] own = new float[place == null ? 0 : place.block().count()];
            for (int i = 0; i < own.length && place != null; i++) {
                own[i] = place.block().initial(i, random);
            }
            numbers.add(FloatBuffer.wrap(own));
        }
        upload(numbers);
    }

    /** @param numbers for each layer, as {@code Snapshot} counts them */
    public void upload(List<FloatBuffer> numbers) {
        upload(numbers, values.front());
    }

    void upload(List<FloatBuffer> numbers, Texture texture) {
        float[] texels = new float[4 * width * height];
        for (int layer = 0; layer < places.size(); layer++) {
            Place place = places.get(layer);
            if (place != null) {
                for (int i = 0; i < place.block().count(); i++) {
                    texels[index(place, i)] =
                            place.block().free(i) ? numbers.get(layer).get(i) : 0f;
                }
            }
        }
        texture.upload(texels);
    }

    /** Reads all parameters and waits. */
    public List<FloatBuffer> read() {
        return read(values.front());
    }

    /** Reads all gradients and waits. */
    public List<FloatBuffer> readGradients() {
        return read(gradients());
    }

    /** Reads any texture that lies as the parameters do. */
    List<FloatBuffer> read(Texture texture) {
        float[] texels = texture.read();
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

    int height() {
        return height;
    }
}
