package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Against IEEE 754's definition of binary16, in doubles, which hold every half and every midpoint exactly. */
class HalfFloatTest {
    private static final int INFINITY = 0x7c00;

    /** The value of a positive finite half; of the infinite one, what it would be if the exponents went on. */
    private static double valueOf(int half) {
        int exponent = half >> 10;
        int fraction = half & 0x3ff;
        return exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
    }

    private static String hex(int half) {
        return Integer.toHexString(half & 0xffff);
    }

    @Test
    void everyHalfBecomesItsFloatAndComesBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            int magnitude = bits & 0x7fff;
            boolean negative = bits > 0x7fff;
            float actual = HalfFloat.toFloat((short) bits);
            int back = HalfFloat.fromFloat(actual) & 0xffff;
            if (magnitude > INFINITY) {
                assertTrue(Float.isNaN(actual), hex(bits));
                assertEquals(hex(bits | 0x200), hex(back), "a NaN becomes quiet and keeps sign and payload");
                continue;
            }
            double value = magnitude == INFINITY ? Double.POSITIVE_INFINITY : valueOf(magnitude);
            assertEquals(
                    Float.floatToRawIntBits((float) (negative ? -value : value)),
                    Float.floatToRawIntBits(actual),
                    hex(bits));
            assertEquals(hex(bits), hex(back));
        }
    }

    @Test
    void everyBoundaryRoundsToNearestEven() {
        for (int lower = 0; lower < INFINITY; lower++) {
            int upper = lower + 1;
            float middle = (float) ((valueOf(lower) + valueOf(upper)) / 2);
            int even = lower % 2 == 0 ? lower : upper;
            for (int sign : new int[] {0, 0x8000}) {
                float s = sign == 0 ? 1f : -1f;
                assertEquals(hex(sign | even), hex(HalfFloat.fromFloat(s * middle)), "tie " + s * middle);
                assertEquals(hex(sign | lower), hex(HalfFloat.fromFloat(s * Math.nextDown(middle))), "below " + middle);
                assertEquals(hex(sign | upper), hex(HalfFloat.fromFloat(s * Math.nextUp(middle))), "above " + middle);
            }
        }
    }

    @Test
    void overflowsAtHalfAStepBeyondTheLargestHalf() {
        assertEquals(HalfFloat.MAX_VALUE, HalfFloat.toFloat((short) 0x7bff));
        assertEquals(0x7bff, HalfFloat.fromFloat(Math.nextDown(65520f)));
        assertEquals(INFINITY, HalfFloat.fromFloat(65520f));
        assertEquals(INFINITY, HalfFloat.fromFloat(Float.MAX_VALUE));
        assertEquals(INFINITY, HalfFloat.fromFloat(Float.POSITIVE_INFINITY));
        assertEquals(hex(0x8000 | INFINITY), hex(HalfFloat.fromFloat(Float.NEGATIVE_INFINITY)));
    }

    @Test
    void underflowKeepsTheSign() {
        assertEquals(0, HalfFloat.fromFloat(Float.MIN_VALUE));
        assertEquals(hex(0x8000), hex(HalfFloat.fromFloat(-Float.MIN_VALUE)));
        assertEquals(hex(0x8000), hex(HalfFloat.fromFloat(-0f)));
        assertEquals(1, HalfFloat.fromFloat(0x1p-24f));
    }

    @Test
    void aNanWithOnlyLowPayloadBitsStaysANan() {
        short half = HalfFloat.fromFloat(Float.intBitsToFloat(0x7f800001));
        assertTrue(Float.isNaN(HalfFloat.toFloat(half)), hex(half));
    }
}
