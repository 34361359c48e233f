package dev.texon.benchmarks;

/** Numbers in double precision, and how far off the same numbers may be on a GPU. */
public final class Expected {
    private final double[] values;
    private final double[] errors;

    /**
     * @param values used, not copied
     * @param errors the largest accepted absolute error of each value; used, not copied
     */
    Expected(double[] values, double[] errors) {
        this.values = values;
        this.errors = errors;
    }

    /** Numbers that must come out exactly. */
    static Expected exactly(double... values) {
        return new Expected(values, new double[values.length]);
    }

    /**
     * Compares a result with the intervals of the expected values.
     *
     * @param who computed it, and what, for the message
     * @throws WrongResultException if a number is outside its interval, or they are not as many
     */
    void demand(float[] result, String who) {
        if (result.length != values.length) {
            throw new WrongResultException(
                    who + " gives " + result.length + " numbers, and " + values.length + " are expected.");
        }
        int worst = -1;
        double excess = 1;
        int wrong = 0;
        for (int i = 0; i < result.length; i++) {
            double off = Math.abs(result[i] - values[i]);
            // Written so that NaN is outside.
            if (!(off <= errors[i])) {
                wrong++;
                double times = Double.isNaN(off) ? Double.POSITIVE_INFINITY : off / errors[i];
                if (worst < 0 || times > excess) {
                    worst = i;
                    excess = times;
                }
            }
        }
        if (worst >= 0) {
            throw new WrongResultException(who + " computes " + wrong + " of " + result.length
                    + " sampled numbers wrong; the worst, number " + worst + ", is " + result[worst] + ", and "
                    + values[worst] + " ± " + errors[worst] + " is expected. What is wrong is not timed: run "
                    + "the command 'conformance' on this adapter.");
        }
    }
}
