package dev.texon.cli;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.report.Demand;
import dev.texon.conformance.report.Fitness;
import dev.texon.conformance.report.Report;
import dev.texon.conformance.report.Report.AdapterReport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The outcome of a run as text: a table of adapters and groups, the fitness of each adapter, what it lacks of what is required, the
 * failures, the known failures, and a last line.
 */
final class ConformanceText {
    /** From here on, failures with the same message are counted instead of repeated. */
    private static final int REPEATED = 3;

    private final Style style;

    @Inject
    ConformanceText(Style style) {
        this.style = style;
    }

    List<String> lines(
            List<AdapterResult> results, Report report, List<ConformanceCase> cases, Duration time, boolean failed) {
        List<String> lines = new ArrayList<>();
        List<AdapterResult> ran =
                results.stream().filter(result -> !result.results().isEmpty()).toList();
        if (!ran.isEmpty()) {
            lines.addAll(table(ran, cases));
            lines.add("p pass, w warn, F FAIL, C CRASH, T TIMEOUT, u unsupported, k known failure");
            lines.add("");
            lines.addAll(fitness(report));
            lines.add("");
        }
        lines.addAll(missing(report));
        ran.forEach(result -> lines.addAll(failures(result)));
        lines.addAll(known(ran));
        List<String> refusals =
                Refusals.lines(results.stream().map(AdapterResult::adapter).toList());
        lines.addAll(refusals);
        if (!refusals.isEmpty()) {
            lines.add("");
        }
        lines.add(summary(ran, report, time, failed));
        return lines;
    }

    private List<String> table(List<AdapterResult> ran, List<ConformanceCase> cases) {
        List<String> groups =
                cases.stream().map(ConformanceCase::group).distinct().toList();
        List<String> head = new ArrayList<>(List.of("ADAPTER"));
        head.addAll(groups);
        head.add("RENDERER");
        Table table = new Table().row(head);
        for (AdapterResult result : ran) {
            List<String> row =
                    new ArrayList<>(List.of(style.strong(result.adapter().path())));
            for (String group : groups) {
                row.add(counts(result.results().stream()
                        .filter(one -> one.group().equals(group))
                        .toList()));
            }
            row.add(result.renderer().isEmpty() ? "(did not open)" : result.renderer());
            table.row(row);
        }
        return table.lines();
    }

    private String counts(List<CaseResult> results) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            counts.put(letter(verdict, false), 0);
        }
        counts.put("k", 0);
        results.forEach(result -> counts.merge(letter(result.verdict(), result.known()), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> paint(count.getKey(), count.getValue() + count.getKey()))
                .collect(Collectors.joining(" "));
    }

    private static String letter(Verdict verdict, boolean known) {
        if (known) {
            return "k";
        }
        return switch (verdict) {
            case PASS -> "p";
            case WARN -> "w";
            case FAIL -> "F";
            case UNSUPPORTED -> "u";
            case CRASH -> "C";
            case TIMEOUT -> "T";
        };
    }

    private String paint(String letter, String text) {
        return switch (letter) {
            case "p" -> style.good(text);
            case "w", "k" -> style.warning(text);
            case "F", "C", "T" -> style.bad(text);
            default -> text;
        };
    }

    /** A line for each adapter, and one for each caution. */
    private List<String> fitness(Report report) {
        Table table = new Table();
        for (AdapterReport adapter : report.adapters()) {
            Fitness fitness = adapter.fitness();
            if (fitness != null) {
                table.row(verdict(fitness.level()), adapter.path(), describe(fitness));
                fitness.cautions().forEach(caution -> table.row(style.warning("beware"), adapter.path(), caution));
            }
        }
        return table.lines();
    }

    /** A line for each required capability of an adapter that lacks it. */
    private List<String> missing(Report report) {
        Table table = new Table();
        for (AdapterReport adapter : report.adapters()) {
            for (Demand.Answer answer : adapter.required()) {
                String missing = answer.missing();
                if (missing != null) {
                    table.row(style.bad("MISSING"), adapter.path(), answer.name(), missing);
                }
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        if (!lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private String verdict(Fitness.Level level) {
        return switch (level) {
            case FLOAT32, FLOAT16_ONLY -> style.good("fit");
            case NOT_FIT -> style.bad("NOT FIT");
            case UNDECIDED -> style.warning("undecided");
        };
    }

    /** The storage and its bits; why not more, where there is more. */
    private static String describe(Fitness fitness) {
        String bits = " (" + fitness.bits() + " bits)";
        return switch (fitness.level()) {
            case FLOAT32 -> fitness.level().words() + bits;
            case FLOAT16_ONLY -> fitness.level().words() + bits + ": " + fitness.reason();
            case NOT_FIT, UNDECIDED -> fitness.reason();
        };
    }

    private List<String> failures(AdapterResult result) {
        Map<String, List<CaseResult>> byMessage = result.results().stream()
                .filter(CaseResult::failed)
                .collect(Collectors.groupingBy(
                        one -> one.verdict() + firstLine(one), LinkedHashMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        for (List<CaseResult> alike : byMessage.values()) {
            boolean fold = alike.size() > REPEATED;
            for (CaseResult one : fold ? alike.subList(0, 1) : alike) {
                lines.add(style.bad(one.verdict().name()) + "  "
                        + result.adapter().path() + "  " + one.id() + "  (" + one.rule() + ")");
                one.message().lines().forEach(line -> lines.add("  " + line));
                if (fold) {
                    lines.add("  … and the same for " + (alike.size() - 1) + " other cases, from "
                            + alike.get(1).id() + " to "
                            + alike.get(alike.size() - 1).id());
                }
                lines.add("");
            }
        }
        return lines;
    }

    private List<String> known(List<AdapterResult> ran) {
        List<String> lines = new ArrayList<>();
        for (AdapterResult result : ran) {
            for (CaseResult one : result.results()) {
                if (one.known()) {
                    lines.add(style.warning("KNOWN") + "  " + result.adapter().path() + "  " + one.id() + "  ("
                            + one.rule() + "): " + firstLine(one));
                }
            }
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private static String firstLine(CaseResult result) {
        return result.message().lines().findFirst().orElse("");
    }

    private String summary(List<AdapterResult> ran, Report report, Duration time, boolean failed) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Verdict verdict : Verdict.values()) {
            counts.put(
                    word(verdict),
                    ran.stream().mapToLong(result -> result.count(verdict)).sum());
        }
        counts.put(
                "known failures",
                ran.stream()
                        .flatMap(result -> result.results().stream())
                        .filter(CaseResult::known)
                        .count());
        counts.put(
                "required but missing",
                report.adapters().stream()
                        .flatMap(adapter -> adapter.required().stream())
                        .filter(answer -> answer.missing() != null)
                        .count());
        String text = counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        String verdict = failed ? style.bad("FAILED") : style.good("OK");
        return String.format(
                Locale.ROOT,
                "%s: %d of %d adapters in %.1f s%s",
                verdict,
                ran.size(),
                report.adapters().size(),
                time.toMillis() / 1000.0,
                text.isEmpty() ? "" : ": " + text);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "passed";
            case WARN -> "warned";
            case FAIL -> "failed";
            case UNSUPPORTED -> "unsupported";
            case CRASH -> "crashed";
            case TIMEOUT -> "timed out";
        };
    }
}
