package dev.texon.benchmarks;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Training: one run is one step with one mini-batch of images of bytes, by softmax cross-entropy and Adam at 10⁻³, the drawing of the
 * mini-batch and the shuffling after every epoch included. What is compared is the loss of the first step.
 */
record TrainingStep(String id, String describes, Work work, Network network) implements Workload {
    static final int BATCH = 64;
    static final int CLASSES = 10;
    private static final int SAMPLES = 128 * BATCH;
    /** A byte is divided by 255, correctly rounded in an unspecified mode. */
    private static final double BYTE_ERROR = 0x1p-23;

    @Override
    public Quantity quantity() {
        return Quantity.MILLISECONDS;
    }

    @Override
    public Map<String, Object> peer() {
        return Map.of("kind", id, "batch", BATCH);
    }

    @Override
    public Expected expected(Storage storage) {
        Reference reference = new Reference(network, Formula.parameters(network), storage);
        Images images = new Images(network.input(), BATCH);
        double loss = 0;
        double error = 0;
        for (int i = 0; i < BATCH; i++) {
            double[] sample = new double[network.input().values()];
            for (int j = 0; j < sample.length; j++) {
                sample[j] = images.octet(i, j) / 255.0;
            }
            double[] one = reference.loss(sample, BYTE_ERROR, images.label(i));
            loss += one[0] / BATCH;
            error += one[1] / BATCH;
        }
        return new Expected(new double[] {loss}, new double[] {error});
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) throws IOException {
        Images images = new Images(network.input(), SAMPLES);
        return new Ready(gpu, storage, images, start(gpu, storage, images));
    }

    /** With the parameters of the formula. */
    private Training start(GpuDevice gpu, Storage storage, Dataset data) throws IOException {
        TrainingOptions options =
                TrainingOptions.builder().batch(BATCH).storage(storage).build();
        List<FloatBuffer> zeros = Snapshot.parameterCounts(network).stream()
                .map(FloatBuffer::allocate)
                .toList();
        List<FloatBuffer> statistics = Collections.nCopies(network.layers().size(), FloatBuffer.allocate(0));
        Snapshot first = new Snapshot(
                network,
                options.loss(),
                data.classes(),
                Formula.parameters(network),
                statistics,
                Optional.of(new Snapshot.TrainingState(options, data.size(), 0, 0, List.of(zeros, zeros), null, null)));
        return Training.resume(gpu, first, data);
    }

    private final class Ready implements Running {
        private final GpuDevice gpu;
        private final Storage storage;
        private final Images images;
        private final Training training;

        Ready(GpuDevice gpu, Storage storage, Images images, Training training) {
            this.gpu = gpu;
            this.storage = storage;
            this.images = images;
            this.training = training;
        }

        /** Of a training whose epoch is one mini-batch, so that the shuffling has no say in it. */
        @Override
        public float[] result() throws IOException {
            try (Training one = start(gpu, storage, Datasets.first(images, BATCH))) {
                one.step();
                return new float[] {(float) one.report().loss()};
            }
        }

        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                training.step();
            }
            training.report();
        }

        @Override
        public void close() {
            training.close();
        }
    }

    /** Images of bytes, by the formula. */
    private record Images(Shape shape, int size) implements Dataset {
        private static final List<String> NAMES =
                IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList();

        int octet(int index, int i) {
            return Formula.octet(Formula.INPUT, index * shape.values() + i);
        }

        @Override
        public ElementType elementType() {
            return ElementType.UNSIGNED_BYTE;
        }

        @Override
        public void sample(int index, ByteBuffer into) {
            for (int i = 0; i < shape.values(); i++) {
                into.put((byte) octet(index, i));
            }
        }

        @Override
        public List<String> classes() {
            return NAMES;
        }

        @Override
        public int label(int index) {
            return Formula.octet(Formula.LABELS, index) % CLASSES;
        }
    }
}
