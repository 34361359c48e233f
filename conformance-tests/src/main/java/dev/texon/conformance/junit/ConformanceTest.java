package dev.texon.conformance.junit;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.CaseRunner;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.FailureText;
import dev.texon.conformance.KnownFailures;
import dev.texon.conformance.Suite;
import dev.texon.conformance.Verdict;
import dev.texon.gpu.GpuDevice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The suite as JUnit tests, in this process, for the author of a backend: extend it and implement {@link #open}. A case that the
 * adapter does not support, and a known failure, are reported as aborted tests with their reason.
 */
public abstract class ConformanceTest {
    private @Nullable GpuDevice device;
    private @Nullable CaseRunner runner;

    /** Opens the device under test, always on the same adapter; called again after a case lost the device. */
    protected abstract GpuDevice open() throws Exception;

    /** The cases to run; all, unless overridden. */
    protected List<ConformanceCase> cases() {
        return Suite.standard().select(List.of());
    }

    @TestFactory
    Stream<DynamicNode> conformance() {
        KnownFailures knownFailures = KnownFailures.standard(cases());
        Map<String, List<DynamicTest>> groups = cases().stream()
                .collect(Collectors.groupingBy(
                        ConformanceCase::group,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                one -> DynamicTest.dynamicTest(one.id(), () -> run(one, knownFailures)),
                                Collectors.toList())));
        return groups.entrySet().stream()
                .map(group -> DynamicContainer.dynamicContainer(group.getKey(), group.getValue()));
    }

    private void run(ConformanceCase one, KnownFailures knownFailures) throws Exception {
        if (runner == null || runner.deviceLost()) {
            closeDevice();
            device = open();
            runner = new CaseRunner(device, this::open, knownFailures);
        }
        CaseResult result = runner.run(one);
        if (result.failed()) {
            Assertions.fail(FailureText.withCase(result));
        }
        Assumptions.assumeFalse(
                result.known() || result.verdict() == Verdict.UNSUPPORTED, FailureText.withCase(result));
    }

    @AfterEach
    void closeDevice() {
        runner = null;
        if (device != null) {
            device.close();
            device = null;
        }
    }
}
