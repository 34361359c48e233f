package dev.texon.conformance.cases;

import dev.texon.gpu.Precision;

/** What one ULP is. */
enum Unit {
    HIGHP(Precision.HIGHP) {
        @Override
        double ulp(double x) {
            return Interval.ulp(x);
        }
    },
    /** Relative 2⁻¹⁰ from magnitude 2⁻¹⁴ on. */
    MEDIUMP(Precision.MEDIUMP) {
        @Override
        double ulp(double x) {
            return 0x1p-10 * Math.max(Math.abs(x), 0x1p-14);
        }
    };

    private final Precision precision;

    Unit(Precision precision) {
        this.precision = precision;
    }

    /** What a kernel declares. */
    Precision precision() {
        return precision;
    }

    abstract double ulp(double x);

    /** The exact value, give or take so many ULP. */
    Interval ulps(double exact, double count) {
        return Interval.absolute(exact, count * ulp(exact));
    }
}
