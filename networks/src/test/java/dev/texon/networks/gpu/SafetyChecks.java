package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.NumericException;
import dev.texon.networks.Rounding;
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

/** No finite input gives Inf or NaN, and where one appears all the same it is found. */
final class SafetyChecks {
    private static final float[] EXTREMES = {
        0f, -0f, 1e-30f, -1e-30f, 1f, -1f, 11.09f, -11.09f, 88.7f, -88.7f, 100f, -100f, 1e4f, -1e4f, 65504f, -65504f,
        1e19f, -1e19f, 3.4e38f, -3.4e38f
    };

    /** Passes on what it gets, and learns, so that the gradient of what comes after it is computed. */
    private static Network front(int channels) {
        return Network.input(channels).depthwise(Window.of(1), Activation.LINEAR);
    }

    private SafetyChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        for (Storage storage : List.of(Storage.FLOAT32, Storage.FLOAT16)) {
            for (Activation activation : List.of(
                    Activation.LINEAR,
                    Activation.RELU,
                    Activation.leakyRelu(0.01f),
                    Activation.elu(1f),
                    Activation.SIGMOID,
                    Activation.TANH,
                    Activation.SOFTPLUS)) {
                checks.add(new Check(
                        "finite: " + activation + " and its gradient in " + storage,
                        gpu -> finite(gpu, storage, front(20).activation(activation), Loss.MEAN_SQUARED_ERROR)));
            }
            // The last texel of a row full or not, and so many channels that they are summed in parts.
            for (int channels : new int[] {20, 18, 301}) {
                checks.add(new Check(
                        "finite: softmax of " + channels + " in " + storage,
                        gpu -> finite(gpu, storage, front(channels).softmax(), Loss.MEAN_SQUARED_ERROR)));
                checks.add(new Check(
                        "finite: softmax cross-entropy of " + channels + " in " + storage,
                        gpu -> finite(gpu, storage, front(channels), Loss.SOFTMAX_CROSS_ENTROPY)));
            }
        }
        checks.add(new Check("numeric check: names layer, tensor and texel", SafetyChecks::numericCheck));
        checks.add(new Check("numeric check: texels and steps beyond 2048", SafetyChecks::farNumericCheck));
        checks.add(new Check("rounding to bits and to steps", SafetyChecks::rounding));
        return checks;
    }

    /** One sample with all extremes side by side, and others with one of them in each place. */
    private static void finite(GpuDevice gpu, Storage storage, Network network, Loss loss) throws Exception {
        if (!storage.fits(gpu.capabilities())) {
            // What the adapter lacks is refused by name.
            GpuUnsupportedException refusal = assertThrows(
                    GpuUnsupportedException.class,
                    () -> new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false));
            assertTrue(String.valueOf(refusal.getMessage()).contains("Storage " + storage), refusal.getMessage());
            return;
        }
        int batch = EXTREMES.length + 1;
        float limit = storage == Storage.FLOAT16 ? 65504f : 3.4e38f;
        int channels = network.input().values();
        float[] inputs = new float[batch * channels];
        for (int n = 0; n < batch; n++) {
            for (int i = 0; i < channels; i++) {
                float value = n == 0 ? EXTREMES[i % EXTREMES.length] : EXTREMES[n - 1];
                inputs[channels * n + i] = Math.max(-limit, Math.min(limit, value));
            }
        }
        boolean classes = loss == Loss.SOFTMAX_CROSS_ENTROPY;
        Dataset data = Samples.random(network.input(), batch, classes ? 0 : channels, classes ? channels : 0, 6);
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Engine engine = new Engine(kernels, network, batch, true);
            Batches batches = new Batches(
                    kernels, new Atlas(kernels, data), engine.inputs(), engine.output(), loss, new float[0], 1);
            Step step = new Step().set(true, batch, 0, 0);
            float[] same = new float[2 * channels];
            java.util.Arrays.fill(same, 0, channels, 1f);
            List<FloatBuffer> parameters = new ArrayList<>(List.of(FloatBuffer.wrap(same)));
            while (parameters.size() < network.layers().size()) {
                parameters.add(FloatBuffer.allocate(0));
            }
            engine.parameters().upload(parameters);
            engine.input().upload(inputs);
            engine.forward(step);
            batches.metrics().measure(0);
            batches.gradient(0);
            engine.backward(step);
            for (int i = 0; i < network.layers().size(); i++) {
                demandFinite(
                        "output of layer " + network.name(i), engine.output(i).read());
                demandFinite(
                        "gradient of layer " + network.name(i), engine.output(i).readGradient());
            }
            demandFinite("loss", batches.metrics().read());
        }
    }

    private static void demandFinite(String what, float[] values) {
        for (int i = 0; i < values.length; i++) {
            int at = i;
            assertTrue(Float.isFinite(values[i]), () -> what + "[" + at + "] is " + values[at]);
        }
    }

    static void numericCheck(GpuDevice gpu) throws Exception {
        Network network =
                Network.input(12, 12, 1).flatten().dense(8, Activation.RELU).dense(5);
        Dataset images = Samples.images(new Shape(12, 12, 1), 40, 5, 3);
        TrainingOptions options =
                TrainingOptions.builder().batch(8).numericCheck(true).build();
        try (Training training = Training.start(gpu, network, images, options)) {
            training.step();
            training.report();
            long before = gpu.statistics().readbacks();
            training.step();
            assertEquals(before, gpu.statistics().readbacks(), "readbacks of a step in which nothing is wrong");
            training.report();
            Snapshot good = training.snapshot();
            List<FloatBuffer> bad = new ArrayList<>();
            for (FloatBuffer own : good.parameters()) {
                FloatBuffer copy = FloatBuffer.allocate(own.limit());
                copy.put(own.duplicate().rewind()).rewind();
                bad.add(copy);
            }
            // The bias of unit 2 of the second dense layer.
            bad.get(2).put(8 * 5 + 2, Float.NaN);
            Snapshot broken =
                    new Snapshot(good.network(), good.loss(), good.classes(), bad, good.statistics(), good.training());
            try (Training again = Training.resume(gpu, broken, images)) {
                again.step();
                again.step();
                NumericException found = assertThrows(NumericException.class, again::report);
                String message = String.valueOf(found.getMessage());
                assertTrue(
                        message.startsWith(
                                "NaN first appears in step 2, in the output of layer 3 (dense), texel (0, 0)"),
                        message);
            }
        }
    }

    /** Beyond what halves count to, where an adapter draws nothing else. */
    private static void farNumericCheck(GpuDevice gpu) {
        Numbers numbers = new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false);
        int side = 3001;
        for (boolean wide : new boolean[] {true, false}) {
            try (Kernels kernels = new Kernels(gpu, numbers, true)) {
                Shape shape = wide ? new Shape(1, side, 1) : new Shape(side, 1, 1);
                Network network = Network.chain(shape, List.of()).activation(Activation.LINEAR);
                Engine engine = new Engine(kernels, network, 1, false);
                float[] values = new float[side];
                values[side - 2] = Float.NaN;
                engine.input().upload(values);
                NumericCheck check = java.util.Objects.requireNonNull(kernels.check());
                check.begin(5_000_001);
                engine.forward(new Step().set(false, 1, 0, 0));
                NumericException found = assertThrows(NumericException.class, check::demandNothingFound);
                String place = wide ? "(" + (side - 2) + ", 0)" : "(0, " + (side - 2) + ")";
                assertTrue(
                        String.valueOf(found.getMessage())
                                .startsWith("NaN first appears in step 5000001, in the output of layer 1 (activation),"
                                        + " texel " + place),
                        found.getMessage());
            }
        }
    }

    private static void rounding(GpuDevice gpu) {
        float[] inputs = {1f, 1.0625f, 1.03125f, 1.09375f, -3.3f, 1e-10f, 123456f, 0f};
        Storage storage = Storage.best(gpu.capabilities());
        if (storage == Storage.FLOAT16) {
            inputs[5] = 0x1p-12f;
            inputs[6] = 12352f;
        }
        // Five significant bits: 1.0625 = 1 + 1/16 is kept, 1.03125 is a tie that goes to the even 1, 1.09375 one that
        // goes to 1.125.
        float[] expected = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            expected[i] = roundToBits(inputs[i], 5);
        }
        assertEquals(1.0625f, expected[1]);
        assertEquals(1f, expected[2]);
        assertEquals(1.125f, expected[3]);
        check(gpu, storage, new Rounding.Bits(5), inputs, expected);
        float[] fixed = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            fixed[i] = (float) (Math.floor(Math.max(-1, Math.min(1, inputs[i] / 2.0)) * 127 + 0.5) * (2.0 / 127));
        }
        check(gpu, storage, new Rounding.Fixed(2f), inputs, fixed);
    }

    private static float roundToBits(float value, int bits) {
        if (value == 0) {
            return value;
        }
        double unit = Math.scalb(1.0, Math.getExponent(value) - bits + 1);
        return (float) (Math.rint(value / unit) * unit);
    }

    private static void check(GpuDevice gpu, Storage storage, Rounding rounding, float[] inputs, float[] expected) {
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, rounding, false), false)) {
            Engine engine = new Engine(kernels, Network.input(8).activation(Activation.LINEAR), 1, false);
            engine.input().upload(inputs);
            engine.forward(new Step().set(false, 1, 0, 0));
            float[] actual = engine.output().read();
            for (int i = 0; i < actual.length; i++) {
                // The step of fixed-point values is not a binary number: it is rounded, and so is the product.
                double bound = rounding instanceof Rounding.Fixed
                        ? (2 * Bounded.EPS + LayerChecks.unit(storage)) * Math.abs(expected[i])
                        : 0;
                assertEquals(expected[i], actual[i], bound, inputs[i] + " by " + rounding);
            }
        }
    }
}
