package dev.texon.conformance.cases;

import dev.texon.gpu.HalfFloat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gives the usual ways to be wrong their names, so that a failure says "upside down" and not only which number is wrong. */
final class Diagnosis {
    private static final Map<String, UnaryOperator<Float>> NUMBERS = new LinkedHashMap<>();

    static {
        NUMBERS.put(" Everything is 0.", x -> 0f);
        NUMBERS.put(" NaN becomes 0.", x -> Float.isNaN(x) ? 0f : x);
        NUMBERS.put(
                " Infinities are clamped to the largest float.",
                x -> Float.isInfinite(x) ? Math.copySign(Float.MAX_VALUE, x) : x);
        NUMBERS.put(
                " What is beyond 65504 is clamped to it, as if floats had the range of halves.",
                x -> Math.abs(x) > HalfFloat.MAX_VALUE ? Math.copySign(HalfFloat.MAX_VALUE, x) : x);
        NUMBERS.put(" The numbers are rounded to half floats.", x -> HalfFloat.toFloat(HalfFloat.fromFloat(x)));
    }

    private Diagnosis() {}

    /** A space and a sentence if all that is wrong is one of the usual ways, else an empty text. */
    static String of(float[] expected, float[] actual, int width, int channels) {
        float[] other = new float[expected.length];
        int row = width * channels;
        int rows = expected.length / row;
        for (int i = 0; i < other.length; i++) {
            other[i] = expected[(rows - 1 - i / row) * row + i % row];
        }
        if (same(other, actual)) {
            return " The rows are upside down.";
        }
        for (int i = 0; i < other.length; i++) {
            int channel = i % channels;
            other[i] = expected[channels == 4 && channel < 3 ? i - channel + 2 - channel : i];
        }
        if (same(other, actual)) {
            return " Red and blue are swapped.";
        }
        for (Map.Entry<String, UnaryOperator<Float>> way : NUMBERS.entrySet()) {
            for (int i = 0; i < other.length; i++) {
                other[i] = way.getValue().apply(expected[i]);
            }
            if (same(other, actual)) {
                return way.getKey();
            }
        }
        return "";
    }

    private static boolean same(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
                return false;
            }
        }
        return true;
    }
}
