package dev.texon.conformance;

/** How a case ended on an adapter. */
public enum Verdict {
    /** Right. */
    PASS(false),
    /** Legal, but below what deep learning needs. */
    WARN(false),
    /** Wrong. */
    FAIL(true),
    /** A required capability is absent, and the call is refused as it must be. */
    UNSUPPORTED(false),
    /** The device was lost, or its process died. */
    CRASH(true),
    /** The adapter's time was over before the case ended. */
    TIMEOUT(true);

    private final boolean failure;

    Verdict(boolean failure) {
        this.failure = failure;
    }

    /** Whether it makes the run fail, unless it is a known failure. */
    public boolean failure() {
        return failure;
    }
}
