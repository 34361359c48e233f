package dev.texon.conformance.files;

import dev.texon.conformance.Curve;
import dev.texon.conformance.Numbers;
import dev.texon.plots.Axis;
import dev.texon.plots.Svg;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
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
        Plot plot = new Plot(curve);
        html.picture(plot.describe(), WIDTH, HEIGHT, plot::draw);
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void draw(Svg svg) throws XMLStreamException {
        svg.path("band", band());
        axes(svg);
        values(svg);
    }

    private String describe() {
        double[] finite = DoubleStream.of(ys).filter(Double::isFinite).toArray();
        String range = finite.length == 0
                ? "no finite value"
                : "from " + Numbers.format(DoubleStream.of(finite).min().orElseThrow(), 3) + " to "
                        + Numbers.format(DoubleStream.of(finite).max().orElseThrow(), 3);
        return curve.name() + ": " + curve.yLabel() + " " + range;
    }

    private void axes(Svg svg) throws XMLStreamException {
        StringBuilder lines = new StringBuilder();
        for (double tick : y.ticks(17)) {
            double at = half(y.at(tick));
            lines.append('M')
                    .append(LEFT)
                    .append(' ')
                    .append(Svg.pixels(at))
                    .append('H')
                    .append(RIGHT);
            svg.text("y", LEFT - 4, at, Numbers.format(tick, 2));
        }
        boolean whole = curve.xs().stream().allMatch(place -> place == Math.rint(place));
        for (double tick : x.ticks(38)) {
            if (whole && tick != Math.rint(tick)) {
                continue;
            }
            double at = half(x.at(tick));
            lines.append('M').append(Svg.pixels(at)).append(' ').append(BOTTOM).append("v3");
            svg.text("x", at, BOTTOM + 13, Numbers.format(tick, 2));
        }
        svg.path("grid", lines.toString());
        svg.path("axis", "M" + LEFT + " " + TOP + "V" + BOTTOM + "H" + RIGHT);
        svg.text("label", RIGHT, HEIGHT - 4, curve.xLabel());
    }

    private void values(Svg svg) throws XMLStreamException {
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
        svg.path("line", few ? line.toString() : "");
        svg.path(few ? "dots few" : "dots", String.join("", dots));
        svg.path("crosses", String.join("", crosses));
        svg.path("triangles", String.join("", triangles));
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

    /** To half a pixel, in which a dot on a dot shows no more. */
    private static String pixel(double place) {
        return Svg.pixels(half(place));
    }

    private static double half(double place) {
        return Math.rint(2 * place) / 2;
    }
}
