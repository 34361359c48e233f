package dev.texon.cli;

import dev.texon.networks.Evaluation;
import dev.texon.networks.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a training has reported. */
final class History {
    private final List<Training.Report> reports = new ArrayList<>();
    private final List<Epoch> epochs = new ArrayList<>();

    /**
     * An epoch that is over.
     *
     * @param number counts from 1
     * @param loss mean of its samples, each at its step
     * @param accuracy share of its samples that were right, each at its step; NaN if targets are numbers
     * @param test of all validation samples at its end; null if there are none
     */
    record Epoch(
            int number,
            double loss,
            double accuracy,
            @Nullable Evaluation test) {
        /** @throws NullPointerException if there are no validation samples */
        Evaluation judged() {
            return Objects.requireNonNull(test);
        }
    }

    void add(Training.Report report) {
        reports.add(report);
    }

    void add(Epoch epoch) {
        epochs.add(epoch);
    }

    List<Training.Report> reports() {
        return reports;
    }

    List<Epoch> epochs() {
        return epochs;
    }

    Epoch last() {
        return epochs.get(epochs.size() - 1);
    }
}
