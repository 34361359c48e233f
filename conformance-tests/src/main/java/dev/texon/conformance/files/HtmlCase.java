package dev.texon.conformance.files;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Curve;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.Numbers;
import dev.texon.conformance.report.Report.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/** One case, side by side on all adapters: a line of marks, and behind it everything. */
final class HtmlCase {
    private final Markup html;
    private final List<Column> columns;

    /** What is measured: a name and a unit. */
    private record Quantity(String name, String unit) {
        static Quantity of(Measurement measurement) {
            return new Quantity(measurement.name(), measurement.unit());
        }

        Optional<Measurement> in(CaseResult result) {
            return result.measurements().stream()
                    .filter(measurement -> of(measurement).equals(this))
                    .findFirst();
        }

        @Override
        public String toString() {
            return unit.isEmpty() ? name : name + ", " + unit;
        }
    }

    HtmlCase(Markup html, List<Column> columns) {
        this.html = html;
        this.columns = columns;
    }

    void write(Question question) throws XMLStreamException {
        Map<Column, CaseResult> results = new LinkedHashMap<>();
        for (Column column : columns) {
            column.result(question.id()).ifPresent(result -> results.put(column, result));
        }
        Set<Quantity> quantities = new LinkedHashSet<>();
        results.values()
                .forEach(result ->
                        result.measurements().stream().map(Quantity::of).forEach(quantities::add));
        String marks = Mark.count(results.values()).keySet().stream()
                .map(mark -> " has-" + mark.style())
                .collect(Collectors.joining());
        html.open("details", "class", "case" + marks);
        line(question, results, quantities.stream().findFirst());
        // Inside, so that a link to it opens the case and its group: a browser opens what is closed around a target.
        html.open("div", "class", "detail", "id", question.id());
        about(question);
        if (!results.isEmpty()) {
            table(results, quantities);
        }
        plots(results);
        messages(results);
        html.close();
        html.close();
    }

    private void line(Question question, Map<Column, CaseResult> results, Optional<Quantity> first)
            throws XMLStreamException {
        html.open("summary", "class", "columns");
        html.open("span", "class", "id");
        html.text(question.id());
        if (first.isPresent()) {
            String accepted = accepted(results, first.get());
            html.element(
                    "small", first.get() + (accepted.isEmpty() ? "" : " · accepted " + accepted), "class", "quiet");
        }
        html.close();
        for (Column column : columns) {
            CaseResult result = results.get(column);
            if (result == null) {
                html.element("span", "", "class", "mark");
                continue;
            }
            Mark mark = Mark.of(result);
            html.open("span", "class", "mark " + mark.style(), "title", column.path() + ": " + mark.word());
            html.element("span", column.letter() + " " + mark.word(), "class", "hidden");
            html.element("b", mark.symbol(), "aria-hidden", "true");
            Optional<Measurement> measured = first.flatMap(quantity -> quantity.in(result));
            if (measured.isPresent()) {
                html.element("i", Numbers.format(measured.get().value(), 2));
            }
            html.close();
        }
        html.close();
    }

    /** The bound if it is the same wherever there is one. */
    private static String accepted(Map<Column, CaseResult> results, Quantity quantity) {
        Set<String> bounds = results.values().stream()
                .flatMap(result -> quantity.in(result).stream())
                .map(Measurement::accepted)
                .collect(Collectors.toSet());
        return bounds.size() == 1 ? bounds.iterator().next() : "";
    }

    private void about(Question question) throws XMLStreamException {
        html.element("p", question.checks());
        html.open("p", "class", "quiet");
        html.text("Rule " + question.rule() + " of docs/contract.md."
                + (question.requires().isEmpty() ? "" : " Needs " + String.join(", ", question.requires()) + ".")
                + " When it fails, look at " + question.lookAt() + ".");
        html.close();
    }

    private void table(Map<Column, CaseResult> results, Set<Quantity> quantities) throws XMLStreamException {
        html.open("div", "class", "scroll");
        html.open("table");
        html.open("thead");
        html.open("tr");
        html.element("th", "adapter", "scope", "col");
        html.element("th", "verdict", "scope", "col");
        for (Quantity quantity : quantities) {
            html.open("th", "scope", "col");
            html.text(quantity.toString());
            String accepted = accepted(results, quantity);
            if (!accepted.isEmpty()) {
                html.element("small", "accepted " + accepted);
            }
            html.close();
        }
        html.element("th", "ran, ms", "scope", "col");
        html.close();
        html.close();
        html.open("tbody");
        for (Map.Entry<Column, CaseResult> entry : results.entrySet()) {
            CaseResult result = entry.getValue();
            Mark mark = Mark.of(result);
            html.open("tr");
            html.open("th", "scope", "row");
            html.element("span", entry.getKey().letter(), "class", "letter");
            html.text(" " + entry.getKey().path());
            html.close();
            html.element("td", mark.symbol() + " " + mark.word(), "class", mark.style());
            for (Quantity quantity : quantities) {
                value(quantity.in(result), accepted(results, quantity).isEmpty());
            }
            html.element("td", String.valueOf(result.milliseconds()), "class", "number");
            html.close();
        }
        html.close();
        html.close();
        html.close();
    }

    private void value(Optional<Measurement> measurement, boolean withBound) throws XMLStreamException {
        html.open("td", "class", "number");
        if (measurement.isPresent()) {
            html.text(Numbers.format(measurement.get().value(), 4));
            if (withBound && !measurement.get().accepted().isEmpty()) {
                html.element("small", "accepted " + measurement.get().accepted());
            }
        }
        html.close();
    }

    /** Curves that are the same on several adapters are drawn once. */
    private void plots(Map<Column, CaseResult> results) throws XMLStreamException {
        Map<String, Map<Curve, List<String>>> byName = new LinkedHashMap<>();
        results.forEach((column, result) -> result.curves()
                .forEach(curve -> byName.computeIfAbsent(curve.name(), name -> new LinkedHashMap<>())
                        .computeIfAbsent(curve, same -> new ArrayList<>())
                        .add(column.letter())));
        for (Map.Entry<String, Map<Curve, List<String>>> named : byName.entrySet()) {
            html.open("div", "class", "plots");
            for (Map.Entry<Curve, List<String>> plot : named.getValue().entrySet()) {
                plot(plot.getKey(), plot.getValue());
            }
            html.close();
        }
    }

    private void plot(Curve curve, List<String> letters) throws XMLStreamException {
        html.open("figure");
        html.open("figcaption");
        for (String letter : letters) {
            html.element("span", letter, "class", "letter");
            html.text(" ");
        }
        html.element("strong", curve.name());
        html.element("small", curve.yLabel());
        html.close();
        if (Plot.isFlat(curve)) {
            html.element(
                    "p",
                    curve.ys().isEmpty()
                            ? "No points."
                            : Numbers.format(curve.ys().get(0), 4) + " at all "
                                    + curve.ys().size() + " points.",
                    "class",
                    "flat");
        } else {
            Plot.write(curve, html);
        }
        html.close();
    }

    private void messages(Map<Column, CaseResult> results) throws XMLStreamException {
        Map<String, List<String>> lettersByMessage = new LinkedHashMap<>();
        results.forEach((column, result) -> {
            if (!result.message().isEmpty()) {
                lettersByMessage
                        .computeIfAbsent(result.message(), same -> new ArrayList<>())
                        .add(column.letter());
            }
        });
        for (Map.Entry<String, List<String>> message : lettersByMessage.entrySet()) {
            html.open("div", "class", "message");
            for (String letter : message.getValue()) {
                html.element("span", letter, "class", "letter");
                html.text(" ");
            }
            html.element("pre", message.getKey());
            html.close();
        }
    }
}
