package dev.texon.networks.gpu;

import dev.texon.networks.Loss;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mini-batches of one data set for one network: draws their samples, and takes its outputs to the metrics and the gradient of the loss. */
public final class Batches {
    private final Atlas atlas;
    private final int size;
    private final List<Stage> gathers = new ArrayList<>();
    private final SampleMetrics metrics;
    private final @Nullable LossGradient gradient;

    /**
     * @param inputs of the network: the values of a sample are those of each input, one after the other
     * @param weights how much a sample of each class counts in the gradient; empty if all count alike
     * @param most mini-batches that are measured before their metrics are read, or fewer where a texture has fewer rows
     */
    public Batches(
            Kernels kernels, Atlas atlas, List<Tensor> inputs, Tensor output, Loss loss, float[] weights, int most) {
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
        this.atlas = atlas;
        size = output.batch();
        int value = 0;
        for (Tensor input : inputs) {
            gathers.add(atlas.gather(input, value));
            value += input.shape().values();
        }
        metrics = new SampleMetrics(kernels, atlas, output, loss, most);
        Slot target = output.gradient();
        gradient = target == null ? null : new LossGradient(kernels, atlas, output, target, loss, weights);
    }

    /** Mini-batches of one round through the data set. */
    public int perEpoch() {
        return (atlas.size() + size - 1) / size;
    }

    /** Samples of a mini-batch; the last may have fewer. */
    public int count(int batch) {
        return Math.min(size, atlas.size() - batch * size);
    }

    /** Draws the samples of a mini-batch into the network's inputs. */
    public void gather(int batch) {
        for (int i = 0; i < gathers.size(); i++) {
            gathers.get(i).uniform("first", batch * size).draw();
        }
    }

    /** Of the mini-batches that were gathered. */
    public SampleMetrics metrics() {
        return metrics;
    }

    /** The gradient of the loss, for the mini-batch that was gathered last; nothing for a network that does not learn. */
    public void gradient(int batch) {
        if (gradient != null) {
            gradient.draw(batch, count(batch));
        }
    }

    /** Frees its texture before the kernels are closed. */
    public void free() {
        metrics.free();
    }
}
