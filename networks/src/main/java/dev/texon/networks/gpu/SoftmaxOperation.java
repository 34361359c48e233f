package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import org.jspecify.annotations.Nullable;

/** Softmax over the channels of a flat tensor. */
final class SoftmaxOperation implements Operation {
    private final Tensor output;
    private final Stage forward;
    private final @Nullable Stage inputGradient;

    SoftmaxOperation(Site site) {
        Kernels kernels = site.kernels();
        Numbers numbers = kernels.numbers();
        Tensor input = site.input();
        output = site.output(Activation.LINEAR);
        forward = kernels.stage(
                        site.name(),
                        "output",
                        kernel("softmax", input)
                                .texels("z")
                                .functions(numbers.softmax())
                                .functions(numbers.storeActivations())
                                .output("y"))
                .input("z", input.values())
                .target(output.values());
        Texture gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                site.name(),
                                "gradient of its input",
                                kernel("softmax_gradient", input)
                                        .texels("delta")
                                        .texels("y")
                                        .texels("x")
                                        .functions(numbers.activation(input.activation()))
                                        .functions(numbers.storeActivations())
                                        .output("gradient"))
                        .input("delta", WeightGradient.delta(output))
                        .input("y", output.values())
                        .input("x", input.values())
                        .target(gradient);
    }

    private static ProgramDescriptor.Builder kernel(String name, Tensor input) {
        return Kernels.kernel(name)
                .constant("CHANNELS", input.shape().channels())
                .constant("GROUPS", input.shape().groups());
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
