package dev.texon.gpu;

/**
 * IEEE 754 binary16. {@link #fromFloat} rounds to nearest, ties to even, so that all drivers store the same bits; values from
 * 65520 on become infinite, and values up to 2⁻²⁵ become zero.
 */
public final class HalfFloat {
    /** The largest finite half. */
    public static final float MAX_VALUE = 65504f;

    private HalfFloat() {}

    /**
     * Rounds a float to the nearest half. A NaN stays one, quiet, with its upper payload bits.
     *
     * @param value any float
     * @return the 16 bits of the half
     */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff));
        }
        if (magnitude >= 0x477ff000) { // 65520, half way between the largest half and the next power of two
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below the smallest normal half, 2^-14
            // Adding 0.5 aligns the last bit of a float with 2^-24, the
            // subnormal step: the addition rounds to nearest even.
            float aligned = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(aligned) - 0x3f000000));
        }
        int roundedToEven = magnitude + 0xfff + ((magnitude >>> 13) & 1);
        return (short) (sign | ((roundedToEven - 0x38000000) >>> 13));
    }

    /**
     * Gives the float that a half stands for; exact.
     *
     * @param half its 16 bits
     * @return the same number
     */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = half & 0x7fff;
        if (magnitude >= 0x7c00) {
            return Float.intBitsToFloat(sign | 0x7f800000 | ((magnitude & 0x3ff) << 13));
        }
        if (magnitude < 0x400) {
            float value = magnitude * 0x1p-24f;
            return sign == 0 ? value : -value;
        }
        return Float.intBitsToFloat(sign | ((magnitude << 13) + 0x38000000));
    }
}
