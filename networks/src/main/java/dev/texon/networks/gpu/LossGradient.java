package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Loss;
import java.util.Arrays;

/** The gradient of the loss with respect to the pre-activations of the network's output. */
final class LossGradient {
    private final int batch;
    private final Stage stage;

    /**
     * @param target the output's gradient
     * @param weights how much a sample of each class counts; empty if all count alike
     */
    LossGradient(Kernels kernels, Atlas atlas, Tensor output, Slot target, Loss loss, float[] weights) {
        batch = output.batch();
        Numbers numbers = kernels.numbers();
        boolean crossEntropy = loss == Loss.SOFTMAX_CROSS_ENTROPY;
        boolean weighted = weights.length > 0;
        String name = crossEntropy ? "cross_entropy_gradient" : "squared_error_gradient";
        ProgramDescriptor.Builder kernel = atlas.declareTargets(
                        readsOutput(output.writes(Kernels.kernel(name)), output))
                .uniform("count", UniformType.FLOAT)
                .with(numbers.activation(output.activation()))
                .with(numbers.storeActivations())
                .output("gradient");
        if (weighted) {
            kernel.texels("weights");
        }
        if (crossEntropy) {
            kernel.with(numbers.softmax())
                    .slot("class_weights", weighted ? "networks/class_weights" : "networks/class_weights_equal");
        }
        stage = atlas.bindTargets(kernels.stage("the loss", "gradient of the output", kernel))
                .input("z", output.values())
                .target(target);
        if (weighted) {
            stage.input("weights", classWeights(kernels, output.shape().groups(), weights));
        }
    }

    private static Texture classWeights(Kernels kernels, int groups, float[] weights) {
        Numbers numbers = kernels.numbers();
        Texture texture =
                kernels.texture("class weights", groups, 1, numbers.storage().parameters());
        float[] bounded = Arrays.copyOf(weights, 4 * groups);
        float largest = numbers.storage().activations().elementType().maxValue();
        // Neither they nor gradients, which are at most as large, become Inf.
        for (int i = 0; i < bounded.length; i++) {
            bounded[i] = Math.min(bounded[i], largest);
        }
        texture.upload(bounded);
        return texture;
    }

    /** Declares the output as the input z of a kernel of the loss, with its size. */
    static ProgramDescriptor.Builder readsOutput(ProgramDescriptor.Builder kernel, Tensor output) {
        return output.reads(kernel, "z")
                .constant("CHANNELS", output.shape().channels())
                .constant("GROUPS", output.shape().groups());
    }

    /**
     * Draws it for the mini-batch that was gathered last.
     *
     * @param count samples of it
     */
    void draw(int number, int count) {
        stage.uniform("first", number * batch).uniform("count", count).draw();
    }
}
