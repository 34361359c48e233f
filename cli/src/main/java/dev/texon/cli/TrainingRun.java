package dev.texon.cli;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.NumericException;
import dev.texon.networks.Training;
import dev.texon.networks.data.Dataset;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A training on one device, which says how it goes and keeps its states. */
final class TrainingRun {
    private final Terminal terminal;
    private final Training training;
    private final @Nullable Dataset validation;
    private final int epochs;
    private final int patience;
    private final TrainingFiles files;
    private final Interruption interruption;

    /** Why it is over. */
    enum End {
        FINISHED,
        NO_BETTER,
        INTERRUPTED
    }

    /** @param patience epochs without a smaller validation loss after which it ends; 0 for no such end */
    TrainingRun(
            Terminal terminal,
            Training training,
            @Nullable Dataset validation,
            int epochs,
            int patience,
            TrainingFiles files,
            Interruption interruption) {
        this.terminal = terminal;
        this.training = training;
        this.validation = validation;
        this.epochs = epochs;
        this.patience = patience;
        this.files = files;
        this.interruption = interruption;
    }

    /** @throws NumericException if the training diverges; the last state before stays */
    End run() throws IOException {
        try {
            End end = loop();
            files.finish(training);
            return end;
        } catch (NumericException | GpuDeviceLostException e) {
            // There is nothing to keep but what was kept before.
            throw e;
        } catch (RuntimeException | Error | IOException e) {
            try {
                if (training.report().divergence() == null) {
                    files.finish(training);
                }
            } catch (RuntimeException | Error again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private End loop() throws IOException {
        try (TrainingProgress progress = new TrainingProgress(terminal, training, epochs)) {
            TrainingLoop.Listener listener = new TrainingLoop.Listener() {
                @Override
                public void reported(Training.Report report) {
                    TrainCommand.demandNumber(report);
                    progress.reported(report);
                    files.reported(training);
                }

                @Override
                public void epochFinished(LearningCurve.Epoch epoch) {
                    progress.pause();
                    terminal.out()
                            .println("epoch " + epoch.number() + "/" + epochs + ": training "
                                    + Figures.result(
                                            epoch.training().loss(),
                                            epoch.training().accuracy())
                                    + (epoch.validation() == null ? "" : "; " + Figures.judged(epoch)));
                    files.epochFinished(training, epoch);
                }
            };
            boolean finished = new TrainingLoop(
                            training, validation, epochs, () -> interruption.requested() || noBetter(), listener)
                    .run();
            return finished ? End.FINISHED : interruption.requested() ? End.INTERRUPTED : End.NO_BETTER;
        }
    }

    private boolean noBetter() {
        if (patience == 0 || training.stepInEpoch() != 0) {
            return false;
        }
        LearningCurve.Epoch best = training.curve().best();
        return best != null && training.epoch() - best.number() >= patience;
    }
}
