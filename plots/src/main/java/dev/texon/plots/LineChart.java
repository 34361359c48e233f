package dev.texon.plots;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javax.xml.stream.XMLStreamException;

/**
 * Lines over one horizontal axis, in parts one below the other that have vertical axes of their own.
 *
 * @param title stands above
 * @param axis what the horizontal axis counts
 * @param parts from the top down
 * @param mark a place on the horizontal axis
 */
public record LineChart(String title, String axis, List<Part> parts, Optional<Mark> mark) {
    public static final int WIDTH = 900;
    public static final int HEIGHT = 600;

    private static final int LEFT = 76;
    private static final int RIGHT = WIDTH - 18;
    private static final int TOP = 60;
    private static final int GAP = 30;
    private static final int ROW = 20;
    private static final int COLOURS = 8;
    /** A line of so few points shows them. */
    private static final int FEW = 40;

    /** @param parts at least one */
    public LineChart {
        parts = List.copyOf(parts);
    }

    /**
     * Some lines over a vertical axis.
     *
     * @param axis what it counts
     * @param weight share of the height
     */
    public record Part(String axis, int weight, List<Line> lines) {
        public Part {
            lines = List.copyOf(lines);
        }
    }

    /** A line, which the legend names; what is not finite is left out. */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    public record Point(double x, double y) {}

    /** A vertical line with a label. */
    public record Mark(double x, String label) {}

    /** Writes SVG. */
    public void write(OutputStream out) throws IOException {
        Svg.write(out, title, WIDTH, HEIGHT, this::draw);
    }

    private void draw(Svg svg) throws XMLStreamException {
        svg.text("title middle", WIDTH / 2.0, 26, title);
        List<List<Line>> legend = legend();
        int bottom = HEIGHT - 48 - ROW * legend.size();
        Axis x = Axis.linear(numbers(parts, Point::x), LEFT, RIGHT);
        int weights = parts.stream().mapToInt(Part::weight).sum();
        double top = TOP;
        int colour = 0;
        for (Part part : parts) {
            double height = (bottom - TOP - GAP * (parts.size() - 1.0)) * part.weight() / weights;
            draw(svg, part, x, top, top + height, colour);
            if (mark.isPresent()) {
                double at = x.at(mark.get().x());
                svg.line("one", at, top, at, top + height);
            }
            colour += part.lines().size();
            top += height + GAP;
        }
        for (double tick : x.ticks(60)) {
            svg.text("quiet middle", x.at(tick), bottom + 18, text(tick));
        }
        svg.text("quiet middle", (LEFT + RIGHT) / 2.0, bottom + 38, axis);
        if (mark.isPresent()) {
            double at = x.at(mark.get().x());
            // There is room towards the middle.
            boolean right = at > (LEFT + RIGHT) / 2.0;
            svg.text(
                    right ? "quiet end" : "quiet",
                    right ? at - 5 : at + 5,
                    TOP + 13,
                    mark.get().label());
        }
        names(svg, legend, bottom + 62);
    }

    private static void draw(Svg svg, Part part, Axis x, double top, double bottom, int colour)
            throws XMLStreamException {
        Axis y = Axis.linear(numbers(List.of(part), Point::y), bottom, top);
        for (double tick : y.ticks(26)) {
            svg.line("line", LEFT, y.at(tick), RIGHT, y.at(tick));
            svg.text("quiet end", LEFT - 6, y.at(tick) + 4, text(tick));
        }
        for (double tick : x.ticks(60)) {
            svg.line("line", x.at(tick), top, x.at(tick), bottom);
        }
        svg.path("one", "M" + LEFT + " " + Svg.pixels(top) + "V" + Svg.pixels(bottom) + "H" + RIGHT);
        svg.text("quiet", LEFT, top - 6, part.axis());
        for (int i = 0; i < part.lines().size(); i++) {
            List<Point> points = finite(part.lines().get(i).points());
            StringBuilder line = new StringBuilder();
            StringBuilder dots = new StringBuilder();
            for (Point point : points) {
                String place = Svg.pixels(x.at(point.x())) + " " + Svg.pixels(y.at(point.y()));
                line.append(line.isEmpty() ? "M" : "L").append(place);
                dots.append('M').append(place).append("h0");
            }
            svg.path("stroke " + colour(colour + i), line.toString());
            svg.path("stroke dots " + colour(colour + i), points.size() <= FEW ? dots.toString() : "");
        }
    }

    /** The names of all lines, in rows that fit. */
    private List<List<Line>> legend() {
        List<List<Line>> rows = new ArrayList<>();
        int room = 0;
        for (Part part : parts) {
            for (Line line : part.lines()) {
                if (rows.isEmpty() || width(line) > room) {
                    rows.add(new ArrayList<>());
                    room = RIGHT - LEFT;
                }
                rows.get(rows.size() - 1).add(line);
                room -= width(line);
            }
        }
        return rows;
    }

    private static void names(Svg svg, List<List<Line>> legend, int top) throws XMLStreamException {
        int colour = 0;
        int y = top;
        for (List<Line> row : legend) {
            double at = (WIDTH - row.stream().mapToInt(LineChart::width).sum()) / 2.0;
            for (Line line : row) {
                svg.line("stroke " + colour(colour), at, y - 4, at + 18, y - 4);
                svg.text("", at + 24, y, line.name());
                at += width(line);
                colour++;
            }
            y += ROW;
        }
    }

    /** About, since only the reader's system knows its font. */
    private static int width(Line line) {
        return 44 + 7 * line.name().length();
    }

    private static String colour(int line) {
        return "c" + line % COLOURS;
    }

    private static double[] numbers(List<Part> parts, ToDoubleFunction<Point> which) {
        return parts.stream()
                .flatMap(part -> part.lines().stream())
                .flatMap(line -> finite(line.points()).stream())
                .mapToDouble(which)
                .toArray();
    }

    private static List<Point> finite(List<Point> points) {
        return points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }

    private static String text(double tick) {
        return tick == 0
                ? "0"
                : new BigDecimal(tick)
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
