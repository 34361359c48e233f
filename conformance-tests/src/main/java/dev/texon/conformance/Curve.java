package dev.texon.conformance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A curve that a case found, for the report to draw.
 *
 * @param name what it shows, for example {@code exp, error over input}
 * @param xLabel what runs along, with its unit if it has one
 * @param yLabel what was found, with its unit if it has one
 * @param xs positions, all finite, in the order of the case
 * @param ys as many values; a NaN or Inf is a find, too, and stays
 */
public record Curve(String name, String xLabel, String yLabel, List<Double> xs, List<Double> ys) {
    /** More points than this do not show in a small plot. */
    public static final int MAX_POINTS = 512;

    /** Of each run of neighbours three points may stay: the least, the greatest and one that is not finite. */
    private static final int KEPT_OF_RUN = 3;

    private static final MathContext DIGITS = new MathContext(6);

    /** @throws IllegalArgumentException unless there are as many values as positions */
    public Curve {
        if (xs.size() != ys.size()) {
            throw new IllegalArgumentException(
                    "Curve '" + name + "' has " + xs.size() + " positions, but " + ys.size() + " values.");
        }
        xs = List.copyOf(xs);
        ys = List.copyOf(ys);
    }

    /**
     * The points, evenly thinned to {@link #MAX_POINTS} such that every extreme value stays, and rounded to 6 digits. A point whose
     * position is not finite has no place on a plot and is left out.
     *
     * @throws IllegalArgumentException unless there are as many values as positions
     */
    static Curve of(String name, String xLabel, String yLabel, double[] xs, double[] ys) {
        if (xs.length != ys.length) {
            throw new IllegalArgumentException(
                    "Curve '" + name + "' has " + xs.length + " positions, but " + ys.length + " values.");
        }
        List<Integer> points = new ArrayList<>();
        for (int i = 0; i < xs.length; i++) {
            if (Double.isFinite(xs[i])) {
                points.add(i);
            }
        }
        List<Double> keptXs = new ArrayList<>();
        List<Double> keptYs = new ArrayList<>();
        for (int i : thin(points, ys)) {
            keptXs.add(round(xs[i]));
            keptYs.add(round(ys[i]));
        }
        return new Curve(name, xLabel, yLabel, keptXs, keptYs);
    }

    private static List<Integer> thin(List<Integer> points, double[] ys) {
        if (points.size() <= MAX_POINTS) {
            return points;
        }
        List<Integer> kept = new ArrayList<>();
        int runs = MAX_POINTS / KEPT_OF_RUN;
        for (int run = 0; run < runs; run++) {
            int from = (int) ((long) points.size() * run / runs);
            int to = (int) ((long) points.size() * (run + 1) / runs);
            keep(points.subList(from, to), ys, kept);
        }
        return kept;
    }

    private static void keep(List<Integer> run, double[] ys, List<Integer> kept) {
        int least = -1;
        int greatest = -1;
        int strange = -1;
        for (int i : run) {
            if (!Double.isFinite(ys[i])) {
                strange = i;
            } else {
                least = least < 0 || ys[i] < ys[least] ? i : least;
                greatest = greatest < 0 || ys[i] > ys[greatest] ? i : greatest;
            }
        }
        for (int i : run) {
            if (i == least || i == greatest || i == strange) {
                kept.add(i);
            }
        }
    }

    private static double round(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
