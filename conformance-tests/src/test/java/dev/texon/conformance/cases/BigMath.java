package dev.texon.conformance.cases;

import java.math.BigDecimal;
import java.math.MathContext;

/** Functions to 60 digits, by series: an evaluation that shares nothing with {@link Math}. */
final class BigMath {
    static final MathContext DIGITS = new MathContext(60);

    /** Terms of a series below this do not show in 40 digits of a result near 1. */
    private static final BigDecimal TINY = BigDecimal.ONE.movePointLeft(65);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    static final BigDecimal LN2 = log(TWO);

    private BigMath() {}

    static BigDecimal of(double x) {
        return new BigDecimal(x);
    }

    /** e^x = (e^(x / 2^n))^(2^n). */
    static BigDecimal exp(BigDecimal x) {
        int halvings = 0;
        BigDecimal small = x;
        while (small.abs().compareTo(BigDecimal.valueOf(0.01)) > 0) {
            small = small.divide(TWO, DIGITS);
            halvings++;
        }
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum;
    }

    /** By 2·artanh((x − 1) / (x + 1)) after roots have brought x near 1. */
    static BigDecimal log(BigDecimal x) {
        BigDecimal near = x;
        BigDecimal factor = TWO;
        while (near.subtract(BigDecimal.ONE).abs().compareTo(BigDecimal.valueOf(0.01)) > 0) {
            near = near.sqrt(DIGITS);
            factor = factor.multiply(TWO);
        }
        BigDecimal z = near.subtract(BigDecimal.ONE).divide(near.add(BigDecimal.ONE), DIGITS);
        BigDecimal square = z.multiply(z, DIGITS);
        BigDecimal power = z;
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 1; power.abs().compareTo(TINY) > 0; n += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
            power = power.multiply(square, DIGITS);
        }
        return sum.multiply(factor, DIGITS);
    }

    static BigDecimal pow(BigDecimal base, BigDecimal exponent) {
        return exp(exponent.multiply(log(base), DIGITS));
    }

    static BigDecimal sin(BigDecimal x) {
        return alternating(x, x, 1);
    }

    static BigDecimal cos(BigDecimal x) {
        return alternating(x, BigDecimal.ONE, 0);
    }

    private static BigDecimal alternating(BigDecimal x, BigDecimal first, int n) {
        BigDecimal square = x.multiply(x, DIGITS);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal term = first;
        for (int k = n; term.abs().compareTo(TINY) > 0; k += 2) {
            sum = sum.add(term, DIGITS);
            term = term.multiply(square, DIGITS)
                    .divide(BigDecimal.valueOf((k + 1L) * (k + 2L)), DIGITS)
                    .negate();
        }
        return sum;
    }

    static BigDecimal tanh(BigDecimal x) {
        BigDecimal rising = exp(x);
        BigDecimal falling = exp(x.negate());
        return rising.subtract(falling).divide(rising.add(falling), DIGITS);
    }

    static BigDecimal floor(BigDecimal x) {
        BigDecimal truncated = new BigDecimal(x.toBigInteger());
        return truncated.compareTo(x) > 0 ? truncated.subtract(BigDecimal.ONE) : truncated;
    }
}
