package dev.texon.benchmarks;

/** What a time is told as. */
public enum Quantity {
    /** 10⁹ floating-point operations a second. */
    GFLOPS("GFLOP/s", true) {
        @Override
        double figure(double nanoseconds, Work work) {
            return work.flops() / nanoseconds;
        }
    },
    /** 10⁹ texels a second, fetched or written. */
    GTEXELS("Gtexel/s", true) {
        @Override
        double figure(double nanoseconds, Work work) {
            return Math.max(work.fetched(), work.written()) / nanoseconds;
        }
    },
    /** 10⁶ bytes a second. */
    MEGABYTES("MB/s", true) {
        @Override
        double figure(double nanoseconds, Work work) {
            return 1e3 * work.bytes() / nanoseconds;
        }
    },
    /** Milliseconds a run. */
    MILLISECONDS("ms", false) {
        @Override
        double figure(double nanoseconds, Work work) {
            return nanoseconds / 1e6;
        }
    },
    /** Microseconds a pass. */
    PASS_MICROSECONDS("µs/pass", false) {
        @Override
        double figure(double nanoseconds, Work work) {
            return nanoseconds / 1e3 / work.passes();
        }
    };

    private final String unit;
    private final boolean moreIsBetter;

    Quantity(String unit, boolean moreIsBetter) {
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** For example {@code GFLOP/s}. */
    public String unit() {
        return unit;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    abstract double figure(double nanoseconds, Work work);
}
