package dev.texon.networks;

import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.gpu.Parameters;
import dev.texon.networks.layers.Parameter;
import dev.texon.networks.layers.Statistic;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
        for (int i = 0; i < network.nodes().size(); i++) {
            FloatBuffer own = FloatBuffer.allocate(statisticCounts(network).get(i));
            for (Statistic statistic : network.layers().get(i).statistics(network.inputShapes(i))) {
                for (int j = 0; j < statistic.count(); j++) {
                    own.put(statistic.first());
                }
            }
            statistics.add(own.flip());
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

    /** How many parameters each layer has; docs/network-file.md has their order. */
    public static List<Integer> parameterCounts(Network network) {
        return IntStream.range(0, network.nodes().size())
                .mapToObj(i -> network.layers().get(i).parameters(network.inputShapes(i)).stream()
                        .mapToInt(Parameter::count)
                        .reduce(0, Math::addExact))
                .toList();
    }

    /** How many running statistics each layer has. */
    public static List<Integer> statisticCounts(Network network) {
        return IntStream.range(0, network.nodes().size())
                .mapToObj(i -> network.layers().get(i).statistics(network.inputShapes(i)).stream()
                        .mapToInt(Statistic::count)
                        .sum())
                .toList();
    }
}
