package dev.texon.cli;

import dev.texon.networks.Evaluation;
import dev.texon.networks.Training;
import java.util.ArrayList;
import java.util.List;

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
     * @param test of all test samples at its end
     */
    record Epoch(int number, double loss, double accuracy, Evaluation test) {}

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
