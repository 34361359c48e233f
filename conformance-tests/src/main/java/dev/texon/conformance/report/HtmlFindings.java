package dev.texon.conformance.report;

import dev.texon.conformance.CaseResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/** What a reader must know: failures, then known failures, then warnings; the same words are said once. */
final class HtmlFindings {
    /** More places of the same words are folded. */
    private static final int PLACES = 3;

    private final Markup html;
    private final List<Column> columns;

    /** The cases with the same words, and where; of failures the first line says what is wrong. */
    private record Finding(String message, Map<String, Set<String>> lettersByCase) {}

    HtmlFindings(Markup html, List<Column> columns) {
        this.html = html;
        this.columns = columns;
    }

    void write() throws XMLStreamException {
        html.open("section", "id", "findings");
        html.element("h2", "Findings");
        boolean any = part("Failures", List.of(Mark.FAIL, Mark.CRASH, Mark.TIMEOUT));
        any |= part("Known failures", List.of(Mark.KNOWN));
        any |= part("Warnings", List.of(Mark.WARN));
        if (!any) {
            html.element("p", "None: every case passed, or its capability is absent and the call is refused.");
        }
        html.close();
    }

    private boolean part(String title, List<Mark> marks) throws XMLStreamException {
        List<Map.Entry<Mark, Finding>> findings = new ArrayList<>();
        int count = 0;
        for (Mark mark : marks) {
            for (Finding finding : collect(mark)) {
                findings.add(Map.entry(mark, finding));
                count += finding.lettersByCase().values().stream()
                        .mapToInt(Set::size)
                        .sum();
            }
        }
        if (findings.isEmpty()) {
            return false;
        }
        html.open("details", "class", "part", "open", "open");
        html.open("summary");
        html.element("h3", title);
        html.element("span", String.valueOf(count), "class", "quiet");
        html.close();
        html.open("ul", "class", "findings");
        for (Map.Entry<Mark, Finding> finding : findings) {
            finding(finding.getKey(), finding.getValue());
        }
        html.close();
        html.close();
        return true;
    }

    private Iterable<Finding> collect(Mark mark) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Column column : columns) {
            for (CaseResult result : column.adapter().cases()) {
                if (Mark.of(result) == mark) {
                    // What follows a failure's first line names the adapter.
                    String words = mark == Mark.WARN ? result.message() : firstLine(result.message());
                    findings.computeIfAbsent(words, w -> new Finding(result.message(), new LinkedHashMap<>()))
                            .lettersByCase()
                            .computeIfAbsent(result.id(), id -> new LinkedHashSet<>())
                            .add(column.letter());
                }
            }
        }
        return findings.values();
    }

    private void finding(Mark mark, Finding finding) throws XMLStreamException {
        html.open("li", "class", mark.style());
        html.open("p");
        html.element("b", mark.symbol() + " " + mark.word(), "class", "badge " + mark.style());
        html.text(" ");
        String first = firstLine(finding.message());
        html.element("strong", first);
        html.close();
        places(finding.lettersByCase());
        String rest = finding.message()
                .substring(Math.min(first.length() + 1, finding.message().length()));
        if (!rest.isBlank()) {
            html.element("pre", rest);
        }
        html.close();
    }

    private void places(Map<String, Set<String>> lettersByCase) throws XMLStreamException {
        boolean fold = lettersByCase.size() > PLACES;
        if (fold) {
            html.open("details", "class", "fold");
            html.element("summary", lettersByCase.size() + " cases");
        }
        html.open("p", "class", "places");
        for (Map.Entry<String, Set<String>> place : lettersByCase.entrySet()) {
            html.open("span");
            html.element("a", place.getKey(), "href", "#" + place.getKey());
            for (String letter : place.getValue()) {
                html.text(" ");
                html.element("span", letter, "class", "letter");
            }
            html.close();
            html.text(" ");
        }
        html.close();
        if (fold) {
            html.close();
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
