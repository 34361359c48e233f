package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import dev.texon.networks.Window;
import org.jspecify.annotations.Nullable;

/** The largest value of each window. */
final class MaxPoolOperation implements Operation {
    private final Tensor output;
    private final Stage forward;
    private final @Nullable Stage inputGradient;

    MaxPoolOperation(Site site, Window window) {
        Kernels kernels = site.kernels();
        Numbers numbers = kernels.numbers();
        Tensor input = site.input();
        output = site.output(Activation.LINEAR);
        forward = kernels.stage(
                        site.name(),
                        "output",
                        Kernels.windowed("max_pool", input.shape(), site.shape(), window)
                                .texels("x")
                                .output("y"))
                .input("x", input.values())
                .target(output.values());
        Texture gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                site.name(),
                                "gradient of its input",
                                Kernels.windowed("max_pool_gradient", input.shape(), site.shape(), window)
                                        .texels("delta")
                                        .texels("x")
                                        .texels("y")
                                        .functions(numbers.activation(input.activation()))
                                        .functions(numbers.storeActivations())
                                        .output("gradient"))
                        .input("delta", WeightGradient.delta(output))
                        .input("x", input.values())
                        .input("y", output.values())
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
