package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomNumbersTest {
    /** Chi-squared of 64 classes over 65,536 numbers: 63 ± 11; beyond 5 standard deviations is one in millions. */
    @Test
    void numbersAreUniform() {
        int[] counts = new int[64];
        long state = RandomNumbers.state(1, 2, 3);
        int numbers = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                for (int c = 0; c < 4; c++) {
                    counts[RandomNumbers.number(state, x, y, c) * 64 / RandomNumbers.PRIME]++;
                    numbers++;
                }
            }
        }
        double expected = numbers / 64.0;
        double chi = 0;
        for (int count : counts) {
            chi += (count - expected) * (count - expected) / expected;
        }
        double found = chi;
        assertTrue(chi < 63 + 5 * 11.2, () -> "chi-squared is " + found);
    }

    /** Neighbours, channels, steps and layers share no pattern: correlations are below 5 / √n. */
    @Test
    void neighboursAreIndependent() {
        long state = RandomNumbers.state(1, 0, 0);
        long next = RandomNumbers.state(1, 0, 1);
        long other = RandomNumbers.state(1, 1, 0);
        double[] correlations = new double[5];
        int side = 100;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double here = centred(RandomNumbers.number(state, x, y, 0));
                correlations[0] += here * centred(RandomNumbers.number(state, x + 1, y, 0));
                correlations[1] += here * centred(RandomNumbers.number(state, x, y + 1, 0));
                correlations[2] += here * centred(RandomNumbers.number(state, x, y, 1));
                correlations[3] += here * centred(RandomNumbers.number(next, x, y, 0));
                correlations[4] += here * centred(RandomNumbers.number(other, x, y, 0));
            }
        }
        for (int i = 0; i < correlations.length; i++) {
            double correlation = correlations[i] / (side * side) * 12;
            int which = i;
            assertTrue(Math.abs(correlation) < 5.0 / side, () -> "correlation " + which + " is " + correlation);
        }
    }

    private static double centred(int number) {
        return (number + 0.5) / RandomNumbers.PRIME - 0.5;
    }

    @Test
    void statesDiffer() {
        assertNotEquals(RandomNumbers.state(1, 0, 0), RandomNumbers.state(2, 0, 0));
        assertNotEquals(RandomNumbers.state(1, 0, 0), RandomNumbers.state(1 + 4091, 0, 0));
        assertNotEquals(RandomNumbers.state(1, 0, 0), RandomNumbers.state(1, 0, 4091));
        assertEquals(RandomNumbers.state(-1, 0, 0), RandomNumbers.state(-1, 0, 0));
    }
}
