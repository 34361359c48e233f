package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.NumericExperiment;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import java.util.List;

/** The textbook's formulas, which experiments compare with: where nothing overflows, they give the same. */
final class NaiveChecks {
    private static final List<Activation> ALL = List.of(
            Activation.SIGMOID,
            Activation.TANH,
            Activation.SOFTPLUS,
            Activation.elu(0.75f),
            Activation.leakyRelu(0.25f));

    private NaiveChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("textbook's activations where nothing overflows", NaiveChecks::activations),
                new Check("textbook's loss where nothing overflows", NaiveChecks::loss));
    }

    /**
     * At sums of at most 3 in size, exp is off by 3 + 2 · 3 ULP (OpenGL ES 3.2, 2.5.1) of at most e^3 = 20: 9 · 20 · 2^-24 = 1.1e-5, twice in
     * tanh, whose two sums are divided by one of at least 2; the other operations and softplus's log add less than the same again.
     */
    private static void activations(GpuDevice gpu) {
        Storage storage = Storage.best(gpu.capabilities());
        float[] sums = {-3, -2.5f, -1, -0.25f, 0, 0.25f, 1, 2, 3};
        for (Activation activation : ALL) {
            Network network = Network.input(sums.length).activation(activation);
            try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, true), false)) {
                Engine engine = new Engine(kernels, network, 1, false);
                engine.input().upload(sums);
                engine.forward(new Step().set(false, 1, 0, 0));
                float[] values = engine.output().read();
                for (int i = 0; i < sums.length; i++) {
                    double expected = value(activation, sums[i]);
                    assertEquals(
                            expected,
                            values[i],
                            2.2e-5 + LayerChecks.unit(storage) * Math.abs(expected),
                            activation + " of " + sums[i]);
                }
            }
        }
    }

    private static double value(Activation activation, double x) {
        return switch (activation.kind()) {
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case SOFTPLUS -> Math.log1p(Math.exp(x));
            case ELU -> x > 0 ? x : activation.parameter() * Math.expm1(x);
            case LEAKY_RELU -> x > 0 ? x : activation.parameter() * x;
            case LINEAR, RELU -> throw new IllegalArgumentException(activation + " has no exp");
        };
    }

    /**
     * One step each, from the same parameters: the loss is of outputs of a size below 4, and exp, a sum of 5 and log of both formulas are off by
     * fewer than 64 ULP of 4 each, 2 · 64 · 4 · 2^-24 = 3.1e-5. Halves store the outputs, rounded by 2^-10 of 4, alike.
     */
    private static void loss(GpuDevice gpu) throws Exception {
        Dataset data = Samples.images(new Shape(6, 6, 1), 40, 5, 4);
        Network network =
                Network.input(6, 6, 1).flatten().dense(7, Activation.elu(1f)).dense(5);
        TrainingOptions options = TrainingOptions.builder().batch(40).build();
        double unit = LayerChecks.unit(Storage.best(gpu.capabilities()));
        double[] losses = new double[2];
        double[] later = new double[2];
        for (int i = 0; i < 2; i++) {
            try (Training training = Training.start(
                    gpu,
                    network,
                    data,
                    options.toBuilder()
                            .experiment(new NumericExperiment(Rounding.NONE, i == 1))
                            .build())) {
                training.step();
                losses[i] = training.report().loss();
                training.step();
                later[i] = training.report().loss();
            }
        }
        assertEquals(losses[0], losses[1], 3.1e-5 + 4 * unit);
        // Gradients too: a step of Adam moves each parameter by its rate, whose sign they give.
        assertEquals(later[0], later[1], 1e-3 + 4 * unit);
    }
}
