package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOutOfMemoryException;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What fails half-way leaves nothing behind, and what bad input makes fail goes on. */
final class FailureChecks {
    private static final Set<String> FALLIBLE = Set.of("createTexture", "createProgram", "upload", "draw");

    private FailureChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("failure: whatever call fails, nothing is left behind", FailureChecks::everyCall),
                new Check("failure: after an image that is too large comes one that fits", FailureChecks::largeImage),
                new Check("one way in: halves saturate in uploads as in passes", FailureChecks::oneWayIn),
                new Check("evaluation: more mini-batches than a texture has rows", FailureChecks::manyBatches));
    }

    /** Lets the call of a number fail. */
    private static final class Failing implements TestDrivers.Between {
        private int left = Integer.MAX_VALUE;

        @Override
        public void call(String method, Object[] arguments) {
            if (FALLIBLE.contains(method) && left-- == 0) {
                throw new GpuOutOfMemoryException("Call of " + method + " fails for the test.");
            }
        }
    }

    private interface Use {
        void run(GpuDevice gpu) throws Exception;
    }

    private static void everyCall(GpuDevice gpu) throws Exception {
        Network network = Network.input(4, 4, 1)
                .convolution(4, Window.same(3), Activation.RELU)
                .batchNormalization(Activation.RELU)
                .maxPool(2)
                .flatten()
                .dense(3);
        Dataset data = Samples.images(new Shape(4, 4, 1), 5, 3, 1);
        TrainingOptions options = TrainingOptions.builder()
                .batch(2)
                .numericCheck(true)
                .clipNorm(1)
                .build();
        Failing failing = new Failing();
        try (GpuDevice odd = TestDrivers.open(gpu, failing)) {
            Snapshot[] trained = new Snapshot[1];
            try (Training training = Training.start(odd, network, data, options)) {
                trained[0] = training.snapshot();
            }
            sweep(odd, failing, "start", device -> Training.start(device, network, data, options)
                    .close());
            sweep(odd, failing, "resume", device -> Training.resume(device, trained[0], data)
                    .close());
            sweep(odd, failing, "open", device -> Model.open(device, trained[0]).close());
            try (Training training = Training.start(odd, network, data, options)) {
                // Also what an evaluation shares with the next one is there once it was done.
                training.evaluate(data);
                Dataset another = Datasets.first(data, 3);
                sweepOpen(odd, failing, "evaluate", () -> training.evaluate(another));
            }
            try (Model model = Model.open(odd, trained[0])) {
                model.evaluate(data);
                sweepOpen(odd, failing, "evaluate a model", () -> model.evaluate(data));
                int[] side = {5};
                sweepOpen(odd, failing, "predict an image", () -> {
                    side[0]++;
                    model.predict(ByteBuffer.allocateDirect(4 * side[0] * side[0]), side[0], side[0]);
                });
            }
        }
    }

    /** Lets each call of a use fail, one after the other, until it comes through. */
    private static void sweep(GpuDevice gpu, Failing failing, String what, Use use) throws Exception {
        int before = gpu.statistics().liveTextures();
        boolean through = false;
        for (int n = 0; !through; n++) {
            failing.left = n;
            try {
                use.run(gpu);
                through = true;
            } catch (GpuOutOfMemoryException e) {
                // As ordered.
            }
            failing.left = Integer.MAX_VALUE;
            assertEquals(before, gpu.statistics().liveTextures(), "live textures after call " + n + " of " + what);
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    /** As {@link #sweep}, of what keeps textures for the next time when it comes through. */
    private static void sweepOpen(GpuDevice gpu, Failing failing, String what, Action action) throws Exception {
        int most = gpu.statistics().liveTextures();
        boolean through = false;
        for (int n = 0; !through; n++) {
            failing.left = n;
            try {
                action.run();
                through = true;
            } catch (GpuOutOfMemoryException e) {
                // As ordered.
            }
            failing.left = Integer.MAX_VALUE;
            int live = gpu.statistics().liveTextures();
            // The textures of one image or data set, however many calls have failed before.
            int call = n;
            assertTrue(live <= most + 6, () -> live + " live textures after call " + call + " of " + what);
        }
    }

    private static void largeImage(GpuDevice gpu) {
        Network network = Network.input(2, 2, 1).flatten().dense(1);
        float[] weights = {1f, 1f, 1f, 1f, 0f};
        Snapshot snapshot = snapshot(network, List.of(FloatBuffer.allocate(0), FloatBuffer.wrap(weights)));
        int side = gpu.capabilities().limits().textureSize();
        try (Model model = Model.open(gpu, snapshot)) {
            ByteBuffer white = ByteBuffer.allocateDirect(16);
            while (white.hasRemaining()) {
                white.put((byte) 255);
            }
            assertEquals(4f, model.predict(white.flip(), 2, 2)[0], 1e-2f);
            ByteBuffer wide = ByteBuffer.allocateDirect(4 * (side + 1));
            for (int i = 0; i < 3; i++) {
                String message = String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> model.predict(wide, side + 1, 1))
                                .getMessage());
                assertTrue(message.contains(Integer.toString(side + 1)), message);
            }
            assertEquals(4f, model.predict(white, 2, 2)[0], 1e-2f);
        }
    }

    private static Snapshot snapshot(Network network, List<FloatBuffer> parameters) {
        List<FloatBuffer> none =
                parameters.stream().map(one -> FloatBuffer.allocate(0)).toList();
        return new Snapshot(network, Loss.MEAN_SQUARED_ERROR, List.of(), parameters, none, Optional.empty());
    }

    /** y0 = x0 / 65536, y1 = x1, with x0 beyond the largest half, and then a weight beyond it. */
    private static void oneWayIn(GpuDevice gpu) throws Exception {
        assumeTrue(
                Storage.FLOAT16.fits(gpu.capabilities()),
                () -> gpu.info().renderer() + " does not draw to half floats");
        float[] x = {70000f, 1f};
        float[] weights = {1f / 65536, 0f, 0f, 1f, 0f, 0f};
        float[] expected = {65504f / 65536, 1f};
        Network dense = Network.input(2).dense(2);
        try (Model model = Model.open(gpu, snapshot(dense, List.of(FloatBuffer.wrap(weights))), 1, Storage.FLOAT16)) {
            float[] actual = model.predict(x);
            assertEquals(expected[0], actual[0], 1e-3f, Arrays.toString(actual));
            assertEquals(expected[1], actual[1], 0f, Arrays.toString(actual));
            Dataset same = Datasets.of(Shape.flat(2), new float[][] {x}, new float[][] {actual});
            assertEquals(0, model.evaluate(same).loss(), 1e-12, "predict and evaluate differ");
        }
        float[] large = {70000f, 3f};
        Network one = Network.input(1).dense(1);
        try (Model model = Model.open(gpu, snapshot(one, List.of(FloatBuffer.wrap(large))), 1, Storage.FLOAT16)) {
            assertEquals(3f, model.predict(0f)[0], 0f, "0 times a weight of 70000, plus 3");
        }
    }

    private static void manyBatches(GpuDevice gpu) throws Exception {
        int size = gpu.capabilities().limits().textureSize() + 3;
        float[][] samples = new float[size][1];
        float[][] targets = new float[size][1];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            samples[i][0] = i % 7;
            targets[i][0] = i % 3;
            sum += (i % 7 - i % 3) * (i % 7 - i % 3);
        }
        Dataset data = Datasets.of(Shape.flat(1), samples, targets);
        float[] identity = {1f, 0f};
        Snapshot snapshot = snapshot(Network.input(1).dense(1), List.of(FloatBuffer.wrap(identity)));
        try (Model model = Model.open(gpu, snapshot, 1, Storage.best(gpu.capabilities()))) {
            assertEquals(sum / size, model.evaluate(data).loss(), 1e-6, size + " mini-batches of one sample");
        }
    }
}
