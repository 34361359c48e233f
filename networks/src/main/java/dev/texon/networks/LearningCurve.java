package dev.texon.networks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a training has gone, from its start on. It depends on nothing but the training's own bits, so that a training that goes on from a
 * checkpoint has the same one as a training that never stopped. However long a training is, its curve stays small: where there would be
 * more than {@link #MOST} points, every two become one, and where there would be more epochs, every second one is left out, and so on, but for
 * the best and the last.
 *
 * @param firstStep mini-batches before the first point; above 0 where a training goes on from a file that held no curve
 * @param stepsOfAPoint mini-batches of each point; the last one may have fewer
 * @param points one after the other
 * @param running what is known of the epoch that runs
 * @param epochs that are over, by their numbers
 */
public record LearningCurve(
        long firstStep, int stepsOfAPoint, List<Stretch> points, Stretch running, List<Epoch> epochs) {
    /** Points, and epochs, of a curve. */
    public static final int MOST = 1024;

    private static final int POINTS_OF_AN_EPOCH = 16;

    /** @throws IllegalArgumentException if it is none that a training makes */
    public LearningCurve {
        points = List.copyOf(points);
        epochs = List.copyOf(epochs);
        if (firstStep < 0 || stepsOfAPoint < 1) {
            throw new IllegalArgumentException("A learning curve begins after step " + firstStep + " with points of "
                    + stepsOfAPoint + " steps; they are at least 0 and 1.");
        }
        if (points.size() > MOST || epochs.size() > MOST) {
            throw new IllegalArgumentException("A learning curve has " + points.size() + " points and " + epochs.size()
                    + " epochs; it has at most " + MOST + " of both.");
        }
        for (int i = 0; i < points.size(); i++) {
            long steps = points.get(i).steps();
            if (steps < 1 || steps > stepsOfAPoint || (steps < stepsOfAPoint && i < points.size() - 1)) {
                throw new IllegalArgumentException("Point " + (i + 1) + " of the learning curve has " + steps
                        + " steps, and the others " + stepsOfAPoint + "; only the last may have fewer.");
            }
        }
        for (int i = 1; i < epochs.size(); i++) {
            if (epochs.get(i).number() <= epochs.get(i - 1).number()) {
                throw new IllegalArgumentException(
                        "The learning curve has epoch " + epochs.get(i).number() + " after epoch "
                                + epochs.get(i - 1).number() + "; they follow each other.");
            }
        }
    }

    /**
     * Mini-batches one after the other.
     *
     * @param losses sum over the samples, each at its step
     * @param right samples whose class had the largest output; NaN if the targets are numbers
     */
    public record Stretch(long steps, long samples, double losses, double right) {
        /** Of no mini-batches. */
        public static final Stretch NONE = new Stretch(0, 0, 0, 0);

        /** @throws IllegalArgumentException if a count is negative, or more samples are right than there are */
        public Stretch {
            if (steps < 0 || samples < steps || right < 0 || right > samples) {
                throw new IllegalArgumentException("A part of the learning curve has " + steps + " steps, " + samples
                        + " samples and " + right + " right ones; a step has a sample, and not more are right.");
            }
        }

        Stretch and(Stretch other) {
            return new Stretch(
                    steps + other.steps, samples + other.samples, losses + other.losses, right + other.right);
        }

        /** Mean of a sample; NaN if there are none. */
        public double loss() {
            return losses / samples;
        }

        /** Share of samples whose class had the largest output; NaN if there are none, or the targets are numbers. */
        public double accuracy() {
            return right / samples;
        }
    }

    /**
     * An epoch that is over.
     *
     * @param number counts from 1
     * @param training its mini-batches; where a training goes on from a file without a curve, those that followed
     * @param validation of the network at its end; null if it was not asked for
     */
    public record Epoch(
            int number, Stretch training, @Nullable Validation validation) {
        /** @throws IllegalArgumentException if there is no such number */
        public Epoch {
            if (number < 1) {
                throw new IllegalArgumentException("The learning curve has epoch " + number + "; they count from 1.");
            }
        }
    }

    /**
     * What the network made of other samples than those it is trained on.
     *
     * @param samples how many
     * @param accuracy NaN if the targets are numbers
     * @param meanAbsoluteError NaN if they are classes
     * @param r2 NaN if they are classes
     */
    public record Validation(long samples, double loss, double accuracy, double meanAbsoluteError, double r2) {
        static Validation of(Evaluation evaluation) {
            return new Validation(
                    evaluation.samples(),
                    evaluation.loss(),
                    evaluation.accuracy(),
                    evaluation.meanAbsoluteError(),
                    evaluation.r2());
        }
    }

    /** The last epoch that is known; null if there is none. */
    public @Nullable Epoch last() {
        return epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
    }

    /** One of a training that begins, or goes on where nothing is known of what was before. */
    static LearningCurve begin(long step, int stepsPerEpoch) {
        return new LearningCurve(
                step, Math.max(1, stepsPerEpoch / POINTS_OF_AN_EPOCH), List.of(), Stretch.NONE, List.of());
    }

    /** The epoch with the smallest validation loss, the first of equal ones; null if none was judged. */
    public @Nullable Epoch best() {
        return best(epochs);
    }

    private static @Nullable Epoch best(List<Epoch> epochs) {
        Epoch best = null;
        double smallest = Double.POSITIVE_INFINITY;
        for (Epoch epoch : epochs) {
            Validation validation = epoch.validation();
            if (validation != null && validation.loss() < smallest) {
                best = epoch;
                smallest = validation.loss();
            }
        }
        return best;
    }

    /** A curve that grows. */
    static final class Recorder {
        private final long firstStep;
        private final int stepsPerEpoch;
        private final List<Stretch> points;
        private final List<Epoch> epochs;
        private int stepsOfAPoint;
        private Stretch running;

        Recorder(LearningCurve curve, int stepsPerEpoch) {
            this.stepsPerEpoch = stepsPerEpoch;
            firstStep = curve.firstStep();
            stepsOfAPoint = curve.stepsOfAPoint();
            points = new ArrayList<>(curve.points());
            running = curve.running();
            epochs = new ArrayList<>(curve.epochs());
        }

        /** @param step of the mini-batch, from 0 on */
        void add(long step, Stretch batch) {
            int last = points.size() - 1;
            if (last >= 0 && points.get(last).steps() < stepsOfAPoint) {
                points.set(last, points.get(last).and(batch));
            } else {
                if (points.size() == MOST) {
                    halvePoints();
                }
                points.add(batch);
            }
            running = running.and(batch);
            if ((step + 1) % stepsPerEpoch == 0) {
                addEpoch(Math.toIntExact((step + 1) / stepsPerEpoch));
                running = Stretch.NONE;
            }
        }

        private void halvePoints() {
            for (int i = 0; i < MOST / 2; i++) {
                points.set(i, points.get(2 * i).and(points.get(2 * i + 1)));
            }
            points.subList(MOST / 2, MOST).clear();
            stepsOfAPoint = Math.multiplyExact(2, stepsOfAPoint);
        }

        /** Every so many are kept, a power of two, besides the best and the last. */
        private void addEpoch(int number) {
            Epoch best = best(epochs);
            int each = 1;
            while (number / each > MOST - 2) {
                each *= 2;
            }
            int every = each;
            epochs.removeIf(epoch -> epoch.number() % every != 0 && !epoch.equals(best));
            epochs.add(new Epoch(number, running, null));
        }

        /** Of the epoch that is over. */
        void validated(Validation validation) {
            int last = epochs.size() - 1;
            Epoch epoch = epochs.get(last);
            epochs.set(last, new Epoch(epoch.number(), epoch.training(), validation));
        }

        Epoch lastEpoch() {
            return epochs.get(epochs.size() - 1);
        }

        LearningCurve curve() {
            return new LearningCurve(firstStep, stepsOfAPoint, points, running, epochs);
        }
    }
}
