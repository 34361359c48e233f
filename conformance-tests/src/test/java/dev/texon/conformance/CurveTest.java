package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final double[] NONE = {};

    private static Curve of(double[] xs, double[] ys) {
        return Curve.of("c", "x", "y", xs, ys, NONE, NONE);
    }

    @Test
    void aShortCurveStaysAndIsRoundedToSixDigits() {
        Curve curve = of(new double[] {1.0 / 3, 2}, new double[] {-2e9 / 3, 1e-300});
        assertEquals(List.of(0.333333, 2.0), curve.xs());
        assertEquals(List.of(-6.66667e8, 1e-300), curve.ys());
    }

    @Test
    void aLongCurveIsThinnedAndKeepsItsExtremesAndWhatIsNotFinite() {
        double[] xs = new double[100_000];
        double[] ys = new double[xs.length];
        Arrays.setAll(xs, i -> i);
        ys[12_345] = 7;
        ys[12_346] = -9;
        ys[12_347] = Double.NaN;
        ys[99_999] = Double.NEGATIVE_INFINITY;
        Curve curve = of(xs, ys);
        assertTrue(
                curve.xs().size() <= Curve.MAX_POINTS, "points: " + curve.xs().size());
        for (int i : new int[] {12_345, 12_346, 12_347, 99_999}) {
            assertEquals(ys[i], curve.ys().get(curve.xs().indexOf((double) i)));
        }
        assertEquals(curve.xs().stream().sorted().toList(), curve.xs());
    }

    @Test
    void aPositionThatIsNotFiniteIsLeftOut() {
        Curve curve = of(new double[] {Double.POSITIVE_INFINITY, 1, Double.NaN}, new double[] {1, 2, 3});
        assertEquals(List.of(2.0), curve.ys());
    }

    @Test
    void positionsWithoutValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> of(new double[2], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> new Curve("c", "x", "y", List.of(1.0), List.of()));
    }

    @Test
    void aLongCurveKeepsWhatIsFurthestOutOfItsInterval() {
        double[] xs = new double[10_000];
        double[] ys = new double[xs.length];
        double[] lows = new double[xs.length];
        double[] highs = new double[xs.length];
        Arrays.setAll(xs, i -> i);
        Arrays.setAll(ys, i -> i % 2 == 0 ? 5 : -5);
        Arrays.fill(lows, -6);
        Arrays.fill(highs, 6);
        ys[4_321] = 3;
        highs[4_321] = 1;
        Curve curve = Curve.of("c", "x", "y", xs, ys, lows, highs);
        int place = curve.xs().indexOf(4_321.0);
        assertEquals(
                List.of(3.0, 1.0), List.of(curve.ys().get(place), curve.highs().get(place)));
    }

    @Test
    void theCurveRunsByPosition() {
        double[] bounds = {9, 7, 8};
        Curve curve = Curve.of("c", "x", "y", new double[] {3, 1, 2}, new double[] {30, 10, 20}, bounds, bounds);
        assertEquals(List.of(1.0, 2.0, 3.0), curve.xs());
        assertEquals(List.of(10.0, 20.0, 30.0), curve.ys());
        assertEquals(List.of(7.0, 8.0, 9.0), curve.lows());
    }

    @Test
    void boundsAreForAllPositionsOrNone() {
        double[] two = {1, 2};
        assertThrows(IllegalArgumentException.class, () -> Curve.of("c", "x", "y", two, two, NONE, two));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Curve("c", "x", "y", List.of(1.0), List.of(1.0), List.of(), List.of(1.0)));
    }
}
