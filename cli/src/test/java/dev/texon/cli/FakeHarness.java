package dev.texon.cli;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.FailureText;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Adapters whose cases end as the case's name says: {@code a/fail} fails, {@code a/known} is a known failure. */
final class FakeHarness implements Harness {
    static final FoundAdapter GOOD = new FoundAdapter("alpha", "one", "Alpha on one", null, null, false);
    static final FoundAdapter OTHER = new FoundAdapter("alpha", "one-b", "Alpha on two", null, null, true);
    static final FoundAdapter ABSENT =
            new FoundAdapter("beta", "none", "Beta", "no X display", "set DISPLAY, or install Xvfb", false);

    private final Capabilities capabilities;
    private final List<FoundAdapter> adapters;

    FakeHarness(FoundAdapter... adapters) {
        this(capabilities(), adapters);
    }

    FakeHarness(Capabilities capabilities, FoundAdapter... adapters) {
        this.capabilities = capabilities;
        this.adapters = List.of(adapters);
    }

    private static Capabilities capabilities() {
        FormatSupport floats = new FormatSupport(
                Set.of(FormatFeature.SAMPLED, FormatFeature.RENDER),
                Set.of(FormatFeature.SAMPLED, FormatFeature.BLEND),
                8,
                0.001);
        return new Capabilities(
                Map.of(TextureFormat.R32F, floats),
                Set.of(),
                new Limits(64, 128, 8, 4, 4, 224, Limits.MOST_LOOP_TURNS),
                new Numerics(24, true, true, false));
    }

    DeviceProfile profile(FoundAdapter adapter) {
        return new DeviceProfile(
                new DeviceInfo(adapter.backend(), adapter.id(), "Fake 1.0", "Renderer " + adapter.id(), "Nobody", "1"),
                capabilities);
    }

    @Override
    public List<FoundAdapter> probe(Duration timeLimit) {
        return adapters;
    }

    @Override
    public List<AdapterResult> open(List<FoundAdapter> chosen) {
        return run(chosen, List.of(), 1, Duration.ZERO, ProcessRunner.Listener.NONE);
    }

    @Override
    public List<AdapterResult> run(
            List<FoundAdapter> chosen,
            List<ConformanceCase> cases,
            int jobs,
            Duration timeLimit,
            ProcessRunner.Listener listener) {
        List<AdapterResult> results = new ArrayList<>();
        for (FoundAdapter adapter : chosen) {
            if (adapter.available()) {
                listener.adapterStarted(adapter);
            }
            AdapterResult result = adapter.available()
                    ? new AdapterResult(
                            adapter,
                            profile(adapter),
                            cases.stream().map(one -> result(adapter, one)).toList(),
                            1000)
                    : new AdapterResult(adapter, null, List.of(), 0);
            listener.adapterFinished(result);
            results.add(result);
        }
        return results;
    }

    private static CaseResult result(FoundAdapter adapter, ConformanceCase one) {
        String name = one.id().substring(one.id().lastIndexOf('/') + 1).replaceAll("[0-9]", "");
        boolean known = name.equals("known");
        Verdict verdict = known ? Verdict.FAIL : Verdict.valueOf(name.toUpperCase(Locale.ROOT));
        String message = verdict == Verdict.PASS
                ? ""
                : FailureText.of(
                        one, adapter.backend(), adapter.id(), "Renderer " + adapter.id(), List.of(), "It is " + name);
        return new CaseResult(one.id(), one.rule(), verdict, known, List.of(), List.of(), message, 5);
    }
}
