package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.NumericException;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/**
 * What layers, losses and optimizers make of NaN, of infinities and of the largest floats, as docs/contract.md says it; also on drivers whose
 * min, max, clamp, exp and log do with NaN what GLSL leaves open.
 */
final class NanChecks {
    private static final float LOWEST = -Float.MAX_VALUE;
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    /** What most GPUs give. */
    private static final String USUAL = "the other operand";

    /** What a driver's min and max give if a or b is NaN. */
    private static final Map<String, String> DRIVERS = new TreeMap<>(Map.of(
            USUAL,
            "is_nan(a) ? b : a",
            "NaN",
            "is_nan(a) ? a : b",
            "the first operand",
            "a",
            "the second operand",
            "b"));

    private NanChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("NaN and Inf", gpu -> assertAll(questions(gpu, 2, 5, 8, 301))));
        DRIVERS.forEach((name, result) -> checks.add(new Check("NaN and Inf where min and max give " + name, gpu -> {
            assumeNan(gpu);
            // What the kernels make of such functions is the same everywhere, and a browser takes long to compile them.
            assumeTrue(
                    name.equals(USUAL) || !gpu.info().backend().equals("webgl"),
                    "asked of the other backends; here of " + USUAL);
            try (GpuDevice odd = TestDrivers.rewriting(gpu, kernel -> TestDrivers.with(kernel, functions(result)))) {
                assertAll(questions(odd, 5, 301));
            }
        })));
        return checks;
    }

    private static void assumeNan(GpuDevice gpu) {
        assumeTrue(
                gpu.capabilities().numerics().nan()
                        && gpu.capabilities().numerics().infinity(),
                () -> gpu.info().renderer() + " computes without Inf or NaN");
    }

    /** Instead of the built-in functions; exp and log of NaN are numbers, as SwiftShader makes them. */
    private static String functions(String result) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("min", "max")) {
            text.append("float odd_" + name + "(float a, float b) { return is_nan(a) || is_nan(b) ? (" + result + ") : "
                    + name + "(a, b); }\n");
            text.append(lifted("odd_" + name, "vec4 a, vec4 b", "a", "b"));
            text.append("vec4 odd_" + name + "(vec4 a, float b) { return odd_" + name + "(a, vec4(b)); }\n");
        }
        for (String type : List.of("float", "vec4")) {
            text.append(type + " odd_clamp(" + type + " v, " + type + " low, " + type
                    + " high) { return odd_min(odd_max(v, low), high); }\n");
        }
        text.append("vec4 odd_clamp(vec4 v, float low, float high) { return odd_clamp(v, vec4(low), vec4(high)); }\n");
        text.append("float odd_exp(float a) { return is_nan(a) ? 1.0 : exp(a); }\n" + lifted("odd_exp", "vec4 a", "a"));
        text.append("float odd_log(float a) { return is_nan(a) ? 1.0 : log(a); }\n" + lifted("odd_log", "vec4 a", "a"));
        for (String name : List.of("min", "max", "clamp", "exp", "log")) {
            text.append("#define " + name + " odd_" + name + "\n");
        }
        return text.toString();
    }

    private static String lifted(String function, String parameters, String... arguments) {
        List<String> components = new ArrayList<>();
        for (String component : List.of("r", "g", "b", "a")) {
            List<String> ofThis = Arrays.stream(arguments)
                    .map(argument -> argument + "." + component)
                    .toList();
            components.add(function + "(" + String.join(", ", ofThis) + ")");
        }
        return "vec4 " + function + "(" + parameters + ") { return vec4(" + String.join(", ", components) + "); }\n";
    }

    private static List<Executable> questions(GpuDevice gpu, int... classes) {
        assumeNan(gpu);
        List<Executable> all = new ArrayList<>();
        for (Storage storage : List.of(Storage.FLOAT32, Storage.FLOAT16)) {
            if (storage.fits(gpu.capabilities())) {
                all.add(() -> activations(gpu, storage));
                all.add(() -> fused(gpu, storage));
                all.add(() -> maxPool(gpu, storage));
                for (int channels : classes) {
                    all.add(() -> softmax(gpu, storage, channels));
                    all.add(() -> crossEntropy(gpu, storage, channels));
                }
                all.add(() -> squaredError(gpu, storage));
                all.add(() -> optimizers(gpu, storage));
            }
        }
        all.add(() -> SafetyChecks.numericCheck(gpu));
        all.add(() -> poolInNumericCheck(gpu));
        return all;
    }

    /** As a texture of the storage holds it. */
    private static float stored(Storage storage, double value) {
        return storage == Storage.FLOAT32 || Double.isNaN(value)
                ? (float) value
                : (float) Math.max(-65504, Math.min(65504, value));
    }

    private static void same(Storage storage, String what, double[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            float right = stored(storage, expected[i]);
            double bound = !(Math.abs(right) < Float.POSITIVE_INFINITY) || right == 0
                    ? 1e-30
                    : (LayerChecks.unit(storage) + 1e-5) * Math.abs(right);
            assertEquals(right, actual[i], bound, what + ", place " + i + " of " + Arrays.toString(actual));
        }
    }

    /** Draws a network without parameters. */
    private static float[] output(GpuDevice gpu, Storage storage, Network network, int batch, float... values) {
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Engine engine = new Engine(kernels, network, batch, false);
            engine.input().upload(values);
            engine.forward(new Step().set(false, batch, 0, 0));
            return engine.output().read();
        }
    }

    private static void activations(GpuDevice gpu, Storage storage) {
        float[] values = {NAN, INF, -INF, Float.MAX_VALUE, LOWEST, 1f, -1f, 0f, NAN};
        for (Activation activation : List.of(
                Activation.LINEAR,
                Activation.RELU,
                Activation.leakyRelu(0.25f),
                Activation.elu(0.5f),
                Activation.SIGMOID,
                Activation.TANH,
                Activation.SOFTPLUS)) {
            double[] expected = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                double v = stored(storage, values[i]);
                expected[i] = switch (activation.kind()) {
                    case LINEAR -> v;
                    case RELU -> Math.max(v, 0);
                    case LEAKY_RELU -> v > 0 ? v : 0.25 * v;
                    case ELU -> v > 0 ? v : 0.5 * Math.expm1(v);
                    case SIGMOID -> 1 / (1 + Math.exp(-v));
                    case TANH -> Math.tanh(v);
                    case SOFTPLUS -> v > 700 ? v : Math.log1p(Math.exp(v));
                };
            }
            Network network = Network.input(values.length).activation(activation);
            same(storage, activation + " in " + storage, expected, output(gpu, storage, network, 1, values));
        }
    }

    /** The activation of a dense layer; channels beyond the last stay 0, so that the layer after it sees what is there. */
    private static void fused(GpuDevice gpu, Storage storage) {
        Network network = Network.input(1).dense(1, Activation.RELU).dense(1, Activation.RELU);
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Engine engine = new Engine(kernels, network, 3, false);
            engine.parameters()
                    .upload(List.of(FloatBuffer.wrap(new float[] {1f, 0f}), FloatBuffer.wrap(new float[] {1f, 0f})));
            engine.input().upload(NAN, INF, -INF);
            engine.forward(new Step().set(false, 3, 0, 0));
            same(
                    storage,
                    "two dense layers in " + storage,
                    new double[] {NAN, INF, 0},
                    engine.output().read());
        }
    }

    private static void maxPool(GpuDevice gpu, Storage storage) {
        float[][] windows = {
            {NAN, 1, 1, 1},
            {1, NAN, 1, 1},
            {1, 1, 1, NAN},
            {NAN, INF, -INF, 0},
            {NAN, NAN, NAN, NAN},
            {-INF, -INF, -INF, -INF},
            {LOWEST, LOWEST, LOWEST, LOWEST},
            {-INF, LOWEST, -INF, -INF},
            {-INF, -1, -2, -3},
            {INF, 1, 2, 3}
        };
        float[] values = new float[4 * windows.length];
        double[] expected = new double[windows.length];
        for (int i = 0; i < windows.length; i++) {
            System.arraycopy(windows[i], 0, values, 4 * i, 4);
            expected[i] = Float.NEGATIVE_INFINITY;
            for (float value : windows[i]) {
                expected[i] = Math.max(expected[i], value);
            }
        }
        same(
                storage,
                "max pooling in " + storage,
                expected,
                output(gpu, storage, Network.input(2, 2, 1).maxPool(2), windows.length, values));
        // The window's first places are outside the image.
        Window padded = Window.of(3).withStride(2).withPadding(1);
        float[] corners = output(gpu, storage, Network.input(2, 2, 1).maxPool(padded), windows.length, values);
        same(storage, "padded max pooling in " + storage, expected, corners);
    }

    private static void softmax(GpuDevice gpu, Storage storage, int channels) {
        List<float[]> rows = new ArrayList<>();
        for (float one : new float[] {LOWEST, -3.4e38f, -1e9f, Float.MAX_VALUE, -INF}) {
            float[] row = new float[channels];
            Arrays.fill(row, one);
            rows.add(row.clone());
            row[channels - 1] = 1f;
            rows.add(row.clone());
            row[0] = LOWEST;
            row[channels - 1] = -INF;
            rows.add(row.clone());
            row[channels - 1] = NAN;
            rows.add(row);
        }
        float[] row = new float[channels];
        row[0] = NAN;
        rows.add(row);
        float[] values = new float[channels * rows.size()];
        double[] expected = new double[values.length];
        for (int n = 0; n < rows.size(); n++) {
            System.arraycopy(rows.get(n), 0, values, channels * n, channels);
            System.arraycopy(softmax(storage, rows.get(n)), 0, expected, channels * n, channels);
        }
        float[] actual = output(gpu, storage, Network.input(channels).softmax(), rows.size(), values);
        same(storage, "softmax of " + channels + " in " + storage, expected, actual);
    }

    private static double[] softmax(Storage storage, float[] row) {
        double[] result = new double[row.length];
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (float value : row) {
            most = Math.max(most, stored(storage, value));
        }
        for (int i = 0; i < row.length; i++) {
            result[i] = Math.exp(stored(storage, row[i]) - most);
            sum += result[i];
        }
        for (int i = 0; i < row.length; i++) {
            result[i] /= sum;
        }
        return result;
    }

    private static void crossEntropy(GpuDevice gpu, Storage storage, int channels) throws Exception {
        float[][] rows = new float[6][channels];
        Arrays.fill(rows[0], LOWEST);
        Arrays.fill(rows[1], -INF);
        rows[1][1] = 2f;
        Arrays.fill(rows[2], LOWEST);
        rows[2][0] = -INF;
        rows[3][channels - 1] = NAN;
        Arrays.fill(rows[4], NAN);
        rows[5][0] = -INF;
        // Of the first five the class is 1, of the last the one that -Inf makes impossible.
        int[] labels = {1, 1, 1, 1, 1, 0};
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            classes.add("class " + i);
        }
        double[] losses = new double[rows.length];
        double[] gradients = new double[rows.length * channels];
        // Halves hold -Inf as -65504, which is no less than the lowest float there.
        int[] largest = {0, 1, storage == Storage.FLOAT16 ? 0 : 1, channels - 1, 0, 1};
        for (int n = 0; n < rows.length; n++) {
            double[] p = softmax(storage, rows[n]);
            losses[n] = Math.min(-Math.log(p[labels[n]]), n == 5 && storage == Storage.FLOAT16 ? 65504 : 3.4e38);
            for (int i = 0; i < channels; i++) {
                gradients[n * channels + i] = p[i] - (i == labels[n] ? 1 : 0);
            }
        }
        if (storage == Storage.FLOAT16) {
            losses[5] = 65504 + Math.log(channels - 1);
        }
        judged(
                gpu,
                storage,
                Loss.SOFTMAX_CROSS_ENTROPY,
                rows,
                Samples.of(Shape.flat(channels), rows, labels, classes),
                (metrics, gradient) -> {
                    for (int n = 0; n < rows.length; n++) {
                        String what = "cross-entropy of " + channels + " in " + storage + ", row " + n;
                        close(losses[n], metrics[4 * n], what);
                        assertEquals(largest[n], metrics[4 * n + 1], "class of " + what);
                    }
                    for (int i = 0; i < gradients.length; i++) {
                        close(
                                gradients[i],
                                gradient[i],
                                "gradient of the cross-entropy of " + channels + " in " + storage + ", place " + i);
                    }
                });
    }

    private static void close(double expected, double actual, String what) {
        double bound = Double.isNaN(expected) ? 1 : 2e-3 * Math.abs(expected) + 1e-6;
        assertEquals(expected, actual, bound, what);
    }

    private static void squaredError(GpuDevice gpu, Storage storage) throws Exception {
        float[][] rows = {{NAN, 0}, {0, NAN}, {1, 0}};
        float[][] targets = {{0, 0}, {0, 0}, {0, 0}};
        judged(
                gpu,
                storage,
                Loss.MEAN_SQUARED_ERROR,
                rows,
                Samples.of(Shape.flat(2), rows, targets),
                (metrics, gradient) -> {
                    assertEquals(NAN, metrics[0], "squared error");
                    assertEquals(NAN, metrics[4], "squared error");
                    assertEquals(0.5f, metrics[8], "squared error");
                    assertEquals(1f, metrics[5], "class of the largest output");
                    same(storage, "gradient of the squared error", new double[] {NAN, 0, 0, NAN, 1, 0}, gradient);
                });
    }

    private interface Judged {
        void accept(float[] metrics, float[] gradient);
    }

    /** The loss of rows that a layer passes on, and its gradient. */
    private static void judged(GpuDevice gpu, Storage storage, Loss loss, float[][] rows, Dataset data, Judged judged)
            throws Exception {
        int channels = rows[0].length;
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Network network = Network.input(channels).depthwise(Window.of(1), Activation.LINEAR);
            Engine engine = new Engine(kernels, network, rows.length, true);
            float[] ones = new float[2 * channels];
            Arrays.fill(ones, 0, channels, 1f);
            engine.parameters().upload(List.of(FloatBuffer.wrap(ones)));
            Batches batches = new Batches(
                    kernels, new Atlas(kernels, data), engine.inputs(), engine.output(), loss, new float[0], 1);
            batches.gather(0);
            engine.forward(new Step().set(true, rows.length, 0, 0));
            batches.metrics().measure(0);
            batches.gradient(0);
            judged.accept(batches.metrics().read(), engine.output().readGradient());
        }
    }

    /** A NaN in one gradient reaches its parameter and what the optimizer remembers; under clipping, which scales all, every parameter. */
    private static void optimizers(GpuDevice gpu, Storage storage) throws Exception {
        float[][] samples = {{1f, NAN}, {1f, 1f}};
        float[][] targets = {{0f}, {1f}};
        Dataset data = Samples.of(Shape.flat(2), samples, targets);
        for (Optimizer optimizer : List.of(Optimizer.sgd(0.1), Optimizer.momentum(0.1, 0.9), Optimizer.adam(0.1))) {
            for (float clip : new float[] {INF, 1f}) {
                for (Regularization regularization :
                        List.of(Regularization.NONE, new Regularization(1, 0.01f, 10f, 1f))) {
                    TrainingOptions options = TrainingOptions.builder()
                            .loss(Loss.MEAN_SQUARED_ERROR)
                            .storage(storage)
                            .optimizer(optimizer)
                            .clipNorm(clip)
                            .regularization(regularization)
                            .batch(2)
                            .build();
                    try (Training training =
                            Training.start(gpu, Network.input(2).dense(1), data, options)) {
                        training.step();
                        Snapshot after = training.snapshot();
                        String what = optimizer + ", clipped to " + clip + ", " + regularization + ", " + storage;
                        assertTrue(Double.isNaN(training.report().loss()), what);
                        assertAllNan("parameters: " + what, after.parameters().get(0));
                        after.training()
                                .orElseThrow()
                                .moments()
                                .forEach(one -> assertAllNan("moments: " + what, one.get(0)));
                    }
                }
            }
        }
        // Only the second half of the network has a NaN in its gradient before clipping spreads it.
        Network two = Network.input(2).depthwise(Window.of(1), Activation.LINEAR);
        float[][] both = {{0f, 0f}};
        Dataset apart = Samples.of(Shape.flat(2), new float[][] {{1f, NAN}}, both);
        for (float clip : new float[] {INF, 1f}) {
            TrainingOptions options = TrainingOptions.builder()
                    .loss(Loss.MEAN_SQUARED_ERROR)
                    .storage(storage)
                    .clipNorm(clip)
                    .batch(1)
                    .build();
            try (Training training = Training.start(gpu, two, apart, options)) {
                training.step();
                FloatBuffer parameters = training.snapshot().parameters().get(0);
                assertTrue(Float.isNaN(parameters.get(1)), "the weight of NaN");
                assertEquals(clip == 1f, Float.isNaN(parameters.get(0)), "the other weight, clipped to " + clip);
            }
        }
    }

    private static void assertAllNan(String what, FloatBuffer numbers) {
        for (int i = 0; i < numbers.limit(); i++) {
            assertTrue(Float.isNaN(numbers.get(i)), what + ", number " + i + " is " + numbers.get(i));
        }
    }

    /** Nothing before the layer's own output swallows it. */
    private static void poolInNumericCheck(GpuDevice gpu) {
        Numbers numbers = new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false);
        try (Kernels kernels = new Kernels(gpu, numbers, true)) {
            Engine engine =
                    new Engine(kernels, Network.input(2, 2, 1).maxPool(2).activation(Activation.RELU), 1, false);
            engine.input().upload(1f, NAN, 2f, 3f);
            NumericCheck check = Objects.requireNonNull(kernels.check());
            check.begin(0);
            engine.forward(new Step().set(false, 1, 0, 0));
            String message = String.valueOf(assertThrows(NumericException.class, check::demandNothingFound)
                    .getMessage());
            assertTrue(message.startsWith("NaN first appears in step 0, in the output of layer 1 (max-pool"), message);
        }
    }
}
