package dev.texon.cli;

import dev.texon.networks.LearningCurve;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.TrainingOptions;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A {@link Description} as lines of text. */
final class DescriptionText {
    /** So many names stand on a line. */
    private static final int NAMES = 10;

    private final Style style;

    @Inject
    DescriptionText(Style style) {
        this.style = style;
    }

    List<String> lines(Description description) {
        List<String> lines = new ArrayList<>(layers(description));
        lines.add("");
        lines.add(style.strong(sums(description)));
        Network network = description.network();
        List<String> outputs = description.outputs();
        if (!network.outputs().equals(List.of(network.shapes().size() - 1))) {
            lines.add((outputs.size() == 1 ? "output: " : "outputs: ") + names(outputs));
        }
        description.snapshot().ifPresent(snapshot -> add(lines, snapshot));
        return lines;
    }

    /** Columns in which nothing stands are left out. */
    private static List<String> layers(Description description) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "NAME", "LAYER", "FROM", "OUTPUT", "PARAMETERS", "MULTIPLY-ADDS"));
        for (Network.Input input : description.network().inputs()) {
            rows.add(List.of("", input.name(), "input", "", input.shape().toString(), "", ""));
        }
        boolean joins = false;
        for (Description.Line line : description.layers()) {
            String data = line.data();
            joins |= !line.follows();
            rows.add(List.of(
                    String.valueOf(line.number()),
                    Objects.requireNonNullElse(line.name(), ""),
                    line.type() + (data.isEmpty() ? "" : ": " + data),
                    line.follows() ? "" : String.join(", ", line.inputs()),
                    line.shape().toString(),
                    line.parameters() == 0 ? "" : String.valueOf(line.parameters()),
                    line.multiplyAdds() == 0 ? "" : String.valueOf(line.multiplyAdds())));
        }
        boolean named = description.network().inputs().size() > 1
                || description.layers().stream().anyMatch(line -> line.name() != null);
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        Table table = new Table();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                String heading = rows.get(0).get(i);
                if ((heading.equals("NAME") && !named) || (heading.equals("FROM") && !joins)) {
                    continue;
                }
                boolean number = heading.isEmpty() || heading.equals("PARAMETERS") || heading.equals("MULTIPLY-ADDS");
                cells.add(number ? " ".repeat(widths[i] - row.get(i).length()) + row.get(i) : row.get(i));
            }
            table.row(cells);
        }
        return table.lines();
    }

    private static String sums(Description description) {
        long statistics = description.statistics();
        return Figures.count(description.layers().size(), "layer") + ", "
                + Figures.count(description.parameters(), "parameter") + ", "
                + (statistics == 0 ? "" : Figures.count(statistics, "running statistic") + ", ")
                + Figures.count(description.multiplyAdds(), "multiply-add") + " per sample";
    }

    private static void add(List<String> lines, Snapshot snapshot) {
        lines.add("loss: " + words(snapshot.loss()));
        if (!snapshot.classes().isEmpty()) {
            lines.add(Figures.count(snapshot.classes().size(), "class", "classes") + ": " + names(snapshot.classes()));
        }
        snapshot.scaling()
                .ifPresent(scaling -> lines.add("scaling: samples by the means and deviations of "
                        + Figures.count(scaling.inputs().means().size(), "channel")
                        + (scaling.targets().means().isEmpty()
                                ? ""
                                : ", targets by those of "
                                        + Figures.count(
                                                scaling.targets().means().size(), "number"))));
        snapshot.columns()
                .ifPresent(
                        columns -> lines.add("columns: " + names(columns.inputs()) + " → " + names(columns.answers())));
        snapshot.training().ifPresent(training -> add(lines, training));
    }

    private static void add(List<String> lines, Snapshot.TrainingState state) {
        TrainingOptions options = state.options();
        lines.add("training: after epoch " + state.epoch()
                + (state.step() == 0 ? "" : " and " + Figures.count(state.step(), "step")) + " of "
                + Figures.count(state.samples(), "sample") + " in mini-batches of " + options.batch());
        Storage storage = options.storage();
        lines.add("  optimizer " + Description.words(options.optimizer()) + "; schedule "
                + Description.words(options.schedule()) + "; seed " + options.seed()
                + (storage == null ? "" : "; storage " + words(storage)));
        LearningCurve curve = state.curve();
        if (curve != null && !curve.epochs().isEmpty()) {
            LearningCurve.Epoch last = curve.epochs().get(curve.epochs().size() - 1);
            lines.add("  epoch " + last.number() + ": " + Figures.judged(last));
        }
    }

    /** Of many, the first. */
    private static String names(List<String> names) {
        return names.stream().limit(NAMES).map(PlainText::name).collect(Collectors.joining(", "))
                + (names.size() > NAMES ? ", … and " + (names.size() - NAMES) + " more" : "");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
