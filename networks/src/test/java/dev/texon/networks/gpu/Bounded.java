package dev.texon.networks.gpu;

/**
 * Numbers in double precision, and beside each how far off the same number may be on a GPU that computes in binary32: running error
 * analysis (Higham, Accuracy and Stability of Numerical Algorithms, 3.3). The operations of GLSL ES 3.00, 4.5.1, are correctly rounded in
 * an unspecified mode, so that each is off by at most {@link #EPS} relatively, unless said otherwise.
 */
final class Bounded {
    /** One ULP, relatively. */
    static final double EPS = 0x1p-23;
    /** What flushing a subnormal to zero may change. */
    private static final double TINY = 0x1p-126;

    final double[] v;
    final double[] e;

    Bounded(int count) {
        this(new double[count], new double[count]);
    }

    /** @param values that are exact */
    Bounded(double[] values) {
        this(values, new double[values.length]);
    }

    private Bounded(double[] v, double[] e) {
        this.v = v;
        this.e = e;
    }

    int size() {
        return v.length;
    }

    /** A value that was computed with a relative error of so many ULP, from operands whose errors move it by {@code inherited}. */
    void set(int i, double value, double inherited, double ulps) {
        v[i] = value;
        e[i] = inherited + ulps * EPS * (Math.abs(value) + inherited) + TINY;
    }

    /** Collects a sum of products, in any order, as all adapters add in one of their own. */
    static final class Sum {
        private double value;
        private double magnitude;
        private double inherited;
        private int terms;

        Sum add(double a, double ea, double b, double eb) {
            value += a * b;
            magnitude += (Math.abs(a) + ea) * (Math.abs(b) + eb);
            inherited += Math.abs(a) * eb + Math.abs(b) * ea + ea * eb;
            terms++;
            return this;
        }

        Sum add(double a, double ea) {
            return add(a, ea, 1, 0);
        }

        double value() {
            return value;
        }

        /** Sum of the terms' magnitudes. */
        double magnitude() {
            return magnitude;
        }

        /** Each term is rounded once as a product and at most {@code terms} times as part of sums. */
        double error() {
            return inherited + (terms + 1) * EPS * magnitude + terms * TINY;
        }
    }
}
