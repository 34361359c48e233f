package dev.texon.networks;

import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.gpu.Parameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network with its numbers, as a file holds it. Buffers are read from index 0 to their limit.
 *
 * @param network what it is made of
 * @param loss what it was trained for
 * @param classes names of the outputs; empty if the outputs are numbers
 * @param parameters for each layer, in the layer's own order (see docs/network-file.md); empty where a layer has none
 * @param statistics for each layer, running means and then variances of a batch normalization; empty elsewhere
 * @param scaling of samples before they go into the network, and of targets; empty if they are in their own units
 * @param columns of the CSV file that it was trained on; empty if there are no names
 * @param training what a training needs to go on; empty if it is over
 */
public record Snapshot(
        Network network,
        Loss loss,
        List<String> classes,
        List<FloatBuffer> parameters,
        List<FloatBuffer> statistics,
        Optional<Scaling> scaling,
        Optional<ColumnNames> columns,
        Optional<TrainingState> training) {

    public Snapshot {
        classes = List.copyOf(classes);
        parameters = List.copyOf(parameters);
        statistics = List.copyOf(statistics);
    }

    /** Of samples and targets in their own units, from columns without names. */
    public Snapshot(
            Network network,
            Loss loss,
            List<String> classes,
            List<FloatBuffer> parameters,
            List<FloatBuffer> statistics,
            Optional<TrainingState> training) {
        this(network, loss, classes, parameters, statistics, Optional.empty(), Optional.empty(), training);
    }

    /** What a training with this seed begins with. */
    public static Snapshot untrained(Network network, Loss loss, List<String> classes, long seed) {
        List<FloatBuffer> statistics = new ArrayList<>();
        for (int count : statisticCounts(network)) {
            float[] numbers = new float[count];
            // Means of 0, and then variances of 1.
            Arrays.fill(numbers, count / 2, count, 1f);
            statistics.add(FloatBuffer.wrap(numbers));
        }
        return new Snapshot(network, loss, classes, Parameters.initial(network, seed), statistics, Optional.empty());
    }

    /** Without what only a training needs. */
    public Snapshot withoutTraining() {
        return new Snapshot(network, loss, classes, parameters, statistics, scaling, columns, Optional.empty());
    }

    /**
     * Where a training stands.
     *
     * @param options how it trains; its storage is never null here
     * @param samples of the data set, at least 1: with another number steps would fall on other samples
     * @param epoch epochs that are over
     * @param step mini-batches of the running epoch that are over
     * @param moments what the optimizer remembers: none for SGD, velocities for momentum, first moments and roots of second moments for
     *     Adam; each for every layer, like the parameters
     * @param curve how it has gone; null if that is not known
     * @param fingerprint of the data set, CRC-32 of its labels or targets and of some samples; null if that is not known
     */
    public record TrainingState(
            TrainingOptions options,
            int samples,
            int epoch,
            int step,
            List<List<FloatBuffer>> moments,
            @Nullable LearningCurve curve,
            @Nullable Long fingerprint) {
        public TrainingState {
            moments = moments.stream().map(List::copyOf).toList();
        }
    }

    /**
     * How many parameters each layer has: a dense layer units × inputs weights, unit after unit, and then units biases; a convolution filters
     * × height × width × channels weights in this order, and then filters biases; a depthwise convolution channels × height × width weights,
     * and then channels biases; a batch normalization gains, and then offsets.
     */
    public static List<Integer> parameterCounts(Network network) {
        List<Shape> shapes = network.shapes();
        return java.util.stream.IntStream.range(0, network.layers().size())
                .mapToObj(i -> parameterCount(network.layers().get(i), shapes.get(i)))
                .toList();
    }

    /** How many running statistics each layer has: a mean and a variance for each channel of a batch normalization. */
    public static List<Integer> statisticCounts(Network network) {
        List<Shape> shapes = network.shapes();
        return java.util.stream.IntStream.range(0, network.layers().size())
                .mapToObj(i -> network.layers().get(i) instanceof Layer.BatchNormalization
                        ? 2 * shapes.get(i).channels()
                        : 0)
                .toList();
    }

    private static int parameterCount(Layer layer, Shape input) {
        if (layer instanceof Layer.Dense dense) {
            return count(dense.units(), 1, input.channels());
        } else if (layer instanceof Layer.Convolution convolution) {
            return count(convolution.filters(), convolution.window().taps(), input.channels());
        } else if (layer instanceof Layer.DepthwiseConvolution depthwise) {
            return count(input.channels(), depthwise.window().taps(), 1);
        } else if (layer instanceof Layer.BatchNormalization) {
            return 2 * input.channels();
        }
        return 0;
    }

    private static int count(int outputs, int taps, int inputs) {
        return Math.toIntExact((long) outputs * ((long) taps * inputs + 1));
    }
}
