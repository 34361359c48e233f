package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Network;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All parameters of a network in one texture, a rectangle for each layer, so that the optimizer updates them in one go. The texture has
 * four bands, one below the other: the weights of output 4r + j lie in band j, row r, so that one place in all bands is a block of four
 * outputs by four inputs. A rectangle that is too large for a band is folded ({@link TextureLayout}). The gradients of each band are a
 * texture of their own, since a pass that computes such a block writes four.
 */
public final class Parameters {
    static final int BANDS = 4;

    /**
     * A rectangle of each band.
     *
     * @param layout how the rows and columns of the block lie in it
     */
    record Place(Block block, TextureLayout layout, int x, int y) {
        Region region() {
            return new Region(x, y, layout.width(), layout.height());
        }

        /** Column in which kernels have the block begin; those of a folded one count from it. */
        int left() {
            return layout.folded() ? 0 : x;
        }

        /** Row in which they have it begin. */
        int top() {
            return layout.folded() ? 0 : y;
        }

        /** Declares that a kernel writes the gradients of the block. */
        ProgramDescriptor.Builder writes(ProgramDescriptor.Builder kernel) {
            return layout.writes(kernel, x, y);
        }
    }

    private final List<@Nullable Place> places = new ArrayList<>();
    private final Network network;
    private final Numbers policy;
    private final int width;
    private final int height;
    private final Pair values;
    private final List<Slot> gradients = new ArrayList<>();
    private final List<Region> bands = new ArrayList<>();
    private final @Nullable Slot mask;

    /** @param learning whether gradients are needed */
    Parameters(Planner kernels, Network network, boolean learning) {
        this.network = network;
        policy = kernels.numbers();
        int side = kernels.adapter().limits().textureSize();
        List<@Nullable Place> unplaced = new ArrayList<>();
        int widest = 1;
        long texels = 0;
        for (int i = 0; i < network.nodes().size(); i++) {
            Block block = Block.of(network, i);
            if (block == null) {
                unplaced.add(null);
                continue;
            }
            TextureLayout layout = TextureLayout.of(block.columns(), block.rows(), side, side / BANDS);
            unplaced.add(new Place(block, layout, 0, 0));
            widest = Math.max(widest, layout.width());
            texels += (long) layout.width() * layout.height();
        }
        int square = Math.max(widest, (int) Math.ceil(Math.sqrt((double) texels * BANDS)));
        // Shelves of different heights leave room, and longer ones less of it.
        width = square < side && (long) BANDS * place(unplaced, square) > side ? side : square;
        height = place(unplaced, width);
        if (Math.max(width, (long) BANDS * height) > side) {
            throw new IllegalArgumentException("The parameters of the network take a texture of " + width + "×"
                    + (long) BANDS * height + " texels, and this adapter's have at most " + side
                    + " a side; make layer " + network.name(largest(unplaced)) + ", which takes most of it, smaller.");
        }
        TextureFormat format = kernels.numbers().storage().parameters();
        // Only the optimizer writes the next ones.
        values = learning
                ? new Pair(kernels::texture, "parameters", width, BANDS * height, format)
                : Pair.single(kernels.texture("parameters", width, BANDS * height, format));
        for (int band = 0; band < BANDS; band++) {
            bands.add(new Region(0, band * height, width, height));
            if (learning) {
                gradients.add(kernels.texture("gradients of parameters, band " + band, width, height, format));
            }
        }
        if (learning) {
            mask = kernels.texture("mask of parameters", width, BANDS * height, TextureFormat.RGBA8);
            Slot made = mask;
            kernels.whenMade(() -> prepare(made));
        } else {
            mask = null;
        }
    }

    /**
     * Places rectangles side by side on shelves.
     *
     * @return the height of all shelves
     */
    private int place(List<@Nullable Place> unplaced, int longest) {
        places.clear();
        int x = 0;
        int y = 0;
        int shelf = 0;
        for (Place one : unplaced) {
            if (one == null) {
                places.add(null);
                continue;
            }
            TextureLayout layout = one.layout();
            if (x + layout.width() > longest) {
                x = 0;
                y += shelf;
                shelf = 0;
            }
            places.add(new Place(one.block(), layout, x, y));
            x += layout.width();
            shelf = Math.max(shelf, layout.height());
        }
        return Math.max(1, y + shelf);
    }

    private static int largest(List<@Nullable Place> all) {
        int largest = 0;
        long most = 0;
        for (int i = 0; i < all.size(); i++) {
            Place place = all.get(i);
            long texels = place == null
                    ? 0
                    : (long) place.layout().width() * place.layout().height();
            if (texels > most) {
                largest = i;
                most = texels;
            }
        }
        return largest;
    }

    private void prepare(Slot made) {
        made.texture().upload(maskTexels());
        BitSet trained = Decisions.trained(network);
        boolean all = IntStream.range(0, places.size())
                .allMatch(layer -> places.get(layer) == null || trained.get(network.value(layer)));
        if (!all) {
            // No pass writes gradients of layers that the first output is not made of.
            gradients.forEach(slot -> slot.texture().upload(new float[4 * width * height]));
        }
    }

    /** 1 for weights, 1/2 for what is not regularised, 0 where nothing is. */
    private float[] maskTexels() {
        float[] texels = new float[4 * width * BANDS * height];
        BitSet trained = Decisions.trained(network);
        for (int layer = 0; layer < places.size(); layer++) {
            Place place = places.get(layer);
            if (place != null) {
                boolean regularized = trained.get(network.value(layer));
                Block block = place.block();
                for (int i = 0; i < block.count(); i++) {
                    texels[index(place, i)] = !block.free(i) ? 0f : regularized && i < block.weights() ? 1f : 0.5f;
                }
            }
        }
        return texels;
    }

    private int index(Place place, int i) {
        int offset = place.block().offset(i);
        int texel = offset / 4;
        int columns = place.block().columns();
        int own = place.layout().texel(texel % columns, texel / columns);
        int row = place.block().band(i) * height
                + place.y()
                + own / place.layout().width();
        int column = place.x() + own % place.layout().width();
        return (row * width + column) * 4 + offset % 4;
    }

    /**
     * Where all of them lie.
     *
     * @throws IllegalArgumentException if a rectangle is folded
     */
    public ParameterLayout layout() {
        List<Optional<ParameterLayout.Rectangle>> rectangles = new ArrayList<>();
        for (Place place : places) {
            if (place != null && place.layout().folded()) {
                throw new IllegalArgumentException("The parameters of layer " + network.name(places.indexOf(place))
                        + " are too many for one rectangle of a texture; make it smaller.");
            }
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

    /** Declares the weights of a layer as an input of a kernel, their first texel {@code block} and the rows of a {@code BAND}. */
    ProgramDescriptor.Builder reads(ProgramDescriptor.Builder kernel, Place place) {
        boolean folded = place.layout().folded();
        int rows = place.block().rows();
        kernel.constant("BAND", folded ? rows : height).texels("weights").uniform("block", UniformType.VEC2);
        return folded
                ? place.layout()
                        .constants(kernel, "weights")
                        .constant("HEIGHT_weights", height)
                        .constant("LEFT_weights", place.x())
                        .constant("TOP_weights", place.y())
                        .slot("layouts", "networks/folded_weights")
                : kernel;
    }

    Pair values() {
        return values;
    }

    /** Gradients of the parameters in a band, in the places that these have there. */
    Slot gradients(int band) {
        demandLearning();
        return gradients.get(band);
    }

    Slot mask() {
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
        for (int layer = 0; layer < network.nodes().size(); layer++) {
            Block block = Block.of(network, layer);
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

    void upload(List<FloatBuffer> numbers, Slot slot) {
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
        slot.texture().upload(policy.bounded(slot.descriptor().format(), texels));
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
            float[] own = gradients.get(band).texture().read();
            System.arraycopy(own, 0, texels, band * own.length, own.length);
        }
        return unpack(texels);
    }

    /** Reads any texture that lies as the parameters do. */
    List<FloatBuffer> read(Slot slot) {
        return unpack(slot.texture().read());
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
