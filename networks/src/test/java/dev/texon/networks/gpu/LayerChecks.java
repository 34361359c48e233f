package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.Tuning;
import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.layers.DepthwiseConvolution;
import dev.texon.networks.layers.Layer;
import dev.texon.networks.layers.LayerQuery;
import dev.texon.networks.layers.Parameter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Every layer and loss on the GPU against the reference: what comes out, the gradients of inputs and of parameters. Shapes are odd, and the
 * last sample of each mini-batch does not count.
 */
final class LayerChecks {
    static final int BATCH = 5;
    private static final int COUNT = 4;

    /** Of the layer before the one under test. */
    static final Window FRONT = Window.of(1);

    private LayerChecks() {}

    /**
     * Networks with one layer under test behind one with parameters, so that the gradient between them is computed. That gradient includes
     * the derivative of the first layer's activation.
     */
    static Map<String, Network> networks() {
        Map<String, Network> all = new LinkedHashMap<>();
        Network flat = Network.input(7).depthwise(FRONT, Activation.TANH);
        Network image = Network.input(7, 5, 3).depthwise(FRONT, Activation.TANH);
        Network wide = Network.input(6, 9, 6).depthwise(FRONT, Activation.SIGMOID);
        Network exact = Network.input(9, 7, 5).depthwise(FRONT, Activation.LINEAR);
        all.put("dense", flat.dense(5));
        all.put(
                "dense of 130 inputs",
                Network.input(130).depthwise(FRONT, Activation.TANH).dense(33, Activation.RELU));
        all.put("sparse dense", flat.sparse(Connectivity.random(6, 7, 0.4, 3), Activation.TANH));
        for (Activation activation : List.of(
                Activation.RELU,
                Activation.leakyRelu(0.1f),
                Activation.elu(1.5f),
                Activation.SIGMOID,
                Activation.TANH,
                Activation.SOFTPLUS)) {
            all.put("dense with " + activation, flat.dense(6, activation).dense(3));
        }
        all.put(
                "convolution 3×3 same",
                image.convolution(6, Window.same(3), Activation.SIGMOID).flatten());
        all.put(
                "convolution 2×4, stride 2, padding 1",
                image.convolution(5, new Window(2, 4, 2, 1), Activation.LINEAR).flatten());
        all.put(
                "convolution 1×1",
                wide.convolution(9, Window.of(1), Activation.LINEAR).flatten());
        all.put(
                "convolution 5×3, stride 3",
                wide.convolution(4, new Window(5, 3, 3, 0), Activation.TANH).flatten());
        all.put(
                "two convolutions",
                image.convolution(5, Window.same(3), Activation.SOFTPLUS)
                        .convolution(3, Window.of(2), Activation.LINEAR)
                        .flatten());
        all.put(
                "depthwise 3×3 same",
                wide.depthwise(Window.same(3), Activation.LINEAR).flatten());
        all.put(
                "depthwise 3×2, stride 2, padding 1",
                image.depthwise(new Window(3, 2, 2, 1), Activation.elu(1f)).flatten());
        all.put("max pool 2", exact.maxPool(2).flatten());
        all.put(
                "max pool 3, stride 2, padding 1",
                exact.maxPool(new Window(3, 3, 2, 1)).flatten());
        all.put(
                "max pool 2, stride 3, padding 1",
                exact.maxPool(new Window(2, 2, 3, 1)).flatten());
        all.put(
                "average pool 3, stride 2, padding 1",
                image.averagePool(new Window(3, 3, 2, 1)).flatten());
        all.put(
                "average pool 2",
                Network.input(8, 12, 5)
                        .depthwise(FRONT, Activation.TANH)
                        .averagePool(2)
                        .flatten());
        all.put(
                "average pool 4",
                Network.input(8, 12, 3)
                        .depthwise(FRONT, Activation.TANH)
                        .averagePool(4)
                        .flatten());
        all.put(
                "batch normalization",
                image.batchNormalization(Activation.LINEAR).flatten());
        all.put("batch normalization, flat", flat.batchNormalization(Activation.SIGMOID));
        all.put("dropout", wide.dropout(0.3f).flatten());
        all.put(
                "flatten of 4n channels",
                Network.input(3, 5, 8).depthwise(FRONT, Activation.TANH).flatten());
        all.put("flatten of odd channels", image.flatten());
        all.put("softmax", flat.softmax());
        all.put("activation alone", wide.activation(Activation.SOFTPLUS).flatten());
        all.put("global average pool", image.globalAveragePool());
        all.put(
                "residual: sum of the input and two convolutions",
                image.residual(
                                branch -> branch.convolution(6, Window.same(3), Activation.TANH)
                                        .convolution(channels(image), Window.of(1), Activation.LINEAR),
                                Activation.SOFTPLUS)
                        .flatten());
        all.put(
                "add: three values, one of them twice",
                image.add(
                                Activation.SIGMOID,
                                image.convolution(channels(image), Window.same(3), Activation.TANH),
                                image)
                        .flatten());
        Network narrow = wide.convolution(3, Window.of(1), Activation.SIGMOID);
        all.put("concatenate: odd channels", narrow.concatenate(wide, narrow).flatten());
        all.put(
                "concatenate: whole quads",
                wide.convolution(8, Window.of(1), Activation.TANH)
                        .concatenate(wide.convolution(4, Window.of(1), Activation.LINEAR), narrow)
                        .flatten());
        Network first = image.convolution(5, Window.same(3), Activation.TANH);
        Network second = first.concatenate(image).batchNormalization(Activation.SOFTPLUS);
        all.put(
                "dense block: each layer takes all before",
                second.convolution(4, Window.of(1), Activation.TANH)
                        .concatenate(first, second)
                        .globalAveragePool()
                        .dense(3));
        return all;
    }

    private static int channels(Network network) {
        return network.output().channels();
    }

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        networks().forEach((name, network) -> {
            checks.add(new Check("layer: " + name, gpu -> check(gpu, network, Loss.MEAN_SQUARED_ERROR)));
        });
        // Sums large enough to be computed in blocks, of five samples and of odd numbers of
        // channels; too large for the finite differences that the others meet.
        checks.add(new Check(
                "blocks: convolution 3×3 same",
                gpu -> inBlocks(
                        gpu,
                        Network.input(20, 24, 9)
                                .depthwise(FRONT, Activation.TANH)
                                .convolution(13, Window.same(3), Activation.SIGMOID)
                                .flatten(),
                        3,
                        BATCH)));
        checks.add(new Check(
                "blocks: convolution 3×2, stride 2, padding 1",
                gpu -> inBlocks(
                        gpu,
                        Network.input(43, 46, 9)
                                .depthwise(FRONT, Activation.TANH)
                                .convolution(19, new Window(3, 2, 2, 1), Activation.TANH)
                                .flatten(),
                        3,
                        BATCH)));
        checks.add(new Check(
                "blocks: dense, in parts",
                gpu -> inBlocks(
                        gpu,
                        Network.input(4199).depthwise(FRONT, Activation.TANH).dense(130),
                        2,
                        BATCH)));
        checks.add(new Check(
                "blocks: convolution 1×1, gradient in parts",
                gpu -> inBlocks(
                        gpu,
                        Network.input(14, 20, 9)
                                .depthwise(FRONT, Activation.TANH)
                                .convolution(130, Window.of(1), Activation.TANH)
                                // Its weights lie below those of the layer under test, which must not reach into them.
                                .convolution(3, Window.of(1), Activation.LINEAR)
                                .flatten(),
                        4,
                        14 * BATCH)));
        checks.add(new Check(
                "lanes: windows of all kinds",
                gpu -> inLanes(
                        gpu,
                        Network.input(32, 11, 6)
                                .depthwise(Window.same(3), Activation.TANH)
                                .convolution(9, Window.of(1), Activation.RELU)
                                .depthwise(Window.same(3).withStride(2), Activation.LINEAR)
                                .depthwise(Window.of(1), Activation.RELU)
                                .convolution(70, Window.of(1), Activation.LINEAR)
                                .depthwise(new Window(3, 2, 2, 1), Activation.TANH)
                                .convolution(5, Window.of(1), Activation.TANH)
                                .maxPool(2),
                        6)));
        checks.add(new Check(
                "lanes: depthwise of four rows, stride 2, with padding below",
                gpu -> inLanes(
                        gpu,
                        Network.input(32, 11, 6)
                                .convolution(8, Window.of(1), Activation.TANH)
                                .depthwise(new Window(4, 2, 2, 1), Activation.LINEAR)
                                .convolution(4, Window.of(1), Activation.TANH),
                        2)));
        checks.add(new Check(
                "lanes: from a convolution 1×1 to one of 3×3",
                gpu -> inLanes(
                        gpu,
                        Network.input(12, 9, 5)
                                .convolution(6, Window.of(1), Activation.TANH)
                                .depthwise(Window.same(3), Activation.TANH)
                                .convolution(7, Window.same(3), Activation.TANH)
                                .convolution(3, Window.same(3), Activation.TANH)
                                .maxPool(3),
                        3)));
        checks.add(new Check(
                "lanes: one convolution of one channel, stride 2",
                gpu -> inLanes(
                        gpu,
                        Network.input(56, 10, 1).convolution(18, Window.same(3).withStride(2), Activation.RELU),
                        0)));
        checks.add(new Check(
                "lanes: one convolution 3×2, padding 1",
                gpu -> inLanes(
                        gpu, Network.input(20, 10, 9).convolution(6, new Window(3, 2, 1, 1), Activation.TANH), 0)));
        checks.add(new Check(
                "layer: softmax of many channels",
                gpu -> check(
                        gpu,
                        Network.input(7)
                                .depthwise(FRONT, Activation.TANH)
                                .dense(301)
                                .softmax(),
                        Loss.MEAN_SQUARED_ERROR)));
        checks.add(new Check(
                "loss: softmax cross-entropy",
                gpu -> check(
                        gpu,
                        Network.input(9).depthwise(FRONT, Activation.TANH).dense(10),
                        Loss.SOFTMAX_CROSS_ENTROPY)));
        checks.add(new Check(
                "loss: softmax cross-entropy of two classes",
                gpu -> check(
                        gpu, Network.input(3).depthwise(FRONT, Activation.TANH).dense(2), Loss.SOFTMAX_CROSS_ENTROPY)));
        Network integers = Network.input(9, 7, 5).depthwise(FRONT, Activation.LINEAR);
        // Windows that overlap, and after the last of which another would begin.
        Window rest = new Window(3, 3, 2, 0);
        for (Window window : List.of(Window.pool(2), new Window(3, 3, 2, 1), new Window(2, 2, 3, 1), rest)) {
            checks.add(new Check(
                    "max pool of equal values: " + window,
                    gpu -> check(
                            gpu,
                            integers.maxPool(window).flatten(),
                            Loss.MEAN_SQUARED_ERROR,
                            Samples.integers(
                                    integers.input(),
                                    COUNT,
                                    integers.maxPool(window).output().values()))));
        }
        checks.add(new Check("average pool: mipmaps and kernel agree", LayerChecks::mipmaps));
        return checks;
    }

    /** Parameters that are not what training starts with, so that gains and biases count too. */
    static List<FloatBuffer> parameters(Network network, long seed) {
        Random random = new Random(seed);
        List<FloatBuffer> all = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            Block block = Block.of(network, i);
            float[] own = new float[block == null ? 0 : block.count()];
            for (int j = 0; j < own.length && block != null; j++) {
                double number = 0.5 * random.nextGaussian();
                own[j] = block.free(j)
                        ? Samples.half(front(network.layers().get(i)) ? front(j, block, number) : number)
                        : 0f;
            }
            all.add(FloatBuffer.wrap(own));
        }
        return all;
    }

    private static boolean front(Layer layer) {
        return layer.accept(new LayerQuery<Boolean>(false) {
            @Override
            public Boolean visit(DepthwiseConvolution depthwise) {
                return depthwise.window().equals(FRONT);
            }
        });
    }

    /** Factors of ±1 keep values exact, as comparisons of equal ones need. */
    private static double front(int i, Block block, double number) {
        return i < block.weights() ? Math.signum(number) : 0;
    }

    /** Every value of a network. */
    static Set<Integer> all(Network network) {
        return IntStream.range(0, network.shapes().size()).boxed().collect(Collectors.toSet());
    }

    /** What a store rounds, relatively: one ULP of a half, since the mode is not specified. */
    static double unit(Storage storage) {
        return storage == Storage.FLOAT16 ? 0x1p-10 : 0;
    }

    static List<Bounded> exact(List<FloatBuffer> parameters) {
        List<Bounded> all = new ArrayList<>();
        for (FloatBuffer buffer : parameters) {
            double[] values = new double[buffer.limit()];
            for (int i = 0; i < values.length; i++) {
                values[i] = buffer.get(i);
            }
            all.add(new Bounded(values));
        }
        return all;
    }

    /** Inputs of a mini-batch; samples beyond the last repeat it, as the atlas does. */
    static Bounded inputs(Dataset data, int batch) throws java.io.IOException {
        double[] all = new double[batch * data.shape().values()];
        for (int n = 0; n < batch; n++) {
            double[] one = Samples.values(data, Math.min(n, data.size() - 1));
            System.arraycopy(one, 0, all, n * one.length, one.length);
        }
        return new Bounded(all);
    }

    static double[] targets(Dataset data, int batch) {
        int width =
                data.targetValues() > 0 ? data.targetValues() : data.classes().size();
        double[] all = new double[batch * width];
        float[] one = new float[data.targetValues()];
        for (int n = 0; n < batch; n++) {
            int sample = Math.min(n, data.size() - 1);
            if (data.targetValues() > 0) {
                data.target(sample, one);
                for (int i = 0; i < width; i++) {
                    all[n * width + i] = one[i];
                }
            } else {
                all[n * width + data.label(sample)] = 1;
            }
        }
        return all;
    }

    /**
     * As {@link #check} with every number of targets that may be chosen, and that blocks were used where the adapter can: the
     * layer under test is one pass, and one for each share of the samples that finishes it. Five samples make shares of 2, 2, 1 and 0, or
     * of one each.
     *
     * @param passes forwards of a network whose layers are one pass each
     * @param samples that the layer under test shares out: images, or their rows if the window is one place
     */
    private static void inBlocks(GpuDevice gpu, Network network, int passes, int samples) throws Exception {
        int most = Math.min(Math.min(samples, 8), gpu.capabilities().limits().renderTargets());
        boolean blocks = most >= 4 && gpu.capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER);
        Numbers numbers = new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false);
        check(gpu, network, Loss.MEAN_SQUARED_ERROR);
        List<Tuning.Choice> choices = gpu.tuning().choices();
        for (int targets : new int[] {4, most}) {
            choices.stream().filter(choice -> choice.way().endsWith(" targets")).forEach(choice -> gpu.tuning()
                    .choose(new Tuning.Choice(choice.question(), targets + " targets", Map.of())));
            check(gpu, network, Loss.MEAN_SQUARED_ERROR);
            try (Kernels kernels = new Kernels(gpu, numbers, false)) {
                Engine engine = new Engine(kernels, network, BATCH, true);
                long before = gpu.statistics().passes();
                Step step = new Step().set(true, BATCH, 0, 0);
                engine.forward(step);
                int share = (samples + targets - 1) / targets;
                int finishing = blocks ? (samples + share - 1) / share : 0;
                assertEquals(before + passes + finishing, gpu.statistics().passes(), "passes forwards");
                before = gpu.statistics().passes();
                engine.backward(step);
                long backwards = gpu.statistics().passes() - before;
                assertTrue(backwards >= passes + finishing, () -> backwards + " passes backwards");
            }
        }
        gpu.tuning().adopt(choices);
    }

    /**
     * Checks the forward pass of a model in use, which may interleave the rows of images in several textures.
     *
     * @param interleaved how many of the first layers interleave their output where the adapter has the render targets
     */
    private static void inLanes(GpuDevice gpu, Network network, int interleaved) throws Exception {
        Storage storage = Storage.best(gpu.capabilities());
        Dataset data = Samples.random(network.input(), COUNT, network.output().values(), 0, 11);
        List<FloatBuffer> parameters = parameters(network, 5);
        boolean possible = gpu.capabilities().limits().renderTargets() >= 4
                && gpu.capabilities().limits().inputs() >= 5;
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Reference reference = new Reference(network, exact(parameters), BATCH, COUNT, false, 42, 7, unit(storage));
            reference.forward(inputs(data, BATCH));
            Engine engine = new Engine(kernels, network, BATCH, false, all(network));
            engine.parameters().upload(parameters);
            new Atlas(kernels, data)
                    .gather(engine.input(), 0)
                    .uniform("first", 0)
                    .draw();
            engine.forward(new Step().set(false, COUNT, 0, 0));
            for (int i = 0; i < network.layers().size(); i++) {
                Tensor output = engine.output(i);
                assertEquals(
                        possible && i < interleaved ? 4 : 1, output.lanes().size(), "textures of " + output.label());
                within("output of " + output.label(), output.read(), reference.values.get(network.value(i)));
            }
        }
    }

    static void check(GpuDevice gpu, Network network, Loss loss) throws Exception {
        boolean classes = loss == Loss.SOFTMAX_CROSS_ENTROPY;
        int outputs = network.output().values();
        check(
                gpu,
                network,
                loss,
                Samples.random(network.input(), COUNT, classes ? 0 : outputs, classes ? outputs : 0, 11));
    }

    private static void check(GpuDevice gpu, Network network, Loss loss, Dataset data) throws Exception {
        Storage storage = Storage.best(gpu.capabilities());
        List<FloatBuffer> parameters = parameters(network, 5);
        double[] targets = targets(data, BATCH);
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Reference reference = new Reference(network, exact(parameters), BATCH, COUNT, true, 42, 7, unit(storage));
            // Generated levels are means within two steps of the element
            // type each (rule MIP-1), and what the sides add.
            reference.pooledBy(
                    (input, window) -> AveragePoolOperation.byMipmaps(kernels.adapter(), input, BATCH, window)
                            ? AveragePoolOperation.mipmapError(input, BATCH, window)
                                    + 2
                                            * Integer.numberOfTrailingZeros(window.height())
                                            * (unit(storage) > 0 ? 0x1p-11 : 0x1p-20)
                            : 0);
            reference.forward(inputs(data, BATCH));
            reference.loss(loss, targets);
            reference.backward(loss, targets);
            Engine engine = new Engine(kernels, network, BATCH, true);
            engine.parameters().upload(parameters);
            Batches batches = new Batches(
                    kernels, new Atlas(kernels, data), engine.inputs(), engine.output(), loss, new float[0], 1);
            Step step = new Step().set(true, COUNT, 7, 42);
            batches.gather(0);
            engine.forward(step);
            batches.metrics().measure(0);
            batches.gradient(0);
            engine.backward(step);
            for (int i = 0; i < network.layers().size(); i++) {
                String name = network.name(i);
                within("output of layer " + name, engine.output(i).read(), reference.values.get(network.value(i)));
                within(
                        "gradient of the output of layer " + name,
                        engine.output(i).readGradient(),
                        reference.gradients.get(network.value(i)));
            }
            List<FloatBuffer> gradients = engine.parameters().readGradients();
            for (int i = 0; i < network.layers().size(); i++) {
                Connectivity connectivity = network.layers().get(i).parameters(network.inputShapes(i)).stream()
                        .map(Parameter::connectivity)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
                Bounded expected = reference.parameterGradients.get(i);
                if (connectivity != null) {
                    // The optimizer's mask, and not the gradient, keeps absent weights at zero.
                    for (int j = 0; j < connectivity.units() * connectivity.inputs(); j++) {
                        if (!connectivity.connects(j / connectivity.inputs(), j % connectivity.inputs())) {
                            gradients.get(i).put(j, 0f);
                        }
                    }
                }
                within(
                        "gradient of the parameters of layer " + network.name(i),
                        gradients.get(i).array(),
                        expected);
            }
            float[] metrics = batches.metrics().read();
            float[] losses = new float[BATCH];
            for (int n = 0; n < BATCH; n++) {
                losses[n] = metrics[4 * n];
            }
            within("loss", losses, reference.losses);
        }
    }

    static void within(String what, float[] actual, Bounded expected) {
        assertTrue(
                actual.length == expected.size(),
                () -> what + " has " + actual.length + " numbers instead of " + expected.size());
        for (int i = 0; i < actual.length; i++) {
            int at = i;
            assertTrue(
                    Math.abs(actual[i] - expected.v[i]) <= expected.e[i],
                    () -> what + "[" + at + "] is " + actual[at] + " instead of " + expected.v[at] + ", off by "
                            + Math.abs(actual[at] - expected.v[at]) + "; accepted is " + expected.e[at]);
        }
    }

    /** The pool by mip levels, where the adapter has them, against a kernel and the reference. */
    private static void mipmaps(GpuDevice gpu) throws Exception {
        Network network = Network.input(8, 16, 6).averagePool(4);
        float[] input = new float[3 * network.input().values()];
        Random random = new Random(9);
        for (int i = 0; i < input.length; i++) {
            input[i] = Samples.half(random.nextGaussian());
        }
        Storage storage = Storage.best(gpu.capabilities());
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            boolean byMipmaps = AveragePoolOperation.byMipmaps(kernels.adapter(), network.input(), 3, Window.pool(4));
            Engine engine = new Engine(kernels, network, 3, false);
            assertTrue(
                    byMipmaps == engine.input().values().descriptor().levels() > 1,
                    "mip levels are there exactly where the pool uses them");
            engine.input().upload(input);
            engine.forward(new Step().set(false, 3, 0, 0));
            // A depthwise convolution with equal weights is the same pool, and goes by a kernel on every adapter.
            Network kernel = Network.input(8, 16, 6).depthwise(Window.pool(4), Activation.LINEAR);
            Engine other = new Engine(kernels, kernel, 3, false);
            float[] weights = new float[6 * 16 + 6];
            java.util.Arrays.fill(weights, 0, 6 * 16, 1f / 16);
            other.parameters().upload(List.of(FloatBuffer.wrap(weights)));
            other.input().upload(input);
            other.forward(new Step().set(false, 3, 0, 0));
            float[] a = engine.output().read();
            float[] b = other.output().read();
            Bounded exact = new Bounded(input.length);
            for (int i = 0; i < input.length; i++) {
                exact.v[i] = input[i];
            }
            Reference reference = new Reference(network, List.of(new Bounded(0)), 3, 3, false, 0, 0, 0).forward(exact);
            // A level is the mean within two steps of the element type (rule MIP-1), relative to the largest value,
            // below 5; there are two.
            // The sides add to it.
            double bound = 5
                    * (AveragePoolOperation.mipmapError(network.input(), 3, Window.pool(4))
                            + 2 * 2 * (unit(storage) > 0 ? 0x1p-11 : 0x1p-20));
            for (int i = 0; i < a.length; i++) {
                assertTrue(
                        Math.abs(a[i] - b[i]) <= bound && Math.abs(a[i] - reference.output().v[i]) <= bound,
                        "value " + i + " is " + a[i] + " by the pool, " + b[i] + " by a kernel, and exactly "
                                + reference.output().v[i]);
            }
        }
    }
}
