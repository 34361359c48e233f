package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Statistics;
import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import dev.texon.networks.Evaluation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.Schedule;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Whole trainings: against the reference, from checkpoints, and what they do to the GPU. */
final class TrainingChecks {
    private static final Dataset IMAGES = Samples.images(new Shape(12, 12, 1), 200, 5, 3);

    private TrainingChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        Network dense =
                Network.input(12, 12, 1).flatten().dense(17, Activation.TANH).dense(5);
        Network convolutional = Network.input(12, 12, 1)
                .convolution(6, Window.same(3), Activation.RELU)
                .maxPool(2)
                .flatten()
                .dense(5);
        TrainingOptions options = TrainingOptions.defaults().withBatch(16).withSeed(4);
        checks.add(new Check("20 steps: dense, Adam", gpu -> follow(gpu, dense, options, 20)));
        checks.add(new Check("20 steps: convolution, Adam", gpu -> follow(gpu, convolutional, options, 20)));
        checks.add(new Check(
                "5 steps: SGD, L1, L2 and clamped weights",
                gpu -> follow(
                        gpu,
                        dense,
                        options.withOptimizer(Optimizer.sgd(0.5))
                                .withRegularization(Regularization.NONE
                                        .withDecay(0.99)
                                        .withL1(1e-3)
                                        .withLimit(0.15)),
                        5)));
        checks.add(new Check(
                "5 steps: momentum, clipped gradient, schedule",
                gpu -> follow(
                        gpu,
                        dense,
                        options.withOptimizer(Optimizer.momentum(0.5, 0.9))
                                .withClipNorm(0.3)
                                .withSchedule(new Schedule.Exponential(0.5)),
                        5)));
        checks.add(new Check(
                "5 steps: sparse dense, absent weights stay 0",
                gpu -> follow(
                        gpu,
                        Network.input(12, 12, 1)
                                .flatten()
                                .sparse(Connectivity.random(17, 144, 0.3, 8), Activation.TANH)
                                .dense(5),
                        options,
                        5)));
        checks.add(new Check("resumed training equals training that never stopped", TrainingChecks::resume));
        checks.add(new Check("nothing is read back between two reports", TrainingChecks::nothingIsRead));
        for (Storage storage : Storage.values()) {
            checks.add(new Check("learns in " + storage, gpu -> learns(gpu, storage)));
        }
        return checks;
    }

    /**
     * Loss of each step, and the parameters after the last, against the reference. Rounding errors grow from step to step as the training
     * itself amplifies them, and Adam divides gradients by their own size; so the bound comes from the reference too: it runs again with
     * errors drawn at random from within the bounds of each gradient and store, and four times the largest deviation of three such runs
     * is accepted (few runs do not meet the worst), besides the bound of the step's own arithmetic. It is the method of stochastic
     * arithmetic (Vignes 2004).
     */
    private static void follow(GpuDevice gpu, Network network, TrainingOptions options, int steps) throws Exception {
        Storage storage = Storage.best(gpu.capabilities());
        double unit = LayerChecks.unit(storage);
        List<Double> losses = new ArrayList<>();
        List<FloatBuffer> initial;
        List<FloatBuffer> last;
        try (Training training = Training.start(gpu, network, IMAGES, options.withStorage(storage))) {
            initial = training.snapshot().parameters();
            for (int i = 0; i < steps; i++) {
                training.step();
                losses.add(training.report().loss());
            }
            last = training.snapshot().parameters();
        }
        ReferenceTraining exact = new ReferenceTraining(network, IMAGES, options, initial, unit, 0);
        List<ReferenceTraining> others = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            others.add(new ReferenceTraining(network, IMAGES, options, initial, unit, seed));
        }
        for (int i = 0; i < steps; i++) {
            double expected = exact.step();
            double deviation = 0;
            for (ReferenceTraining other : others) {
                deviation = Math.max(deviation, Math.abs(other.step() - expected));
            }
            double bound = 4 * deviation + exact.lossError();
            int step = i;
            assertTrue(
                    Math.abs(losses.get(i) - expected) <= bound,
                    () -> "the loss of step " + step + " is " + losses.get(step) + " instead of " + expected
                            + "; accepted is " + bound);
        }
        double deviation = 0;
        for (ReferenceTraining other : others) {
            deviation = Math.max(deviation, exact.distance(other));
        }
        double bound = 4 * deviation + Bounded.EPS;
        for (int layer = 0; layer < last.size(); layer++) {
            Bounded expected = exact.parameters().get(layer);
            for (int i = 0; i < expected.size(); i++) {
                float actual = last.get(layer).get(i);
                assertTrue(
                        expected.v[i] == 0
                                ? actual == 0 || Math.abs(actual) <= bound
                                : Math.abs(actual - expected.v[i]) <= bound,
                        "parameter " + i + " of layer " + network.name(layer) + " is " + actual + " instead of "
                                + expected.v[i] + "; accepted is " + bound);
            }
        }
    }

    private static void resume(GpuDevice gpu) throws Exception {
        Network network = Network.input(12, 12, 1)
                .convolution(5, Window.same(3), Activation.LINEAR)
                .batchNormalization(Activation.RELU)
                .maxPool(2)
                .flatten()
                .dropout(0.25f)
                .dense(5);
        // 200 samples make 6 mini-batches of 32 and one of 8: the stop is in the middle of the second epoch.
        TrainingOptions options =
                TrainingOptions.defaults().withBatch(32).withSeed(9).withSchedule(new Schedule.Cosine(4));
        Snapshot middle;
        Snapshot end;
        try (Training training = Training.start(gpu, network, IMAGES, options)) {
            for (int i = 0; i < 10; i++) {
                training.step();
            }
            middle = training.snapshot();
            assertEquals(1, training.epoch());
            assertEquals(3, training.stepInEpoch());
            for (int i = 0; i < 8; i++) {
                training.step();
            }
            end = training.snapshot();
        }
        assertNotEquals(middle.parameters(), end.parameters());
        try (Training training = Training.resume(gpu, middle, IMAGES)) {
            for (int i = 0; i < 8; i++) {
                training.step();
            }
            Snapshot resumed = training.snapshot();
            // Float buffers are equal bit by bit, but for zeros and NaN.
            assertEquals(end.parameters(), resumed.parameters());
            assertEquals(end.statistics(), resumed.statistics());
            assertEquals(end.training(), resumed.training());
        }
    }

    private static void nothingIsRead(GpuDevice gpu) throws Exception {
        Network network =
                Network.input(12, 12, 1).flatten().dense(17, Activation.RELU).dense(5);
        try (Training training =
                Training.start(gpu, network, IMAGES, TrainingOptions.defaults().withBatch(32))) {
            training.finishEpoch();
            Statistics before = gpu.statistics();
            while (!training.step()) {}
            while (!training.step()) {}
            Statistics after = gpu.statistics();
            assertEquals(before.readbacks(), after.readbacks(), "readbacks");
            assertEquals(before.liveTextures(), after.liveTextures(), "textures");
            assertEquals(before.liveTextureBytes(), after.liveTextureBytes(), "bytes of textures");
            // The order of the next epoch is the only upload.
            assertEquals(before.uploads() + 2, after.uploads(), "uploads");
            Training.Report report = training.report();
            assertEquals(400, report.samples());
            assertTrue(gpu.statistics().readbacks() > after.readbacks());
        }
    }

    private static void learns(GpuDevice gpu, Storage storage) throws Exception {
        if (!storage.fits(gpu.capabilities())) {
            // The two-sided half: what the adapter lacks is refused by name.
            dev.texon.gpu.GpuUnsupportedException refusal = org.junit.jupiter.api.Assertions.assertThrows(
                    dev.texon.gpu.GpuUnsupportedException.class,
                    () -> Training.start(
                            gpu,
                            Network.input(12, 12, 1).flatten().dense(5),
                            IMAGES,
                            TrainingOptions.defaults().withStorage(storage)));
            assertTrue(String.valueOf(refusal.getMessage()).contains(storage.name()));
            return;
        }
        Network network = Network.input(12, 12, 1)
                .convolution(6, Window.same(3), Activation.RELU)
                .maxPool(2)
                .flatten()
                .dense(5);
        TrainingOptions options =
                TrainingOptions.defaults().withBatch(20).withStorage(storage).withOptimizer(Optimizer.adam(5e-3));
        Dataset others = Samples.images(new Shape(12, 12, 1), 100, 5, 77);
        try (Training training = Training.start(gpu, network, IMAGES, options)) {
            double first = training.finishEpoch().loss();
            for (int epoch = 1; epoch < 5; epoch++) {
                training.finishEpoch();
            }
            Evaluation evaluation = training.evaluate(others);
            assertTrue(evaluation.loss() < first / 2, () -> "loss " + evaluation.loss() + " after " + first);
            assertTrue(evaluation.accuracy() >= 0.9, () -> "accuracy " + evaluation.accuracy());
            Snapshot snapshot = training.snapshot().withoutTraining();
            try (Model model = Model.open(gpu, snapshot, 7, storage)) {
                Evaluation again = model.evaluate(others);
                assertEquals(evaluation.accuracy(), again.accuracy());
                assertEquals(evaluation.loss(), again.loss(), 1e-6 + LayerChecks.unit(storage));
                float[] one = new float[144];
                double[] values = Samples.values(others, 3);
                for (int i = 0; i < one.length; i++) {
                    one[i] = (float) values[i];
                }
                float[] probabilities = model.predict(one);
                double sum = 0;
                for (float p : probabilities) {
                    sum += p;
                }
                assertEquals(1, sum, 5 * 0x1p-10);
                Reference reference = new Reference(
                                network.softmax(),
                                withNone(LayerChecks.exact(snapshot.parameters())),
                                1,
                                1,
                                false,
                                0,
                                0,
                                storage == Storage.FLOAT32 ? 0 : 0x1p-10)
                        .forward(new Bounded(values));
                LayerChecks.within("prediction", probabilities, widened(reference.output(), storage));
            }
        }
        assertEquals(Loss.SOFTMAX_CROSS_ENTROPY, options.loss());
    }

    /** The softmax that use adds has no parameters. */
    private static List<Bounded> withNone(List<Bounded> parameters) {
        List<Bounded> longer = new ArrayList<>(parameters);
        longer.add(new Bounded(0));
        return longer;
    }

    /** Bytes over 255 are not exact in binary32, nor in halves: the reference starts from exact quotients. */
    private static Bounded widened(Bounded output, Storage storage) {
        double input = storage == Storage.FLOAT32 ? 0x1p-23 : 0x1p-10;
        for (int i = 0; i < output.size(); i++) {
            // Softmax moves by at most its logits' deviation; 144 inputs of weights below 2 move them by 300 times that
            // of an input.
            output.e[i] += 300 * input;
        }
        return output;
    }
}
