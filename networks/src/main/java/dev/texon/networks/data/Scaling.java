package dev.texon.networks.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Standardization: every channel of the inputs, and every number to predict, less its mean and divided by its standard deviation, so that
 * networks learn from columns in any units. The values of a flat sample are its channels; those of an image have one mean and deviation for
 * all places. It is computed from training samples, and the same one belongs to all samples that the network ever sees. What the network
 * predicts comes back into its units by {@link #restore}.
 *
 * @param inputs for each channel of a sample
 * @param targets for each number to predict; none if the targets are classes
 */
public record Scaling(Units inputs, Units targets) {
    /**
     * The mean and the standard deviation of numbers.
     *
     * @param means finite
     * @param deviations as many, above 0 and finite; 1 for a number that is always the same
     */
    public record Units(List<Float> means, List<Float> deviations) {
        /** @throws IllegalArgumentException if there are not as many of both, or one is not in its range */
        public Units {
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
            if (means.size() != deviations.size()) {
                throw new IllegalArgumentException("There are " + means.size() + " means and " + deviations.size()
                        + " deviations; give as many of both.");
            }
            for (int i = 0; i < means.size(); i++) {
                float mean = means.get(i);
                float deviation = deviations.get(i);
                if (!Float.isFinite(mean) || !Float.isFinite(deviation) || deviation <= 0) {
                    throw new IllegalArgumentException("Number " + i + " has the mean " + mean + " and the deviation "
                            + deviation + "; both are finite, and the deviation is above 0.");
                }
            }
        }

        private void scale(float[] values) {
            for (int i = 0; i < values.length; i++) {
                int number = i % means.size();
                values[i] = finite(((double) values[i] - means.get(number)) / deviations.get(number));
            }
        }

        private void restore(float[] values) {
            for (int i = 0; i < values.length; i++) {
                int number = i % means.size();
                values[i] = finite((double) values[i] * deviations.get(number) + means.get(number));
            }
        }

        private void demand(int count) {
            if (count != means.size()) {
                throw new IllegalArgumentException("There are " + count + " numbers, and the scaling is of "
                        + means.size() + "; give it as many.");
            }
        }
    }

    /**
     * That of training samples, with the deviation of the whole (divided by n, as scikit-learn's StandardScaler does).
     *
     * @throws IOException if the data set cannot be read
     */
    public static Scaling of(Dataset train) throws IOException {
        Moments inputs = new Moments(train.shape().channels());
        Moments targets = new Moments(train.targetValues());
        float[] sample = new float[train.shape().values()];
        float[] target = new float[train.targetValues()];
        SampleValues values = new SampleValues(train);
        for (int i = 0; i < train.size(); i++) {
            values.read(i, sample);
            inputs.add(sample);
            if (target.length > 0) {
                train.target(i, target);
                targets.add(target);
            }
        }
        return new Scaling(inputs.units(), targets.units());
    }

    /**
     * The samples and targets of a data set, scaled as they are asked for; itself if they are so already.
     *
     * @throws IllegalArgumentException if samples or targets have another number of values, or are scaled otherwise
     */
    public Dataset apply(Dataset data) {
        if (data.scaling().isPresent()) {
            if (!data.scaling().get().equals(this)) {
                throw new IllegalArgumentException(
                        "The data set is scaled otherwise than the network's own; give it as it was before.");
            }
            return data;
        }
        inputs.demand(data.shape().channels());
        targets.demand(data.targetValues());
        return new ScaledDataset(data, this);
    }

    /**
     * This one of the inputs, with one of other targets.
     *
     * @throws IOException if the data set cannot be read
     */
    public Scaling withTargetsOf(Dataset train) throws IOException {
        return new Scaling(inputs, of(train).targets());
    }

    /**
     * Scales samples, in place.
     *
     * @param samples of any number, one after the other
     * @throws IllegalArgumentException if they are not a whole number of places
     */
    public void scale(float[] samples) {
        if (samples.length % inputs.means().size() != 0) {
            inputs.demand(samples.length);
        }
        inputs.scale(samples);
    }

    /**
     * Scales the target of one sample, in place.
     *
     * @throws IllegalArgumentException if it has another number of values
     */
    public void scaleTarget(float[] target) {
        targets.demand(target.length);
        targets.scale(target);
    }

    /**
     * Brings predictions back into the units of the targets, in place; those of classes stay as they are.
     *
     * @param outputs of any number of samples
     * @throws IllegalArgumentException if they are not a whole number of samples
     */
    public void restore(float[] outputs) {
        int each = targets.means().size();
        if (each == 0) {
            return;
        }
        if (outputs.length % each != 0) {
            throw new IllegalArgumentException("There are " + outputs.length + " outputs, and a sample has " + each
                    + "; give a whole number of samples.");
        }
        targets.restore(outputs);
    }

    /** A finite number stays finite. */
    private static float finite(double value) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    }

    /** Running means and sums of squares (Welford 1962), which lose no digits where numbers are large and close together. */
    private static final class Moments {
        private final double[] means;
        private final double[] squares;
        private long count;

        Moments(int numbers) {
            means = new double[numbers];
            squares = new double[numbers];
        }

        void add(float[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                int channel = i % means.length;
                count += channel == 0 ? 1 : 0;
                double off = numbers[i] - means[channel];
                means[channel] += off / count;
                squares[channel] += off * (numbers[i] - means[channel]);
            }
        }

        Units units() {
            List<Float> centres = new ArrayList<>();
            List<Float> deviations = new ArrayList<>();
            for (int i = 0; i < means.length; i++) {
                float mean = (float) means[i];
                float deviation = finite(Math.sqrt(squares[i] / count));
                centres.add(mean);
                deviations.add(deviation > 0 ? deviation : 1f);
            }
            return new Units(centres, deviations);
        }
    }
}
