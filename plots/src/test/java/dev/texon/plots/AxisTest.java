package dev.texon.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void numbersOfOneSizeAreOnALinearAxisWithRoundTicks() {
        double[] numbers = {-1, 0.4, 3};
        Axis axis = Axis.of(numbers, numbers, 0, 400);
        assertEquals(200, axis.at(1), 1e-9);
        assertEquals(List.of(-1.0, 0.0, 1.0, 2.0, 3.0), axis.ticks(90));
    }

    @Test
    void numbersOfManySizesAreAllVisible() {
        double[] errors = {-0.4, 0.1, 0.5};
        Axis axis = Axis.of(new double[] {-1e6, 1e6, -0.4, 0.1, 0.5}, errors, 0, 400);
        assertEquals(200, axis.at(0), 1e-9);
        assertTrue(axis.at(0.5) - axis.at(0) > 8, "0.5 is " + (axis.at(0.5) - axis.at(0)) + " pixels from 0");
        assertEquals(400, axis.at(1e6), 1e-9);
        assertTrue(
                axis.ticks(30).containsAll(List.of(-1e6, 0.0, 1e6)),
                axis.ticks(30).toString());
    }

    @Test
    void positiveNumbersOfManySizesNeedNoZero() {
        double[] numbers = {0x1p-126, 1, 0x1p126};
        Axis axis = Axis.of(numbers, numbers, 0, 400);
        assertEquals(200, axis.at(1), 2);
        assertTrue(axis.ticks(40).size() > 2, axis.ticks(40).toString());
    }

    @Test
    void whatIsBeyondOrNotFiniteStaysOnTheAxis() {
        Axis axis = Axis.of(new double[] {1, 2, Double.NaN, Double.POSITIVE_INFINITY}, new double[] {1, 2}, 100, 0);
        assertEquals(0, axis.at(Double.POSITIVE_INFINITY), 0);
        assertEquals(100, axis.at(-5), 0);
    }

    @Test
    void oneNumberAloneHasRoomAroundIt() {
        Axis axis = Axis.of(new double[] {0}, new double[] {0}, 0, 100);
        assertEquals(50, axis.at(0), 0);
    }
}
