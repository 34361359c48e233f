package dev.texon.networks;

import dev.texon.networks.data.Dataset;
import java.util.List;

/** What a training asks of network, data set and options before it begins. */
final class Demands {
    private Demands() {}

    /** @throws IllegalArgumentException if they could be trained only to nothing */
    static void check(Network network, Dataset data, TrainingOptions options) {
        List<Layer> layers = network.layers();
        boolean crossEntropy = options.loss() == Loss.SOFTMAX_CROSS_ENTROPY;
        if (crossEntropy && !layers.isEmpty() && layers.get(layers.size() - 1) instanceof Layer.Softmax) {
            throw new IllegalArgumentException("Layer " + network.name(layers.size() - 1)
                    + " is the network's last, and the loss softmax cross-entropy has a softmax of its own; leave the"
                    + " layer out, or train with mean squared error.");
        }
        if (crossEntropy && data.classes().size() == 1) {
            throw new IllegalArgumentException("All " + data.size() + " samples are of the one class '"
                    + data.classes().get(0) + "', which leaves nothing to learn; give samples of at least 2 classes.");
        }
        int last = data.size() % options.batch();
        int smallest = last == 0 ? options.batch() : last;
        List<Shape> shapes = network.shapes();
        for (int i = 0; i < layers.size(); i++) {
            Shape shape = shapes.get(i);
            if (layers.get(i) instanceof Layer.BatchNormalization && smallest * shape.height() * shape.width() == 1) {
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
