package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Sums of more terms than the loops of a driver take turns: llvmpipe ends them after 65,535, and others may after fewer. */
final class LoopChecks {
    private LoopChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("loops: pooling over 300×300 places", LoopChecks::pooling),
                new Check("loops: batch normalisation over 300×300 places", LoopChecks::statistics),
                new Check("loops: gradients of weights over 640×640 places", LoopChecks::weights),
                new Check("loops: where they end after 40 turns", LoopChecks::shortLoops),
                new Check("parameters that do not fit name the layer", LoopChecks::parameters));
    }

    private static Kernels kernels(GpuDevice gpu) {
        return new Kernels(gpu, new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false), false);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1f);
        return ones;
    }

    private static void pooling(GpuDevice gpu) {
        int side = 300;
        float[] image = ones(side * side);
        try (Kernels kernels = kernels(gpu)) {
            Engine mean = new Engine(kernels, Network.input(side, side, 1).averagePool(Window.of(side)), 1, false);
            mean.input().upload(image);
            mean.forward(new Step().set(false, 1, 0, 0));
            assertEquals(1f, mean.output().read()[0], 1e-3f, "the mean of ones");
            // The largest value comes last.
            image[side * side - 1] = 2f;
            Engine most = new Engine(kernels, Network.input(side, side, 1).maxPool(Window.of(side)), 1, false);
            most.input().upload(image);
            most.forward(new Step().set(false, 1, 0, 0));
            assertEquals(2f, most.output().read()[0], 0f, "the largest value");
        }
    }

    private static void statistics(GpuDevice gpu) {
        int side = 300;
        try (Kernels kernels = kernels(gpu)) {
            Engine engine =
                    new Engine(kernels, Network.input(side, side, 1).batchNormalization(Activation.LINEAR), 1, true);
            engine.parameters().initialize(1);
            engine.input().upload(ones(side * side));
            engine.forward(new Step().set(true, 1, 0, 0));
            float[] statistics = engine.readStatistics().get(0).array();
            assertEquals(0.1f, statistics[0], 1e-4f, "running mean, to which a mini-batch gives a share of 0.1");
            assertEquals(0.9f, statistics[1], 1e-3f, "running variance");
        }
    }

    private static void weights(GpuDevice gpu) {
        int side = 640;
        int longest = gpu.capabilities().limits().textureSize();
        assumeTrue(side <= longest, () -> "textures of " + side + " texels a side; this adapter has " + longest);
        for (boolean depthwise : new boolean[] {false, true}) {
            Network image = Network.input(side, side, 1);
            Network network = depthwise
                    ? image.depthwise(Window.of(1), Activation.LINEAR)
                    : image.convolution(1, Window.of(1), Activation.LINEAR);
            try (Kernels kernels = kernels(gpu)) {
                Engine engine = new Engine(kernels, network, 1, true);
                engine.parameters().initialize(1);
                engine.input().upload(ones(side * side));
                Step step = new Step().set(true, 1, 0, 0);
                engine.forward(step);
                Texture delta =
                        Objects.requireNonNull(engine.output().gradient()).texture();
                float[] texels = new float[4 * side * side];
                float each = 2f / (side * side);
                for (int i = 0; i < side * side; i++) {
                    texels[4 * i] = each;
                }
                delta.upload(texels);
                float stored = delta.read(0, new Region(0, 0, 1, 1))[0];
                engine.backward(step);
                float[] gradients = engine.parameters().readGradients().get(0).array();
                double sum = (double) stored * side * side;
                assertEquals(sum, gradients[0], 2e-3 * sum, "gradient of the weight, depthwise: " + depthwise);
                assertEquals(sum, gradients[1], 2e-3 * sum, "gradient of the bias, depthwise: " + depthwise);
            }
        }
    }

    /** Each layer fits alone: 1020 inputs and a bias in 256 texels, and 256 outputs in 64 rows of four bands; both together need 65. */
    private static void parameters(GpuDevice gpu) {
        Network network = Network.input(1020).dense(4, Activation.LINEAR).dense(256);
        try (GpuDevice odd = TestDrivers.withSide(gpu, 256);
                Kernels kernels = kernels(odd)) {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, () -> new Engine(kernels, network, 1, false))
                            .getMessage());
            assertTrue(message.contains("make layer 1 (dense), which takes most of it, smaller"), message);
        }
    }

    /** A network that needs more turns everywhere gives what it gives where there are enough. */
    private static void shortLoops(GpuDevice gpu) {
        List<Network> networks = List.of(
                Network.input(14, 15, 5)
                        .convolution(12, Window.same(3), Activation.RELU)
                        .batchNormalization(Activation.RELU)
                        .maxPool(Window.of(5).withStride(2).withPadding(1))
                        .depthwise(Window.same(3), Activation.TANH)
                        .averagePool(Window.of(5).withPadding(2))
                        .flatten()
                        .dense(7, Activation.TANH),
                Network.input(13, 13, 3)
                        .convolution(90, Window.of(3), Activation.LINEAR)
                        .convolution(6, Window.of(3), Activation.TANH)
                        .maxPool(Window.pool(6)));
        for (Network network : networks) {
            if (!gpu.capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER)) {
                // Where sums cannot wait in floats, they are refused instead of wrong.
                try (GpuDevice odd = TestDrivers.withTurns(gpu, 40)) {
                    String message =
                            String.valueOf(assertThrows(IllegalArgumentException.class, () -> everything(odd, network))
                                    .getMessage());
                    assertTrue(message.contains("layer") && message.contains("products"), message);
                }
                continue;
            }
            List<float[]> expected = everything(gpu, network);
            List<float[]> actual;
            try (GpuDevice odd = TestDrivers.withTurns(gpu, 40)) {
                actual = everything(odd, network);
            }
            double unit = LayerChecks.unit(Storage.best(gpu.capabilities()));
            for (int i = 0; i < expected.size(); i++) {
                float most = 0;
                for (float value : expected.get(i)) {
                    most = Math.max(most, Math.abs(value));
                }
                for (int c = 0; c < expected.get(i).length; c++) {
                    // Sums in another order, of some hundred terms, through a few layers.
                    assertEquals(
                            expected.get(i)[c],
                            actual.get(i)[c],
                            16 * (unit + 0x1p-18) * most,
                            "texture " + i + ", value " + c);
                }
            }
        }
    }

    /** Outputs, gradients and statistics of a step of training. */
    private static List<float[]> everything(GpuDevice gpu, Network network) {
        int batch = 3;
        try (Kernels kernels = kernels(gpu)) {
            Engine engine = new Engine(kernels, network, batch, true);
            engine.parameters().initialize(5);
            Random random = new Random(6);
            float[] input = new float[batch * network.input().values()];
            for (int i = 0; i < input.length; i++) {
                input[i] = Samples.half(random.nextGaussian());
            }
            Texture gradient =
                    Objects.requireNonNull(engine.output().gradient()).texture();
            float[] delta = new float[4 * Math.toIntExact(gradient.whole().texels())];
            for (int i = 0; i < delta.length; i++) {
                delta[i] = Samples.half(random.nextGaussian());
            }
            engine.input().upload(input);
            Step step = new Step().set(true, batch, 0, 0);
            engine.forward(step);
            gradient.upload(delta);
            engine.backward(step);
            List<float[]> all = new ArrayList<>();
            for (int i = 0; i < network.layers().size(); i++) {
                all.add(engine.output(i).read());
            }
            engine.parameters().readGradients().forEach(numbers -> all.add(numbers.array()));
            engine.readStatistics().forEach(numbers -> all.add(numbers.array()));
            return all;
        }
    }
}
