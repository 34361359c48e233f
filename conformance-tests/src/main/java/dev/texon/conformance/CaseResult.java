package dev.texon.conformance;

import java.util.List;

/**
 * How one case ended on one adapter.
 *
 * @param id of the case
 * @param rule of the case
 * @param known the failure is one of the {@link KnownFailures}; it does not make the run fail
 * @param measurements what the case measured
 * @param curves what the case measured along something
 * @param message why the verdict is not PASS, what to look at, and how to run the case again; empty for PASS
 * @param milliseconds how long the case ran
 */
public record CaseResult(
        String id,
        String rule,
        Verdict verdict,
        boolean known,
        List<Measurement> measurements,
        List<Curve> curves,
        String message,
        long milliseconds) {
    public CaseResult {
        measurements = List.copyOf(measurements);
        curves = List.copyOf(curves);
    }

    /** What stands before the first slash of the id. */
    public String group() {
        return id.substring(0, id.indexOf('/'));
    }

    /** Whether it makes the run fail. */
    public boolean failed() {
        return verdict.failure() && !known;
    }
}
