package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trainings that come to nothing, and what is said of them. */
final class DivergenceChecks {
    private static final Shape FEATURES = new Shape(1, 1, 4);
    private static final Network NETWORK =
            Network.input(1, 1, 4).dense(8, Activation.RELU).dense(1);

    private DivergenceChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("divergence on unscaled data is said with their size", DivergenceChecks::unscaled),
                new Check("divergence at a large rate is said with the rate", DivergenceChecks::rate),
                new Check(
                        "one parameter that is NaN is found, though no loss shows it", DivergenceChecks::oneParameter),
                new Check(
                        "data that are not finite are refused, and named where they are not",
                        DivergenceChecks::notFinite),
                new Check("what leaves nothing to learn is refused", DivergenceChecks::nothingToLearn));
    }

    /** A line through noise-free points. */
    private static Dataset line(int size, float scale) {
        float[][] samples = new float[size][4];
        float[][] targets = new float[size][1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < 4; j++) {
                samples[i][j] = scale * ((i * 7 + j * 3) % 11 - 5) / 5f;
                targets[i][0] += samples[i][j];
            }
        }
        return Datasets.of(FEATURES, samples, targets);
    }

    private static @Nullable String train(GpuDevice gpu, Dataset data, double rate, List<FloatBuffer> parameters)
            throws Exception {
        TrainingOptions options = TrainingOptions.defaults()
                .withLoss(Loss.MEAN_SQUARED_ERROR)
                .withBatch(8)
                .withOptimizer(Optimizer.sgd(rate));
        try (Training training = Training.start(gpu, NETWORK, data, options)) {
            for (int epoch = 0; epoch < 20; epoch++) {
                Training.Report report = training.finishEpoch();
                if (report.divergence() != null) {
                    parameters.addAll(training.snapshot().parameters());
                    return report.divergence();
                }
            }
            parameters.addAll(training.snapshot().parameters());
            return null;
        }
    }

    private static void unscaled(GpuDevice gpu) throws Exception {
        List<FloatBuffer> parameters = new ArrayList<>();
        String said = train(gpu, line(32, 2e4f), 0.1, parameters);
        assertNotNull(said);
        assertTrue(said.startsWith("Training diverges before step ") && said.contains("not finite"), said);
        assertTrue(said.contains("values are as large as 2.00e+04 and targets as "), said);
        parameters.clear();
        assertNull(train(gpu, line(32, 1f), 0.01, parameters), "a training that does not diverge");
        for (FloatBuffer own : parameters) {
            for (int i = 0; i < own.limit(); i++) {
                assertTrue(Float.isFinite(own.get(i)));
            }
        }
    }

    private static void rate(GpuDevice gpu) throws Exception {
        String said = train(gpu, line(32, 1f), 1e4, new ArrayList<>());
        assertNotNull(said);
        assertTrue(said.contains("lower the learning rate of 10000.0, clip the norm"), said);
    }

    private static void oneParameter(GpuDevice gpu) {
        Kernels kernels = new Kernels(gpu, new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false), false);
        try {
            Parameters parameters = new Engine(
                            kernels,
                            Network.input(1, 1, 37).dense(23, Activation.RELU).dense(5),
                            1,
                            true)
                    .parameters();
            parameters.initialize(1);
            FiniteCheck check = new FiniteCheck(kernels, parameters);
            assertTrue(check.finite());
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int layer = 0; layer < 2; layer++) {
                    List<FloatBuffer> numbers = parameters.read();
                    FloatBuffer own = numbers.get(layer);
                    own.put(own.limit() - 1, value);
                    parameters.upload(numbers);
                    // Also where halves keep Inf as the largest of them.
                    assertFalse(check.finite(), value + " in layer " + (layer + 1));
                    own.put(own.limit() - 1, 1f);
                    parameters.upload(numbers);
                    assertTrue(check.finite());
                }
            }
        } finally {
            kernels.close();
        }
    }

    private static void notFinite(GpuDevice gpu) throws Exception {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[][] samples = new float[32][4];
            samples[17][2] = value;
            float[][] targets = new float[32][1];
            refuses("Value 2 of sample 17 is " + value, samples, targets);
            String said = train(gpu, Samples.of(FEATURES, samples, targets), 0.1, new ArrayList<>());
            assertTrue(String.valueOf(said).contains("value 2 of sample 17 is " + value + ": leave it out"), said);
            samples[17][2] = 0;
            targets[5][0] = value;
            refuses("Target 0 of sample 5 is " + value, samples, targets);
            said = train(gpu, Samples.of(FEATURES, samples, targets), 0.1, new ArrayList<>());
            assertTrue(String.valueOf(said).contains("target 0 of sample 5 is " + value + ": leave it out"), said);
        }
    }

    private static void refuses(String what, float[][] samples, float[][] targets) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Datasets.of(FEATURES, samples, targets));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(what), refusal.getMessage());
    }

    private static void nothingToLearn(GpuDevice gpu) {
        Dataset one = Datasets.of(FEATURES, new float[9][4], new int[9], List.of("cat"));
        assertTrue(refusal(gpu, Network.input(1, 1, 4).dense(1), one, 3)
                .startsWith("All 9 samples are of the one class 'cat', which leaves nothing to learn"));
        Dataset two = Datasets.of(FEATURES, new float[9][4], new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0}, List.of("a", "b"));
        Network normalized =
                Network.input(1, 1, 4).batchNormalization(Activation.LINEAR).dense(2);
        assertTrue(refusal(gpu, normalized, two, 1).endsWith("mini-batches are of 1 sample; take larger ones."));
        assertTrue(refusal(gpu, normalized, two, 4)
                .endsWith("the last of 9 samples in mini-batches of 4 is alone in its own; take mini-batches of another"
                        + " size."));
    }

    private static String refusal(GpuDevice gpu, Network network, Dataset data, int batch) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> Training.start(
                                gpu, network, data, TrainingOptions.defaults().withBatch(batch)))
                .getMessage());
    }
}
