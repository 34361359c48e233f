package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.TrainingOptions;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The optimizer: all parameters of a network, band after band with the same render targets, or output after output where an adapter
 * writes only one target.
 */
public final class Update {
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final Regularization regularization;
    private final Moments moments;
    /** Null if gradients are not clipped. */
    private final @Nullable GradientNorm norm;

    private final List<Stage> stages = new ArrayList<>();
    private final boolean together;

    public Update(Kernels kernels, Parameters parameters, TrainingOptions options) {
        this.parameters = parameters;
        optimizer = options.optimizer();
        regularization = options.regularization();
        moments = new Moments(kernels, parameters, optimizer);
        norm = options.clipNorm() < Float.POSITIVE_INFINITY ? new GradientNorm(kernels, parameters) : null;
        List<String> outputs = outputs(optimizer);
        together = kernels.device().capabilities().limits().renderTargets() >= outputs.size();
        for (int i = 0; i < Parameters.BANDS * (together ? 1 : outputs.size()); i++) {
            int band = i % Parameters.BANDS;
            Stage stage = kernels.stage(
                            "the optimizer",
                            "parameters",
                            kernel(kernels.numbers(), together ? outputs : List.of(outputs.get(i / Parameters.BANDS))))
                    .input("gradients", parameters.gradients(band))
                    .uniform("band", parameters.band(band).y())
                    .input("mask", parameters.mask())
                    .uniform("clip", norm != null ? options.clipNorm() : 0f)
                    .uniform("limit", Math.min(regularization.limit(), 3.4e38f))
                    .region(parameters.band(band));
            if (norm != null) {
                stage.input("norm", norm.texture());
            }
            if (optimizer instanceof Optimizer.Adam adam) {
                stage.uniform("beta", adam.beta1(), adam.beta2())
                        .uniform("epsilon", adam.epsilon())
                        // Section 2.1: a step is at most the rate times this; halves that lost their small numbers keep
                        // to it.
                        .uniform("bound", (float) Math.max(1, (1 - adam.beta1()) / Math.sqrt(1.0 - adam.beta2())));
            } else if (optimizer instanceof Optimizer.Momentum momentum) {
                stage.uniform("momentum", momentum.momentum());
            }
            stages.add(stage);
        }
    }

    private static String kernel(Optimizer optimizer) {
        return optimizer instanceof Optimizer.Adam
                ? "update_adam"
                : optimizer instanceof Optimizer.Momentum ? "update_momentum" : "update_sgd";
    }

    /** Letters of what its kernel writes: the parameters, and then what it remembers. */
    private static List<String> outputs(Optimizer optimizer) {
        return optimizer instanceof Optimizer.Adam
                ? List.of("w", "m", "s")
                : optimizer instanceof Optimizer.Momentum ? List.of("w", "v") : List.of("w");
    }

    /** @param written those outputs that this pass has a target for */
    private ProgramDescriptor.Builder kernel(Numbers numbers, List<String> written) {
        ProgramDescriptor.Builder kernel = Kernels.kernel(kernel(optimizer))
                .texels("weights")
                .texels("gradients")
                .texels("mask")
                .constant("CLIPPED", norm != null ? 1 : 0)
                .constant("REGULARIZED", regularization.equals(Regularization.NONE) ? 0 : 1)
                .uniform("band", UniformType.FLOAT)
                .uniform("rate", UniformType.FLOAT)
                .uniform("clip", UniformType.FLOAT)
                .uniform("decay", UniformType.FLOAT)
                .uniform("l1_step", UniformType.FLOAT)
                .uniform("limit", UniformType.FLOAT)
                .with(numbers.storeParameters());
        outputs(optimizer)
                .forEach(output ->
                        kernel.constant("WRITES_" + output.toUpperCase(Locale.ROOT), written.contains(output) ? 1 : 0));
        moments.inputs().forEach(kernel::texels);
        if (moments.size() > 0) {
            kernel.with(numbers.storeState());
        }
        if (norm != null) {
            kernel.texels("norm");
        }
        if (optimizer instanceof Optimizer.Adam) {
            kernel.uniform("beta", UniformType.VEC2)
                    .uniform("correction", UniformType.VEC2)
                    .uniform("epsilon", UniformType.FLOAT)
                    .uniform("bound", UniformType.FLOAT);
        } else if (optimizer instanceof Optimizer.Momentum) {
            kernel.uniform("momentum", UniformType.FLOAT);
        }
        written.forEach(kernel::output);
        return kernel;
    }

    /**
     * Updates all parameters.
     *
     * @param learningRate of this step
     * @param number of this step, counting from 1
     */
    public void draw(double learningRate, long number) {
        float rate = (float) learningRate;
        float decay = (float) regularization.shrinkage(learningRate);
        if (norm != null) {
            norm.draw();
        }
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i)
                    .input("weights", parameters.values().front())
                    .uniform("rate", rate)
                    .uniform("decay", decay)
                    .uniform("l1_step", rate * regularization.l1());
            for (int j = 0; j < moments.size(); j++) {
                stage.input(moments.inputs().get(j), moments.get(j).front());
            }
            if (optimizer instanceof Optimizer.Adam adam) {
                stage.uniform("correction", (float) (1 / (1 - Math.pow(adam.beta1(), (double) number))), (float)
                        (1 / (1 - Math.pow(adam.beta2(), (double) number))));
            }
            if (together) {
                stage.target(0, parameters.values().back());
                for (int j = 0; j < moments.size(); j++) {
                    stage.target(j + 1, moments.get(j).back());
                }
            } else {
                stage.target(
                        0,
                        i < Parameters.BANDS
                                ? parameters.values().back()
                                : moments.get(i / Parameters.BANDS - 1).back());
            }
            stage.draw();
        }
        parameters.values().swap();
        moments.swap();
    }

    /** Reads what the optimizer remembers and waits. */
    public List<List<FloatBuffer>> readMoments() {
        return moments.read();
    }

    /** Sets what {@link #readMoments} reads. */
    public void uploadMoments(List<List<FloatBuffer>> numbers) {
        moments.upload(numbers);
    }
}
