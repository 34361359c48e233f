package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
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
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Mini-batches and rows that are longer than a side of a texture: on an adapter that is said to have short sides. */
final class FoldingChecks {
    private FoldingChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("folded: every layer makes the same bits", FoldingChecks::layers),
                new Check("folded: blocks make the same bits", FoldingChecks::blocks),
                new Check("folded: weights make the same bits", FoldingChecks::weights),
                new Check("folded: a training follows the reference", FoldingChecks::training),
                new Check("folded: evaluation and prediction", FoldingChecks::use));
    }

    /** Of which five samples have more rows together, or rows of more texels, than a side of 64. */
    private static Map<String, Network> networks() {
        Map<String, Network> all = new LinkedHashMap<>();
        Network image = Network.input(14, 5, 3).depthwise(LayerChecks.FRONT, Activation.TANH);
        Network deep = Network.input(14, 9, 6).depthwise(LayerChecks.FRONT, Activation.SIGMOID);
        Network exact = Network.input(14, 8, 5).depthwise(LayerChecks.FRONT, Activation.LINEAR);
        Network wide = Network.input(2, 31, 10).depthwise(LayerChecks.FRONT, Activation.TANH);
        Network both = Network.input(5, 31, 10).depthwise(LayerChecks.FRONT, Activation.TANH);
        for (Map.Entry<String, Network> one :
                Map.of("folded", deep, "in strips", wide, "folded strips", both).entrySet()) {
            Network network = one.getValue();
            String how = ", " + one.getKey();
            all.put("convolution 3×3 same" + how, network.convolution(4, Window.same(3), Activation.SIGMOID));
            all.put("convolution 1×1" + how, network.convolution(3, Window.of(1), Activation.LINEAR));
            all.put("depthwise" + how, network.depthwise(Window.same(3), Activation.LINEAR));
            all.put("batch normalization" + how, network.batchNormalization(Activation.SIGMOID));
            all.put("dropout" + how, network.dropout(0.3f));
            all.put("activation" + how, network.activation(Activation.SOFTPLUS));
        }
        all.put(
                "convolution 2×4, stride 2, padding 1",
                image.convolution(5, new Window(2, 4, 2, 1), Activation.LINEAR));
        all.put("max pool 2", exact.maxPool(2));
        all.put("max pool 3, stride 2, padding 1", exact.maxPool(new Window(3, 3, 2, 1)));
        all.put("max pool 2, in strips", wide.maxPool(2));
        all.put("average pool 3, stride 2, padding 1", exact.averagePool(new Window(3, 3, 2, 1)));
        all.put("dense", image.flatten().dense(5, Activation.TANH).dense(3));
        all.put("softmax of many channels", exact.flatten().softmax());
        return all;
    }

    private static void layers(GpuDevice gpu) throws Exception {
        try (GpuDevice small = withSide(gpu, 64)) {
            for (Map.Entry<String, Network> one : networks().entrySet()) {
                assertSame(one.getKey(), gpu, small, one.getValue(), 5);
            }
            // Mip levels are means of another rounding; and the loss has kernels of its own, of targets in strips, too.
            for (Network network : List.of(
                    Network.input(14, 8, 5)
                            .depthwise(LayerChecks.FRONT, Activation.TANH)
                            .averagePool(2)
                            .flatten(),
                    Network.input(14, 8, 5)
                            .depthwise(LayerChecks.FRONT, Activation.TANH)
                            .flatten(),
                    Network.input(35, 4, 1)
                            .depthwise(LayerChecks.FRONT, Activation.TANH)
                            .flatten()
                            .dense(5))) {
                LayerChecks.check(small, network, Loss.MEAN_SQUARED_ERROR);
            }
        }
    }

    /** Sums large enough for blocks, which finish in several folds. */
    private static void blocks(GpuDevice gpu) {
        try (GpuDevice small = withSide(gpu, 128)) {
            assertSame(
                    "blocks",
                    gpu,
                    small,
                    Network.input(9, 10, 20)
                            .convolution(24, Window.same(3), Activation.RELU)
                            .batchNormalization(Activation.TANH)
                            .maxPool(Window.of(3).withStride(3))
                            .convolution(9, Window.of(1), Activation.TANH)
                            .flatten()
                            .dense(7),
                    19);
        }
    }

    /** More outputs, and more inputs, than a side of 128 holds the weights of; and a gradient in parts. */
    private static void weights(GpuDevice gpu) throws Exception {
        try (GpuDevice small = withSide(gpu, 128)) {
            assertSame(
                    "dense",
                    gpu,
                    small,
                    Network.input(20).dense(601, Activation.TANH).dense(5),
                    5);
            assertSame(
                    "convolution",
                    gpu,
                    small,
                    Network.input(14, 8, 60)
                            .depthwise(LayerChecks.FRONT, Activation.TANH)
                            .convolution(7, Window.same(3), Activation.TANH),
                    5);
        }
        // The loss fetches from rows in strips.
        try (GpuDevice small = withSide(gpu, 64)) {
            LayerChecks.check(small, Network.input(20).dense(301), Loss.SOFTMAX_CROSS_ENTROPY);
        }
    }

    private static GpuDevice withSide(GpuDevice gpu, int side) {
        // How texels are fetched is measured with textures that it would not have.
        kernels(gpu).close();
        return TestDrivers.withSide(gpu, side);
    }

    private static void assertSame(String name, GpuDevice large, GpuDevice small, Network network, int batch) {
        Map<String, float[]> expected = numbers(large, network, batch, false);
        numbers(small, network, batch, true)
                .forEach((what, actual) -> assertArrayEquals(expected.get(what), actual, 0, () -> name + ": " + what));
    }

    /** All that a step of training makes. */
    private static Map<String, float[]> numbers(GpuDevice gpu, Network network, int batch, boolean folded) {
        try (Kernels kernels = kernels(gpu)) {
            Engine engine = new Engine(kernels, network, batch, true);
            assertEquals(folded, folded(engine, network), "something is folded");
            engine.parameters().initialize(3);
            Random random = new Random(4);
            engine.input().upload(halves(random, batch * network.input().values()));
            Step step = new Step().set(true, batch - 1, 7, 42);
            engine.forward(step);
            uploadGradient(
                    engine.output(), halves(random, batch * network.output().values()));
            engine.backward(step);
            Map<String, float[]> all = new LinkedHashMap<>();
            for (int i = 0; i < network.layers().size(); i++) {
                all.put("output of layer " + network.name(i), engine.output(i).read());
                if (engine.output(i).gradient() != null) {
                    all.put(
                            "gradient of the output of layer " + network.name(i),
                            engine.output(i).readGradient());
                }
                all.put(
                        "gradient of the parameters of layer " + network.name(i),
                        engine.parameters().readGradients().get(i).array());
                all.put(
                        "statistics of layer " + network.name(i),
                        engine.readStatistics().get(i).array());
            }
            return all;
        }
    }

    private static boolean folded(Engine engine, Network network) {
        boolean folded = engine.input().layout().folded();
        for (int i = 0; i < network.layers().size(); i++) {
            folded |= Block.of(network, i) != null
                    && engine.parameters().place(i).layout().folded();
        }
        return folded;
    }

    private static Kernels kernels(GpuDevice gpu) {
        return new Kernels(gpu, new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false), false);
    }

    private static float[] halves(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Samples.half(random.nextGaussian());
        }
        return values;
    }

    private static void uploadGradient(Tensor tensor, float[] values) {
        TextureLayout layout = tensor.layout();
        Shape shape = tensor.shape();
        float[] texels = new float[4 * layout.width() * layout.height()];
        for (int i = 0; i < values.length; i++) {
            int channel = i % shape.channels();
            int place = i / shape.channels();
            int column = channel / 4 * shape.width() + place % shape.width();
            texels[4 * layout.texel(column, place / shape.width()) + channel % 4] = values[i];
        }
        Objects.requireNonNull(tensor.gradient()).texture().upload(texels);
    }

    private static Network small() {
        return Network.input(12, 12, 1)
                .convolution(6, Window.same(3), Activation.RELU)
                .maxPool(2)
                .flatten()
                .dense(5);
    }

    private static void training(GpuDevice gpu) throws Exception {
        Dataset images = Samples.images(new Shape(12, 12, 1), 120, 5, 3);
        TrainingOptions options = TrainingOptions.defaults().withBatch(16).withSeed(4);
        try (GpuDevice small = withSide(gpu, 128)) {
            TrainingChecks.follow(small, small(), images, options.withOptimizer(Optimizer.momentum(0.1, 0.9)), 5);
        }
        // Texels that hold no parameter change no norm.
        Network dense =
                Network.input(12, 12, 1).flatten().dense(300, Activation.TANH).dense(5);
        try (GpuDevice small = withSide(gpu, 256)) {
            TrainingChecks.follow(
                    small,
                    dense,
                    images,
                    options.withOptimizer(Optimizer.momentum(0.5, 0.9)).withClipNorm(0.3),
                    5);
        }
    }

    private static void use(GpuDevice gpu) throws Exception {
        use(gpu, small());
        // An image that is put in flat, and in strips.
        use(gpu, Network.input(16, 16, 3).flatten().dense(5));
    }

    private static void use(GpuDevice gpu, Network network) throws Exception {
        Dataset images = Samples.images(network.input(), 50, 5, 3);
        Snapshot snapshot;
        try (Training training =
                Training.start(gpu, network, images, TrainingOptions.defaults().withBatch(16))) {
            training.finishEpoch();
            snapshot = training.snapshot().withoutTraining();
        }
        BufferedImage picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(2);
        for (int i = 0; i < 600; i++) {
            picture.setRGB(i % 30, i / 30, random.nextInt());
        }
        float[] values = new float[20 * network.input().values()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        Storage storage = Storage.best(gpu.capabilities());
        try (GpuDevice narrow = withSide(gpu, 128);
                Model expected = Model.open(gpu, snapshot, 16, storage);
                Model actual = Model.open(narrow, snapshot, 16, storage)) {
            Evaluation all = expected.evaluate(images);
            Evaluation folded = actual.evaluate(images);
            assertEquals(all.loss(), folded.loss(), 1e-6 + LayerChecks.unit(storage));
            assertEquals(all.accuracy(), folded.accuracy());
            // Without folds the layers share out the rows of an image, and add up in another order.
            float bound = (float) (1e-6 + 16 * LayerChecks.unit(storage));
            assertArrayEquals(expected.predict(values), actual.predict(values), bound, "samples");
            assertArrayEquals(expected.predict(picture), actual.predict(picture), bound, "a picture");
        }
    }
}
