package dev.texon.cli;

import dev.texon.benchmarks.BenchReport;
import dev.texon.benchmarks.BenchReport.Absent;
import dev.texon.benchmarks.BenchReport.Limit;
import dev.texon.benchmarks.BenchReport.Result;
import dev.texon.benchmarks.Outcome;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report of the benchmarks as text: what ran on what, a table, and what did not take part. */
final class BenchText {
    private final Style style;

    @Inject
    BenchText(Style style) {
        this.style = style;
    }

    List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>();
        Table seats = new Table();
        report.contenders()
                .forEach(seat -> seats.row(
                        style.strong(seat.id()),
                        seat.facts().api(),
                        seat.facts().renderer()));
        lines.addAll(seats.lines());
        lines.add("");
        lines.addAll(table(report));
        lines.add("");
        lines.add(
                "Medians of " + Figures.count(report.rounds(), "round")
                        + ", in turn; spread: slowest less fastest round; ratio: speed over the peer's on the same GL, or over the first adapter's, by the medians, or its range where the rounds spread by more than it says; ceiling: share of what the adapter does at best.");
        for (BenchReport.Seat seat : report.contenders()) {
            seat.choices().forEach(choice -> lines.add(seat.id() + ": " + KernelChoice.text(choice)));
        }
        for (Result result : report.results()) {
            Outcome outcome = result.outcome();
            if (!outcome.timed()) {
                lines.add((outcome.wrong() ? style.bad("FAILED") : style.warning("unsupported")) + "  "
                        + outcome.workload() + "  " + outcome.contender() + ": " + outcome.trouble());
            }
        }
        for (Absent absent : report.absent()) {
            lines.add(style.warning("not there") + "  " + absent.id() + ": " + absent.reason());
        }
        if (report.interrupted()) {
            lines.add("Interrupted: what was not finished is left out.");
        }
        return lines;
    }

    private List<String> table(BenchReport report) {
        Table table = new Table().row("WORKLOAD", "ON", "MEDIAN", "", "SPREAD", "RATIO", "CEILING", "PASSES", "WAY");
        String before = "";
        for (Result result : report.results()) {
            Outcome outcome = result.outcome();
            if (!outcome.timed()) {
                continue;
            }
            table.row(
                    outcome.workload().equals(before) ? "" : style.strong(outcome.workload()),
                    outcome.contender(),
                    number(outcome.figure()),
                    outcome.unit(),
                    percent(outcome.spread()),
                    ratio(result),
                    limit(result),
                    outcome.passes() == 0 ? "" : number(outcome.passes()),
                    outcome.way());
            before = outcome.workload();
        }
        return table.lines();
    }

    private String ratio(Result result) {
        return result.ratios().stream()
                .map(ratio -> {
                    String text = ratio.clear()
                            ? String.format(Locale.ROOT, "%.2f×", ratio.times())
                            : String.format(Locale.ROOT, "varies %.2f–%.2f×", ratio.low(), ratio.high());
                    return (!ratio.clear() ? text : ratio.times() >= 1 ? style.good(text) : style.bad(text)) + " "
                            + ratio.against().substring(0, ratio.against().indexOf('/'));
                })
                .collect(Collectors.joining(", "));
    }

    private static String limit(Result result) {
        Limit limit = result.limit();
        return limit == null
                ? ""
                : percent(limit.share()) + " "
                        + limit.ceiling().substring(limit.ceiling().indexOf('/') + 1);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** Three digits. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
