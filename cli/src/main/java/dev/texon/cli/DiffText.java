package dev.texon.cli;

import dev.texon.conformance.report.Change;
import dev.texon.conformance.report.Change.Direction;
import dev.texon.conformance.report.Faults;
import dev.texon.conformance.report.Faults.Fault;
import dev.texon.conformance.report.Faults.Origin;
import dev.texon.conformance.report.Faults.Severity;
import dev.texon.conformance.report.Report;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Differences between runs, and between the adapters of one run, as text. */
final class DiffText {
    private final Style style;

    @Inject
    DiffText(Style style) {
        this.style = style;
    }

    /** What got worse first, and a last line that counts. */
    List<String> changes(Report before, Report after, List<Change> changes) {
        List<String> lines = new ArrayList<>(
                new Table().row("before", run(before)).row("after", run(after)).lines());
        lines.add("");
        Table table = new Table();
        for (Direction direction : Direction.values()) {
            changes.stream()
                    .filter(change -> change.direction() == direction)
                    .forEach(change -> table.row(
                            paint(direction),
                            PlainText.value(change.adapter()),
                            PlainText.value(change.subject()),
                            PlainText.value(change.change())));
        }
        lines.addAll(table.lines());
        if (!changes.isEmpty()) {
            lines.add("");
        }
        long worse = count(changes, Direction.WORSE);
        lines.add((worse > 0 ? style.bad("WORSE") : style.good("OK")) + ": " + worse + " got worse, "
                + count(changes, Direction.BETTER) + " got better, " + count(changes, Direction.OTHER)
                + " changed otherwise");
        return lines;
    }

    private static String run(Report report) {
        Report.Environment environment = report.environment();
        return PlainText.value(report.date() + ", Texon " + report.suiteVersion() + ", " + environment.os() + ", "
                + environment.java());
    }

    private static long count(List<Change> changes, Direction direction) {
        return changes.stream()
                .filter(change -> change.direction() == direction)
                .count();
    }

    private String paint(Direction direction) {
        return switch (direction) {
            case WORSE -> style.bad("worse");
            case BETTER -> style.good("better");
            case OTHER -> "changed";
        };
    }

    /** A paragraph for each GPU, and a last paragraph that counts. */
    List<String> faults(List<Faults> gpus) {
        List<String> lines = new ArrayList<>();
        for (Faults gpu : gpus) {
            lines.add(style.strong(PlainText.value(gpu.name())));
            Table ways = new Table();
            ways.row("  natively:", list(gpu.natively()));
            ways.row("  through ANGLE:", list(gpu.translated()));
            lines.addAll(ways.lines());
            lines.add("");
            Table table = new Table();
            for (Origin origin : Origin.values()) {
                gpu.faults().stream()
                        .filter(fault -> fault.origin() == origin)
                        .forEach(fault -> table.row(
                                "  " + origin.words(),
                                paint(fault),
                                PlainText.value(fault.caseId()),
                                where(gpu, fault),
                                PlainText.value(fault.message())));
            }
            lines.addAll(gpu.faults().isEmpty() ? List.of("  Nothing fails, and nothing warns.") : table.lines());
            lines.add("");
        }
        lines.addAll(new Table()
                .row(summary(gpus, Origin.DRIVER, "also in native OpenGL on the same GPU"))
                .row(summary(gpus, Origin.TRANSLATION, "only through ANGLE"))
                .row(summary(gpus, Origin.UNDECIDABLE, "no native adapter on the same GPU answered"))
                .lines());
        return lines;
    }

    private static String list(List<String> paths) {
        return paths.isEmpty() ? "-" : PlainText.value(String.join(", ", paths));
    }

    private String paint(Fault fault) {
        return switch (fault.severity()) {
            case FAILURE -> style.bad("FAIL");
            case KNOWN_FAILURE -> style.warning("KNOWN");
            case WARNING -> style.warning("WARN");
        };
    }

    private static String where(Faults gpu, Fault fault) {
        int all = gpu.natively().size() + gpu.translated().size();
        return fault.adapters().size() == all ? "on all" : "on " + list(fault.adapters());
    }

    private static List<String> summary(List<Faults> gpus, Origin origin, String meaning) {
        Map<Boolean, Long> warnings = gpus.stream()
                .flatMap(gpu -> gpu.faults().stream())
                .filter(fault -> fault.origin() == origin)
                .collect(Collectors.partitioningBy(
                        fault -> fault.severity() == Severity.WARNING, Collectors.counting()));
        return List.of(
                origin.words() + ":",
                number(warnings.get(false), "failure") + ", " + number(warnings.get(true), "warning"),
                "(" + meaning + ")");
    }

    private static String number(@Nullable Long count, String what) {
        return count + " " + what + (count != null && count == 1 ? "" : "s");
    }
}
