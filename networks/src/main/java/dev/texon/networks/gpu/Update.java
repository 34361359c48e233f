package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.TrainingOptions;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The optimizer: all parameters of a network, band after band with the same render targets, or output after output where an adapter
 * writes only one target.
 */
public final class Update {
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final Regularization regularization;
    private final List<Stage> norm = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    /** Names of the inputs that hold what the optimizer remembers, and the letters of the outputs that renew it. */
    private final List<String> inputs;

    private final List<Pair> moments = new ArrayList<>();
    private final boolean together;

    public Update(Kernels kernels, Parameters parameters, TrainingOptions options) {
        this.parameters = parameters;
        optimizer = options.optimizer();
        regularization = options.regularization();
        List<String> outputs;
        String name;
        if (optimizer instanceof Optimizer.Adam) {
            name = "update_adam";
            inputs = List.of("moments", "roots");
            outputs = List.of("w", "m", "s");
        } else if (optimizer instanceof Optimizer.Momentum) {
            name = "update_momentum";
            inputs = List.of("velocities");
            outputs = List.of("w", "v");
        } else {
            name = "update_sgd";
            inputs = List.of();
            outputs = List.of("w");
        }
        TextureFormat format = kernels.numbers().storage().parameters();
        for (String input : inputs) {
            moments.add(
                    new Pair(kernels::slot, "optimizer's " + input, parameters.width(), parameters.height(), format));
        }
        Texture total = null;
        boolean clipped = options.clipNorm() < Float.POSITIVE_INFINITY;
        if (clipped) {
            Texture rows = kernels.texture("squares of gradients", 1, parameters.height(), format());
            total = kernels.texture("norm of gradients", 1, 1, format());
            for (int band = 0; band < Parameters.BANDS; band++) {
                Region region = parameters.band(band);
                norm.add(kernels.stage(
                                "the optimizer",
                                "squares",
                                Kernels.kernel("square_sum")
                                        .constant("WIDTH", parameters.width())
                                        .uniform("band", UniformType.FLOAT)
                                        .texels("x")
                                        .output("sum"))
                        .input("x", parameters.gradients(band))
                        .uniform("band", region.y())
                        .target(rows)
                        .region(new Region(0, region.y(), 1, region.height())));
            }
            norm.add(kernels.stage(
                            "the optimizer",
                            "norm",
                            Kernels.kernel("norm")
                                    .constant("HEIGHT", parameters.height())
                                    .texels("sums")
                                    .output("norm"))
                    .input("sums", rows)
                    .target(total));
        }
        together = kernels.device().capabilities().limits().renderTargets() >= outputs.size();
        for (int i = 0; i < Parameters.BANDS * (together ? 1 : outputs.size()); i++) {
            int band = i % Parameters.BANDS;
            Stage stage = kernels.stage(
                            "the optimizer",
                            "parameters",
                            kernel(
                                    kernels.numbers(),
                                    name,
                                    outputs,
                                    together ? outputs : List.of(outputs.get(i / Parameters.BANDS)),
                                    clipped))
                    .input("gradients", parameters.gradients(band))
                    .uniform("band", parameters.band(band).y())
                    .input("mask", parameters.mask())
                    .uniform("clip", clipped ? options.clipNorm() : 0f)
                    .uniform("decay", regularization.decay())
                    .uniform("limit", Math.min(regularization.limit(), 3.4e38f))
                    .region(parameters.band(band));
            if (total != null) {
                stage.input("norm", total);
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

    /** Sums of squares reach 10³² and need floats; an adapter without them clips at what halves hold. */
    private TextureFormat format() {
        return parameters.gradients(0).descriptor().format();
    }

    private ProgramDescriptor.Builder kernel(
            Numbers numbers, String name, List<String> all, List<String> outputs, boolean clipped) {
        boolean regularized = !regularization.equals(Regularization.NONE);
        ProgramDescriptor.Builder kernel = Kernels.kernel(name)
                .texels("weights")
                .texels("gradients")
                .texels("mask")
                .constant("CLIPPED", clipped ? 1 : 0)
                .constant("REGULARIZED", regularized ? 1 : 0)
                .uniform("band", UniformType.FLOAT)
                .uniform("rate", UniformType.FLOAT)
                .uniform("clip", UniformType.FLOAT)
                .uniform("decay", UniformType.FLOAT)
                .uniform("l1_step", UniformType.FLOAT)
                .uniform("limit", UniformType.FLOAT)
                .with(numbers.storeParameters());
        all.forEach(output ->
                kernel.constant("WRITES_" + output.toUpperCase(Locale.ROOT), outputs.contains(output) ? 1 : 0));
        inputs.forEach(kernel::texels);
        if (!inputs.isEmpty()) {
            kernel.with(numbers.storeState());
        }
        if (clipped) {
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
        outputs.forEach(kernel::output);
        return kernel;
    }

    /**
     * Updates all parameters.
     *
     * @param rate learning rate of this step
     * @param number of this step, counting from 1
     */
    public void draw(float rate, long number) {
        for (int i = 0; i < norm.size(); i++) {
            norm.get(i).draw();
        }
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i)
                    .input("weights", parameters.values().front())
                    .uniform("rate", rate)
                    .uniform("l1_step", rate * regularization.l1());
            for (int j = 0; j < moments.size(); j++) {
                stage.input(inputs.get(j), moments.get(j).front());
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
        for (int j = 0; j < moments.size(); j++) {
            moments.get(j).swap();
        }
    }

    /** Reads what the optimizer remembers and waits. */
    public List<List<FloatBuffer>> readMoments() {
        return moments.stream().map(pair -> parameters.read(pair.front())).toList();
    }

    /** Sets what {@link #readMoments} reads. */
    public void uploadMoments(List<List<FloatBuffer>> numbers) {
        for (int i = 0; i < moments.size(); i++) {
            parameters.upload(numbers.get(i), moments.get(i).front());
        }
    }
}
