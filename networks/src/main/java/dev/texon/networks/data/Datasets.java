package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Data sets of arrays, and parts of data sets. */
public final class Datasets {
    private static final int TEST_SHARE = 6;

    private Datasets() {}

    /**
     * Samples with classes.
     *
     * @param samples for each sample its values: row by row, place by place, channel by channel; used, not copied
     * @param labels for each sample an index of the classes; used, not copied
     * @throws IllegalArgumentException if lengths or labels do not fit, or a value is Inf or NaN
     */
    public static Dataset of(Shape shape, float[][] samples, int[] labels, List<String> classes) {
        checkSamples(shape, samples, labels.length, "labels");
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException("The label of sample " + i + " is " + labels[i] + ", and there are "
                        + classes.size() + " classes; labels are from 0 to below that.");
            }
        }
        return new OfArrays(shape, samples, labels, new float[0][], List.copyOf(classes));
    }

    /**
     * Samples with numbers to predict.
     *
     * @param samples for each sample its values: row by row, place by place, channel by channel; used, not copied
     * @param targets for each sample its numbers; used, not copied
     * @throws IllegalArgumentException if lengths do not fit, or a number is Inf or NaN
     */
    public static Dataset of(Shape shape, float[][] samples, float[][] targets) {
        checkSamples(shape, samples, targets.length, "targets");
        for (int i = 0; i < targets.length; i++) {
            if (targets[i].length == 0 || targets[i].length != targets[0].length) {
                throw new IllegalArgumentException("The target of sample " + i + " has " + targets[i].length
                        + " numbers, and that of sample 0 has " + targets[0].length
                        + "; give all the same, at least 1.");
            }
            checkFinite("Target", i, targets[i]);
        }
        return new OfArrays(shape, samples, new int[0], targets, List.of());
    }

    /**
     * The first samples of a data set; all of it if it has no more.
     *
     * @throws IllegalArgumentException if count is below 1
     */
    public static Dataset first(Dataset data, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("The first " + count + " samples are asked for; take at least 1.");
        }
        int[] indices = new int[Math.min(count, data.size())];
        Arrays.setAll(indices, i -> i);
        return count >= data.size() ? data : new Part(data, indices);
    }

    /**
     * Sets samples aside for a test: one in six, at least one, chosen by the seed. Both parts keep the order.
     *
     * @throws IllegalArgumentException if there is only one sample
     */
    public static DataSplit split(Dataset data, long seed) {
        int size = data.size();
        if (size < 2) {
            throw new IllegalArgumentException("A data set of 1 sample cannot be split; it takes at least 2.");
        }
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        Random random = new Random(seed);
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
        int tests = Math.max(1, size / TEST_SHARE);
        int[] test = Arrays.copyOf(order, tests);
        int[] train = Arrays.copyOfRange(order, tests, size);
        Arrays.sort(test);
        Arrays.sort(train);
        return new DataSplit(new Part(data, train), new Part(data, test));
    }

    private static void checkSamples(Shape shape, float[][] samples, int answers, String what) {
        if (samples.length == 0 || samples.length > Dataset.MAX_SIZE) {
            throw new IllegalArgumentException(
                    "There are " + samples.length + " samples; give 1 to " + Dataset.MAX_SIZE + ".");
        }
        if (samples.length != answers) {
            throw new IllegalArgumentException(
                    "There are " + samples.length + " samples and " + answers + " " + what + "; give as many of both.");
        }
        for (int i = 0; i < samples.length; i++) {
            if (samples[i].length != shape.values()) {
                throw new IllegalArgumentException("Sample " + i + " has " + samples[i].length
                        + " values, and its shape is " + shape + "; give it " + shape.values() + ".");
            }
            checkFinite("Value", i, samples[i]);
        }
    }

    /** A single one would make all parameters NaN. */
    private static void checkFinite(String what, int sample, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(what + " " + i + " of sample " + sample + " is " + values[i]
                        + ", from which a network learns nothing; leave the sample out, or put a number there.");
            }
        }
    }

    private static final class OfArrays implements Dataset {
        private final Shape shape;
        private final float[][] samples;
        private final int[] labels;
        private final float[][] targets;
        private final List<String> classes;

        OfArrays(Shape shape, float[][] samples, int[] labels, float[][] targets, List<String> classes) {
            this.shape = shape;
            this.samples = samples;
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
            return samples.length;
        }

        @Override
        public ElementType elementType() {
            return ElementType.FLOAT;
        }

        @Override
        public void sample(int index, ByteBuffer into) {
            for (float value : samples[index]) {
                into.putFloat(value);
            }
        }

        @Override
        public List<String> classes() {
            return classes;
        }

        @Override
        public int label(int index) {
            if (targets.length > 0) {
                throw new UnsupportedOperationException("The targets are numbers; ask for the target.");
            }
            return labels[index];
        }

        @Override
        public int targetValues() {
            return targets.length == 0 ? 0 : targets[0].length;
        }

        @Override
        public void target(int index, float[] into) {
            if (targets.length == 0) {
                Dataset.super.target(index, into);
            }
            System.arraycopy(targets[index], 0, into, 0, targets[index].length);
        }
    }

    /** Some samples of a data set. */
    private static final class Part implements Dataset {
        private final Dataset whole;
        private final int[] indices;

        Part(Dataset whole, int[] indices) {
            this.whole = whole;
            this.indices = indices;
        }

        @Override
        public Shape shape() {
            return whole.shape();
        }

        @Override
        public int size() {
            return indices.length;
        }

        @Override
        public ElementType elementType() {
            return whole.elementType();
        }

        @Override
        public void sample(int index, ByteBuffer into) throws IOException {
            whole.sample(indices[index], into);
        }

        @Override
        public List<String> classes() {
            return whole.classes();
        }

        @Override
        public int label(int index) {
            return whole.label(indices[index]);
        }

        @Override
        public int targetValues() {
            return whole.targetValues();
        }

        @Override
        public void target(int index, float[] into) {
            whole.target(indices[index], into);
        }
    }
}
