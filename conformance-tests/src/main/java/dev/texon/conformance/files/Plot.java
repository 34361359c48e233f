package dev.texon.conformance.files;

import dev.texon.conformance.Curve;
import dev.texon.conformance.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import javax.xml.stream.XMLStreamException;

/**
 * A small plot of a curve: what is accepted as a band, values as dots (joined where there are few), a value outside its interval as
 * a cross, and one that is not finite as a triangle at the upper edge.
 */
final class Plot {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 152;
    private static final int LEFT = 50;
    private static final int RIGHT = WIDTH - 8;
    private static final int TOP = 8;
    private static final int BOTTOM = HEIGHT - 32;
    /** So few points are joined by a line. */
    private static final int FEW = 40;

    private final Curve curve;
    private final double[] ys;
    private final Axis x;
    private final Axis y;

    private Plot(Curve curve) {
        this.curve = curve;
        double[] xs = numbers(curve.xs());
        ys = numbers(curve.ys());
        double[] shown = DoubleStream.concat(
                        DoubleStream.of(ys),
                        DoubleStream.concat(
                                DoubleStream.of(numbers(curve.lows())), DoubleStream.of(numbers(curve.highs()))))
                .toArray();
        x = Axis.of(xs, xs, LEFT + 4, RIGHT - 4);
        y = Axis.of(shown, ys, BOTTOM - 5, TOP + 5);
    }

    /** Nothing to draw: the same value everywhere, and nothing else accepted. */
    static boolean isFlat(Curve curve) {
        return curve.ys().stream().distinct().count() <= 1
                && curve.lows().equals(curve.highs())
                && curve.lows().stream().distinct().count() <= 1;
    }

    static void write(Curve curve, Markup html) throws XMLStreamException {
        new Plot(curve).svg(html);
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void svg(Markup html) throws XMLStreamException {
        html.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "width",
                String.valueOf(WIDTH),
                "height",
                String.valueOf(HEIGHT),
                "role",
                "img",
                "aria-label",
                describe());
        path(html, "band", band());
        axes(html);
        values(html);
        html.close();
    }

    private String describe() {
        double[] finite = DoubleStream.of(ys).filter(Double::isFinite).toArray();
        String range = finite.length == 0
                ? "no finite value"
                : "from " + Numbers.format(DoubleStream.of(finite).min().orElseThrow(), 3) + " to "
                        + Numbers.format(DoubleStream.of(finite).max().orElseThrow(), 3);
        return curve.name() + ": " + curve.yLabel() + " " + range;
    }

    private void axes(Markup html) throws XMLStreamException {
        StringBuilder lines = new StringBuilder();
        for (double tick : y.ticks(17)) {
            String at = pixel(y.at(tick));
            lines.append('M').append(LEFT).append(' ').append(at).append('H').append(RIGHT);
            html.element("text", Numbers.format(tick, 2), "x", String.valueOf(LEFT - 4), "y", at, "class", "y");
        }
        boolean whole = curve.xs().stream().allMatch(place -> place == Math.rint(place));
        for (double tick : x.ticks(38)) {
            if (whole && tick != Math.rint(tick)) {
                continue;
            }
            String at = pixel(x.at(tick));
            lines.append('M').append(at).append(' ').append(BOTTOM).append("v3");
            html.element("text", Numbers.format(tick, 2), "x", at, "y", String.valueOf(BOTTOM + 13), "class", "x");
        }
        path(html, "grid", lines.toString());
        path(html, "axis", "M" + LEFT + " " + TOP + "V" + BOTTOM + "H" + RIGHT);
        html.element(
                "text", curve.xLabel(), "x", String.valueOf(RIGHT), "y", String.valueOf(HEIGHT - 4), "class", "label");
    }

    private void values(Markup html) throws XMLStreamException {
        // Dots that fall on each other are one.
        Set<String> dots = new LinkedHashSet<>();
        Set<String> crosses = new LinkedHashSet<>();
        Set<String> triangles = new LinkedHashSet<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < ys.length; i++) {
            String place = pixel(x.at(curve.xs().get(i)));
            if (!Double.isFinite(ys[i])) {
                triangles.add("M" + place + " " + TOP + "l4 7h-8z");
                continue;
            }
            place += " " + pixel(y.at(ys[i]));
            line.append(line.isEmpty() ? "M" : "L").append(place);
            if (accepted(i)) {
                dots.add("M" + place + "h0");
            } else {
                crosses.add("M" + place + "m-3-3l6 6m0-6l-6 6");
            }
        }
        boolean few = ys.length <= FEW;
        path(html, "line", few ? line.toString() : "");
        path(html, few ? "dots few" : "dots", String.join("", dots));
        path(html, "crosses", String.join("", crosses));
        path(html, "triangles", String.join("", triangles));
    }

    private boolean accepted(int i) {
        return curve.lows().isEmpty()
                || (ys[i] >= curve.lows().get(i) && ys[i] <= curve.highs().get(i));
    }

    /** The outline of what is accepted; of the bounds within one pixel the widest. */
    private String band() {
        TreeMap<Double, double[]> columns = new TreeMap<>();
        for (int i = 0; i < curve.lows().size(); i++) {
            double low = y.at(curve.lows().get(i));
            double high = y.at(curve.highs().get(i));
            columns.merge(Math.rint(x.at(curve.xs().get(i))), new double[] {low, high}, (a, b) ->
                    new double[] {Math.max(a[0], b[0]), Math.min(a[1], b[1])});
        }
        List<String> upper = new ArrayList<>();
        List<String> lower = new ArrayList<>();
        columns.forEach((place, bounds) -> {
            upper.add(pixel(place) + " " + pixel(bounds[1]));
            lower.add(pixel(place) + " " + pixel(bounds[0]));
        });
        Collections.reverse(lower);
        upper.addAll(lower);
        return upper.isEmpty() ? "" : "M" + String.join("L", upper) + "z";
    }

    private static void path(Markup html, String style, String data) throws XMLStreamException {
        if (!data.isEmpty()) {
            html.empty("path", "class", style, "d", data);
        }
    }

    /** To half a pixel, in which a dot on a dot shows no more. */
    private static String pixel(double place) {
        double half = Math.rint(2 * place) / 2;
        return half == Math.rint(half) ? String.valueOf((long) half) : String.format(Locale.ROOT, "%.1f", half);
    }
}
