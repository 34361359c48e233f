package dev.texon.networks;

import dev.texon.networks.data.Dataset;

/** What a network makes of a data set. */
public final class Evaluation {
    private final int samples;
    private final double loss;
    private final int classes;
    private final int[] confusion;
    private final double meanAbsoluteError;
    private final double r2;

    private Evaluation(int samples, double loss, int classes, int[] confusion, double meanAbsoluteError, double r2) {
        this.samples = samples;
        this.loss = loss;
        this.classes = classes;
        this.confusion = confusion;
        this.meanAbsoluteError = meanAbsoluteError;
        this.r2 = r2;
    }

    /** @param metrics four numbers for each sample: its loss, the class of the largest output, that of the largest target, its absolute error */
    static Evaluation of(float[] metrics, Dataset data, Loss trained) {
        int samples = data.size();
        int classes = data.classes().size();
        double sum = 0;
        double absolute = 0;
        int[] confusion = new int[classes * classes];
        for (int i = 0; i < samples; i++) {
            sum += metrics[4 * i];
            absolute += metrics[4 * i + 3];
            if (classes > 0) {
                int target = (int) metrics[4 * i + 2];
                int predicted = (int) metrics[4 * i + 1];
                confusion[target * classes + predicted]++;
            }
        }
        double loss = sum / samples;
        boolean squared = classes == 0 && trained == Loss.MEAN_SQUARED_ERROR;
        return new Evaluation(
                samples,
                loss,
                classes,
                confusion,
                squared ? absolute / samples * unit(data) : Double.NaN,
                squared ? r2(loss, variance(data)) : Double.NaN);
    }

    /** Of one target that was scaled, its deviation; several have no unit in common but their deviations. */
    private static double unit(Dataset data) {
        return data.scaling()
                .filter(scaling -> scaling.targets().deviations().size() == 1)
                .map(scaling -> (double) scaling.targets().deviations().get(0))
                .orElse(1.0);
    }

    /** Targets that do not vary are explained or not, as in scikit-learn. */
    private static double r2(double loss, double variance) {
        return variance > 0 ? 1 - loss / variance : loss == 0 ? 1 : 0;
    }

    /** Of the targets around their means, the mean of all targets. */
    private static double variance(Dataset data) {
        int values = data.targetValues();
        double[] sums = new double[values];
        double[] squares = new double[values];
        float[] first = new float[values];
        float[] target = new float[values];
        data.target(0, first);
        for (int i = 0; i < data.size(); i++) {
            data.target(i, target);
            for (int v = 0; v < values; v++) {
                // From the first target on, so that no digits are lost where targets are large and close together.
                double off = (double) target[v] - first[v];
                sums[v] += off;
                squares[v] += off * off;
            }
        }
        double all = 0;
        for (int v = 0; v < values; v++) {
            double mean = sums[v] / data.size();
            all += squares[v] / data.size() - mean * mean;
        }
        return all / values;
    }

    public int samples() {
        return samples;
    }

    /** Mean loss of a sample; of scaled targets where they are. */
    public double loss() {
        return loss;
    }

    /** Share of samples whose class has the largest output; NaN if the targets are numbers. */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < classes; c++) {
            right += confusion(c, c);
        }
        return classes == 0 ? Double.NaN : right / (double) samples;
    }

    /**
     * Mean size of the difference between outputs and targets: in the target's own unit, or, where there are several and they are scaled, in
     * their standard deviations. NaN if the targets are classes, or the loss is another one.
     */
    public double meanAbsoluteError() {
        return meanAbsoluteError;
    }

    /**
     * R², the share of the targets' variance that the outputs explain: 1 is all, 0 what their mean explains; of several targets together,
     * each weighted by its variance. NaN if the targets are classes, or the loss is another one.
     */
    public double r2() {
        return r2;
    }

    /** Classes; 0 if the targets are numbers. */
    public int classes() {
        return classes;
    }

    /** How many samples of one class were taken for another. */
    public int confusion(int target, int predicted) {
        return confusion[target * classes + predicted];
    }
}
