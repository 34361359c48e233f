package dev.texon.conformance.cases;

/**
 * What is accepted of functions: the error that GLSL ES 3.00, section 4.5.1 states, or the one that a function inherits from the
 * operations that define it.
 */
final class FunctionIntervals {
    private static final double LN2 = Math.log(2);

    private FunctionIntervals() {}

    /** Correctly rounded; in mediump, whose floats are not known, one step. */
    static Interval rounded(double exact, Unit unit) {
        return unit == Unit.HIGHP ? Interval.rounded(exact) : unit.ulps(exact, 1);
    }

    /** log or log2 of x. */
    static Interval logarithm(double x, double exact, Unit unit) {
        return Interval.absolute(exact, logarithmError(x, exact, unit));
    }

    /** Outside [0.5, 2] 3 ULP, inside an absolute error below 2⁻²¹ in highp and 2⁻⁷ in mediump. */
    private static double logarithmError(double x, double exact, Unit unit) {
        return x < 0.5 || x > 2 ? 3 * unit.ulp(exact) : unit == Unit.HIGHP ? 0x1p-21 : 0x1p-7;
    }

    /** 1 / inversesqrt of something whose root lies between two numbers, with the error of both functions. */
    static Interval root(double low, double high, Unit unit) {
        double largest = 1 / low + 2 * unit.ulp(1 / low);
        double smallest = 1 / high - 2 * unit.ulp(1 / high);
        return new Interval(
                unit.ulps(1 / largest, 2.5).low(), unit.ulps(1 / smallest, 2.5).high());
    }

    /** exp2(y · log2 x), each with the error of the one inside. */
    static Interval power(double a, double b, Unit unit) {
        double y = 0.25 * b;
        double log = Math.log(Math.abs(a)) / LN2;
        double error = Math.abs(y) * logarithmError(Math.abs(a), log, unit);
        error += unit.ulp(Math.abs(y * log) + error);
        double low = y * log - error;
        double high = y * log + error;
        Interval down = unit.ulps(Math.pow(2, low), 3 + 2 * Math.abs(low));
        Interval up = unit.ulps(Math.pow(2, high), 3 + 2 * Math.abs(high));
        return new Interval(down.low(), up.high());
    }

    /** The specification says nothing; dEQP accepts 2⁻¹¹ in highp and 2⁻⁷ in mediump on [−π, π]. */
    static Interval trigonometric(double x, double exact, Unit unit) {
        return Interval.absolute(exact, unit == Unit.HIGHP ? 0x1p-11 : 0x1p-7);
    }

    /** a − 3·floor(a / 3). */
    static Interval modulo(double a, double b, Unit unit) {
        double quotient = a / 3;
        double exact = a - 3 * Math.floor(quotient);
        // Product and difference one ULP each, and the quotient moves the result only near an integer; all of the size
        // of a or 3.
        double error = 3 * unit.ulp(Math.max(Math.abs(a), 3));
        boolean nearInteger = Math.abs(quotient - Math.rint(quotient)) <= 2.5 * unit.ulp(quotient);
        return nearInteger ? new Interval(-error, 3 + error) : Interval.absolute(exact, error);
    }

    /** The errors of both exponentials in numerator and denominator, one ULP for each sum, and the quotient's 2.5 ULP. */
    static Interval quotientOfExponentials(double x, double exact, Unit unit) {
        double rising = Math.exp(Math.abs(x));
        double falling = Math.exp(-Math.abs(x));
        double denominator = rising + falling;
        double error = (3 + 2 * Math.abs(x)) * (unit.ulp(rising) + unit.ulp(falling));
        error += unit.ulp(denominator + error);
        double least = rising - falling - error;
        least /= least < 0 ? denominator - error : denominator + error;
        double greatest = (rising - falling + error) / (denominator - error);
        Interval accepted = new Interval(
                unit.ulps(least, 2.5).low(), unit.ulps(greatest, 2.5).high());
        return x < 0 ? new Interval(-accepted.high(), -accepted.low()) : accepted;
    }

    /** n products and n − 1 sums, each off by at most one ULP of the sum of magnitudes. */
    static Interval sum(double exact, double magnitudes, int n, Unit unit) {
        return Interval.absolute(exact, n * unit.ulp(magnitudes));
    }
}
