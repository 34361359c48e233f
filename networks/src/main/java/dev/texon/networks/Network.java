package dev.texon.networks;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network is made of; immutable. Start with {@link #input}, and add layers: each method returns a longer network.
 *
 * @param input shape of one sample
 * @param layers from the input to the output
 */
public record Network(Shape input, List<Layer> layers) {
    /** @throws IllegalArgumentException if a layer does not fit what comes before it; the message names it */
    public Network {
        layers = List.copyOf(layers);
        shapes(input, layers);
    }

    /** A network without layers, for samples of height × width × channels. */
    public static Network input(int height, int width, int channels) {
        return new Network(new Shape(height, width, channels), List.of());
    }

    /** A network without layers, for flat samples. */
    public static Network input(int values) {
        return input(1, 1, values);
    }

    public Network dense(int units) {
        return dense(units, Activation.LINEAR);
    }

    public Network dense(int units, Activation activation) {
        return with(new Layer.Dense(units, activation, null));
    }

    /** A dense layer in which each unit sees only some inputs. */
    public Network sparse(Connectivity connectivity, Activation activation) {
        return with(new Layer.Dense(connectivity.units(), activation, connectivity));
    }

    public Network convolution(int filters, Window window, Activation activation) {
        return with(new Layer.Convolution(filters, window, activation));
    }

    public Network depthwise(Window window, Activation activation) {
        return with(new Layer.DepthwiseConvolution(window, activation));
    }

    /** Windows of side × side, moved by side. */
    public Network maxPool(int side) {
        return maxPool(Window.pool(side));
    }

    public Network maxPool(Window window) {
        return with(new Layer.MaxPool(window));
    }

    /** Windows of side × side, moved by side. */
    public Network averagePool(int side) {
        return averagePool(Window.pool(side));
    }

    public Network averagePool(Window window) {
        return with(new Layer.AveragePool(window));
    }

    /** With momentum 0.1 and epsilon 10⁻⁵. */
    public Network batchNormalization(Activation activation) {
        return with(new Layer.BatchNormalization(0.1f, 1e-5f, activation));
    }

    public Network dropout(float rate) {
        return with(new Layer.Dropout(rate));
    }

    public Network flatten() {
        return with(new Layer.Flatten());
    }

    public Network activation(Activation activation) {
        return with(new Layer.Activate(activation));
    }

    public Network softmax() {
        return with(new Layer.Softmax());
    }

    /** This network and one more layer. */
    public Network with(Layer layer) {
        List<Layer> longer = new ArrayList<>(layers);
        longer.add(layer);
        return new Network(input, longer);
    }

    /** Shape of what comes out. */
    public Shape output() {
        List<Shape> shapes = shapes();
        return shapes.get(shapes.size() - 1);
    }

    /** The input's shape, and that of each layer's output. */
    public List<Shape> shapes() {
        return shapes(input, layers);
    }

    /** What messages call a layer, for example {@code "2 (dense)"}; layers count from 1. */
    public String name(int layer) {
        return (layer + 1) + " (" + layers.get(layer).type() + ")";
    }

    private static List<Shape> shapes(Shape input, List<Layer> layers) {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(input);
        Shape shape = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            try {
                shape = layer.output(shape);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Layer " + (i + 1) + " (" + layer.type() + ") does not fit: " + e.getMessage() + ".", e);
            }
            shapes.add(shape);
        }
        return shapes;
    }

    /**
     * The same with another number of units in a dense layer; what follows it takes as many.
     *
     * @throws IllegalArgumentException if the layer is not dense or has a connectivity, or what follows does not fit
     */
    public Network withUnits(int layer, int units) {
        if (!(layers.get(layer) instanceof Layer.Dense dense) || dense.connectivity() != null) {
            throw new IllegalArgumentException(
                    "Layer " + name(layer) + " is not a dense layer whose units see all inputs; name one that is.");
        }
        List<Layer> others = new ArrayList<>(layers);
        others.set(layer, new Layer.Dense(units, dense.activation(), null));
        return new Network(input, others);
    }
}
