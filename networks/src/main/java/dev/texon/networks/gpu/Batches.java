package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Loss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The mini-batches of one data set for one network: draws them, and judges what the network makes of them. Verdicts collect on the GPU, a
 * row a mini-batch, until they are read.
 */
public final class Batches {
    private static final float LARGEST_HALF = 65504;

    private final Kernels kernels;
    private final Atlas atlas;
    private final Tensor output;
    private final Stage gather;
    private final Stage verdict;
    private final @Nullable Stage gradient;
    private final Texture verdicts;
    /** Of each row, made once, so that a step allocates nothing. */
    private final Region[] regions;

    private int row;

    /**
     * @param weights how much a sample of each class counts in the gradient; empty if all count alike
     * @param most mini-batches that are judged before the verdicts are read, or fewer where a texture has fewer rows
     */
    public Batches(Kernels kernels, Atlas atlas, Tensor input, Tensor output, Loss loss, float[] weights, int most) {
        if (!output.shape().isFlat() || output.shape().channels() != atlas.targetSize()) {
            throw new IllegalArgumentException(
                    "The network's output is " + output.shape() + ", and the data set has " + atlas.targetSize()
                            + " classes or target values; end the network with a dense layer of as many units.");
        }
        if (output.shape().groups() > kernels.turns()) {
            throw new IllegalArgumentException("The network's output is " + output.shape()
                    + ", and this adapter adds up the loss of at most " + 4L * kernels.turns()
                    + " values; end the network with fewer.");
        }
        this.kernels = kernels;
        this.atlas = atlas;
        this.output = output;
        int rows = Math.min(most, kernels.device().capabilities().limits().textureSize());
        regions = new Region[rows];
        for (int i = 0; i < rows; i++) {
            regions[i] = new Region(0, i, output.batch(), 1);
        }
        gather = atlas.gather(input);
        verdicts = kernels.texture(
                "verdicts",
                output.batch(),
                rows,
                Numbers.verdicts(kernels.device().capabilities()));
        Numbers numbers = kernels.numbers();
        boolean crossEntropy = loss == Loss.SOFTMAX_CROSS_ENTROPY;
        verdict = atlas.bindTargets(kernels.stage(
                        "the loss",
                        "verdicts",
                        atlas.declareTargets(head(Kernels.kernel("verdict")))
                                .with(numbers.softmax())
                                .constant("NAIVE", numbers.naive() ? 1 : 0)
                                .constant("CROSS_ENTROPY", crossEntropy ? 1 : 0)
                                .output("verdict")))
                .input("z", output.values())
                .target(verdicts);
        Slot target = output.gradient();
        gradient = target == null ? null : gradient(target, crossEntropy, weights);
    }

    private Stage gradient(Slot target, boolean crossEntropy, float[] weights) {
        Numbers numbers = kernels.numbers();
        boolean weighted = weights.length > 0;
        ProgramDescriptor.Builder kernel = atlas.declareTargets(head(output.writes(
                        Kernels.kernel(crossEntropy ? "cross_entropy_gradient" : "squared_error_gradient"))))
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
        Stage stage = atlas.bindTargets(kernels.stage("the loss", "gradient of the output", kernel))
                .input("z", output.values())
                .target(target);
        if (weighted) {
            int groups = output.shape().groups();
            Texture texture = kernels.texture(
                    "class weights", groups, 1, numbers.storage().parameters());
            float[] bounded = Arrays.copyOf(weights, 4 * groups);
            if (numbers.storage().activations() == TextureFormat.RGBA16F) {
                // Neither they nor gradients, which are at most as large, become Inf.
                for (int i = 0; i < bounded.length; i++) {
                    bounded[i] = Math.min(bounded[i], LARGEST_HALF);
                }
            }
            texture.upload(bounded);
            stage.input("weights", texture);
        }
        return stage;
    }

    private ProgramDescriptor.Builder head(ProgramDescriptor.Builder kernel) {
        return output.reads(kernel, "z")
                .constant("CHANNELS", output.shape().channels())
                .constant("GROUPS", output.shape().groups());
    }

    /** Mini-batches of one round through the data set. */
    public int perEpoch() {
        return (atlas.size() + output.batch() - 1) / output.batch();
    }

    /** Samples of a mini-batch; the last may have fewer. */
    public int count(int batch) {
        return Math.min(output.batch(), atlas.size() - batch * output.batch());
    }

    /** Draws the samples of a mini-batch into the network's input. */
    public void gather(int batch) {
        gather.uniform("first", batch * output.batch()).draw();
    }

    /** The gradient of the loss, for the mini-batch that was gathered last. */
    public void gradient(int batch) {
        if (gradient != null) {
            gradient.uniform("first", batch * output.batch())
                    .uniform("count", count(batch))
                    .draw();
        }
    }

    /** Judges each sample's output. */
    public void judge(int batch) {
        verdict.uniform("first", batch * output.batch()).region(regions[row]).draw();
        row++;
    }

    /** Forgets verdicts that wait, as an evaluation that failed half-way leaves them. */
    public void forget() {
        row = 0;
    }

    /** Whether the next verdict needs those before to be read. */
    public boolean full() {
        return row == verdicts.descriptor().height();
    }

    /** Rows that wait to be read. */
    public int waiting() {
        return row;
    }

    /** Reads the verdicts that wait: for each row and sample the loss, the class of the largest output and of the largest target, and the mean absolute
     * error where targets are numbers. */
    public float[] read() {
        if (row == 0) {
            return new float[0];
        }
        float[] values = verdicts.read(0, new Region(0, 0, output.batch(), row));
        row = 0;
        return values;
    }

    /** Frees its texture before the kernels are closed. */
    public void free() {
        kernels.free(verdicts);
    }
}
