package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import org.jspecify.annotations.Nullable;

/** Makes values zero at random when training. */
final class DropoutOperation implements Operation {
    private final int layer;
    private final int dropped;
    private final Tensor output;
    private final Stage forward;
    private final @Nullable Stage inputGradient;

    DropoutOperation(Site site, float rate) {
        Planner kernels = site.kernels();
        Tensor input = site.input();
        layer = site.layer();
        dropped = RandomNumbers.threshold(rate);
        output = site.output(Activation.LINEAR);
        forward = kernels.stage(site.name(), "output", kernel(kernels.numbers(), input, 0))
                .input("x", input.values())
                .target(output.values());
        Slot gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                site.name(),
                                "gradient of its input",
                                output.reads(kernel(kernels.numbers(), input, 1), "delta"))
                        .input("delta", WeightGradient.delta(output))
                        .input("x", input.values())
                        .target(gradient);
    }

    private static ProgramDescriptor.Builder kernel(Numbers numbers, Tensor input, int gradient) {
        return input.writes(input.reads(Kernels.kernel("dropout"), "x"))
                .constant("GRADIENT", gradient)
                .uniform("state", UniformType.VEC2)
                .uniform("dropped", UniformType.FLOAT)
                .uniform("scale", UniformType.FLOAT)
                .with(numbers.activation(input.activation()))
                .with(numbers.storeActivations())
                .output("result");
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void forward(Step step) {
        draw(forward, step);
    }

    @Override
    public void backward(Step step) {
        if (inputGradient != null) {
            draw(inputGradient, step);
        }
    }

    private void draw(Stage stage, Step step) {
        int threshold = step.training() ? dropped : 0;
        long state = RandomNumbers.state(step.seed(), layer, step.number());
        stage.uniform("state", RandomNumbers.first(state), RandomNumbers.second(state))
                .uniform("dropped", threshold)
                .uniform("scale", RandomNumbers.PRIME / (float) (RandomNumbers.PRIME - threshold))
                .draw();
    }
}
