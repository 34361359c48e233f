package dev.texon.plots;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * A directed graph without circles, from top to bottom: boxes with text, branches side by side, and right-angled lines that run around the
 * boxes.
 *
 * @param title stands above
 * @param boxes each after those from which edges lead to it
 * @param edges from a box to a later one
 */
public record GraphChart(String title, List<Box> boxes, List<Edge> edges) {
    static final int LINE = 16;
    static final int TITLE = 27;

    private static final int MARGIN = 24;
    private static final int TOP = 56;
    private static final int NARROWEST = 130;
    /** Letters of the widest usual font, since only the reader's system knows its own. */
    private static final double HEADING_LETTER = 10;

    private static final double TITLE_LETTER = 8.6;
    private static final double LETTER = 7.5;
    private static final int CORNER = 7;

    /** @throws IllegalArgumentException if an edge does not lead from a box to a later one */
    public GraphChart {
        boxes = List.copyOf(boxes);
        edges = List.copyOf(edges);
        for (Edge edge : edges) {
            if (edge.from() < 0 || edge.from() >= edge.to() || edge.to() >= boxes.size()) {
                throw new IllegalArgumentException("An edge leads from box " + edge.from() + " to box " + edge.to()
                        + ", and there are " + boxes.size() + "; lead it to a later one.");
            }
        }
    }

    /**
     * A box.
     *
     * @param title its first line
     * @param lines what stands below
     */
    public record Box(String title, List<String> lines) {
        public Box {
            lines = List.copyOf(lines);
        }

        double width() {
            double longest = lines.stream()
                    .mapToDouble(line -> LETTER * line.length())
                    .max()
                    .orElse(0);
            return Math.max(NARROWEST, Math.ceil(Math.max(longest, TITLE_LETTER * title.length()) / 2) * 2 + 20);
        }

        double height() {
            return TITLE + LINE * lines.size();
        }
    }

    /** From one box to another; boxes are counted from 0. */
    public record Edge(int from, int to) {}

    /** Writes SVG. */
    public void write(OutputStream out) throws IOException {
        GraphLayout layout = GraphLayout.of(boxes, edges);
        double graph = layout.right() - layout.left();
        double width = Math.max(graph, HEADING_LETTER * title.length()) + 2 * MARGIN;
        double right = (width - graph) / 2 - layout.left();
        Svg.write(
                out,
                title,
                (int) Math.ceil(width),
                (int) Math.ceil(TOP + layout.bottom() + MARGIN),
                svg -> draw(svg, layout, width / 2, right));
    }

    private void draw(Svg svg, GraphLayout layout, double middle, double right) throws XMLStreamException {
        svg.text("title middle", middle, 30, title);
        for (List<GraphLayout.Point> line : layout.lines()) {
            svg.path("one", path(line, right));
            GraphLayout.Point end = line.get(line.size() - 1);
            svg.path("arrow", "M" + place(right + end.x(), TOP + end.y()) + "l-4-8h8z");
        }
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            double center = right + layout.x(i);
            double top = TOP + layout.top(i);
            svg.rectangle("box", center - box.width() / 2, top, box.width(), box.height());
            svg.text("strong middle", center, top + 18, box.title());
            for (int j = 0; j < box.lines().size(); j++) {
                svg.text(
                        "quiet middle",
                        center,
                        top + 18 + LINE * (j + 1),
                        box.lines().get(j));
            }
        }
    }

    /** A line with round corners. */
    private static String path(List<GraphLayout.Point> line, double right) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            GraphLayout.Point at = line.get(i);
            String place = place(right + at.x(), TOP + at.y());
            if (i == 0 || i == line.size() - 1) {
                path.append(i == 0 ? "M" : "L").append(place);
                continue;
            }
            GraphLayout.Point before = at.towards(line.get(i - 1), CORNER);
            GraphLayout.Point after = at.towards(line.get(i + 1), CORNER);
            path.append('L').append(place(right + before.x(), TOP + before.y()));
            path.append('Q').append(place).append(' ').append(place(right + after.x(), TOP + after.y()));
        }
        return path.toString();
    }

    private static String place(double x, double y) {
        return Svg.pixels(x) + " " + Svg.pixels(y);
    }
}
