package dev.texon.plots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One axis of a plot, which places numbers from its low end, where it begins in the picture, to its high end. An axis {@link #of} numbers is
 * linear around 0 and logarithmic beyond a threshold (x ↦ asinh(x / threshold)), so that errors of 0.1 and bounds of 10⁶ show on one plot;
 * where the numbers are of one size it is linear altogether.
 *
 * @param low smallest number shown
 * @param high largest number shown
 * @param threshold from here on logarithmic; infinite for a linear axis, 0 for a logarithmic one of numbers above 0
 * @param from where low is, in pixels
 * @param to where high is, in pixels
 */
public record Axis(double low, double high, double threshold, double from, double to) {
    /** A largest number so many times larger than the typical one does not leave a linear axis legible. */
    private static final double LEGIBLE = 50;

    /**
     * An axis for some numbers.
     *
     * @param shown all that must be on it
     * @param typical whose median is the threshold, if it needs one; what is not finite counts in neither
     */
    public static Axis of(double[] shown, double[] typical, double from, double to) {
        double low = finite(shown).min().orElse(0);
        double high = finite(shown).max().orElse(0);
        double largest = Math.max(Math.abs(low), Math.abs(high));
        if (low == high) {
            double around = largest == 0 ? 1 : largest / 10;
            low -= around;
            high += around;
        }
        double[] sizes =
                finite(typical).map(Math::abs).filter(x -> x > 0).sorted().toArray();
        double median = sizes.length == 0 ? largest : sizes[sizes.length / 2];
        if (largest <= LEGIBLE * median) {
            return new Axis(low, high, Double.POSITIVE_INFINITY, from, to);
        }
        return new Axis(low, high, Math.min(median, low > 0 ? low : median), from, to);
    }

    /** An axis that is linear whatever the sizes of the numbers, with a twentieth of their range on either side. */
    public static Axis linear(double[] shown, double from, double to) {
        Axis all = of(shown, new double[0], from, to);
        double margin = (all.high() - all.low()) / 20;
        return new Axis(all.low() - margin, all.high() + margin, Double.POSITIVE_INFINITY, from, to);
    }

    /** A logarithmic axis between two powers of 2, whose ticks are the powers of 2. */
    public static Axis logarithmic(double low, double high, double from, double to) {
        return new Axis(
                Math.pow(2, Math.floor(Math.log(low) / Math.log(2))),
                Math.pow(2, Math.ceil(Math.log(high) / Math.log(2))),
                0,
                from,
                to);
    }

    private static DoubleStream finite(double[] numbers) {
        return DoubleStream.of(numbers).filter(Double::isFinite);
    }

    private boolean linear() {
        return Double.isInfinite(threshold);
    }

    /** Where a number is, in pixels; what is beyond the axis is at its end. */
    public double at(double number) {
        double share = (scale(Math.max(low, Math.min(high, number))) - scale(low)) / (scale(high) - scale(low));
        return from + share * (to - from);
    }

    private double scale(double number) {
        if (threshold == 0) {
            return Math.log(number);
        }
        double x = number / threshold;
        // asinh; the plain formula loses small negative numbers.
        return linear() ? number : Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(x, 1));
    }

    /** Round numbers, at least so many pixels apart. */
    public List<Double> ticks(double apart) {
        List<Double> ticks = new ArrayList<>();
        for (double candidate : linear() ? round(apart) : threshold == 0 ? powersOfTwo() : powers()) {
            if (candidate >= low
                    && candidate <= high
                    && ticks.stream().allMatch(tick -> Math.abs(at(tick) - at(candidate)) >= apart)) {
                ticks.add(candidate);
            }
        }
        ticks.sort(Comparator.naturalOrder());
        return ticks;
    }

    /** Multiples of 1, 2 or 5 times a power of ten. */
    private List<Double> round(double apart) {
        double least = apart * (high - low) / Math.abs(to - from);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double step = DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= least)
                .findFirst()
                .orElse(10 * power);
        List<Double> numbers = new ArrayList<>();
        for (double n = Math.ceil(low / step); n * step <= high; n++) {
            numbers.add(n * step);
        }
        return numbers;
    }

    private List<Double> powersOfTwo() {
        List<Double> numbers = new ArrayList<>();
        for (double number = low; number <= high; number *= 2) {
            numbers.add(number);
        }
        return numbers;
    }

    /** 0, then powers of ten from the largest down: the first that fit stay. */
    private List<Double> powers() {
        List<Double> numbers = new ArrayList<>(List.of(0.0));
        int largest = (int) Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
        int least = (int) Math.ceil(Math.log10(threshold));
        // About four on each side.
        int step = Math.max(1, (largest - least) / 4);
        for (int exponent = largest; exponent >= least; exponent -= step) {
            numbers.add(Math.pow(10, exponent));
            numbers.add(-Math.pow(10, exponent));
        }
        return numbers;
    }
}
