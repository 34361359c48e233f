package dev.texon.conformance.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Curve;
import dev.texon.conformance.report.Demand;
import dev.texon.conformance.report.DriverBuild;
import dev.texon.conformance.report.Faults;
import dev.texon.conformance.report.Fitness;
import dev.texon.conformance.report.Report;
import dev.texon.conformance.report.Report.AdapterReport;
import dev.texon.conformance.report.Report.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/**
 * A report as one page that needs nothing else: HTML that is well-formed XML, with its style and its script inside. Its policy
 * forbids the browser to load anything, and to run any other script. Without the script it shows the same.
 */
final class HtmlReport {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private final Report report;
    private final Markup html;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> groups;

    private HtmlReport(Report report, Markup html) {
        this.report = report;
        this.html = html;
        for (AdapterReport adapter : report.adapters()) {
            if (!adapter.cases().isEmpty()) {
                columns.add(new Column(Column.letter(columns.size()), adapter));
            }
        }
        groups = report.questions().stream().map(Question::group).distinct().toList();
    }

    static void write(Report report, OutputStream out) throws IOException {
        Markup.write(out, html -> new HtmlReport(report, html).page());
    }

    private void page() throws XMLStreamException {
        html.doctype("<!DOCTYPE html>");
        html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
        head();
        html.open("body");
        header();
        html.open("main");
        adapters();
        if (!columns.isEmpty()) {
            matrix();
            new HtmlFindings(html, columns, Faults.of(report)).write();
            cases();
        }
        new HtmlEnvironment(html, report, columns).write();
        html.close();
        html.element("script", SCRIPT);
        html.close();
        html.close();
    }

    private void head() throws XMLStreamException {
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + sha256(SCRIPT) + "'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", summary() + " – Texon conformance");
        html.element("style", STYLE);
        html.close();
    }

    private void header() throws XMLStreamException {
        html.open("header", "class", "top");
        html.open("h1");
        html.text(summary());
        html.close();
        html.open("p", "class", "lead");
        html.text(report.questions().size() + " cases on " + columns.size() + " of "
                + report.adapters().size() + " adapters. " + (columns.isEmpty() ? "" : fitness()));
        html.close();
        html.open("p", "class", "quiet");
        html.text("Conformance suite of Texon " + report.suiteVersion() + ", ");
        html.element("time", report.date().replace('T', ' ').replace("Z", " UTC"), "datetime", report.date());
        html.close();
        html.open("nav");
        html.element("a", "Adapters", "href", "#adapters");
        if (!columns.isEmpty()) {
            html.element("a", "Matrix", "href", "#matrix");
            html.element("a", "Findings", "href", "#findings");
            html.element("a", "All cases", "href", "#cases");
        }
        html.element("a", "Environment", "href", "#environment");
        html.close();
        html.close();
    }

    /** The verdict on the run. */
    private String summary() {
        if (columns.isEmpty()) {
            return "Nothing ran";
        }
        List<CaseResult> results = columns.stream()
                .flatMap(column -> column.adapter().cases().stream())
                .toList();
        long failed = results.stream().filter(CaseResult::failed).count();
        long known = results.stream().filter(CaseResult::known).count();
        long missing = report.adapters().stream()
                .flatMap(adapter -> adapter.required().stream())
                .filter(answer -> answer.missing() != null)
                .count();
        String failures = failed == 0 ? "No failures" : counted(failed, "failure");
        if (known > 0) {
            failures = (failed == 0 ? "No new failures" : counted(failed, "new failure")) + "; "
                    + counted(known, "known failure");
        }
        return failures + (missing == 0 ? "" : "; " + missing + " required but missing");
    }

    private static String counted(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** For how many adapters which verdict stands. */
    private String fitness() {
        Map<Fitness.Level, Integer> counts = new EnumMap<>(Fitness.Level.class);
        for (AdapterReport adapter : report.adapters()) {
            if (adapter.fitness() != null) {
                counts.merge(adapter.fitness().level(), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(count -> count.getKey().words() + " on " + count.getValue())
                .collect(Collectors.joining(", ", "Fitness for deep learning: ", "."));
    }

    /** A card for each. */
    private void adapters() throws XMLStreamException {
        html.open("section", "id", "adapters");
        html.element("h2", "Adapters");
        html.open("div", "class", "cards");
        for (Column column : columns) {
            card(column);
        }
        for (AdapterReport adapter : report.adapters()) {
            if (adapter.cases().isEmpty()) {
                absent(adapter);
            }
        }
        html.close();
        html.close();
    }

    private void card(Column column) throws XMLStreamException {
        AdapterReport adapter = column.adapter();
        html.open("article", "class", "card");
        html.open("h3");
        html.element("span", column.letter(), "class", "letter");
        html.text(" " + column.path());
        html.close();
        html.element("p", adapter.renderer() == null ? "did not open" : adapter.renderer(), "class", "renderer");
        html.element(
                "p",
                adapter.name() + (adapter.api() == null ? "" : " · " + adapter.api()) + " · "
                        + seconds(adapter.milliseconds()),
                "class",
                "quiet");
        String build = DriverBuild.of(adapter);
        if (!build.isEmpty()) {
            html.element("p", build, "class", "quiet");
        }
        Fitness fitness = adapter.fitness();
        if (fitness != null) {
            fitness(fitness);
        }
        bar(adapter.cases());
        tally(Mark.count(adapter.cases()));
        required(adapter.required());
        html.close();
    }

    /** What the run demanded, and whether it is there. */
    private void required(List<Demand.Answer> answers) throws XMLStreamException {
        if (answers.isEmpty()) {
            return;
        }
        html.open("ul", "class", "tally");
        for (Demand.Answer answer : answers) {
            String missing = answer.missing();
            Mark mark = missing == null ? Mark.PASS : Mark.FAIL;
            html.open("li", "class", mark.style());
            html.element("b", mark.symbol(), "aria-hidden", "true");
            html.text(" " + answer.name() + (missing == null ? " is there" : " is missing: " + missing));
            html.close();
        }
        html.close();
    }

    private void fitness(Fitness fitness) throws XMLStreamException {
        html.open("p", "class", "fitness " + mark(fitness.level()).style());
        html.element("b", mark(fitness.level()).symbol(), "aria-hidden", "true");
        html.element("strong", verdict(fitness.level()));
        if (fitness.bits() > 0) {
            html.element("span", fitness.bits() + " significant bits", "class", "quiet");
        }
        html.close();
        html.element("p", fitness.reason(), "class", "reason");
        if (!fitness.cautions().isEmpty()) {
            html.open("details");
            int cautions = fitness.cautions().size();
            html.element("summary", cautions == 1 ? "Beware of one thing" : "Beware of " + cautions + " things");
            html.open("ul");
            for (String caution : fitness.cautions()) {
                html.element("li", caution);
            }
            html.close();
            html.close();
        }
    }

    private static String verdict(Fitness.Level level) {
        return switch (level) {
            case FLOAT32, FLOAT16_ONLY -> "Fit: " + level.words();
            case NOT_FIT -> "Not fit";
            case UNDECIDED -> "Undecided";
        };
    }

    /** The mark that looks as good or bad. */
    private static Mark mark(Fitness.Level level) {
        return switch (level) {
            case FLOAT32 -> Mark.PASS;
            case FLOAT16_ONLY -> Mark.WARN;
            case NOT_FIT -> Mark.FAIL;
            case UNDECIDED -> Mark.UNSUPPORTED;
        };
    }

    private void absent(AdapterReport adapter) throws XMLStreamException {
        html.open("article", "class", "card absent");
        html.element("h3", adapter.path());
        html.element("p", adapter.name(), "class", "quiet");
        html.element("p", "Not available: " + adapter.unavailable());
        if (adapter.hint() != null) {
            html.element("p", "Mend: " + adapter.hint());
        }
        html.close();
    }

    /** The shares of the marks; the tally says the same in words. */
    private void bar(Collection<CaseResult> results) throws XMLStreamException {
        html.open("div", "class", "bar", "aria-hidden", "true");
        for (Map.Entry<Mark, Integer> count : Mark.count(results).entrySet()) {
            html.element("i", "", "class", count.getKey().style(), "style", "flex-grow:" + count.getValue());
        }
        html.close();
    }

    private void tally(Map<Mark, Integer> counts) throws XMLStreamException {
        html.open("ul", "class", "tally");
        for (Map.Entry<Mark, Integer> count : counts.entrySet()) {
            html.open("li", "class", count.getKey().style());
            html.element("b", count.getKey().symbol(), "aria-hidden", "true");
            html.text(" " + count.getValue() + " " + count.getKey().word());
            html.close();
        }
        html.close();
    }

    private void matrix() throws XMLStreamException {
        html.open("section", "id", "matrix");
        html.element("h2", "Adapters × groups");
        html.open("div", "class", "scroll");
        html.open("table", "class", "matrix");
        html.element(
                "caption",
                "Cases of each group by verdict; a group leads to its cases, a count to the first case that it counts.");
        html.open("thead");
        html.open("tr");
        html.element("th", "adapter", "scope", "col");
        for (String group : groups) {
            html.open("th", "scope", "col");
            html.element("a", group, "href", "#group-" + group);
            html.close();
        }
        html.element("th", "all", "scope", "col");
        html.close();
        html.close();
        html.open("tbody");
        for (Column column : columns) {
            html.open("tr");
            html.open("th", "scope", "row");
            html.element("span", column.letter(), "class", "letter");
            html.text(" ");
            html.element("span", column.path(), "class", "path");
            Fitness fitness = column.adapter().fitness();
            if (fitness != null) {
                html.element("small", verdict(fitness.level()));
            }
            html.close();
            for (String group : groups) {
                cell(column.ofGroup(group));
            }
            cell(column.adapter().cases());
            html.close();
        }
        html.close();
        html.close();
        html.close();
        legend();
        html.close();
    }

    private void cell(List<CaseResult> results) throws XMLStreamException {
        if (results.isEmpty()) {
            html.element("td", "");
            return;
        }
        html.open("td", "class", Mark.worst(results).style());
        for (Map.Entry<Mark, Integer> count : Mark.count(results).entrySet()) {
            Mark mark = count.getKey();
            if (mark == Mark.PASS) {
                html.open("span", "class", "count");
            } else {
                html.open("a", "class", "count", "href", "#" + first(results, mark));
            }
            html.text(count.getValue() + "\u00a0");
            html.element("b", mark.symbol(), "aria-hidden", "true");
            html.element("span", " " + mark.word(), "class", "hidden");
            html.close();
            html.text(" ");
        }
        html.close();
    }

    private static String first(List<CaseResult> results, Mark mark) {
        return results.stream()
                .filter(result -> Mark.of(result) == mark)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void legend() throws XMLStreamException {
        Map<Mark, Integer> all = new EnumMap<>(Mark.class);
        columns.forEach(column ->
                Mark.count(column.adapter().cases()).forEach((mark, count) -> all.merge(mark, count, Integer::sum)));
        html.open("ul", "class", "legend");
        for (Mark mark : all.keySet()) {
            html.open("li", "class", mark.style());
            html.element("b", mark.symbol(), "aria-hidden", "true");
            html.text(" ");
            html.element("strong", mark.word());
            html.text(": " + mark.meaning());
            html.close();
        }
        html.close();
    }

    private void cases() throws XMLStreamException {
        html.open("section", "id", "cases", "style", "--adapters:" + columns.size());
        html.element("h2", "All cases");
        html.element(
                "p",
                "Open a group, then a case: what it asks, what each adapter measured, what is accepted, and, where a curve tells"
                        + " more, a plot. The number beside a mark is the first that the case measured. Plots are thinned to "
                        + Curve.MAX_POINTS + " points, the worst among them; the band is what is accepted.",
                "class",
                "quiet");
        html.open("form", "class", "tools");
        html.open("fieldset");
        html.element("legend", "Show");
        radio("all", "all cases", true);
        for (Mark mark : Mark.values()) {
            if (mark != Mark.PASS && columns.stream().anyMatch(column -> column.has(mark))) {
                radio(mark.style(), mark.symbol() + " " + mark.word(), false);
            }
        }
        html.close();
        html.element("button", "Expand all", "type", "button", "id", "expand", "hidden", "hidden");
        html.element("button", "Collapse all", "type", "button", "id", "collapse", "hidden", "hidden");
        html.close();
        HtmlCase writer = new HtmlCase(html, columns);
        for (String group : groups) {
            group(group, writer);
        }
        html.close();
    }

    private void radio(String mark, String label, boolean checked) throws XMLStreamException {
        html.open("label");
        if (checked) {
            html.empty("input", "type", "radio", "name", "show", "value", mark, "checked", "checked");
        } else {
            html.empty("input", "type", "radio", "name", "show", "value", mark);
        }
        html.text(" " + label);
        html.close();
    }

    private void group(String group, HtmlCase writer) throws XMLStreamException {
        List<CaseResult> results = columns.stream()
                .flatMap(column -> column.ofGroup(group).stream())
                .toList();
        String marks = Mark.count(results).keySet().stream()
                .map(mark -> " has-" + mark.style())
                .collect(Collectors.joining());
        List<Question> asked = report.questions().stream()
                .filter(question -> question.group().equals(group))
                .toList();
        html.open("details", "class", "group" + marks);
        html.open("summary");
        html.element("h3", group);
        html.element("span", asked.size() == 1 ? "1 case" : asked.size() + " cases", "class", "quiet");
        tally(Mark.count(results));
        html.close();
        // Inside, so that a link to it opens the group: a browser opens what is closed around the target of a link.
        html.open("div", "class", "columns", "aria-hidden", "true", "id", "group-" + group);
        html.element("span", "case", "class", "id");
        for (Column column : columns) {
            html.open("span", "class", "head");
            html.element("span", column.letter(), "class", "letter");
            html.open("span", "class", "name");
            html.text(column.adapter().backend() + "/");
            html.empty("br");
            html.text(column.adapter().adapter());
            html.close();
            html.close();
        }
        html.close();
        for (Question question : asked) {
            writer.write(question);
        }
        html.close();
    }

    static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
