package dev.texon.networks.gpu;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.HalfFloat;
import dev.texon.networks.Shape;
import dev.texon.networks.data.Dataset;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;

/** Data sets made up for tests. */
final class Samples {
    private Samples() {}

    /** Normally distributed floats, with targets that are numbers, or classes if {@code targetValues} is 0. */
    static Dataset random(Shape shape, int size, int targetValues, int classes, long seed) {
        return random(shape, size, targetValues, classes, seed, Samples::half);
    }

    /** Whole numbers from −2 to 2 or so, of which many are equal, and targets. */
    static Dataset integers(Shape shape, int size, int targetValues) {
        return random(shape, size, targetValues, 0, 11, value -> (float) Math.rint(value));
    }

    private static Dataset random(
            Shape shape, int size, int targetValues, int classes, long seed, DoubleFunction<Float> rounded) {
        Random random = new Random(seed);
        float[][] values = new float[size][shape.values()];
        float[][] targets = new float[size][targetValues];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < shape.values(); j++) {
                values[i][j] = rounded.apply(random.nextGaussian());
            }
            for (int j = 0; j < targetValues; j++) {
                targets[i][j] = half(random.nextGaussian());
            }
            labels[i] = classes > 0 ? random.nextInt(classes) : 0;
        }
        return new InMemory(shape, ElementType.FLOAT, values, labels, targets, names(classes));
    }

    /** Numbers that every storage keeps exactly, so that the reference starts from the same. */
    static float half(double value) {
        return HalfFloat.toFloat(HalfFloat.fromFloat((float) value));
    }

    /** Images of bytes: each class is a blob at a place of its own, under noise. */
    static Dataset images(Shape shape, int size, int classes, long seed) {
        Random random = new Random(seed);
        float[][] values = new float[size][shape.values()];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(classes);
            double angle = 2 * Math.PI * labels[i] / classes;
            double cx = shape.width() * (0.5 + 0.3 * Math.cos(angle)) + random.nextGaussian();
            double cy = shape.height() * (0.5 + 0.3 * Math.sin(angle)) + random.nextGaussian();
            for (int j = 0; j < shape.values(); j++) {
                int x = j / shape.channels() % shape.width();
                int y = j / shape.channels() / shape.width();
                double d = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (0.02 * shape.width() * shape.height());
                values[i][j] = (int) Math.max(0, Math.min(255, 200 * Math.exp(-d) + 40 * random.nextGaussian()));
            }
        }
        return new InMemory(shape, ElementType.UNSIGNED_BYTE, values, labels, new float[size][0], names(classes));
    }

    /** Samples with classes, also such as {@code Datasets.of} refuses. */
    static Dataset of(Shape shape, float[][] values, int[] labels, List<String> classes) {
        return new InMemory(shape, ElementType.FLOAT, values, labels, new float[values.length][0], classes);
    }

    /** Samples with numbers to predict, also such as {@code Datasets.of} refuses. */
    static Dataset of(Shape shape, float[][] values, float[][] targets) {
        return new InMemory(shape, ElementType.FLOAT, values, new int[values.length], targets, List.of());
    }

    private static List<String> names(int classes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            names.add("class " + i);
        }
        return names;
    }

    /** The values of a sample as the GPU sees them. */
    static double[] values(Dataset data, int index) throws java.io.IOException {
        boolean bytes = data.elementType() == ElementType.UNSIGNED_BYTE;
        int count = data.shape().values();
        ByteBuffer buffer = ByteBuffer.allocate(count * (bytes ? 1 : 4)).order(java.nio.ByteOrder.nativeOrder());
        data.sample(index, buffer);
        buffer.flip();
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes ? (buffer.get() & 0xff) / 255.0 : buffer.getFloat();
        }
        return values;
    }

    private static final class InMemory implements Dataset {
        private final Shape shape;
        private final ElementType type;
        private final float[][] values;
        private final int[] labels;
        private final float[][] targets;
        private final List<String> classes;

        InMemory(
                Shape shape,
                ElementType type,
                float[][] values,
                int[] labels,
                float[][] targets,
                List<String> classes) {
            this.shape = shape;
            this.type = type;
            this.values = values;
            this.labels = labels;
            this.targets = targets;
            this.classes = classes;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public ElementType elementType() {
            return type;
        }

        @Override
        public void sample(int index, ByteBuffer into) {
            for (float value : values[index]) {
                if (type == ElementType.UNSIGNED_BYTE) {
                    into.put((byte) (int) value);
                } else {
                    into.putFloat(value);
                }
            }
        }

        @Override
        public List<String> classes() {
            return classes;
        }

        @Override
        public int label(int index) {
            return labels[index];
        }

        @Override
        public int targetValues() {
            return targets[0].length;
        }

        @Override
        public void target(int index, float[] into) {
            System.arraycopy(targets[index], 0, into, 0, into.length);
        }
    }
}
