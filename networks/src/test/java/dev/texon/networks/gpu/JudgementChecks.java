package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.ClassWeights;
import dev.texon.networks.Evaluation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** How a network is judged, and where a training begins. */
final class JudgementChecks {
    private JudgementChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("mean absolute error and R2 as in double precision", JudgementChecks::regression),
                new Check("class weights weigh the gradient of their samples", JudgementChecks::weighted),
                new Check("fine-tuning keeps the parameters, and its options are new", JudgementChecks::keeps),
                new Check("fine-tuning for other classes renews the last dense layer", JudgementChecks::renews));
    }

    /**
     * Both ways compute the outputs, of a size below 4, as sums of at most 7 products: they may differ by 7 roundings of that size, 7 · 4 ·
     * 2^-24 = 1.7e-6 in floats, as may the sum of 5 terms of a metric. So the mean absolute error is off by at most 4e-6. In R2 an error counts
     * twice the difference to the target, which is 2 at most in the mean, over a variance of 1: 8e-6.
     */
    private static void regression(GpuDevice gpu) throws Exception {
        Dataset data = Samples.random(Shape.flat(6), 50, 5, 0, 3);
        Network network = Network.input(6).dense(7, Activation.TANH).dense(5);
        TrainingOptions options = TrainingOptions.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .batch(16)
                .build();
        try (Training training = Training.start(gpu, network, data, options)) {
            training.finishEpoch();
            Evaluation evaluation = training.evaluate(data);
            double absolute = 0;
            double squared = 0;
            double[] sums = new double[5];
            double[] squares = new double[5];
            try (Model model = Model.open(gpu, training.snapshot())) {
                for (int i = 0; i < data.size(); i++) {
                    double[] values = Samples.values(data, i);
                    float[] sample = new float[values.length];
                    for (int j = 0; j < sample.length; j++) {
                        sample[j] = (float) values[j];
                    }
                    float[] outputs = model.predict(sample);
                    float[] target = new float[5];
                    data.target(i, target);
                    for (int j = 0; j < 5; j++) {
                        double off = (double) outputs[j] - target[j];
                        absolute += Math.abs(off);
                        squared += off * off;
                        sums[j] += target[j];
                        squares[j] += (double) target[j] * target[j];
                    }
                }
            }
            double variance = 0;
            for (int j = 0; j < 5; j++) {
                variance += squares[j] / 50 - Math.pow(sums[j] / 50, 2);
            }
            double r2 = 1 - squared / 50 / variance;
            // Halves are stored with 11 bits: outputs differ by one
            // rounding, 4 · 2^-11 = 2e-3, which R2 counts fourfold.
            double bound = Storage.best(gpu.capabilities()) == Storage.FLOAT32 ? 1e-5 : 1e-2;
            assertEquals(absolute / 250, evaluation.meanAbsoluteError(), bound);
            assertEquals(r2, evaluation.r2(), bound);
            assertTrue(Double.isNaN(evaluation.accuracy()));
        }
    }

    /**
     * A weight is a factor of each sample's gradient, of a size of at most 1 before it: the products and the difference of both ways round by 4
     * ULP of the weight, and halves by 2^-10 of what they store, twice.
     */
    private static void weighted(GpuDevice gpu) throws Exception {
        Dataset data = Samples.random(Shape.flat(4), 12, 0, 6, 5);
        float[] weights = {0.5f, 3, 1, 0, 8, 1.25f};
        Storage storage = Storage.best(gpu.capabilities());
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Engine engine = new Engine(kernels, Network.input(4).dense(6), 12, true);
            engine.parameters().initialize(3);
            Atlas atlas = new Atlas(kernels, data);
            Loss loss = Loss.SOFTMAX_CROSS_ENTROPY;
            Batches plain = new Batches(kernels, atlas, engine.inputs(), engine.output(), loss, new float[0], 1);
            Batches weighing = new Batches(kernels, atlas, engine.inputs(), engine.output(), loss, weights, 1);
            plain.gather(0);
            engine.forward(new Step().set(true, 12, 0, 0));
            plain.metrics().measure(0);
            float[] metrics = plain.metrics().read();
            plain.gradient(0);
            float[] once = engine.output().readGradient();
            weighing.gradient(0);
            float[] weighed = engine.output().readGradient();
            for (int i = 0; i < once.length; i++) {
                float weight = weights[(int) metrics[4 * (i / 6) + 2]];
                assertEquals(
                        weight * once[i],
                        weighed[i],
                        weight * (4 * 0x1p-23 + 2 * LayerChecks.unit(storage)),
                        "number " + i % 6 + " of sample " + i / 6);
            }
        }
        TrainingOptions balanced =
                TrainingOptions.builder().classWeights(ClassWeights.BALANCED).build();
        Network network = Network.input(4).dense(6);
        try (Training training = Training.start(gpu, network, data, balanced)) {
            training.step();
            assertEquals(
                    ClassWeights.BALANCED,
                    training.snapshot().training().orElseThrow().options().classWeights());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Training.start(
                        gpu,
                        network,
                        data,
                        balanced.toBuilder().loss(Loss.MEAN_SQUARED_ERROR).build()));
    }

    private static Snapshot trained(GpuDevice gpu, Dataset data) throws Exception {
        Network network = Network.input(8, 8, 1)
                .convolution(4, Window.same(3), Activation.LINEAR)
                .batchNormalization(Activation.RELU)
                .flatten()
                .dense(data.classes().size());
        try (Training training = Training.start(
                gpu, network, data, TrainingOptions.builder().batch(16).build())) {
            training.finishEpoch();
            return training.snapshot();
        }
    }

    private static void keeps(GpuDevice gpu) throws Exception {
        Dataset data = Samples.images(new Shape(8, 8, 1), 64, 3, 5);
        Snapshot before = trained(gpu, data);
        TrainingOptions options = TrainingOptions.builder()
                .batch(32)
                .optimizer(Optimizer.sgd(0.5))
                .seed(9)
                .build();
        assertEquals(-1, Training.renewedLayer(before, data));
        try (Training training = Training.from(gpu, before, data, options)) {
            Snapshot after = training.snapshot();
            assertEquals(before.parameters(), after.parameters());
            assertEquals(before.statistics(), after.statistics());
            assertEquals(0, training.steps());
            assertEquals(options.optimizer(), training.options().optimizer());
            training.step();
            assertTrue(!before.parameters().equals(training.snapshot().parameters()));
        }
    }

    private static void renews(GpuDevice gpu) throws Exception {
        Snapshot before = trained(gpu, Samples.images(new Shape(8, 8, 1), 64, 3, 5));
        Dataset other = Samples.images(new Shape(8, 8, 1), 64, 5, 6);
        assertEquals(3, Training.renewedLayer(before, other));
        try (Training training = Training.from(gpu, before, other, TrainingOptions.defaults())) {
            Snapshot after = training.snapshot();
            assertEquals(before.parameters().subList(0, 3), after.parameters().subList(0, 3));
            assertEquals(5, after.network().output().values());
            FloatBuffer last = after.parameters().get(3);
            assertEquals(5 * (8 * 8 * 4 + 1), last.limit());
            assertTrue(last.get(0) != 0f);
            assertTrue(training.finishEpoch().divergence() == null);
        }
        Snapshot convolutions = new Snapshot(
                Network.input(8, 8, 1).maxPool(8).flatten(),
                Loss.SOFTMAX_CROSS_ENTROPY,
                List.of("a"),
                List.of(FloatBuffer.allocate(0), FloatBuffer.allocate(0)),
                List.of(FloatBuffer.allocate(0), FloatBuffer.allocate(0)),
                Optional.empty());
        assertTrue(String.valueOf(assertThrows(
                                IllegalArgumentException.class,
                                () -> Training.from(gpu, convolutions, other, TrainingOptions.defaults()))
                        .getMessage())
                .contains("has no dense layer that could be made anew"));
    }
}
