package dev.texon.conformance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A curve that a case found, for the report to draw.
 *
 * @param name what it shows, for example {@code exp, error over input}
 * @param xLabel what runs along, with its unit if it has one
 * @param yLabel what was found, with its unit if it has one
 * @param xs positions, all finite, ascending
 * @param ys as many values; a NaN or Inf is a find, too, and stays
 * @param lows the smallest accepted value at each position; empty if nothing is judged
 * @param highs the largest accepted value at each position; empty if nothing is judged
 */
public record Curve(
        String name,
        String xLabel,
        String yLabel,
        List<Double> xs,
        List<Double> ys,
        List<Double> lows,
        List<Double> highs) {
    /** More points than this do not show in a small plot. */
    public static final int MAX_POINTS = 512;

    /** Of each run of neighbours: the least, the greatest, one that is not finite, and the one furthest out of its interval. */
    private static final int KEPT_OF_RUN = 4;

    private static final MathContext DIGITS = new MathContext(6);

    /** @throws IllegalArgumentException unless there are as many values as positions, and as many bounds or none */
    public Curve {
        if (xs.size() != ys.size()) {
            throw new IllegalArgumentException(
                    "Curve '" + name + "' has " + xs.size() + " positions, but " + ys.size() + " values.");
        }
        if (lows.size() != highs.size() || (!lows.isEmpty() && lows.size() != xs.size())) {
            throw new IllegalArgumentException("Curve '" + name + "' has " + xs.size() + " positions, but "
                    + lows.size() + " lower and " + highs.size() + " upper bounds.");
        }
        xs = List.copyOf(xs);
        ys = List.copyOf(ys);
        lows = List.copyOf(lows);
        highs = List.copyOf(highs);
    }

    /** A curve by which nothing is judged. */
    public Curve(String name, String xLabel, String yLabel, List<Double> xs, List<Double> ys) {
        this(name, xLabel, yLabel, xs, ys, List.of(), List.of());
    }

    private record Point(double x, double y, double low, double high) {
        boolean finite() {
            return Double.isFinite(y);
        }

        /** How far out of its interval, in halves of it: at most 1 inside. */
        double excess() {
            double distance = Math.abs(y - (low / 2 + high / 2));
            double half = high / 2 - low / 2;
            return distance <= half ? distance / Math.max(half, Double.MIN_NORMAL) : 1 + distance;
        }
    }

    /**
     * The points by position, evenly thinned to {@link #MAX_POINTS} such that every extreme value stays and what is furthest out of
     * its interval does, and rounded to 6 digits. A point whose position is not finite has no place on a plot and is left out.
     *
     * @param lows as many as positions, or none
     * @param highs as many as positions, or none
     * @throws IllegalArgumentException unless there are as many values as positions, and as many bounds or none
     */
    static Curve of(
            String name, String xLabel, String yLabel, double[] xs, double[] ys, double[] lows, double[] highs) {
        boolean judged = lows.length > 0 || highs.length > 0;
        if (xs.length != ys.length || (judged && (lows.length != xs.length || highs.length != xs.length))) {
            throw new IllegalArgumentException("Curve '" + name + "' has " + xs.length + " positions, but " + ys.length
                    + " values, " + lows.length + " lower and " + highs.length + " upper bounds.");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i])) {
                points.add(new Point(xs[i], ys[i], judged ? lows[i] : 0, judged ? highs[i] : 0));
            }
        }
        points.sort(Comparator.comparingDouble(Point::x));
        List<Point> kept = thin(points);
        return new Curve(
                name,
                xLabel,
                yLabel,
                rounded(kept, Point::x),
                rounded(kept, Point::y),
                judged ? rounded(kept, Point::low) : List.of(),
                judged ? rounded(kept, Point::high) : List.of());
    }

    private static List<Point> thin(List<Point> points) {
        if (points.size() <= MAX_POINTS) {
            return points;
        }
        List<Point> kept = new ArrayList<>();
        int runs = MAX_POINTS / KEPT_OF_RUN;
        for (int run = 0; run < runs; run++) {
            int from = (int) ((long) points.size() * run / runs);
            int to = (int) ((long) points.size() * (run + 1) / runs);
            keep(points.subList(from, to), kept);
        }
        return kept;
    }

    private static void keep(List<Point> run, List<Point> kept) {
        TreeSet<Integer> places = new TreeSet<>();
        places.add(greatest(run, Point::finite, Point::y));
        places.add(greatest(run, Point::finite, point -> -point.y()));
        places.add(greatest(run, Point::finite, Point::excess));
        places.add(greatest(run, point -> !point.finite(), point -> 0));
        places.remove(-1);
        places.forEach(place -> kept.add(run.get(place)));
    }

    /** The place of the first point of some with the greatest number; -1 if there are none. */
    private static int greatest(List<Point> run, Predicate<Point> some, ToDoubleFunction<Point> number) {
        int greatest = -1;
        for (int i = 0; i < run.size(); i++) {
            if (some.test(run.get(i))
                    && (greatest < 0 || number.applyAsDouble(run.get(i)) > number.applyAsDouble(run.get(greatest)))) {
                greatest = i;
            }
        }
        return greatest;
    }

    private static List<Double> rounded(List<Point> points, ToDoubleFunction<Point> coordinate) {
        return points.stream()
                .map(point -> round(coordinate.applyAsDouble(point)))
                .toList();
    }

    private static double round(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
