package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.LearningCurve;
import dev.texon.plots.LineChart;
import dev.texon.plots.LineChart.Line;
import dev.texon.plots.LineChart.Part;
import dev.texon.plots.LineChart.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A training as a picture: losses, and accuracies if there are any, over epochs, and which epoch was the best. */
final class Curve {
    private Curve() {}

    static void write(String title, LearningCurve curve, int stepsPerEpoch, Path file) throws IOException {
        List<Point> loss = new ArrayList<>();
        List<Point> accuracy = new ArrayList<>();
        long steps = curve.firstStep();
        for (LearningCurve.Stretch point : curve.points()) {
            steps += point.steps();
            if (2 * point.steps() < curve.stepsOfAPoint()) {
                // The last one, as long as it stands for few samples.
                continue;
            }
            double epochs = steps / (double) stepsPerEpoch;
            loss.add(new Point(epochs, point.loss()));
            accuracy.add(new Point(epochs, 100 * point.accuracy()));
        }
        List<Point> validationLoss = new ArrayList<>();
        List<Point> validationAccuracy = new ArrayList<>();
        for (LearningCurve.Epoch epoch : curve.epochs()) {
            LearningCurve.Validation validation = epoch.validation();
            if (validation != null) {
                validationLoss.add(new Point(epoch.number(), validation.loss()));
                validationAccuracy.add(new Point(epoch.number(), 100 * validation.accuracy()));
            }
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                "loss", 1, List.of(new Line("training loss", loss), new Line("validation loss", validationLoss))));
        if (accuracy.stream().anyMatch(point -> Double.isFinite(point.y()))) {
            parts.add(new Part(
                    "accuracy in %",
                    1,
                    List.of(
                            new Line("training accuracy", accuracy),
                            new Line("validation accuracy", validationAccuracy))));
        }
        LineChart chart = new LineChart(
                title,
                "epochs",
                parts,
                Optional.ofNullable(curve.best())
                        .map(best -> new LineChart.Mark(best.number(), "best: epoch " + best.number())));
        UserFiles.replace(file, chart::write);
    }
}
