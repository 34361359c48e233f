package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import org.jspecify.annotations.Nullable;

/** A convolution over all channels; a dense layer is one of 1×1 over one place. */
final class ConvolutionOperation implements Operation {
    private final Parameters parameters;
    private final Tensor output;
    private final Products forward;
    private final @Nullable WeightGradient weightGradient;
    private final @Nullable Products inputGradient;

    ConvolutionOperation(Site site, Window window, Activation activation) {
        Tensor input = site.input();
        Shape in = input.shape();
        Shape out = site.shape();
        parameters = site.parameters();
        output = site.output(activation);
        forward = new Products(
                site,
                "output",
                "convolution",
                "x",
                input.values(),
                in.groups(),
                window,
                out,
                output.values(),
                new Products.Finish("store(activate(sum) * present(group, " + out.channels() + "))", activation, null));
        if (!site.learning()) {
            weightGradient = null;
            inputGradient = null;
            return;
        }
        weightGradient = new WeightGradient(site, output, "convolution_weight_gradient", window);
        Texture gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : new Products(
                        site,
                        "gradient of its input",
                        "convolution_input_gradient",
                        "delta",
                        WeightGradient.delta(output),
                        out.groups(),
                        window,
                        in,
                        gradient,
                        new Products.Finish(
                                "store(sum * slope(fetch_x(fragment())))", input.activation(), input.values()));
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void forward(Step step) {
        forward.draw(parameters.values().front());
    }

    @Override
    public void backward(Step step) {
        if (weightGradient != null) {
            weightGradient.draw(step);
        }
        if (inputGradient != null) {
            inputGradient.draw(parameters.values().front());
        }
    }
}
