package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.file.NetworkFile;
import dev.texon.networks.layers.BatchNormalization;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Batch normalization when a network is used: by the means and variances that its training has left. */
final class NormalizationChecks {
    private static final float MOMENTUM = 0.3f;

    private NormalizationChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("batch normalization: running statistics after 4 steps", NormalizationChecks::running),
                new Check("batch normalization: a network is used with given statistics", NormalizationChecks::used),
                new Check("batch normalization: statistics come back from a file", NormalizationChecks::file));
    }

    /**
     * Running means and unbiased variances, n / (n - 1), in double precision, of mini-batches whose last is not full. The samples are at most 4
     * in size. In floats a sum of 24 squares of at most 16 is off by 24 roundings of the largest square in its mean, 24 · 16 · 2^-24 = 2.3e-5,
     * its means and stores by less than the same again. In halves each of the four stores of what runs, and two more of what each batch has,
     * may round by 2^-10 of the value: 6 · 2^-10, and a variance counts its mean's error twice, which is a further one.
     */
    private static void running(GpuDevice gpu) {
        Shape shape = new Shape(3, 2, 5);
        int batch = 4;
        Network network = Network.input(3, 2, 5).with(new BatchNormalization(MOMENTUM, 1e-5f, Activation.LINEAR));
        Storage storage = Storage.best(gpu.capabilities());
        Random random = new Random(17);
        double[] means = new double[5];
        double[] variances = new double[5];
        Arrays.fill(variances, 1);
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Engine engine = new Engine(kernels, network, batch, true);
            engine.parameters().initialize(1);
            for (int count : new int[] {4, 4, 4, 1}) {
                float[] values = new float[batch * shape.values()];
                for (int i = 0; i < count * shape.values(); i++) {
                    // Channels unlike each other in mean and spread.
                    int channel = i % 5;
                    double value = channel - 2 + (0.2 + 0.3 * channel) * random.nextGaussian();
                    values[i] = Samples.half(Math.max(-4, Math.min(4, value)));
                }
                engine.input().upload(values);
                engine.forward(new Step().set(true, count, 0, 0));
                move(means, variances, values, count * shape.values());
            }
            FloatBuffer statistics = engine.readStatistics().get(0);
            for (int c = 0; c < 5; c++) {
                double bound = storage == Storage.FLOAT16
                        ? 7 * 0x1p-10 * Math.max(1, Math.max(Math.abs(means[c]), variances[c]))
                        : 5e-5;
                assertEquals(means[c], statistics.get(c), bound, "running mean of channel " + c);
                assertEquals(variances[c], statistics.get(5 + c), bound, "running variance of channel " + c);
            }
        }
    }

    private static void move(double[] means, double[] variances, float[] values, int used) {
        int channels = means.length;
        int places = used / channels;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c; i < used; i += channels) {
                sum += values[i];
            }
            double mean = sum / places;
            double squares = 0;
            for (int i = c; i < used; i += channels) {
                squares += (values[i] - mean) * (values[i] - mean);
            }
            means[c] = (1 - MOMENTUM) * means[c] + MOMENTUM * mean;
            variances[c] = (1 - MOMENTUM) * variances[c] + MOMENTUM * squares / (places - 1);
        }
    }

    /**
     * All that is given is exact in halves. What comes out is at most 9: a difference, a sum, a square root, a quotient and a product round by
     * fewer than 16 ULP together (GLSL's division has 2.5), 16 · 9 · 2^-24 = 8.6e-6; halves round what is stored by 2^-10 of it.
     */
    private static void used(GpuDevice gpu) {
        float[] gains = {1, 2, -0.5f, 1.5f, 0.25f};
        float[] offsets = {0, -1, 0.5f, 3, 0.125f};
        float[] means = {2, -1, 0.5f, 0.25f, -3};
        float[] variances = {0.25f, 1, 4, 0.5f, 9};
        Network network = Network.input(1, 2, 5).batchNormalization(Activation.LINEAR);
        Snapshot snapshot = new Snapshot(
                network,
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                List.of(joined(gains, offsets)),
                List.of(joined(means, variances)),
                Optional.empty());
        float[] samples = new float[3 * 10];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i * 7 % 11 - 5) / 4f;
        }
        double unit = LayerChecks.unit(Storage.best(gpu.capabilities()));
        try (Model model = Model.open(gpu, snapshot)) {
            float[] outputs = model.predict(samples);
            for (int i = 0; i < samples.length; i++) {
                int c = i % 5;
                double expected = (samples[i] - means[c]) / Math.sqrt(variances[c] + 1e-5) * gains[c] + offsets[c];
                assertEquals(expected, outputs[i], 8.6e-6 + unit * Math.abs(expected), "channel " + c);
            }
        }
    }

    private static FloatBuffer joined(float[] first, float[] second) {
        return FloatBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .flip();
    }

    /** The same passes on the same numbers make the same bits. */
    private static void file(GpuDevice gpu) throws Exception {
        Dataset data = Samples.images(new Shape(6, 6, 1), 70, 3, 8);
        Network network = Network.input(6, 6, 1)
                .batchNormalization(Activation.LINEAR)
                .flatten()
                .dense(3);
        TrainingOptions options = TrainingOptions.defaults().withBatch(16);
        Path folder = Files.createTempDirectory("texon-check");
        Path file = folder.resolve("n.texon");
        try (Training training = Training.start(gpu, network, data, options)) {
            training.finishEpoch();
            training.finishEpoch();
            double loss = training.evaluate(data).loss();
            NetworkFile.write(training.snapshot(), file);
            Snapshot read = NetworkFile.read(file);
            assertNotEquals(0f, read.statistics().get(0).get(0));
            Storage storage = Storage.best(gpu.capabilities());
            try (Model model = Model.open(gpu, read, 16, storage)) {
                assertEquals(loss, model.evaluate(data).loss());
            }
            FloatBuffer fresh = joined(new float[1], new float[] {1});
            Snapshot without = new Snapshot(
                    network,
                    read.loss(),
                    read.classes(),
                    read.parameters(),
                    List.of(fresh, read.statistics().get(1), read.statistics().get(2)),
                    Optional.empty());
            try (Model model = Model.open(gpu, without, 16, storage)) {
                assertNotEquals(loss, model.evaluate(data).loss());
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
