package dev.texon.conformance.process;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Verdict;
import dev.texon.gpu.DeviceProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the cases ended on one adapter.
 *
 * @param adapter says why if it refused to open; one that crashes or hangs instead has a CRASH or TIMEOUT for each case
 * @param profile what the open device is; null if it never opened
 * @param results of all cases, in their order; empty if the adapter is not available
 * @param milliseconds from the start of the first process to the end of the last
 */
public record AdapterResult(
        FoundAdapter adapter, @Nullable DeviceProfile profile, List<CaseResult> results, long milliseconds) {
    public AdapterResult {
        results = List.copyOf(results);
    }

    /** Number of results with a verdict; known failures are not among the failed ones. */
    public long count(Verdict verdict) {
        return results.stream()
                .filter(result -> result.verdict() == verdict && !result.known())
                .count();
    }

    /** The driver's name of the GPU; empty if the adapter never opened. */
    public String renderer() {
        return profile == null ? "" : profile.device().renderer();
    }
}
