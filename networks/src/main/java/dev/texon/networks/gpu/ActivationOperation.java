package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import org.jspecify.annotations.Nullable;

/** An activation alone. */
final class ActivationOperation implements Operation {
    private final Tensor output;
    private final Stage forward;
    private final @Nullable Stage inputGradient;

    ActivationOperation(Site site, Activation activation) {
        Kernels kernels = site.kernels();
        Numbers numbers = kernels.numbers();
        Tensor input = site.input();
        output = site.output(activation);
        forward = kernels.stage(
                        site.name(),
                        "output",
                        Kernels.kernel("activation")
                                .constant("WIDTH", input.shape().width())
                                .constant("CHANNELS", input.shape().channels())
                                .texels("x")
                                .functions(numbers.activation(activation))
                                .functions(numbers.storeActivations())
                                .output("y"))
                .input("x", input.values())
                .target(output.values());
        Texture gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                site.name(),
                                "gradient of its input",
                                Kernels.kernel("activation_gradient")
                                        .texels("delta")
                                        .texels("x")
                                        .functions(numbers.activation(input.activation()))
                                        .functions(numbers.storeActivations())
                                        .output("gradient"))
                        .input("delta", WeightGradient.delta(output))
                        .input("x", input.values())
                        .target(gradient);
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void forward(Step step) {
        forward.draw();
    }

    @Override
    public void backward(Step step) {
        if (inputGradient != null) {
            inputGradient.draw();
        }
    }
}
