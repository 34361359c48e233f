package dev.texon.cli;

import dev.texon.networks.LearningCurve;
import dev.texon.networks.Training;
import dev.texon.networks.data.Dataset;
import java.io.IOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Trains epoch after epoch, reads the loss about once a second, and stops between two steps when asked to. */
final class TrainingLoop {
    private static final double BETWEEN_REPORTS = 1;

    private final Training training;
    private final @Nullable Dataset test;
    private final int epochs;
    private final BooleanSupplier stop;
    private final Listener listener;
    /**
     * Steps from one report to the next. A report waits for the GPU, so that one for each step would slow it down; and steps are only
     * queued until then, so that time alone would let the queue grow without end.
     */
    private int burst = 1;

    /** Who looks on. */
    interface Listener {
        /** About once a second, and at the end of an epoch. */
        void reported(Training.Report report);

        /** The network is as it is at the end of an epoch. */
        default void epochFinished(LearningCurve.Epoch epoch) throws IOException {}
    }

    /**
     * @param epochs since the start of the training, also if it goes on from a checkpoint
     */
    TrainingLoop(Training training, @Nullable Dataset test, int epochs, BooleanSupplier stop, Listener listener) {
        this.training = training;
        this.test = test;
        this.epochs = epochs;
        this.stop = stop;
        this.listener = listener;
    }

    /** @return whether it came to the end */
    boolean run() throws IOException {
        long start = System.nanoTime();
        int steps = 0;
        while (training.epoch() < epochs) {
            if (stop.getAsBoolean()) {
                report();
                return false;
            }
            boolean end = training.step();
            steps++;
            if (end || steps >= burst) {
                report();
                double seconds = (System.nanoTime() - start) / 1e9;
                burst = (int) Math.max(1, Math.min(2.0 * burst, steps * BETWEEN_REPORTS / seconds));
                steps = 0;
            }
            if (end) {
                finishEpoch();
            }
            if (steps == 0) {
                start = System.nanoTime();
            }
        }
        return true;
    }

    private void report() {
        Training.Report report = training.report();
        if (report.samples() == 0) {
            return;
        }
        listener.reported(report);
    }

    private void finishEpoch() throws IOException {
        listener.epochFinished(
                test == null ? Objects.requireNonNull(training.curve().last()) : training.validate(test));
    }
}
