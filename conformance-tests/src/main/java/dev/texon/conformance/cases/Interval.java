package dev.texon.conformance.cases;

/**
 * The results that a specification accepts for one exact value; both ends included. The rules are those of GLSL ES 3.00, section
 * 4.5.1, which the other dialects are held to as well.
 *
 * @param low smallest accepted value
 * @param high largest accepted value
 */
record Interval(double low, double high) {
    /** Smallest normal binary32. */
    static final double MIN_NORMAL = 0x1p-126;
    /** Largest finite binary32. */
    static final double MAX = Float.MAX_VALUE;

    /** Distance of binary32 values at x: 2^(exponent − 23), of normals. */
    static double ulp(double x) {
        double magnitude = Math.max(Math.abs(x), MIN_NORMAL);
        return Math.scalb(1.0, Math.getExponent(magnitude) - 23);
    }

    /** "Correctly rounded" in an unspecified mode: the two binary32 values around the exact one. */
    static Interval rounded(double exact) {
        return new Interval(roundDown(exact), roundUp(exact)).legal();
    }

    /** The two binary32 values around a + b, also where the sum in double precision is rounded. */
    static Interval roundedSum(double a, double b) {
        double sum = a + b;
        double virtual = sum - a;
        // What the sum has lost (Knuth's two-sum): if there is nothing
        // between it and the exact one, it is the exact one.
        double lost = (a - (sum - virtual)) + (b - virtual);
        return rounded(lost < 0 ? Math.nextDown(sum) : lost > 0 ? Math.nextUp(sum) : sum);
    }

    /** The exact value, give or take so many ULP, then rounded to binary32 outwards. */
    static Interval ulps(double exact, double count) {
        return absolute(exact, count * ulp(exact));
    }

    /** The exact value, give or take an absolute error, then rounded outwards. */
    static Interval absolute(double exact, double error) {
        return new Interval(roundDown(exact - error), roundUp(exact + error)).legal();
    }

    /** Overflow may become infinite, and what is subnormal may be flushed to zero anywhere. */
    private Interval legal() {
        double newLow = low < -MAX ? Double.NEGATIVE_INFINITY : low;
        double newHigh = high > MAX ? Double.POSITIVE_INFINITY : high;
        if (newLow > 0 && newLow < MIN_NORMAL) {
            newLow = 0;
        }
        if (newHigh < 0 && newHigh > -MIN_NORMAL) {
            newHigh = 0;
        }
        return new Interval(newLow, newHigh);
    }

    boolean accepts(float value) {
        return value >= low && value <= high;
    }

    private static double roundDown(double x) {
        float f = (float) x;
        return f <= x ? f : Math.nextDown(f);
    }

    private static double roundUp(double x) {
        float f = (float) x;
        return f >= x ? f : Math.nextUp(f);
    }

    @Override
    public String toString() {
        return "[" + low + ", " + high + "]";
    }
}
