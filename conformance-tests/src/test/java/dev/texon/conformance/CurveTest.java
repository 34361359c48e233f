package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
    @Test
    void aShortCurveStaysAndIsRoundedToSixDigits() {
        Curve curve = Curve.of("c", "x", "y", new double[] {1.0 / 3, 2}, new double[] {-2e9 / 3, 1e-300});
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
        Curve curve = Curve.of("c", "x", "y", xs, ys);
        assertTrue(
                curve.xs().size() <= Curve.MAX_POINTS, "points: " + curve.xs().size());
        for (int i : new int[] {12_345, 12_346, 12_347, 99_999}) {
            assertEquals(ys[i], curve.ys().get(curve.xs().indexOf((double) i)));
        }
        assertEquals(curve.xs().stream().sorted().toList(), curve.xs());
    }

    @Test
    void aPositionThatIsNotFiniteIsLeftOut() {
        Curve curve =
                Curve.of("c", "x", "y", new double[] {Double.POSITIVE_INFINITY, 1, Double.NaN}, new double[] {1, 2, 3});
        assertEquals(List.of(2.0), curve.ys());
    }

    @Test
    void positionsWithoutValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Curve.of("c", "x", "y", new double[2], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> new Curve("c", "x", "y", List.of(1.0), List.of()));
    }
}
