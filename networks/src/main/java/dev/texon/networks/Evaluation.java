package dev.texon.networks;

/** What a network makes of a data set. */
public final class Evaluation {
    private final int samples;
    private final double loss;
    private final int classes;
    private final int[] confusion;

    private Evaluation(int samples, double loss, int classes, int[] confusion) {
        this.samples = samples;
        this.loss = loss;
        this.classes = classes;
        this.confusion = confusion;
    }

    /**
     * @param verdicts four numbers for each sample: its loss, the class of the largest output, the class of the largest target
     * @param classes 0 if the targets are numbers
     */
    static Evaluation of(float[] verdicts, int samples, int classes) {
        double sum = 0;
        int[] confusion = new int[classes * classes];
        for (int i = 0; i < samples; i++) {
            sum += verdicts[4 * i];
            if (classes > 0) {
                int target = (int) verdicts[4 * i + 2];
                int predicted = (int) verdicts[4 * i + 1];
                confusion[target * classes + predicted]++;
            }
        }
        return new Evaluation(samples, sum / samples, classes, confusion);
    }

    public int samples() {
        return samples;
    }

    /** Mean loss of a sample. */
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

    /** Classes; 0 if the targets are numbers. */
    public int classes() {
        return classes;
    }

    /** How many samples of one class were taken for another. */
    public int confusion(int target, int predicted) {
        return confusion[target * classes + predicted];
    }
}
