package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.Tuning;
import dev.texon.networks.Activation;
import dev.texon.networks.ClassWeights;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.NumericExperiment;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import dev.texon.shaders.Expansion;
import dev.texon.shaders.Shaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compiles the kernels with everything that they are varied by: activations, ways to store, losses, optimizers, windows, numbers of render
 * targets, folds. Next to nothing is drawn.
 */
final class VariantChecks {
    /** Seen from the module's folder, in which tests run. */
    private static final Path SHADERS = Path.of("../shaders/src/main/resources")
            .resolve(Shaders.class.getPackageName().replace('.', '/'));

    private static final List<Activation> ACTIVATIONS = List.of(
            Activation.LINEAR,
            Activation.RELU,
            Activation.leakyRelu(0.25f),
            Activation.elu(0.5f),
            Activation.SIGMOID,
            Activation.TANH,
            Activation.SOFTPLUS);

    private static final Shape IMAGE = new Shape(8, 8, 3);

    private VariantChecks() {}

    static List<Check> all() {
        return List.of(new Check("every variant of every kernel compiles", VariantChecks::compile));
    }

    private static void compile(GpuDevice gpu) throws Exception {
        Set<String> compiled = new HashSet<>();
        // How texels are fetched is measured with textures that a device with short sides would not have.
        kernels(gpu).close();
        try (GpuDevice device = recording(gpu, compiled)) {
            values(device);
            activations(device);
            optimizers(device);
            layers(device);
            interleaved(device);
            targets(device);
            pictures(device);
        }
        try (GpuDevice small = TestDrivers.withSide(gpu, 64);
                GpuDevice device = recording(small, compiled)) {
            folded(device);
        }
        try (GpuDevice few = TestDrivers.withTurns(gpu, 80);
                GpuDevice device = recording(few, compiled)) {
            Network image = Network.input(10, 11, 3);
            use(device, image.convolution(4, Window.same(3), Activation.RELU), 5, true);
            use(device, image.depthwise(Window.same(3), Activation.RELU), 5, true);
            use(device, image.batchNormalization(Activation.RELU), 5, true);
        }
        try (GpuDevice one = TestDrivers.withTargets(gpu, 1);
                GpuDevice device = recording(one, compiled)) {
            layers(device);
            optimizers(device);
        }
        if (gpu.capabilities().limits().renderTargets() >= 8
                && gpu.capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER)
                && gpu.capabilities().supports(TextureFormat.RGBA32F, FormatFeature.MIPMAP)
                && gpu.capabilities().supports(Feature.EXPLICIT_LEVEL)
                && gpu.capabilities().supports(Feature.NON_POWER_OF_TWO)) {
            assertEquals(Set.of(), uncompiled(compiled), "lines of kernels that no variant has");
        }
    }

    private static GpuDevice recording(GpuDevice gpu, Set<String> compiled) {
        return TestDrivers.rewriting(gpu, kernel -> {
            kernel.lines().stream().map(Expansion.Line::toString).forEach(compiled::add);
            return kernel;
        });
    }

    /** Of all files that networks have, without comments and directives. */
    private static Set<String> uncompiled(Set<String> compiled) throws IOException {
        Set<String> lines = new TreeSet<>();
        for (String folder : List.of("kernels/networks", "functions/networks")) {
            try (Stream<Path> files = Files.list(SHADERS.resolve(folder))) {
                // The kernel that measures fetches is compiled once for a device, maybe before this check.
                for (Path file : files.filter(one -> !one.endsWith("tuning_of_fetches.glsl"))
                        .toList()) {
                    List<String> text = Files.readAllLines(file);
                    for (int i = 0; i < text.size(); i++) {
                        String name = folder + "/" + file.getFileName() + ":" + (i + 1);
                        if (!text.get(i).isBlank() && !text.get(i).strip().matches("(//|#).*")) {
                            lines.add(name + " " + text.get(i).strip());
                        }
                    }
                }
            }
        }
        lines.removeIf(line -> compiled.contains(line.substring(0, line.indexOf(' '))));
        return lines;
    }

    private static Kernels kernels(GpuDevice gpu) {
        return new Kernels(gpu, new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false), false);
    }

    private static TrainingOptions.Builder options(GpuDevice gpu) {
        return TrainingOptions.builder()
                .batch(5)
                .storage(Storage.best(gpu.capabilities()))
                .loss(Loss.MEAN_SQUARED_ERROR);
    }

    private static void train(GpuDevice gpu, Network network, TrainingOptions.Builder builder) throws Exception {
        TrainingOptions options = builder.build();
        Network flat = network.output().isFlat() ? network : network.flatten();
        int outputs = flat.output().values();
        boolean classes = options.loss() == Loss.SOFTMAX_CROSS_ENTROPY;
        Dataset data = Samples.random(flat.input(), 7, classes ? 0 : outputs, classes ? outputs : 0, 1);
        try (Training training = Training.start(gpu, flat, data, options)) {
            if (options.numericCheck()) {
                // Its kernels are made when a pass is first looked at.
                training.step();
            }
        }
    }

    private static void use(GpuDevice gpu, Network network, int batch, boolean learning) {
        try (Kernels kernels = kernels(gpu)) {
            new Engine(kernels, network, batch, learning);
        }
    }

    /** Each layer once. */
    private static Network every(Activation activation) {
        return Network.chain(IMAGE, List.of())
                .convolution(5, Window.same(3), activation)
                .depthwise(Window.same(3), activation)
                .batchNormalization(activation)
                .dropout(0.5f)
                .maxPool(2)
                .averagePool(Window.of(3).withPadding(1))
                .activation(activation)
                .flatten()
                .softmax()
                .dense(6, activation);
    }

    private static void values(GpuDevice gpu) throws Exception {
        for (Loss loss : Loss.values()) {
            for (Storage storage : Storage.values()) {
                if (storage.fits(gpu.capabilities())) {
                    for (boolean naive : new boolean[] {false, true}) {
                        TrainingOptions.Builder options = options(gpu)
                                .loss(loss)
                                .storage(storage)
                                .experiment(new NumericExperiment(Rounding.NONE, naive));
                        train(gpu, every(Activation.SOFTPLUS), options);
                    }
                }
            }
            for (Rounding rounding : List.of(new Rounding.Bits(11), new Rounding.Fixed(4))) {
                train(
                        gpu,
                        every(Activation.SIGMOID),
                        options(gpu).loss(loss).experiment(new NumericExperiment(rounding, false)));
            }
        }
        train(gpu, Network.input(6).dense(6), options(gpu).numericCheck(true));
        train(
                gpu,
                Network.input(6).dense(6),
                options(gpu).loss(Loss.SOFTMAX_CROSS_ENTROPY).classWeights(ClassWeights.BALANCED));
    }

    private static void activations(GpuDevice gpu) throws Exception {
        for (Activation activation : ACTIVATIONS) {
            for (boolean naive : new boolean[] {false, true}) {
                train(gpu, every(activation), options(gpu).experiment(new NumericExperiment(Rounding.NONE, naive)));
            }
            use(gpu, Network.input(16, 8, 3).convolution(5, Window.same(3), activation), 5, false);
        }
    }

    private static void optimizers(GpuDevice gpu) throws Exception {
        for (Optimizer optimizer : List.of(Optimizer.sgd(0.1), Optimizer.momentum(0.1, 0.9), Optimizer.adam(0.1))) {
            for (double clip : new double[] {1, Double.POSITIVE_INFINITY}) {
                for (Regularization regularization : List.of(
                        Regularization.NONE, Regularization.NONE.withL1(0.1).withLimit(9))) {
                    train(
                            gpu,
                            Network.input(3).dense(2),
                            options(gpu).optimizer(optimizer).clipNorm(clip).regularization(regularization));
                }
            }
        }
    }

    /** Windows of all kinds, forwards and backwards, and shapes with and without whole groups of channels. */
    private static void layers(GpuDevice gpu) throws Exception {
        Network image = Network.chain(IMAGE, List.of());
        Network one = Network.input(9, 7, 1);
        for (Window window :
                List.of(Window.of(1), Window.of(2), Window.same(3), new Window(3, 3, 2, 1), new Window(1, 3, 1, 0))) {
            for (Network network : List.of(image, one, image.activation(Activation.RELU))) {
                use(gpu, network.convolution(5, window, Activation.RELU), 5, true);
                use(gpu, network.depthwise(window, Activation.RELU), 5, true);
                use(gpu, network.maxPool(window), 5, true);
                use(gpu, network.averagePool(window), 5, true);
            }
        }
        train(gpu, Network.input(40).dense(20).dense(300).softmax(), options(gpu));
        train(gpu, Network.input(1).dense(2).activation(Activation.RELU).dense(1), options(gpu));
        train(gpu, Network.input(4, 4, 8).activation(Activation.RELU).flatten(), options(gpu));
        train(gpu, Network.input(2, 2, 3).activation(Activation.RELU).flatten(), options(gpu));
        use(gpu, Network.input(8, 8, 4).averagePool(2), 4, false);
        for (int channels : new int[] {4, 5}) {
            Network front = Network.input(4, 4, channels).convolution(channels, Window.of(1), Activation.RELU);
            Network other = front.convolution(channels, Window.of(1), Activation.TANH);
            use(gpu, front.add(Activation.RELU, other), 3, true);
            use(gpu, front.concatenate(other), 3, true);
        }
        // Many samples and few weights: a gradient in parts.
        use(gpu, Network.input(16, 16, 4).convolution(4, Window.of(1), Activation.RELU), 40, true);
        use(gpu, Network.input(40).dense(3), 600, true);
        // A gradient of the input in parts of 17 groups of 33.
        use(gpu, Network.input(8).dense(1000).dense(132), 19, true);
    }

    /** All numbers of rows that are interleaved: 8 of 16 and 24, 7 of 28, 6 of 12, 5 of 20, 4 of 8. */
    private static void interleaved(GpuDevice gpu) {
        for (int height : new int[] {8, 12, 16, 20, 24, 28}) {
            for (int channels : new int[] {1, 6}) {
                for (Window window : List.of(Window.same(3), new Window(3, 2, 1, 1), new Window(2, 2, 1, 0))) {
                    Network image = Network.input(window.padding() == 0 ? height + 1 : height, 9, channels);
                    use(gpu, image.convolution(5, window, Activation.RELU), 3, false);
                    use(gpu, image.depthwise(window, Activation.RELU), 3, false);
                }
                Network chain = Network.input(2 * height, 9, channels);
                use(gpu, chain.convolution(5, new Window(3, 3, 2, 1), Activation.RELU), 3, false);
                use(
                        gpu,
                        chain.convolution(5, Window.same(3), Activation.RELU)
                                .depthwise(new Window(3, 3, 2, 1), Activation.RELU)
                                .convolution(7, Window.of(1), Activation.RELU)
                                .convolution(7, Window.same(3), Activation.RELU),
                        3,
                        false);
                use(
                        gpu,
                        chain.convolution(5, Window.of(1), Activation.RELU).depthwise(Window.same(3), Activation.RELU),
                        3,
                        false);
            }
        }
    }

    /** Sums that are large enough for several targets, and long enough for parts. */
    private static void targets(GpuDevice gpu) {
        Network network = Network.input(9, 10, 20)
                .convolution(24, Window.same(3), Activation.RELU)
                .flatten()
                .dense(70, Activation.TANH);
        List<Tuning.Choice> before = gpu.tuning().choices();
        use(gpu, network, 19, true);
        List<Tuning.Choice> choices = gpu.tuning().choices();
        for (int targets = 4;
                targets <= 8 && targets <= gpu.capabilities().limits().renderTargets();
                targets++) {
            for (Tuning.Choice choice : choices) {
                if (choice.way().endsWith(" targets")) {
                    gpu.tuning().choose(new Tuning.Choice(choice.question(), targets + " targets", Map.of()));
                }
            }
            use(gpu, network, 19, true);
        }
        gpu.tuning().adopt(before);
    }

    private static void pictures(GpuDevice gpu) throws Exception {
        try (Kernels kernels = kernels(gpu)) {
            for (int channels : new int[] {1, 3, 4}) {
                Shape shape = new Shape(4, 6, channels);
                for (Network network : List.of(
                        Network.chain(shape, List.of())
                                .activation(Activation.RELU)
                                .flatten(),
                        Network.chain(shape, List.of()).flatten().dense(3))) {
                    Engine engine = new Engine(kernels, network, 2, false);
                    new Picture(kernels, shape, Optional.empty(), engine.input(), 9, 9);
                }
            }
            // Two sheets, of five tiles each.
            Dataset data = Samples.random(new Shape(7, 9, 1), 10, 0, 6, 1);
            Engine engine = new Engine(kernels, Network.input(7, 9, 1).flatten().dense(6), 4, false);
            new Atlas(kernels, data, 11).gather(engine.input(), 0);
        }
    }

    private static void folded(GpuDevice gpu) throws Exception {
        for (Network network : List.of(
                Network.input(14, 9, 6),
                Network.input(2, 31, 10),
                Network.input(5, 31, 10).depthwise(Window.same(3), Activation.RELU))) {
            List<Network> networks = new ArrayList<>(List.of(
                    network.convolution(4, Window.same(3), Activation.SIGMOID),
                    network.convolution(3, Window.of(1), Activation.RELU),
                    network.depthwise(Window.same(3), Activation.RELU),
                    network.batchNormalization(Activation.RELU),
                    network.dropout(0.3f),
                    network.activation(Activation.RELU),
                    network.maxPool(Window.same(3)),
                    network.averagePool(Window.same(3)),
                    network.flatten()));
            for (Network one : networks) {
                use(gpu, one, 5, true);
            }
        }
        // Weights in strips, whose gradient is summed in parts.
        use(gpu, Network.input(4, 8, 32).convolution(7, Window.same(3), Activation.TANH), 16, true);
        for (Network network : List.of(
                Network.input(20).dense(301, Activation.RELU),
                Network.input(14, 4, 5).flatten().dense(5))) {
            for (Loss loss : Loss.values()) {
                train(gpu, network, options(gpu).loss(loss));
            }
        }
    }
}
