package dev.texon.benchmarks;

import dev.texon.benchmarks.BenchReport.Ratio;
import dev.texon.benchmarks.BenchReport.Result;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report as a picture: for each workload a bar for each adapter, to the right where it is faster than what it is compared with, and
 * the figure of that. A thin line is the range of the rounds; where it is wider than the ratio, there is no bar. What is slower is
 * marked.
 */
final class BenchPicture {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 940;
    private static final int LEFT = 230;
    private static final int RIGHT = 180;
    private static final int TOP = 108;
    private static final int BAR = 17;
    private static final int GAP = 14;
    /** Okabe and Ito's colours, which colour-blind people tell apart; they show on white and on black. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00");

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #222 }
            .title { font-weight: 600; font-size: 16px }
            .quiet { fill: #666; font-size: 12px }
            .line { stroke: #ccc }
            .one { stroke: #555; stroke-width: 1.5 }
            .ground { fill: #fff }
            .range { stroke: #222; stroke-width: 1.2 }
            .worse { fill: #b3261e }
            @media (prefers-color-scheme: dark) {
              text { fill: #ddd } .quiet { fill: #999 } .line { stroke: #444 } .one { stroke: #aaa } .ground { fill: #0d1117 }
              .range { stroke: #ddd } .worse { fill: #ff9a90 }
            }
            """;

    private static final String NOTE =
            "Bar: ratio of the medians; thin line: range of the rounds; no bar where that is wider than the ratio; ▼ slower";

    private final List<String> adapters;
    private final List<Group> groups;
    private final String title;
    private final String against;
    private final double least;
    private final double most;

    private record Group(String workload, List<Result> results, List<Result> peers) {}

    /**
     * @param against prefix of the ids of what ratios are to, for example {@code tfjs/}
     * @param name of that, for the title
     */
    private BenchPicture(BenchReport report, String against, String name) {
        groups = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        double low = 0.5;
        double high = 2;
        for (Result result : report.results()) {
            Optional<Ratio> ratio = ratio(result, against);
            if (ratio.isEmpty() || result.outcome().workload().startsWith("ceiling/")) {
                continue;
            }
            low = Math.min(low, ratio.get().low());
            high = Math.max(high, ratio.get().high());
            String workload = result.outcome().workload();
            if (groups.isEmpty() || !groups.get(groups.size() - 1).workload().equals(workload)) {
                groups.add(new Group(workload, new ArrayList<>(), peers(report, workload, against)));
            }
            groups.get(groups.size() - 1).results().add(result);
            if (!ids.contains(result.outcome().contender())) {
                ids.add(result.outcome().contender());
            }
        }
        adapters = ids;
        title = "How many times as fast as " + name;
        least = Math.pow(2, Math.floor(log2(low)));
        most = Math.pow(2, Math.ceil(log2(high)));
        this.against = against;
    }

    /** Writes SVG; the ratios to TensorFlow.js if it took part, else to another peer, else to the first adapter. */
    static void write(BenchReport report, OutputStream out) {
        String first = report.contenders().get(0).id();
        BenchPicture picture = report.contenders().stream()
                .flatMap(seat -> Peer.of(seat.id()).stream())
                .sorted()
                .findFirst()
                .map(peer ->
                        new BenchPicture(report, peer.id() + "/", peer.id() + " in the same browser on the same GL"))
                .orElseGet(() -> new BenchPicture(report, first, first));
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            picture.draw(report, xml);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The other's own outcomes; none if it is one of those that have a bar. */
    private static List<Result> peers(BenchReport report, String workload, String against) {
        return report.results().stream()
                .filter(result -> result.outcome().workload().equals(workload)
                        && result.outcome().contender().startsWith(against)
                        && Peer.of(result.outcome().contender()).isPresent()
                        && result.outcome().timed())
                .toList();
    }

    private static Optional<Ratio> ratio(Result result, String against) {
        return result.ratios().stream()
                .filter(one -> one.against().startsWith(against))
                .findFirst();
    }

    private void draw(BenchReport report, XMLStreamWriter xml) throws XMLStreamException {
        int bars = groups.stream()
                .mapToInt(group -> group.results().size() + group.peers().size())
                .sum();
        int height = TOP + bars * BAR + groups.size() * GAP + 76;
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("svg");
        xml.writeDefaultNamespace(SVG);
        xml.writeAttribute("viewBox", "0 0 " + WIDTH + " " + height);
        xml.writeAttribute("width", String.valueOf(WIDTH));
        xml.writeAttribute("height", String.valueOf(height));
        xml.writeAttribute("role", "img");
        xml.writeStartElement("title");
        xml.writeCharacters(title);
        xml.writeEndElement();
        xml.writeStartElement("style");
        xml.writeCharacters(STYLE);
        xml.writeEndElement();
        rectangle(xml, "ground", "", 0, 0, WIDTH, height);
        text(xml, "title", 16, 26, "start", title);
        legend(xml);
        text(xml, "quiet", 16, 76, "start", NOTE);
        scale(xml, height - 70);
        int y = TOP;
        for (Group group : groups) {
            text(xml, "", LEFT - 10, y + 13, "end", group.workload());
            for (Result result : group.results()) {
                bar(xml, y, result);
                y += BAR;
            }
            for (Result peer : group.peers()) {
                text(xml, "quiet", at(1) + 5, y + 13, "start", peer.outcome().contender());
                figure(xml, y, peer);
                y += BAR;
            }
            y += GAP;
        }
        line(xml, "one", at(1), TOP - 6, at(1), height - 70);
        text(
                xml,
                "quiet",
                16,
                height - 12,
                "start",
                "Medians of " + report.rounds() + " rounds in turn on "
                        + report.machine().cores() + " cores, "
                        + report.machine().processor() + "; " + report.started().substring(0, 10) + ", "
                        + report.commit());
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void legend(XMLStreamWriter xml) throws XMLStreamException {
        int x = 16;
        for (int i = 0; i < adapters.size(); i++) {
            rectangle(xml, "", colour(adapters.get(i)), x, 41, 11, 11);
            text(xml, "", x + 17, 51, "start", adapters.get(i));
            x += 40 + 8 * adapters.get(i).length();
        }
    }

    private void scale(XMLStreamWriter xml, int bottom) throws XMLStreamException {
        for (double value = least; value <= most; value *= 2) {
            line(xml, "line", at(value), TOP - 6, at(value), bottom);
            text(xml, "quiet", at(value), bottom + 16, "middle", number(value) + "×");
        }
        text(
                xml,
                "quiet",
                at(1),
                bottom + 34,
                "middle",
                "← slower · speed over " + against.replaceFirst("/$", "") + ", logarithmic · faster →");
    }

    private void bar(XMLStreamWriter xml, int y, Result result) throws XMLStreamException {
        Ratio ratio = ratio(result, against).orElseThrow();
        double from = Math.min(at(1), at(ratio.times()));
        double to = Math.max(at(1), at(ratio.times()));
        if (ratio.clear()) {
            rectangle(xml, "", colour(result.outcome().contender()), from, y + 1, Math.max(1, to - from), BAR - 3);
        } else {
            rectangle(xml, "", colour(result.outcome().contender()), at(ratio.times()) - 2, y + 1, 4, BAR - 3);
        }
        line(xml, "range", at(ratio.low()), y + 8, at(ratio.high()), y + 8);
        boolean worse = ratio.clear() && ratio.times() < 1;
        String text = ratio.clear()
                ? number(ratio.times()) + "×" + (worse ? " ▼" : "")
                : "varies, " + number(ratio.low()) + "–" + number(ratio.high()) + "×";
        text(xml, worse ? "worse" : "", Math.max(to, at(ratio.high())) + 5, y + 13, "start", text);
        figure(xml, y, result);
    }

    private static void figure(XMLStreamWriter xml, int y, Result result) throws XMLStreamException {
        text(
                xml,
                "quiet",
                WIDTH - 16,
                y + 13,
                "end",
                number(result.outcome().figure()) + " " + result.outcome().unit());
    }

    private String colour(String adapter) {
        return COLOURS.get(adapters.indexOf(adapter) % COLOURS.size());
    }

    private double at(double times) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (log2(times) - log2(least)) / (log2(most) - log2(least));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    /** Three digits at most. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private static void rectangle(
            XMLStreamWriter xml, String style, String fill, double x, double y, double width, double height)
            throws XMLStreamException {
        xml.writeEmptyElement("rect");
        if (!style.isEmpty()) {
            xml.writeAttribute("class", style);
        }
        if (!fill.isEmpty()) {
            xml.writeAttribute("fill", fill);
        }
        xml.writeAttribute("x", coordinate(x));
        xml.writeAttribute("y", coordinate(y));
        xml.writeAttribute("width", coordinate(width));
        xml.writeAttribute("height", coordinate(height));
    }

    private static void line(XMLStreamWriter xml, String style, double x1, double y1, double x2, double y2)
            throws XMLStreamException {
        xml.writeEmptyElement("line");
        xml.writeAttribute("class", style);
        xml.writeAttribute("x1", coordinate(x1));
        xml.writeAttribute("y1", coordinate(y1));
        xml.writeAttribute("x2", coordinate(x2));
        xml.writeAttribute("y2", coordinate(y2));
    }

    private static void text(XMLStreamWriter xml, String style, double x, double y, String anchor, String text)
            throws XMLStreamException {
        xml.writeStartElement("text");
        if (!style.isEmpty()) {
            xml.writeAttribute("class", style);
        }
        xml.writeAttribute("x", coordinate(x));
        xml.writeAttribute("y", coordinate(y));
        xml.writeAttribute("text-anchor", anchor);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
