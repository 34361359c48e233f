package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.shaders.Shaders;
import org.jspecify.annotations.Nullable;

/** The same values in another shape. */
final class ReshapeOperation implements Operation {
    private final Tensor output;
    private final Stage forward;
    private final @Nullable Stage inputGradient;

    ReshapeOperation(Site site) {
        Kernels kernels = site.kernels();
        Numbers numbers = kernels.numbers();
        Tensor input = site.input();
        output = site.output(Activation.LINEAR);
        forward = kernels.stage(site.name(), "output", reshape(input.shape(), site.shape(), "v"))
                .input("x", input.values())
                .target(output.values());
        Texture gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                site.name(),
                                "gradient of its input",
                                reshape(site.shape(), input.shape(), "store(v * slope(fetch_into(fragment())))")
                                        .texels("into")
                                        .functions(numbers.activation(input.activation()))
                                        .functions(numbers.storeActivations()))
                        .input("x", WeightGradient.delta(output))
                        .input("into", input.values())
                        .target(gradient);
    }

    private static ProgramDescriptor.Builder reshape(Shape in, Shape out, String result) {
        return Kernels.kernel("reshape", Shaders.kernel("networks/reshape").replace("RESULT", result))
                .constant("IN_HEIGHT", in.height())
                .constant("IN_WIDTH", in.width())
                .constant("IN_CHANNELS", in.channels())
                .constant("OUT_HEIGHT", out.height())
                .constant("OUT_WIDTH", out.width())
                .constant("OUT_CHANNELS", out.channels())
                .constant("ALIGNED", in.channels() % 4 == 0 && out.channels() % 4 == 0 ? 1 : 0)
                .texels("x")
                .output("y");
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
