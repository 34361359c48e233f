package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.Tuning;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** What is chosen because it is fast changes no number, and is measured once. */
final class TuningChecks {
    private static final int BATCH = 19;

    private TuningChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("tuning: every way gives the same bits", TuningChecks::sameBits),
                new Check("tuning: an answer is measured once", TuningChecks::measuredOnce));
    }

    /** Sums long and large enough for blocks and parts, forwards and backwards; the batch is no multiple of any number of targets. */
    private static void sameBits(GpuDevice gpu) throws Exception {
        Network network = Network.input(9, 10, 20)
                .convolution(24, Window.same(3), Activation.RELU)
                .flatten()
                .dense(70, Activation.TANH);
        List<Tuning.Choice> before = gpu.tuning().choices();
        Storage storage = Storage.best(gpu.capabilities());
        List<float[]> expected = outputs(gpu, network, storage);
        List<Tuning.Choice> choices = gpu.tuning().choices();
        // Else there is only one way, and nothing is compared.
        boolean several = gpu.capabilities().limits().renderTargets() > 4
                && gpu.capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER);
        assertEquals(
                several,
                choices.stream()
                        .anyMatch(choice -> choice.question()
                                        .equals("convolution, 9 taps, stride 1, 8 groups to 64×256, "
                                                + storage.activations())
                                && choice.nanoseconds().size() == 2),
                () -> "the convolution has two ways exactly where there are more than four targets: " + choices);
        for (TexelFetch fetch : TexelFetch.values()) {
            for (String targets : List.of("4 targets", "6 targets", "8 targets")) {
                for (Tuning.Choice choice : choices) {
                    boolean fetches = choice.question().startsWith("fetch");
                    String way = fetches ? fetch.name() : targets;
                    if (fetches || choice.nanoseconds().containsKey(way)) {
                        gpu.tuning().choose(new Tuning.Choice(choice.question(), way, Map.of()));
                    }
                }
                List<float[]> actual = outputs(gpu, network, storage);
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(
                            expected.get(i), actual.get(i), 0, "texture " + i + " by " + fetch + " and " + targets);
                }
            }
        }
        gpu.tuning().adopt(choices);
        gpu.tuning().adopt(before);
    }

    /** Outputs and gradients of all layers, and of the parameters. */
    private static List<float[]> outputs(GpuDevice gpu, Network network, Storage storage) {
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Engine engine = new Engine(kernels, network, BATCH, true);
            engine.parameters().initialize(3);
            float[] input = new float[BATCH * network.input().values()];
            Texture gradient =
                    Objects.requireNonNull(engine.output().gradient()).texture();
            float[] delta = new float[4 * Math.toIntExact(gradient.whole().texels())];
            Random random = new Random(4);
            for (int i = 0; i < input.length; i++) {
                input[i] = Samples.half(random.nextGaussian());
            }
            for (int i = 0; i < delta.length; i++) {
                delta[i] = Samples.half(random.nextGaussian());
            }
            engine.input().upload(input);
            Step step = new Step().set(true, BATCH, 0, 0);
            engine.forward(step);
            gradient.upload(delta);
            engine.backward(step);
            List<float[]> all = new ArrayList<>();
            for (int i = 0; i < network.layers().size(); i++) {
                all.add(engine.output(i).read());
            }
            all.add(engine.output(0).readGradient());
            engine.parameters().readGradients().forEach(numbers -> all.add(numbers.array()));
            return all;
        }
    }

    private static void measuredOnce(GpuDevice gpu) {
        List<String> made = new ArrayList<>();
        Texture texture = gpu.createTexture(TextureDescriptor.of("tuned", 1, 1, TextureFormat.RGBA8));
        String question = "test " + System.nanoTime();
        for (int i = 0; i < 2; i++) {
            String way = Tuner.fastest(gpu, question, List.of("slow", "fast"), one -> {
                made.add(one);
                return new Tuner.Trial() {
                    @Override
                    public void draw() {
                        // Longer than a readback of any backend takes.
                        long end = System.nanoTime() + (one.equals("slow") ? 20_000_000 : 0);
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                    }

                    @Override
                    public Texture result() {
                        return texture;
                    }

                    @Override
                    public void close() {
                        made.add("close " + one);
                    }
                };
            });
            assertEquals("fast", way);
        }
        assertEquals(List.of("slow", "fast", "close slow", "close fast"), made);
        assertTrue(gpu.profile().choices().stream()
                .anyMatch(choice ->
                        choice.question().equals(question) && choice.way().equals("fast")));
        texture.close();
    }
}
