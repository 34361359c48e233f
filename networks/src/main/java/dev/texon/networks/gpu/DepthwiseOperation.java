package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import org.jspecify.annotations.Nullable;

/** A convolution of each channel by itself. */
final class DepthwiseOperation implements Operation {
    private final Parameters parameters;
    private final Tensor output;
    private final Stage forward;
    private final @Nullable WeightGradient weightGradient;
    private final @Nullable Stage inputGradient;

    DepthwiseOperation(Site site, Window window, Activation activation) {
        Kernels kernels = site.kernels();
        Numbers numbers = kernels.numbers();
        Tensor input = site.input();
        Shape in = input.shape();
        Shape out = site.shape();
        parameters = site.parameters();
        output = site.output(activation);
        Parameters.Place place = parameters.place(site.layer());
        forward = kernels.stage(
                        site.name(),
                        "output",
                        Kernels.windowed("depthwise", in, out, window)
                                .texels("x")
                                .texels("weights")
                                .uniform("block", UniformType.VEC2)
                                .functions(numbers.activation(activation))
                                .functions(numbers.storeActivations())
                                .output("y"))
                .input("x", input.values())
                .uniform("block", place.x(), place.y())
                .target(output.values());
        if (!site.learning()) {
            weightGradient = null;
            inputGradient = null;
            return;
        }
        weightGradient = new WeightGradient(site, output, "depthwise_weight_gradient", window);
        Texture gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                site.name(),
                                "gradient of its input",
                                Kernels.windowed("depthwise_input_gradient", in, out, window)
                                        .texels("delta")
                                        .texels("x")
                                        .texels("weights")
                                        .uniform("block", UniformType.VEC2)
                                        .functions(numbers.activation(input.activation()))
                                        .functions(numbers.storeActivations())
                                        .output("gradient"))
                        .input("delta", WeightGradient.delta(output))
                        .input("x", input.values())
                        .uniform("block", place.x(), place.y())
                        .target(gradient);
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void forward(Step step) {
        forward.input("weights", parameters.values().front()).draw();
    }

    @Override
    public void backward(Step step) {
        if (weightGradient != null) {
            weightGradient.draw(step);
        }
        if (inputGradient != null) {
            inputGradient.input("weights", parameters.values().front()).draw();
        }
    }
}
