package dev.texon.benchmarks;

import dev.texon.benchmarks.BenchReport.Ratio;
import dev.texon.benchmarks.BenchReport.Result;
import dev.texon.plots.Axis;
import dev.texon.plots.Svg;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * A report as a picture: for each workload a bar for each adapter, to the right where it is faster than what it is compared with, and
 * the figure of that. A thin line is the range of the rounds; where it is wider than the ratio, there is no bar. What is slower is
 * marked.
 */
final class BenchPicture {
    private static final int WIDTH = 940;
    private static final int LEFT = 230;
    private static final int RIGHT = 180;
    private static final int TOP = 108;
    private static final int BAR = 17;
    private static final int GAP = 14;
    private static final int COLOURS = 8;

    private static final String NOTE =
            "Bar: ratio of the medians; thin line: range of the rounds; no bar where that is wider than the ratio; ▼ slower";

    private final List<String> adapters;
    private final List<Group> groups;
    private final String title;
    private final String against;
    private final Axis scale;

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
        scale = Axis.logarithmic(low, high, LEFT, WIDTH - RIGHT);
        this.against = against;
    }

    /**
     * Writes SVG; the ratios to TensorFlow.js if it took part, else to another peer, else to the first adapter.
     *
     * @throws IOException if the stream takes no more
     */
    static void write(BenchReport report, OutputStream out) throws IOException {
        String first = report.contenders().get(0).id();
        BenchPicture picture = report.contenders().stream()
                .flatMap(seat -> Peer.of(seat.id()).stream())
                .sorted()
                .findFirst()
                .map(peer ->
                        new BenchPicture(report, peer.id() + "/", peer.id() + " in the same browser on the same GL"))
                .orElseGet(() -> new BenchPicture(report, first, first));
        Svg.write(out, picture.title, WIDTH, picture.height(), svg -> picture.draw(report, svg));
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

    private int height() {
        int bars = groups.stream()
                .mapToInt(group -> group.results().size() + group.peers().size())
                .sum();
        return TOP + bars * BAR + groups.size() * GAP + 76;
    }

    private void draw(BenchReport report, Svg svg) throws XMLStreamException {
        int height = height();
        svg.text("title", 16, 26, title);
        legend(svg);
        svg.text("quiet", 16, 76, NOTE);
        scale(svg, height - 70);
        int y = TOP;
        for (Group group : groups) {
            svg.text("end", LEFT - 10, y + 13, group.workload());
            for (Result result : group.results()) {
                bar(svg, y, result);
                y += BAR;
            }
            for (Result peer : group.peers()) {
                svg.text("quiet", at(1) + 5, y + 13, peer.outcome().contender());
                figure(svg, y, peer);
                y += BAR;
            }
            y += GAP;
        }
        svg.line("one", at(1), TOP - 6, at(1), height - 70);
        svg.text(
                "quiet",
                16,
                height - 12,
                "Medians of " + report.rounds() + " rounds in turn on "
                        + report.machine().cores() + " cores, "
                        + report.machine().processor() + "; " + report.started().substring(0, 10) + ", "
                        + report.commit());
    }

    private void legend(Svg svg) throws XMLStreamException {
        int x = 16;
        for (int i = 0; i < adapters.size(); i++) {
            svg.rectangle("fill " + colour(adapters.get(i)), x, 41, 11, 11);
            svg.text("", x + 17, 51, adapters.get(i));
            x += 40 + 8 * adapters.get(i).length();
        }
    }

    private void scale(Svg svg, int bottom) throws XMLStreamException {
        for (double value : scale.ticks(0)) {
            svg.line("line", at(value), TOP - 6, at(value), bottom);
            svg.text("quiet middle", at(value), bottom + 16, number(value) + "×");
        }
        svg.text(
                "quiet middle",
                at(1),
                bottom + 34,
                "← slower · speed over " + against.replaceFirst("/$", "") + ", logarithmic · faster →");
    }

    private void bar(Svg svg, int y, Result result) throws XMLStreamException {
        Ratio ratio = ratio(result, against).orElseThrow();
        double from = Math.min(at(1), at(ratio.times()));
        double to = Math.max(at(1), at(ratio.times()));
        if (ratio.clear()) {
            svg.rectangle("fill " + colour(result.outcome().contender()), from, y + 1, Math.max(1, to - from), BAR - 3);
        } else {
            svg.rectangle("fill " + colour(result.outcome().contender()), at(ratio.times()) - 2, y + 1, 4, BAR - 3);
        }
        svg.line("range", at(ratio.low()), y + 8, at(ratio.high()), y + 8);
        boolean worse = ratio.clear() && ratio.times() < 1;
        String text = ratio.clear()
                ? number(ratio.times()) + "×" + (worse ? " ▼" : "")
                : "varies, " + number(ratio.low()) + "–" + number(ratio.high()) + "×";
        svg.text(worse ? "worse" : "", Math.max(to, at(ratio.high())) + 5, y + 13, text);
        figure(svg, y, result);
    }

    private static void figure(Svg svg, int y, Result result) throws XMLStreamException {
        svg.text(
                "quiet end",
                WIDTH - 16,
                y + 13,
                number(result.outcome().figure()) + " " + result.outcome().unit());
    }

    private String colour(String adapter) {
        return "c" + adapters.indexOf(adapter) % COLOURS;
    }

    private double at(double times) {
        return scale.at(times);
    }

    /** Three digits at most. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
