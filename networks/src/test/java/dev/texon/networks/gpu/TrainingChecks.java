package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Statistics;
import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import dev.texon.networks.Evaluation;
import dev.texon.networks.LearningCurve;
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
import dev.texon.networks.data.Datasets;
import dev.texon.networks.data.FashionMnist;
import dev.texon.networks.file.NetworkFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Whole trainings: against the reference, from checkpoints, and what they do to the GPU. */
final class TrainingChecks {
    private static final Dataset IMAGES = Samples.images(new Shape(12, 12, 1), 200, 5, 3);

    private static final Map<Course, Expectation> EXPECTATIONS = new HashMap<>();
    private static @Nullable Dataset fashion;

    private TrainingChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        Network dense =
                Network.input(12, 12, 1).flatten().dense(17, Activation.TANH).dense(5);
        TrainingOptions options = TrainingOptions.builder().batch(16).seed(4).build();
        Network images = Network.input(28, 28, 1);
        Network mlp = images.flatten().dense(128, Activation.RELU).dense(10);
        Network cnn = images.convolution(8, Window.same(3), Activation.RELU)
                .maxPool(2)
                .convolution(16, Window.same(3), Activation.RELU)
                .maxPool(2)
                .flatten()
                .dense(10);
        checks.add(new Check(
                "20 steps of 64: 784-128-10, Adam, the first 1280 of Fashion-MNIST",
                gpu -> follow(gpu, mlp, fashion(1280), TrainingOptions.defaults(), 20)));
        checks.add(new Check(
                "20 steps of 64: two convolutions, Adam, the first 1280 of Fashion-MNIST",
                gpu -> follow(gpu, cnn, fashion(1280), TrainingOptions.defaults(), 20)));
        checks.add(new Check(
                "5 steps: SGD, L1, weight decay and clamped weights",
                gpu -> follow(
                        gpu,
                        dense,
                        IMAGES,
                        options.toBuilder()
                                .optimizer(Optimizer.sgd(0.5))
                                .regularization(Regularization.NONE
                                        .withWeightDecay(0.02)
                                        .withL1(1e-3)
                                        .withLimit(0.15))
                                .build(),
                        5)));
        checks.add(new Check(
                "5 steps: Adam, weight decay, gradients clipped",
                gpu -> follow(
                        gpu,
                        dense,
                        IMAGES,
                        options.toBuilder()
                                .optimizer(Optimizer.adam(0.01))
                                .regularization(Regularization.NONE.withWeightDecay(2))
                                .clipNorm(0.3)
                                .build(),
                        5)));
        checks.add(new Check(
                "5 steps: momentum, clipped gradient, schedule",
                gpu -> follow(
                        gpu,
                        dense,
                        IMAGES,
                        options.toBuilder()
                                .optimizer(Optimizer.momentum(0.5, 0.9))
                                .clipNorm(0.3)
                                .schedule(new Schedule.Exponential(0.5))
                                .build(),
                        5)));
        checks.add(new Check(
                "5 steps: momentum, weight decay, which follows the schedule",
                gpu -> follow(
                        gpu,
                        dense,
                        IMAGES,
                        options.toBuilder()
                                .optimizer(Optimizer.momentum(0.1, 0.9))
                                .regularization(Regularization.NONE.withWeightDecay(2.5))
                                .schedule(new Schedule.Exponential(0.1))
                                .build(),
                        5)));
        checks.add(new Check(
                "5 steps: Adam, a factor of every step, whatever the schedule",
                gpu -> follow(
                        gpu,
                        dense,
                        IMAGES,
                        options.toBuilder()
                                .regularization(new Regularization(0, 0f, Float.POSITIVE_INFINITY, 0.9f))
                                .schedule(new Schedule.Exponential(0.1))
                                .build(),
                        5)));
        checks.add(new Check(
                "5 steps: sparse dense, absent weights stay 0",
                gpu -> follow(
                        gpu,
                        Network.input(12, 12, 1)
                                .flatten()
                                .sparse(Connectivity.random(17, 144, 0.3, 8), Activation.TANH)
                                .dense(5),
                        IMAGES,
                        options,
                        5)));
        Network small = Network.input(12, 12, 1)
                .convolution(5, Window.same(3), Activation.LINEAR)
                .batchNormalization(Activation.RELU);
        checks.add(new Check(
                "resumed training equals training that never stopped",
                gpu -> resume(gpu, small.maxPool(2).flatten().dropout(0.25f).dense(5))));
        Network residual = small.residual(
                        branch -> branch.convolution(5, Window.same(3), Activation.LINEAR)
                                .batchNormalization(Activation.LINEAR),
                        Activation.RELU)
                .concatenate(small)
                .globalAveragePool()
                .dropout(0.1f)
                .dense(5);
        checks.add(new Check(
                "resumed training of a residual network equals training that never stopped",
                gpu -> resume(gpu, residual)));
        checks.add(new Check(
                "5 steps: a residual network, momentum",
                gpu -> follow(
                        gpu,
                        Network.input(12, 12, 1)
                                .convolution(5, Window.same(3), Activation.TANH)
                                .residual(branch -> branch.convolution(5, Window.same(3), Activation.TANH))
                                .globalAveragePool()
                                .dense(5),
                        IMAGES,
                        options.toBuilder()
                                .optimizer(Optimizer.momentum(0.5, 0.9))
                                .build(),
                        5)));
        checks.add(new Check("a network with several inputs takes each sample apart", TrainingChecks::severalInputs));
        checks.add(new Check(
                "layers that the trained output is not made of stay as they were", TrainingChecks::otherOutput));
        checks.add(new Check(
                "a checkpoint of version 2 with a decay in each step goes on as it would have",
                TrainingChecks::oldDecay));
        checks.add(new Check("a checkpoint is refused with other data", TrainingChecks::otherData));
        checks.add(new Check("softmax before softmax cross-entropy is refused", TrainingChecks::softmaxTwice));
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
    static void follow(GpuDevice gpu, Network network, Dataset data, TrainingOptions options, int steps)
            throws Exception {
        Storage storage = Storage.best(gpu.capabilities());
        List<Double> losses = new ArrayList<>();
        List<FloatBuffer> initial;
        List<FloatBuffer> last;
        try (Training training = Training.start(
                gpu, network, data, options.toBuilder().storage(storage).build())) {
            initial = training.snapshot().parameters();
            for (int i = 0; i < steps; i++) {
                training.step();
                losses.add(training.report().loss());
            }
            last = training.snapshot().parameters();
        }
        Course course = new Course(network, data, options, steps, LayerChecks.unit(storage), initial);
        Expectation expectation = expectation(course);
        for (int i = 0; i < steps; i++) {
            int step = i;
            double expected = expectation.losses()[i];
            double bound = expectation.bounds()[i];
            assertTrue(
                    Math.abs(losses.get(i) - expected) <= bound,
                    () -> "the loss of step " + step + " is " + losses.get(step) + " instead of " + expected
                            + "; accepted is " + bound);
        }
        double bound = expectation.parameterBound();
        for (int layer = 0; layer < last.size(); layer++) {
            Bounded expected = expectation.parameters().get(layer);
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

    /** What a training's numbers depend on. */
    private record Course(
            Network network, Dataset data, TrainingOptions options, int steps, double unit, List<FloatBuffer> initial) {
        ReferenceTraining reference(long seed) {
            return new ReferenceTraining(network, data, options, initial, unit, seed);
        }
    }

    /** Losses and what they may be off by, step by step, and the parameters after the last. */
    private static final class Expectation {
        private final double[] losses;
        private final double[] bounds;
        private final List<Bounded> parameters;
        private final double parameterBound;

        /** The exact training and the three with errors know nothing of each other, so they run side by side. */
        Expectation(Course course) throws InterruptedException, ExecutionException {
            List<ReferenceTraining> all = new ArrayList<>();
            List<Callable<double[][]>> runs = new ArrayList<>();
            for (long seed = 0; seed <= 3; seed++) {
                ReferenceTraining one = course.reference(seed);
                all.add(one);
                runs.add(() -> {
                    double[][] own = new double[2][course.steps()];
                    for (int i = 0; i < course.steps(); i++) {
                        own[0][i] = one.step();
                        own[1][i] = one.lossError();
                    }
                    return own;
                });
            }
            ExecutorService threads =
                    Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
            try {
                List<double[][]> results = new ArrayList<>();
                for (Future<double[][]> future : threads.invokeAll(runs)) {
                    results.add(future.get());
                }
                losses = results.get(0)[0];
                bounds = new double[course.steps()];
                double distance = 0;
                for (int other = 1; other <= 3; other++) {
                    for (int i = 0; i < bounds.length; i++) {
                        bounds[i] = Math.max(bounds[i], 4 * Math.abs(results.get(other)[0][i] - losses[i]));
                    }
                    distance = Math.max(distance, all.get(0).distance(all.get(other)));
                }
                for (int i = 0; i < bounds.length; i++) {
                    bounds[i] += results.get(0)[1][i];
                }
                parameters = all.get(0).parameters();
                parameterBound = 4 * distance + Bounded.EPS;
            } finally {
                threads.shutdownNow();
            }
        }

        double[] losses() {
            return losses;
        }

        double[] bounds() {
            return bounds;
        }

        List<Bounded> parameters() {
            return parameters;
        }

        double parameterBound() {
            return parameterBound;
        }
    }

    /** Most adapters start from the same numbers and store them alike; the reference takes seconds. */
    private static Expectation expectation(Course course) throws InterruptedException, ExecutionException {
        Expectation known = EXPECTATIONS.get(course);
        if (known == null) {
            known = new Expectation(course);
            EXPECTATIONS.put(course, known);
        }
        return known;
    }

    private static Dataset fashion(int size) throws java.io.IOException {
        Dataset known = fashion;
        if (known == null) {
            known = Datasets.first(FashionMnist.read().train(), size);
            fashion = known;
        }
        return known;
    }

    /** Three inputs, the second of which begins within a texel of the sample, are the parts of one. */
    private static void severalInputs(GpuDevice gpu) throws Exception {
        Network apart = Network.input(3)
                .named("a")
                .concatenate(
                        Network.input(1, 2, 4).named("b").flatten(),
                        Network.input(5).named("c"))
                .dense(4, Activation.TANH)
                .dense(5);
        Dataset data = Samples.random(Shape.flat(16), 40, 0, 5, 3);
        TrainingOptions options = TrainingOptions.builder().batch(16).seed(2).build();
        double[] values = LayerChecks.inputs(data, 40).v;
        float[] samples = new float[values.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) values[i];
        }
        try (Training training = Training.start(gpu, apart, data, options)) {
            double before = training.evaluate(data).loss();
            training.finishEpoch();
            double after = training.evaluate(data).loss();
            assertTrue(after < before, after + " after " + before);
            // Predictions are given to the inputs from Java, and an evaluation draws them from the data set.
            try (Model model = Model.open(gpu, training.snapshot(), 7, Storage.best(gpu.capabilities()))) {
                float[] shares = model.predict(samples);
                double loss = 0;
                for (int i = 0; i < 40; i++) {
                    loss -= Math.log(shares[5 * i + data.label(i)]) / 40;
                }
                assertEquals(after, loss, Storage.best(gpu.capabilities()) == Storage.FLOAT32 ? 1e-5 : 1e-2);
            }
        }
    }

    private static void otherOutput(GpuDevice gpu) throws Exception {
        Network trunk = Network.input(12, 12, 1).flatten().dense(6, Activation.TANH);
        Network network = Network.of(trunk.dense(5), trunk.dense(3));
        TrainingOptions options = TrainingOptions.builder()
                .batch(16)
                .seed(2)
                .regularization(Regularization.NONE.withWeightDecay(0.1))
                .build();
        try (Training training = Training.start(gpu, network, IMAGES, options)) {
            List<FloatBuffer> before = training.snapshot().parameters();
            training.finishEpoch();
            List<FloatBuffer> after = training.snapshot().parameters();
            assertNotEquals(before.get(2), after.get(2), "the trained output's layer");
            assertEquals(before.get(3), after.get(3), "the other output's layer");
            try (Model model = Model.open(gpu, training.snapshot())) {
                assertEquals(8, model.predict(new float[144]).length);
            }
        }
    }

    private static void resume(GpuDevice gpu, Network network) throws Exception {
        // 200 samples make 6 mini-batches of 32 and one of 8: the stop is in the middle of the second epoch.
        TrainingOptions options = TrainingOptions.builder()
                .batch(32)
                .seed(9)
                .schedule(new Schedule.Cosine(4))
                .build();
        Snapshot middle;
        Snapshot end;
        LearningCurve.Epoch first;
        try (Training training = Training.start(gpu, network, IMAGES, options)) {
            while (!training.step()) {}
            first = training.validate(IMAGES);
            assertEquals(
                    training.evaluate(IMAGES).loss(),
                    Objects.requireNonNull(first.validation()).loss());
            for (int i = 0; i < 3; i++) {
                training.step();
            }
            middle = training.snapshot();
            assertThrows(IllegalStateException.class, () -> training.validate(IMAGES));
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
            LearningCurve curve = training.curve();
            assertEquals(first, curve.epochs().get(0));
            assertEquals(2, curve.epochs().size());
            assertEquals(200, first.training().samples());
            assertEquals(
                    18,
                    curve.points().stream()
                            .mapToLong(LearningCurve.Stretch::steps)
                            .sum());
        }
    }

    /** A file of version 2 held a factor of every step, whatever the schedule made of the learning rate. */
    private static void oldDecay(GpuDevice gpu) throws Exception {
        Network network = Network.input(12, 12, 1).flatten().dense(5);
        TrainingOptions options = TrainingOptions.builder()
                .batch(32)
                .optimizer(Optimizer.momentum(0.1, 0.9))
                .regularization(new Regularization(0, 1e-3f, 2f, 0.99f))
                .schedule(new Schedule.Steps(1, 0.5))
                .build();
        Path file = Files.createTempFile("version-2", ".texon");
        try (Training training = Training.start(gpu, network, IMAGES, options)) {
            for (int i = 0; i < 5; i++) {
                training.step();
            }
            NetworkFile.write(training.snapshot(), file);
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            CRC32 crc = new CRC32();
            buffer.putInt(8, 2);
            crc.update(bytes, 0, bytes.length - 4);
            buffer.putInt(bytes.length - 4, (int) crc.getValue());
            Files.write(file, bytes);
            for (int i = 0; i < 5; i++) {
                training.step();
            }
            try (Training resumed = Training.resume(gpu, NetworkFile.read(file), IMAGES)) {
                for (int i = 0; i < 5; i++) {
                    resumed.step();
                }
                assertEquals(training.snapshot(), resumed.snapshot());
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void otherData(GpuDevice gpu) throws Exception {
        Network network = Network.input(12, 12, 1).flatten().dense(5);
        Snapshot snapshot;
        try (Training training = Training.start(gpu, network, IMAGES, TrainingOptions.defaults())) {
            training.step();
            snapshot = training.snapshot();
        }
        Dataset fewer = Samples.images(new Shape(12, 12, 1), 100, 5, 3);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Training.resume(gpu, snapshot, fewer));
        assertEquals(
                "The checkpoint was trained on 200 samples, and the data set has 100; resume with the same data set.",
                refusal.getMessage());
        Dataset others = Samples.images(new Shape(12, 12, 1), 200, 5, 4);
        refusal = assertThrows(IllegalArgumentException.class, () -> Training.resume(gpu, snapshot, others));
        assertEquals(
                "The checkpoint was trained on as many samples, 200, but on others or in another order; resume with the"
                        + " same data set, or start from it anew.",
                refusal.getMessage());
    }

    private static void softmaxTwice(GpuDevice gpu) {
        Network network = Network.input(12, 12, 1).flatten().dense(5).softmax();
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> Training.start(gpu, network, IMAGES, TrainingOptions.defaults()));
        assertTrue(
                String.valueOf(refusal.getMessage()).startsWith("Layer 3 (softmax) is the network's last"),
                refusal.getMessage());
    }

    private static void nothingIsRead(GpuDevice gpu) throws Exception {
        Network network =
                Network.input(12, 12, 1).flatten().dense(17, Activation.RELU).dense(5);
        try (Training training = Training.start(
                gpu, network, IMAGES, TrainingOptions.builder().batch(32).build())) {
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
                            TrainingOptions.builder().storage(storage).build()));
            assertTrue(String.valueOf(refusal.getMessage()).contains(storage.name()));
            return;
        }
        Network network = Network.input(12, 12, 1)
                .convolution(6, Window.same(3), Activation.RELU)
                .maxPool(2)
                .flatten()
                .dense(5);
        TrainingOptions options = TrainingOptions.builder()
                .batch(20)
                .storage(storage)
                .optimizer(Optimizer.adam(5e-3))
                .build();
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
