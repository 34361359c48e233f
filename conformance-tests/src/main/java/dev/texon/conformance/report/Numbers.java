package dev.texon.conformance.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as a person reads them: few digits, powers of ten as such. */
final class Numbers {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-3;

    private Numbers() {}

    /** At most so many significant digits; an integer below a million keeps all. */
    static String format(double value, int digits) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double magnitude = Math.abs(value);
        if (magnitude < LARGE && value == Math.rint(value)) {
            return sign(value) + (long) magnitude;
        }
        BigDecimal rounded =
                new BigDecimal(magnitude).round(new MathContext(digits)).stripTrailingZeros();
        if (rounded.doubleValue() < LARGE && rounded.doubleValue() >= SMALL) {
            return sign(value) + rounded.toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        String factor = rounded.scaleByPowerOfTen(-exponent).toPlainString();
        return sign(value) + (factor.equals("1") ? "" : factor + "·") + "10" + superscript(exponent);
    }

    private static String sign(double value) {
        return value < 0 ? "−" : "";
    }

    private static String superscript(int number) {
        StringBuilder text = new StringBuilder(number < 0 ? "⁻" : "");
        String.valueOf(Math.abs(number)).chars().forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
        return text.toString();
    }
}
