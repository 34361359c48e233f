package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.List;

/**
 * A convolution (as in deep learning: a cross-correlation) over all channels, with a bias for each filter.
 *
 * @param filters channels that come out
 * @param window of a filter
 * @param activation of the sums
 */
public record Convolution(int filters, Window window, Activation activation) implements Layer {
    /** @throws IllegalArgumentException if it has no filters */
    public Convolution {
        Inputs.demand(filters >= 1, "A convolution has " + filters + " filters; it has at least 1.");
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return window.output(input, filters);
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
        int channels = inputs.get(0).channels();
        return List.of(
                Parameter.weights(
                        List.of(filters, window.height(), window.width(), channels),
                        window.taps() * channels,
                        window.taps() * filters,
                        activation,
                        null),
                Parameter.vector("biases", filters, 0f));
    }

    @Override
    public ParameterForm form() {
        return ParameterForm.MATRIX;
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) output(inputs).values() * window.taps() * inputs.get(0).channels();
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
