package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.List;

/**
 * A convolution of each channel with a kernel of its own, with a bias for each channel.
 *
 * @param window of a kernel
 * @param activation of the sums
 */
public record DepthwiseConvolution(Window window, Activation activation) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return window.output(input, input.channels());
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
        int channels = inputs.get(0).channels();
        return List.of(
                Parameter.weights(
                        List.of(channels, window.height(), window.width()),
                        window.taps(),
                        window.taps(),
                        activation,
                        null),
                Parameter.vector("biases", channels, 0f));
    }

    @Override
    public ParameterForm form() {
        return ParameterForm.CHANNELS;
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) output(inputs).values() * window.taps();
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
