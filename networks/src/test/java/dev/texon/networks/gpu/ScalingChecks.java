package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.Evaluation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.networks.data.Scaling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Samples and targets in units of their own. */
final class ScalingChecks {
    /** Deviations that are powers of two, so that scaling rounds nothing. */
    private static final Scaling UNITS = new Scaling(
            new Scaling.Units(List.of(100f, -3f, 0f), List.of(32f, 0.5f, 1024f)),
            new Scaling.Units(List.of(1000f), List.of(256f)));

    private ScalingChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("scaling: trained, judged and used in the units of the data", ScalingChecks::trained),
                new Check("scaling: fine-tuning keeps that of the inputs", ScalingChecks::tuned),
                new Check("scaling: images as bytes", ScalingChecks::images));
    }

    /** The numbers that a network sees, and the same in their units. */
    private static Dataset[] both() {
        int size = 50;
        float[][] seen = new float[size][3];
        float[][] samples = new float[size][3];
        float[][] answers = new float[size][1];
        float[][] targets = new float[size][1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < 3; j++) {
                seen[i][j] = (i * (j + 3) % 17 - 8) / 8f;
                samples[i][j] = seen[i][j] * UNITS.inputs().deviations().get(j)
                        + UNITS.inputs().means().get(j);
            }
            answers[i][0] = seen[i][0] - seen[i][1] / 2;
            targets[i][0] = answers[i][0] * 256 + 1000;
        }
        return new Dataset[] {Datasets.of(Shape.flat(3), seen, answers), Datasets.of(Shape.flat(3), samples, targets)};
    }

    private static void trained(GpuDevice gpu) throws Exception {
        Dataset seen = both()[0];
        Dataset own = both()[1];
        Network network = Network.input(3).dense(8, Activation.TANH).dense(1);
        TrainingOptions options = TrainingOptions.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .batch(16)
                .build();
        Snapshot plain;
        Evaluation expected;
        try (Training training = Training.start(gpu, network, seen, options)) {
            training.finishEpoch();
            training.step();
            plain = training.snapshot();
            expected = training.evaluate(seen);
            assertThrows(IllegalArgumentException.class, () -> training.evaluate(UNITS.apply(own)));
        }
        Snapshot half;
        try (Training training = Training.start(gpu, network, UNITS.apply(own), options)) {
            training.finishEpoch();
            half = training.snapshot();
        }
        assertEquals(Optional.of(UNITS), half.scaling());
        try (Training training = Training.resume(gpu, half, own)) {
            training.step();
            Snapshot scaled = training.snapshot();
            assertEquals(plain.parameters(), scaled.parameters());
            assertEquals(half.scaling(), scaled.scaling());
            Evaluation evaluation = training.evaluate(own);
            assertEquals(expected.loss(), evaluation.loss());
            assertEquals(expected.r2(), evaluation.r2());
            assertEquals(256 * expected.meanAbsoluteError(), evaluation.meanAbsoluteError(), 1e-9);
            assertEquals(expected.loss(), training.evaluate(UNITS.apply(own)).loss());
            try (Model model = Model.open(gpu, scaled);
                    Model bare = Model.open(gpu, plain)) {
                float[] output = bare.predict(-1, 0.25f, 0.5f, 0.125f, 1, -1);
                float[] restored = model.predict(68, -2.875f, 512, 104, -2.5f, -1024);
                assertArrayEquals(new float[] {output[0] * 256 + 1000, output[1] * 256 + 1000}, restored, 1e-4f);
                assertEquals(evaluation.meanAbsoluteError(), model.evaluate(own).meanAbsoluteError());
            }
        }
    }

    private static void tuned(GpuDevice gpu) throws Exception {
        Dataset own = both()[1];
        Network network = Network.input(3).dense(1);
        TrainingOptions options =
                TrainingOptions.builder().loss(Loss.MEAN_SQUARED_ERROR).build();
        Snapshot before;
        try (Training training = Training.start(gpu, network, UNITS.apply(own), options)) {
            before = training.snapshot();
        }
        try (Training training = Training.from(gpu, before, own, options)) {
            assertEquals(Optional.of(UNITS), training.scaling());
        }
        Dataset two =
                Datasets.of(Shape.flat(3), new float[][] {{1, 2, 3}, {4, 5, 6}}, new float[][] {{0, 10}, {2, 10}});
        try (Training training = Training.from(gpu, before, two, options)) {
            Scaling scaling = training.scaling().orElseThrow();
            assertEquals(UNITS.inputs(), scaling.inputs());
            assertEquals(new Scaling.Units(List.of(1f, 10f), List.of(1f, 1f)), scaling.targets());
        }
    }

    /** 0 and 255 become -1 and 1 exactly, as numbers of a row and as an image. */
    private static void images(GpuDevice gpu) {
        Scaling.Units bytes = new Scaling.Units(List.of(127.5f, 127.5f, 127.5f), List.of(127.5f, 127.5f, 127.5f));
        Scaling scaling =
                new Scaling(bytes, new Scaling.Units(Collections.nCopies(12, 0f), Collections.nCopies(12, 1f)));
        Network network = Network.input(2, 2, 3).flatten().activation(Activation.LINEAR);
        List<FloatBuffer> none = List.of(FloatBuffer.allocate(0), FloatBuffer.allocate(0));
        Snapshot snapshot = new Snapshot(
                network,
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                none,
                none,
                Optional.of(scaling),
                Optional.empty(),
                Optional.empty());
        ByteBuffer frame = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        float[] row = new float[12];
        float[] expected = new float[12];
        for (int i = 0; i < 4; i++) {
            for (int c = 0; c < 3; c++) {
                boolean set = (i * 5 + c * 3) % 4 < 2;
                frame.put((byte) (set ? 255 : 0));
                row[3 * i + c] = set ? 255 : 0;
                expected[3 * i + c] = set ? 1 : -1;
            }
            frame.put((byte) 255);
        }
        try (Model model = Model.open(gpu, snapshot)) {
            assertArrayEquals(expected, model.predict(row));
            assertArrayEquals(expected, model.predict(frame.flip(), 2, 2), 0x1p-20f);
        }
    }
}
