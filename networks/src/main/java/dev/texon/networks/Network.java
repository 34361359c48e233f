package dev.texon.networks;

import dev.texon.networks.layers.Activate;
import dev.texon.networks.layers.Add;
import dev.texon.networks.layers.AveragePool;
import dev.texon.networks.layers.BatchNormalization;
import dev.texon.networks.layers.Concatenate;
import dev.texon.networks.layers.Convolution;
import dev.texon.networks.layers.Dense;
import dev.texon.networks.layers.DepthwiseConvolution;
import dev.texon.networks.layers.Dropout;
import dev.texon.networks.layers.Flatten;
import dev.texon.networks.layers.GlobalAveragePool;
import dev.texon.networks.layers.Layer;
import dev.texon.networks.layers.MaxPool;
import dev.texon.networks.layers.Softmax;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a network is made of: a graph of layers; immutable. Start with {@link #input}, and add layers: each method returns a longer network,
 * whose new layer takes the output of this one.
 *
 * <pre>{@code
 * Network.input(28, 28, 1).convolution(8, Window.same(3), Activation.RELU).maxPool(2).flatten().dense(10)
 * }</pre>
 *
 * <p>Networks that begin alike share what they have in common. So a branch is a longer network that is joined with another: {@link
 * #residual(UnaryOperator)}, {@link #add(Network...)}, {@link #concatenate}; and {@link #of(Network, Network...)} has the outputs of several.
 *
 * <p>A <em>value</em> is an input or what a layer makes. Values are counted from 0, the inputs first, and then the outputs of the layers; each
 * layer takes values that are counted before its own.
 */
public final class Network {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_./:-]{0,127}");

    private final List<Input> inputs;
    private final List<Node> nodes;
    private final List<Integer> outputs;
    private final List<Shape> shapes;
    private final List<List<Integer>> consumers;
    /** Of the values: networks that share an origin share the value. Two layers of the same kind are two. */
    private final List<Object> origins;

    /**
     * Something that the network is given.
     *
     * @param name that differs from all others of the network
     * @param shape of one sample
     */
    public record Input(String name, Shape shape) {}

    /**
     * A layer, and where its inputs come from.
     *
     * @param name that differs from all others of the network; null if it has none
     * @param layer what it computes
     * @param inputs the values that it takes
     */
    public record Node(@Nullable String name, Layer layer, List<Integer> inputs) {
        public Node {
            inputs = List.copyOf(inputs);
        }
    }

    private Network(List<Input> inputs, List<Node> nodes, List<Integer> outputs, List<Object> origins) {
        this.inputs = List.copyOf(inputs);
        this.nodes = List.copyOf(nodes);
        this.outputs = List.copyOf(outputs);
        this.origins = List.copyOf(origins);
        demandNames();
        shapes = List.copyOf(checkedShapes());
        List<List<Integer>> readers = new ArrayList<>();
        shapes.forEach(shape -> readers.add(new ArrayList<>()));
        for (int i = 0; i < nodes.size(); i++) {
            for (int value : nodes.get(i).inputs()) {
                readers.get(value).add(i);
            }
        }
        consumers = readers.stream().map(List::copyOf).toList();
        demandUse();
    }

    /**
     * The network of these parts.
     *
     * @param inputs at least one
     * @param nodes each after those that it takes the outputs of
     * @param outputs values, at least one
     * @throws IllegalArgumentException if a layer does not fit what it takes, takes what is not before it, or is used by nothing, or a name is
     *     malformed or there twice; the message names it
     */
    public static Network of(List<Input> inputs, List<Node> nodes, List<Integer> outputs) {
        List<Object> origins = new ArrayList<>();
        for (int i = 0; i < inputs.size() + nodes.size(); i++) {
            origins.add(new Object());
        }
        return new Network(inputs, nodes, outputs, origins);
    }

    /**
     * The chain of these layers.
     *
     * @throws IllegalArgumentException if a layer does not fit what comes before it; the message names it
     */
    public static Network chain(Shape input, List<Layer> layers) {
        return of(
                List.of(new Input("input", input)),
                IntStream.range(0, layers.size())
                        .mapToObj(i -> new Node(null, layers.get(i), List.of(i)))
                        .toList(),
                List.of(layers.size()));
    }

    /** A network without layers, for samples of height × width × channels. */
    public static Network input(int height, int width, int channels) {
        return chain(new Shape(height, width, channels), List.of());
    }

    /** A network without layers, for flat samples. */
    public static Network input(int values) {
        return input(1, 1, values);
    }

    /**
     * A network with the outputs of several, in their order. What they have in common is there once.
     *
     * @throws IllegalArgumentException if two of their inputs or layers have the same name
     */
    public static Network of(Network first, Network... others) {
        Network network = first;
        for (Network other : others) {
            network = network.merged(other);
        }
        return network;
    }

    /**
     * The same network whose output, a layer's or an input, has a name.
     *
     * @throws IllegalArgumentException if the name is malformed or there already
     */
    public Network named(String name) {
        int value = onlyOutput();
        List<Input> newInputs = new ArrayList<>(inputs);
        List<Node> newNodes = new ArrayList<>(nodes);
        if (value < inputs.size()) {
            newInputs.set(value, new Input(name, shapes.get(value)));
        } else {
            Node node = nodes.get(value - inputs.size());
            newNodes.set(value - inputs.size(), new Node(name, node.layer(), node.inputs()));
        }
        return new Network(newInputs, newNodes, outputs, origins);
    }

    /** A dense layer without an activation. */
    public Network dense(int units) {
        return dense(units, Activation.LINEAR);
    }

    /** A dense layer. */
    public Network dense(int units, Activation activation) {
        return with(new Dense(units, activation, null));
    }

    /** A dense layer in which each unit sees only some inputs. */
    public Network sparse(Connectivity connectivity, Activation activation) {
        return with(new Dense(connectivity.units(), activation, connectivity));
    }

    /** A convolution over all channels. */
    public Network convolution(int filters, Window window, Activation activation) {
        return with(new Convolution(filters, window, activation));
    }

    /** A convolution of each channel by itself. */
    public Network depthwise(Window window, Activation activation) {
        return with(new DepthwiseConvolution(window, activation));
    }

    /** The largest value of windows of side × side, moved by side. */
    public Network maxPool(int side) {
        return maxPool(Window.pool(side));
    }

    /** The largest value of each window. */
    public Network maxPool(Window window) {
        return with(new MaxPool(window));
    }

    /** The mean of windows of side × side, moved by side. */
    public Network averagePool(int side) {
        return averagePool(Window.pool(side));
    }

    /** The mean of each window. */
    public Network averagePool(Window window) {
        return with(new AveragePool(window));
    }

    /** The mean of each channel over the whole image; flat. */
    public Network globalAveragePool() {
        return with(new GlobalAveragePool());
    }

    /** Batch normalization with momentum 0.1 and epsilon 10⁻⁵. */
    public Network batchNormalization(Activation activation) {
        return with(new BatchNormalization(0.1f, 1e-5f, activation));
    }

    /** Dropout of values with this probability. */
    public Network dropout(float rate) {
        return with(new Dropout(rate));
    }

    /** All values in one row. */
    public Network flatten() {
        return with(new Flatten());
    }

    /** An activation alone. */
    public Network activation(Activation activation) {
        return with(new Activate(activation));
    }

    /** Softmax over the channels of a flat value. */
    public Network softmax() {
        return with(new Softmax());
    }

    /** The sum of this network's output and that of others, which have the same shape. */
    public Network add(Network... others) {
        return add(Activation.LINEAR, others);
    }

    /** The sum of this network's output and that of others, which have the same shape, and an activation. */
    public Network add(Activation activation, Network... others) {
        return joined(new Add(activation), others);
    }

    /** The channels of this network's output, and then those of others, which have the same height and width. */
    public Network concatenate(Network... others) {
        return joined(new Concatenate(), others);
    }

    /** The sum of this network's output and of what a branch makes of it (He et al. 2016). */
    public Network residual(UnaryOperator<Network> branch) {
        return residual(branch, Activation.LINEAR);
    }

    /** An activation of the sum of this network's output and of what a branch makes of it (He et al. 2016). */
    public Network residual(UnaryOperator<Network> branch, Activation activation) {
        return add(activation, branch.apply(this));
    }

    /**
     * This network and one more layer, which takes its output.
     *
     * @throws IllegalArgumentException if the network has several outputs, or the layer does not fit
     */
    public Network with(Layer layer) {
        return with(layer, outputs.size() == 1 ? outputs : List.of(onlyOutput()));
    }

    /** This network with a softmax of its first output in the place of that. */
    public Network withSoftmaxOutput() {
        List<Node> longer = new ArrayList<>(nodes);
        longer.add(new Node(null, new Softmax(), List.of(outputs.get(0))));
        List<Object> all = new ArrayList<>(origins);
        all.add(new Object());
        List<Integer> ends = new ArrayList<>(outputs);
        ends.set(0, all.size() - 1);
        return new Network(inputs, longer, ends, all);
    }

    private Network joined(Layer layer, Network... others) {
        onlyOutput();
        Network network = this;
        for (Network other : others) {
            other.onlyOutput();
            network = network.merged(other);
        }
        return network.with(layer, network.outputs);
    }

    private Network with(Layer layer, List<Integer> from) {
        List<Node> longer = new ArrayList<>(nodes);
        longer.add(new Node(null, layer, from));
        List<Object> all = new ArrayList<>(origins);
        all.add(new Object());
        return new Network(inputs, longer, List.of(all.size() - 1), all);
    }

    private int onlyOutput() {
        if (outputs.size() != 1) {
            throw new IllegalArgumentException("The network has " + outputs.size()
                    + " outputs, and the next layer takes one; go on from the network of one of them.");
        }
        return outputs.get(0);
    }

    /** With the outputs of both. */
    private Network merged(Network other) {
        List<Input> allInputs = new ArrayList<>(inputs);
        List<Object> inputOrigins = new ArrayList<>(origins.subList(0, inputs.size()));
        for (int i = 0; i < other.inputs.size(); i++) {
            if (!inputOrigins.contains(other.origins.get(i))) {
                Input added = other.inputs.get(i);
                allInputs.add(added.name().equals("input") ? new Input(free(allInputs), added.shape()) : added);
                inputOrigins.add(other.origins.get(i));
            }
        }
        List<Node> allNodes = new ArrayList<>();
        List<Object> all = new ArrayList<>(inputOrigins);
        List<Integer> ends = new ArrayList<>();
        for (Network one : List.of(this, other)) {
            List<Integer> moved = new ArrayList<>();
            for (int value = 0; value < one.origins.size(); value++) {
                Object origin = one.origins.get(value);
                if (!all.contains(origin)) {
                    Node node = one.nodes.get(value - one.inputs.size());
                    allNodes.add(new Node(
                            node.name(),
                            node.layer(),
                            node.inputs().stream().map(moved::get).toList()));
                    all.add(origin);
                }
                moved.add(all.indexOf(origin));
            }
            one.outputs.forEach(output -> ends.add(moved.get(output)));
        }
        return new Network(allInputs, allNodes, ends, all);
    }

    /** A name that no input has. */
    private static String free(List<Input> inputs) {
        int number = 2;
        while (named(inputs, "input-" + number)) {
            number++;
        }
        return named(inputs, "input") ? "input-" + number : "input";
    }

    private static boolean named(List<Input> inputs, String name) {
        return inputs.stream().anyMatch(input -> input.name().equals(name));
    }

    /**
     * Shape of one sample: that of the input, or, if there are several, a flat one of all their values, one input after the other.
     */
    public Shape input() {
        return inputs.size() == 1
                ? inputs.get(0).shape()
                : Shape.flat(inputs.stream()
                        .mapToInt(input -> input.shape().values())
                        .sum());
    }

    /** What the network is given. */
    public List<Input> inputs() {
        return inputs;
    }

    /** Its layers, each with the values that it takes. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Its layers. */
    public List<Layer> layers() {
        return nodes.stream().map(Node::layer).toList();
    }

    /** The values that come out. */
    public List<Integer> outputs() {
        return outputs;
    }

    /** Shape of what comes out, of the first output if there are several: it is the one that a training looks at. */
    public Shape output() {
        return shapes.get(outputs.get(0));
    }

    /** Shapes of all values. */
    public List<Shape> shapes() {
        return shapes;
    }

    /** The value that a layer makes; layers count from 0. */
    public int value(int layer) {
        return inputs.size() + layer;
    }

    /** The layer that makes a value; −1 if it is an input. */
    public int maker(int value) {
        return Math.max(-1, value - inputs.size());
    }

    /** Shapes of what a layer takes. */
    public List<Shape> inputShapes(int layer) {
        return nodes.get(layer).inputs().stream().map(shapes::get).toList();
    }

    /** Shape of what a layer makes. */
    public Shape outputShape(int layer) {
        return shapes.get(value(layer));
    }

    /** The layers that take a value, in their order; one that takes it twice is there twice. */
    public List<Integer> consumers(int value) {
        return consumers.get(value);
    }

    /** The layers that a value is made of, in their order. */
    public List<Integer> layersOf(int value) {
        BitSet needed = new BitSet();
        needed.set(value);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (needed.get(value(i))) {
                nodes.get(i).inputs().forEach(needed::set);
            }
        }
        return IntStream.range(0, nodes.size())
                .filter(i -> needed.get(value(i)))
                .boxed()
                .toList();
    }

    /** The part of this network that makes a value, which is its only output. */
    public Network upTo(int value) {
        List<Integer> layers = layersOf(value);
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int input = i;
            if (input == value
                    || layers.stream()
                            .anyMatch(layer -> nodes.get(layer).inputs().contains(input))) {
                values.add(input);
            }
        }
        List<Input> some = values.stream().map(inputs::get).toList();
        layers.forEach(layer -> values.add(value(layer)));
        return new Network(
                some,
                layers.stream()
                        .map(layer -> new Node(
                                nodes.get(layer).name(),
                                nodes.get(layer).layer(),
                                nodes.get(layer).inputs().stream()
                                        .map(values::indexOf)
                                        .toList()))
                        .toList(),
                List.of(values.indexOf(value)),
                values.stream().map(origins::get).toList());
    }

    /** Whether each layer takes what the one before makes, and the last makes the only output. */
    public boolean isChain() {
        return inputs.size() == 1
                && outputs.equals(List.of(nodes.size()))
                && IntStream.range(0, nodes.size())
                        .allMatch(i -> nodes.get(i).inputs().equals(List.of(i)));
    }

    /** Whether the first output is that of a softmax layer. */
    public boolean endsWithSoftmax() {
        int maker = maker(outputs.get(0));
        return maker >= 0 && nodes.get(maker).layer().equals(new Softmax());
    }

    /** What messages call a layer, for example {@code "2 (dense)"}, or {@code "2 (dense 'head')"} if it has a name; layers count from 1. */
    public String name(int layer) {
        return name(nodes, layer);
    }

    private static String name(List<Node> nodes, int layer) {
        Node node = nodes.get(layer);
        return (layer + 1) + " (" + node.layer().type() + (node.name() == null ? "" : " '" + node.name() + "'") + ")";
    }

    private void demandNames() {
        Set<String> names = new HashSet<>();
        List<String> all = new ArrayList<>();
        inputs.forEach(input -> all.add(input.name()));
        nodes.stream().map(Node::name).filter(Objects::nonNull).forEach(all::add);
        for (String name : all) {
            demand(
                    NAME.matcher(name).matches(),
                    "An input or layer is called '" + name
                            + "'; a name begins with a letter or _, and goes on with letters, digits and _ . / : -, 128 at most.");
            demand(names.add(name), "Two inputs or layers are called '" + name + "'; give each a name of its own.");
        }
    }

    private List<Shape> checkedShapes() {
        demand(!inputs.isEmpty(), "A network has no input; give it at least one.");
        List<Shape> all = new ArrayList<>();
        inputs.forEach(input -> all.add(input.shape()));
        for (int i = 0; i < nodes.size(); i++) {
            int own = i;
            Node node = nodes.get(i);
            demand(!node.inputs().isEmpty(), "Layer " + name(nodes, i) + " takes nothing; give it an input.");
            node.inputs()
                    .forEach(value -> demand(
                            value >= 0 && value < all.size(),
                            "Layer " + name(nodes, own) + " takes value " + value + ", and " + all.size()
                                    + " are made before it; name one of them."));
            try {
                all.add(node.layer().output(node.inputs().stream().map(all::get).toList()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Layer " + name(nodes, i) + " does not fit: " + e.getMessage() + ".", e);
            }
        }
        demand(!outputs.isEmpty(), "A network has no output; give it at least one.");
        outputs.forEach(value -> demand(
                value >= 0 && value < all.size(),
                "The network's output is value " + value + ", and it has " + all.size() + "; name one of them."));
        return all;
    }

    private void demandUse() {
        for (int value = 0; value < shapes.size(); value++) {
            boolean used = outputs.contains(value) || !consumers.get(value).isEmpty();
            int maker = maker(value);
            demand(
                    used,
                    (maker < 0 ? "Input '" + inputs.get(value).name() + "'" : "Layer " + name(nodes, maker))
                            + " is used by no layer and is no output; leave it out.");
        }
    }

    private static void demand(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The same with another number of units in a dense layer; what follows it takes as many.
     *
     * @throws IllegalArgumentException if the layer is not dense or has a connectivity, or what follows does not fit
     */
    public Network withUnits(int layer, int units) {
        Layer changed;
        try {
            changed = nodes.get(layer)
                    .layer()
                    .withUnits(units)
                    .orElseThrow(() -> new IllegalArgumentException("it has none; name a dense layer"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Layer " + name(layer) + " keeps its units: " + e.getMessage() + ".", e);
        }
        List<Node> others = new ArrayList<>(nodes);
        others.set(
                layer,
                new Node(nodes.get(layer).name(), changed, nodes.get(layer).inputs()));
        return of(inputs, others, outputs);
    }

    /** The last layer that has units: the one that is made anew for other classes; −1 if there is none. */
    public int lastWithUnits() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).layer().hasUnits()) {
                return i;
            }
        }
        return -1;
    }

    /** Numbers of the values by the names of inputs and layers. */
    public Map<String, Integer> names() {
        Map<String, Integer> names = new HashMap<>();
        for (int value = 0; value < shapes.size(); value++) {
            int maker = maker(value);
            String name =
                    maker < 0 ? inputs.get(value).name() : nodes.get(maker).name();
            if (name != null) {
                names.put(name, value);
            }
        }
        return names;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Network that
                && inputs.equals(that.inputs)
                && nodes.equals(that.nodes)
                && outputs.equals(that.outputs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputs, nodes, outputs);
    }

    @Override
    public String toString() {
        return inputs + " → " + nodes + " → " + outputs;
    }
}
