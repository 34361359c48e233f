package dev.texon.cli;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.UsageException;
import dev.texon.networks.Evaluation;
import dev.texon.networks.Model;
import dev.texon.networks.Snapshot;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.file.NetworkFile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Judges a trained network. */
@Command(
        name = "evaluate",
        description =
                "Show what a trained network makes of the samples that train set aside, or of all (--validation 0), class by "
                        + "class.")
final class EvaluateCommand implements Callable<Integer> {
    /** A confusion matrix of more classes fits no screen. */
    private static final int MATRIX = 20;

    private final Terminal terminal;
    private final Style style;

    @Parameters(paramLabel = "NETWORK", description = "A file written by train --save.")
    private Path file = Path.of("");

    @Mixin
    private DataChoice data = new DataChoice();

    @Mixin
    private ModelChoice model = new ModelChoice();

    @Inject
    EvaluateCommand(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    @Override
    public Integer call() throws IOException {
        model.check();
        Snapshot snapshot = NetworkFile.read(file);
        DataChoice.Parts parts = data.read(snapshot, false);
        Dataset test = parts.validation() == null ? parts.train() : parts.validation();
        if (!snapshot.classes().equals(test.classes())) {
            throw new UsageException("The network '" + file + "' tells " + snapshot.classes()
                    + " apart, and the data set " + data.source() + " has the classes " + test.classes()
                    + "; name the data set that it was trained on.");
        }
        Evaluation evaluation;
        try (GpuDevice gpu = model.device();
                Model opened = model.open(gpu, snapshot)) {
            evaluation = opened.evaluate(test);
        }
        terminal.out()
                .println(style.strong(file + " on " + Figures.count(test.size(), "sample") + " of " + data.source()
                        + ": " + Figures.result(evaluation)));
        List<String> classes = test.classes();
        if (!classes.isEmpty()) {
            terminal.out().println();
            (classes.size() <= MATRIX ? matrix(evaluation, classes) : mistakes(evaluation, classes))
                    .forEach(terminal.out()::println);
        }
        return 0;
    }

    private List<String> matrix(Evaluation evaluation, List<String> classes) {
        int width = Math.max(2, String.valueOf(evaluation.samples()).length());
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("CLASS"));
        IntStream.range(0, classes.size()).forEach(c -> head.add(right(String.valueOf(c), width)));
        head.add("RIGHT");
        table.row(head);
        for (int target = 0; target < classes.size(); target++) {
            List<String> row = new ArrayList<>(
                    List.of(right(String.valueOf(target), 2) + " " + PlainText.name(classes.get(target))));
            int samples = 0;
            for (int predicted = 0; predicted < classes.size(); predicted++) {
                int count = evaluation.confusion(target, predicted);
                samples += count;
                String cell = right(count == 0 ? "." : String.valueOf(count), width);
                row.add(target == predicted ? style.good(cell) : cell);
            }
            row.add(right(Figures.percent(evaluation.confusion(target, target) / (double) samples), 8));
            table.row(row);
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("Rows are the true classes, columns what the network takes their samples for.");
        return lines;
    }

    private static List<String> mistakes(Evaluation evaluation, List<String> classes) {
        record Mistake(int target, int predicted, int count) {}
        List<Mistake> mistakes = new ArrayList<>();
        for (int target = 0; target < classes.size(); target++) {
            for (int predicted = 0; predicted < classes.size(); predicted++) {
                if (target != predicted && evaluation.confusion(target, predicted) > 0) {
                    mistakes.add(new Mistake(target, predicted, evaluation.confusion(target, predicted)));
                }
            }
        }
        mistakes.sort(Comparator.comparingInt(Mistake::count).reversed());
        Table table = new Table().row("TRUE CLASS", "TAKEN FOR", "SAMPLES");
        mistakes.stream()
                .limit(MATRIX)
                .forEach(mistake -> table.row(
                        PlainText.name(classes.get(mistake.target())),
                        PlainText.name(classes.get(mistake.predicted())),
                        String.valueOf(mistake.count())));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("The most frequent mistakes; there are " + classes.size() + " classes.");
        return lines;
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
