package dev.texon.conformance.files;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.FailureText;
import dev.texon.conformance.report.Faults;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/** What a reader must know: failures, then known failures, then warnings; the same words are said once. */
final class HtmlFindings {
    /** More places of the same words are folded. */
    private static final int PLACES = 3;

    private static final Pattern FORMAT = Pattern.compile(Arrays.stream(TextureFormat.values())
            .map(TextureFormat::name)
            .collect(Collectors.joining("|", "\\b(?:", ")\\b")));

    private final Markup html;
    private final List<Column> columns;
    private final Map<Place, Faults.Origin> origins = new HashMap<>();

    /** A case on an adapter. */
    private record Place(String caseId, String path) {}

    /** The cases with the same words but for the format, which formats, and where; the first line stands out. */
    private record Finding(
            String message, Map<String, Set<String>> lettersByCase, Set<Faults.Origin> origins, Set<String> formats) {}

    HtmlFindings(Markup html, List<Column> columns, List<Faults> faults) {
        this.html = html;
        this.columns = columns;
        for (Faults ofGpu : faults) {
            for (Faults.Fault fault : ofGpu.faults()) {
                fault.adapters().forEach(path -> origins.put(new Place(fault.caseId(), path), fault.origin()));
            }
        }
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
                    String words = words(mark, result.message());
                    Finding finding = findings.computeIfAbsent(
                            FORMAT.matcher(words).replaceAll("a format"),
                            same -> finding(mark, words, result.message()));
                    FORMAT.matcher(words).results().map(MatchResult::group).forEach(finding.formats()::add);
                    finding.lettersByCase()
                            .computeIfAbsent(result.id(), id -> new LinkedHashSet<>())
                            .add(column.letter());
                    Faults.Origin origin = origins.get(new Place(result.id(), column.path()));
                    if (origin != null) {
                        finding.origins().add(origin);
                    }
                }
            }
        }
        return findings.values();
    }

    /** What makes findings the same: the evidence of a known failure, or else what is wrong, without the adapter behind it. */
    private static String words(Mark mark, String message) {
        return switch (mark) {
            case WARN -> message;
            case KNOWN ->
                message.lines()
                        .filter(line -> line.startsWith(FailureText.KNOWN))
                        .map(line -> line.substring(FailureText.KNOWN.length()))
                        .findFirst()
                        .orElseGet(() -> firstLine(message));
            default -> firstLine(message);
        };
    }

    private static Finding finding(Mark mark, String words, String message) {
        return new Finding(
                mark == Mark.KNOWN ? words : message,
                new LinkedHashMap<>(),
                EnumSet.noneOf(Faults.Origin.class),
                new LinkedHashSet<>());
    }

    private void finding(Mark mark, Finding finding) throws XMLStreamException {
        html.open("li", "class", mark.style());
        html.open("p");
        html.element("b", mark.symbol() + " " + mark.word(), "class", "badge " + mark.style());
        html.text(" ");
        String first = firstLine(finding.message());
        html.element("strong", first);
        html.close();
        if (finding.formats().size() > 1) {
            html.element(
                    "p",
                    "The same for " + finding.formats().stream().skip(1).collect(Collectors.joining(", ")) + ".",
                    "class",
                    "quiet");
        }
        places(finding.lettersByCase());
        // A warning is nobody's fault, and a known failure's evidence says whose it is.
        if (mark != Mark.WARN && mark != Mark.KNOWN && !finding.origins().isEmpty()) {
            html.element(
                    "p",
                    "Whose fault: "
                            + finding.origins().stream()
                                    .map(Faults.Origin::words)
                                    .collect(Collectors.joining(", ")),
                    "class",
                    "quiet");
        }
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
