package dev.texon.conformance;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as a person reads them: few digits, powers of ten as such. */
public final class Numbers {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-3;

    /** Decimal digits that tell every binary32 number from its neighbours. */
    private static final int FLOAT_DIGITS = 9;

    private static final int ERROR_DIGITS = 3;
    /** What stands before an error or its limit in the messages of cases. */
    private static final Pattern DECIMAL = Pattern.compile(
            "((?:off by|accepted is(?: an error of)?) )?(?<![\\w.])(-?\\d+\\.\\d+(?:E-?\\d+)?)(?!\\w|\\.\\d)");

    private Numbers() {}

    /**
     * A sentence of a case with as many digits as matter: 3 of errors and their limits, 9 of other decimal fractions. What has no
     * more digits stays as it is.
     */
    static String shorten(String sentence) {
        return DECIMAL.matcher(sentence).replaceAll(match -> {
            String lead = match.group(1) == null ? "" : match.group(1);
            BigDecimal number = new BigDecimal(match.group(2));
            int digits = lead.isEmpty() ? FLOAT_DIGITS : ERROR_DIGITS;
            return Matcher.quoteReplacement(lead
                    + (number.precision() <= digits
                            ? match.group(2)
                            : String.valueOf(
                                    number.round(new MathContext(digits)).doubleValue())));
        });
    }

    /** At most so many significant digits; an integer below a million keeps all. */
    public static String format(double value, int digits) {
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
