package dev.texon.conformance;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuDeviceLostException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs cases on an open device, in this process and on the device's thread. */
public final class CaseRunner {
    private final GpuDevice device;
    private final DeviceOpener another;
    private final KnownFailures knownFailures;
    private boolean deviceLost;

    /** @param another opens a second device on the same adapter */
    public CaseRunner(GpuDevice device, DeviceOpener another, KnownFailures knownFailures) {
        this.device = device;
        this.another = another;
        this.knownFailures = knownFailures;
    }

    /** Whether a case lost the device; then no other case may run on it. */
    public boolean deviceLost() {
        return deviceLost;
    }

    /** Runs one case; a failure of the case is a result, never an exception. */
    public CaseResult run(ConformanceCase one) {
        long start = System.nanoTime();
        Trial trial = new Trial(one.id(), device, another);
        String missing = one.requirements().stream()
                .filter(requirement -> !requirement.holds(device.capabilities()))
                .map(Requirement::describe)
                .collect(Collectors.joining(" and "));
        ConformanceCase.Body body = missing.isEmpty() ? one.body() : one.refusal();
        Outcome outcome = judge(trial, body, missing);
        return explain(one, trial, outcome, (System.nanoTime() - start) / 1_000_000);
    }

    private record Outcome(Verdict verdict, String message) {}

    private Outcome judge(Trial trial, ConformanceCase.@Nullable Body body, String missing) {
        Throwable thrown = null;
        try {
            if (body != null) {
                body.run(trial);
            }
        } catch (Throwable t) {
            thrown = t;
        }
        Throwable atClose = trial.closeResources();
        if (thrown == null) {
            thrown = atClose;
        }
        if (thrown instanceof GpuDeviceLostException || device.isLost()) {
            deviceLost = true;
            return new Outcome(
                    Verdict.CRASH,
                    "The device is lost: " + (thrown == null ? "the case did not notice it." : thrown.getMessage()));
        }
        if (thrown != null) {
            String refusal = missing.isEmpty() ? "" : "Without " + missing + ": ";
            return new Outcome(Verdict.FAIL, Numbers.shorten(refusal + describe(thrown)));
        }
        if (!missing.isEmpty()) {
            return new Outcome(
                    Verdict.UNSUPPORTED,
                    "The adapter lacks " + missing
                            + (body == null
                                    ? "; there is no call to refuse."
                                    : "; the call is refused as it must be."));
        }
        return trial.warnings().isEmpty()
                ? new Outcome(Verdict.PASS, "")
                : new Outcome(Verdict.WARN, Numbers.shorten(String.join("\n", trial.warnings())));
    }

    private CaseResult explain(ConformanceCase one, Trial trial, Outcome outcome, long milliseconds) {
        DeviceInfo info = device.info();
        Verdict verdict = outcome.verdict();
        String message = outcome.message();
        boolean known = false;
        if (verdict == Verdict.FAIL) {
            Optional<KnownFailures.Entry> entry = knownFailures.explains(info, one.id(), message);
            known = entry.isPresent();
            message += entry.map(found -> "\n" + FailureText.KNOWN + found.evidence())
                    .orElse("");
        } else if (verdict != Verdict.CRASH) {
            Optional<KnownFailures.Entry> entry = knownFailures.expects(info, one.id());
            if (entry.isPresent()) {
                message = "The case is a known failure (\"" + entry.get().message() + "\"), but its verdict is "
                        + verdict + "; remove the entry from known-failures.json.";
                verdict = Verdict.FAIL;
            }
        }
        if (verdict.failure()) {
            message =
                    FailureText.of(one, info.backend(), info.adapter(), info.renderer(), trial.measurements(), message);
        }
        return new CaseResult(
                one.id(), one.rule(), verdict, known, trial.measurements(), trial.curves(), message, milliseconds);
    }

    /** The message of a failure; of any other exception its type, its message and where it was thrown. */
    private static String describe(Throwable thrown) {
        if (thrown instanceof CaseFailure) {
            return String.valueOf(thrown.getMessage());
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        return "Unexpected " + thrown + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
