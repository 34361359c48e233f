package dev.texon.networks;

import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Scaling;
import java.util.List;
import java.util.Optional;

/** What a training asks of network, data set and options before it begins. */
final class Demands {
    private Demands() {}

    /**
     * A data set as a network takes it.
     *
     * @param scaling of the network's samples
     * @throws IllegalArgumentException if the data set is scaled otherwise
     */
    static Dataset scaled(Optional<Scaling> scaling, Dataset data) {
        if (scaling.isPresent()) {
            return scaling.get().apply(data);
        }
        if (data.scaling().isPresent()) {
            throw new IllegalArgumentException(
                    "The data set is scaled, and the network was trained on samples in their own units; give it those.");
        }
        return data;
    }

    /** @throws IllegalArgumentException if they could be trained only to nothing */
    static void check(Network network, Dataset data, TrainingOptions options) {
        boolean crossEntropy = options.loss() == Loss.SOFTMAX_CROSS_ENTROPY;
        if (crossEntropy && network.endsWithSoftmax()) {
            throw new IllegalArgumentException("Layer "
                    + network.name(network.maker(network.outputs().get(0)))
                    + " is the network's last, and the loss softmax cross-entropy has a softmax of its own; leave the"
                    + " layer out, or train with mean squared error.");
        }
        if (crossEntropy && data.classes().size() == 1) {
            throw new IllegalArgumentException("All " + data.size() + " samples are of the one class '"
                    + data.classes().get(0) + "', which leaves nothing to learn; give samples of at least 2 classes.");
        }
        if (options.classWeights() != null && (!crossEntropy || data.classes().isEmpty())) {
            throw new IllegalArgumentException("Class weights are for classes and the loss softmax cross-entropy, and "
                    + (data.classes().isEmpty() ? "the targets are numbers" : "the loss is " + options.loss())
                    + "; leave them out.");
        }
        int last = data.size() % options.batch();
        int smallest = last == 0 ? options.batch() : last;
        for (int i = 0; i < network.nodes().size(); i++) {
            List<Shape> inputs = network.inputShapes(i);
            boolean ofBatch = !network.layers().get(i).statistics(inputs).isEmpty();
            if (ofBatch && smallest * inputs.get(0).height() * inputs.get(0).width() == 1) {
                throw new IllegalArgumentException("Layer " + network.name(i)
                        + " needs at least 2 values of each channel in a mini-batch, and "
                        + (options.batch() == 1
                                ? "mini-batches are of 1 sample; take larger ones."
                                : "the last of " + data.size() + " samples in mini-batches of " + options.batch()
                                        + " is alone in its own; take mini-batches of another size."));
            }
        }
    }
}
