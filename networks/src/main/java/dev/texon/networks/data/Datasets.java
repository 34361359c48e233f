package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

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
        return new OfArrays(shape, samples, labels, new float[0][], List.copyOf(classes), Optional.empty());
    }

    /** The same arrays, with the names of their columns. */
    static Dataset named(Dataset data, Optional<ColumnNames> columns) {
        OfArrays arrays = (OfArrays) data;
        return new OfArrays(arrays.shape, arrays.samples, arrays.labels, arrays.targets, arrays.classes, columns);
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
        return new OfArrays(shape, samples, new int[0], targets, List.of(), Optional.empty());
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
     * Some samples of a data set, chosen by the seed, of each class its share; all of it if it has no more. They keep their order.
     *
     * @throws IllegalArgumentException if count is below 1
     */
    public static Dataset take(Dataset data, int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " samples are asked for; take at least 1.");
        }
        return count >= data.size() ? data : new Part(data, indices(choose(data, count, seed, false), true));
    }

    /**
     * Sets one sample in six aside for a test, at least one; see {@link #split(Dataset, int, long)}.
     *
     * @throws IllegalArgumentException if there is only one sample
     */
    public static DataSplit split(Dataset data, long seed) {
        return split(data, Math.max(1, data.size() / TEST_SHARE), seed);
    }

    /**
     * Sets samples aside for a test, chosen by the seed, of each class its share (stratified); the only sample of a class stays in the
     * training part while others can go. Both parts keep the order.
     *
     * @throws IllegalArgumentException if there are not more samples
     */
    public static DataSplit split(Dataset data, int tests, long seed) {
        if (tests < 1 || tests >= data.size()) {
            throw new IllegalArgumentException("A data set of " + data.size() + " samples cannot give " + tests
                    + " away for a test; set aside at least 1, and leave at least 1.");
        }
        boolean[] chosen = choose(data, tests, seed, true);
        return new DataSplit(new Part(data, indices(chosen, false)), new Part(data, indices(chosen, true)));
    }

    private static int[] indices(boolean[] chosen, boolean wanted) {
        return IntStream.range(0, chosen.length)
                .filter(i -> chosen[i] == wanted)
                .toArray();
    }

    /** @param leave one sample of each class, where that is possible */
    private static boolean[] choose(Dataset data, int count, long seed, boolean leave) {
        int[] order = new int[data.size()];
        Arrays.setAll(order, i -> i);
        Random random = new Random(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int index = order[i];
            order[i] = order[other];
            order[other] = index;
        }
        int classes = Math.max(1, data.classes().size());
        int[] sizes = new int[classes];
        for (int i = 0; i < order.length; i++) {
            sizes[classOf(data, i)]++;
        }
        int[] quotas = quotas(sizes, count, leave);
        boolean[] chosen = new boolean[order.length];
        for (int index : order) {
            if (quotas[classOf(data, index)]-- > 0) {
                chosen[index] = true;
            }
        }
        return chosen;
    }

    private static int classOf(Dataset data, int index) {
        return data.classes().isEmpty() ? 0 : data.label(index);
    }

    /** How many of each class: its share rounded down, and one more for those that lack most, until there are enough. */
    private static int[] quotas(int[] sizes, int count, boolean leave) {
        long all = Arrays.stream(sizes).asLongStream().sum();
        int[] quotas = new int[sizes.length];
        int left = count;
        for (int c = 0; c < sizes.length; c++) {
            quotas[c] = Math.min(most(sizes[c], leave), (int) (sizes[c] * (long) count / all));
            left -= quotas[c];
        }
        boolean leaving = leave;
        while (left > 0) {
            int best = -1;
            double lacks = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < sizes.length; c++) {
                double own = sizes[c] * (double) count / all - quotas[c];
                // Of those that lack as much, the one that has least.
                boolean more = own > lacks || (own == lacks && quotas[c] < quotas[best]);
                if (quotas[c] < most(sizes[c], leaving) && more) {
                    best = c;
                    lacks = own;
                }
            }
            if (best < 0) {
                leaving = false;
            } else {
                quotas[best]++;
                left--;
            }
        }
        return quotas;
    }

    private static int most(int size, boolean leave) {
        return leave ? Math.max(0, size - 1) : size;
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
        private final Optional<ColumnNames> columns;

        OfArrays(
                Shape shape,
                float[][] samples,
                int[] labels,
                float[][] targets,
                List<String> classes,
                Optional<ColumnNames> columns) {
            this.shape = shape;
            this.samples = samples;
            this.labels = labels;
            this.targets = targets;
            this.classes = classes;
            this.columns = columns;
        }

        @Override
        public Optional<ColumnNames> columns() {
            return columns;
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
        public Optional<ColumnNames> columns() {
            return whole.columns();
        }

        @Override
        public Optional<Scaling> scaling() {
            return whole.scaling();
        }

        @Override
        public void target(int index, float[] into) {
            whole.target(indices[index], into);
        }
    }
}
