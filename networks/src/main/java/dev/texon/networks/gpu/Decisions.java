package dev.texon.networks.gpu;

import dev.texon.gpu.Limits;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import dev.texon.networks.layers.AveragePool;
import dev.texon.networks.layers.Convolution;
import dev.texon.networks.layers.DepthwiseConvolution;
import dev.texon.networks.layers.Flatten;
import dev.texon.networks.layers.GlobalAveragePool;
import dev.texon.networks.layers.Layer;
import dev.texon.networks.layers.LayerQuery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What is decided of the layers and values of a network, before their passes are planned one layer after the other. */
final class Decisions {
    /** From layer to layer: render targets that all adapters with several have. */
    private static final int LANES = 4;
    /** Of one layer alone; more would take too many registers. */
    private static final int MOST_LANES = 8;
    /** Of a window, which is written out. */
    private static final int MOST_TAPS = 9;

    private final Network network;
    private final Adapter adapter;
    private final Parameters parameters;
    private final int batch;
    private final boolean learning;
    private final BitSet trained;
    private final BitSet gradients;
    private final BitSet levels = new BitSet();
    private final List<Interleaving> interleavings = new ArrayList<>();

    /**
     * How the rows of an image are interleaved between textures, row y of the image in texture y mod n.
     *
     * @param lanes textures that a layer writes at once; 0 if its output lies in one
     * @param stays whether the next layer reads these; else they are brought together
     */
    record Interleaving(int lanes, boolean stays) {
        static final Interleaving NONE = new Interleaving(0, false);
    }

    Decisions(Network network, Adapter adapter, Parameters parameters, int batch, boolean learning) {
        this.network = network;
        this.adapter = adapter;
        this.parameters = parameters;
        this.batch = batch;
        this.learning = learning;
        trained = learning ? trained(network) : new BitSet();
        gradients = gradients();
        for (int i = 0; i < network.nodes().size(); i++) {
            if (byMipmaps(i)) {
                levels.set(network.nodes().get(i).inputs().get(0));
            }
            interleavings.add(interleave(i));
        }
    }

    /** The values that the first output, which a training looks at, is made of. */
    static BitSet trained(Network network) {
        BitSet values = new BitSet();
        values.set(network.outputs().get(0));
        for (int i = network.nodes().size() - 1; i >= 0; i--) {
            if (values.get(network.value(i))) {
                network.nodes().get(i).inputs().forEach(values::set);
            }
        }
        return values;
    }

    /** Those that parameters act on: only these need a gradient. */
    private BitSet gradients() {
        BitSet values = new BitSet();
        for (int i = 0; i < network.nodes().size(); i++) {
            boolean changes = Block.of(network, i) != null
                    || network.nodes().get(i).inputs().stream().anyMatch(values::get);
            if (changes && trained.get(network.value(i))) {
                values.set(network.value(i));
            }
        }
        return values;
    }

    /** Whether gradients of a layer's parameters are needed. */
    boolean learns(int layer) {
        return trained.get(network.value(layer));
    }

    /** Whether the gradient of a value is needed. */
    boolean hasGradient(int value) {
        return gradients.get(value);
    }

    /** Whether a layer pools a value by its mip levels. */
    boolean hasLevels(int value) {
        return levels.get(value);
    }

    /** How a layer writes the rows of its output. */
    Interleaving interleaving(int layer) {
        return interleavings.get(layer);
    }

    /** Whether an input is put in flat, because all that takes it makes it so. */
    static boolean isFlattened(Network network, int value) {
        List<Integer> consumers = network.consumers(value);
        return network.maker(value) < 0
                && !consumers.isEmpty()
                && !network.outputs().contains(value)
                && consumers.stream()
                        .allMatch(layer -> network.nodes().get(layer).layer().equals(new Flatten()));
    }

    /** Whether a layer has nothing to do, since its input is put in flat. */
    boolean isFlattenedInput(int layer) {
        return isFlattened(network, network.nodes().get(layer).inputs().get(0));
    }

    /** The shape that an input is put in with. */
    static Shape inputShape(Network network, int value) {
        Shape shape = network.shapes().get(value);
        return isFlattened(network, value) ? Shape.flat(shape.values()) : shape;
    }

    /** The window that covers a whole image. */
    static Window whole(Shape image) {
        return new Window(image.height(), image.width(), image.height(), 0);
    }

    /** Whether a layer pools by mip levels. */
    boolean byMipmaps(int layer) {
        Shape input = network.inputShapes(layer).get(0);
        return pooling(network.nodes().get(layer).layer(), input)
                .map(window -> AveragePoolOperation.byMipmaps(adapter, input, batch, window))
                .orElse(false);
    }

    /** The window of an average pool. */
    private static Optional<Window> pooling(Layer layer, Shape input) {
        return layer.accept(new LayerQuery<Optional<Window>>(Optional.empty()) {
            @Override
            public Optional<Window> visit(AveragePool pool) {
                return Optional.of(pool.window());
            }

            @Override
            public Optional<Window> visit(GlobalAveragePool pool) {
                return Optional.of(whole(input));
            }
        });
    }

    /** The window of a convolution. */
    private static Optional<Window> window(Layer layer) {
        return layer.accept(new LayerQuery<Optional<Window>>(Optional.empty()) {
            @Override
            public Optional<Window> visit(Convolution convolution) {
                return Optional.of(convolution.window());
            }

            @Override
            public Optional<Window> visit(DepthwiseConvolution depthwise) {
                return Optional.of(depthwise.window());
            }
        });
    }

    private static boolean isLargeConvolution(Layer layer) {
        return layer.accept(new LayerQuery<Boolean>(false) {
            @Override
            public Boolean visit(Convolution convolution) {
                return convolution.window().taps() > 1;
            }
        });
    }

    /** A layer's rows are interleaved if those before it or after it are, or if its windows share enough for it alone. */
    private Interleaving interleave(int layer) {
        if (!takesLanes(layer)) {
            return Interleaving.NONE;
        }
        int value = network.value(layer);
        List<Integer> consumers = network.consumers(value);
        boolean stays = consumers.size() == 1 && !network.outputs().contains(value) && takesLanes(consumers.get(0));
        int maker = network.maker(network.nodes().get(layer).inputs().get(0));
        boolean reads = maker >= 0 && interleavings.get(maker).stays();
        if (!reads && !stays && !isLargeConvolution(network.nodes().get(layer).layer())) {
            return Interleaving.NONE;
        }
        return new Interleaving(
                reads || stays ? LANES : lanesAlone(network.outputShape(layer).height()), stays);
    }

    /** As many as there are render targets for, and inputs of the pass that brings them together. */
    private int lanesAlone(int rows) {
        Limits limits = adapter.limits();
        int count = Math.min(MOST_LANES, Math.min(limits.renderTargets(), limits.inputs()));
        while (rows % count != 0 || rows < 2 * count) {
            count--;
        }
        return count;
    }

    /** Whether a layer can take rows apart, and has rows enough to fill the pairs of rows that GPUs draw. */
    private boolean takesLanes(int layer) {
        Optional<Window> window = window(network.nodes().get(layer).layer());
        if (learning || window.isEmpty() || window.get().taps() > MOST_TAPS) {
            return false;
        }
        Shape in = network.inputShapes(layer).get(0);
        Shape out = network.outputShape(layer);
        Limits limits = adapter.limits();
        return in.height() % LANES == 0
                && out.height() % LANES == 0
                && out.height() >= 2 * LANES
                && !parameters.place(layer).layout().folded()
                && !adapter.layout(batch, in).folded()
                && !adapter.layout(batch, out).folded()
                && limits.renderTargets() >= LANES
                && limits.inputs() > LANES;
    }
}
