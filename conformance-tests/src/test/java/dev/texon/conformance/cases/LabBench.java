package dev.texon.conformance.cases;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.CaseRunner;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.KnownFailures;
import dev.texon.gpu.FakeDevices;
import dev.texon.gpu.GpuDevice;
import java.util.List;
import java.util.function.Consumer;

/** A laboratory without a GPU: it draws numbers, and can compute nothing. */
final class LabBench {
    private LabBench() {}

    static void with(Consumer<Lab> work) {
        try (GpuDevice device = FakeDevices.open("fake", "bench")) {
            CaseResult result = new CaseRunner(
                            device, () -> FakeDevices.open("fake", "bench"), new KnownFailures(List.of()))
                    .run(ConformanceCase.of("fake/bench", "FAK-1")
                            .checks("Draws numbers.")
                            .lookAt("the test")
                            .body(trial -> work.accept(new Lab(trial))));
            if (result.failed()) {
                throw new AssertionError(result.message());
            }
        }
    }
}
