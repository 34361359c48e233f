package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Suite;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.Discovery;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import dev.texon.testing.Absence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The whole suite on every adapter of this machine, a test for each adapter and case. The system property {@code texon.require}
 * names the backends, or adapters as {@code backend/adapter}, whose absence is a failure, separated by commas; any other absence is
 * an aborted test with the reason.
 */
class AllAdaptersTest {
    @TestFactory
    List<DynamicNode> conformance() throws InterruptedException {
        List<AdapterResult> results = new ProcessRunner(ProcessRunner.defaultJobs(), ProcessRunner.DEFAULT_TIME_LIMIT)
                .run(
                        Discovery.probe(ProcessRunner.DEFAULT_TIME_LIMIT),
                        Suite.standard().select(List.of()),
                        ProcessRunner.Listener.NONE);
        List<DynamicNode> nodes = new ArrayList<>();
        Absence.required()
                .forEach(required ->
                        nodes.add(dynamicTest(required + " is available", () -> require(required, results))));
        results.forEach(result -> nodes.add(node(result)));
        return nodes;
    }

    /** What the browser's SwiftShader does, ANGLE over the same SwiftShader does without a browser, with the same known failures. */
    @TestFactory
    List<DynamicNode> conformanceOfAngleWithoutABrowser() throws InterruptedException {
        String folder = Stream.of("/usr/lib/chromium", "/opt/google/chrome", "/opt/microsoft/msedge")
                .filter(path -> Files.exists(Path.of(path, "libEGL.so")))
                .findFirst()
                .orElseThrow(() -> Absence.ofAnything("No installed browser brings ANGLE's libEGL.so."));
        System.setProperty("texon.angle", folder);
        try {
            List<FoundAdapter> adapters = Discovery.probe(ProcessRunner.DEFAULT_TIME_LIMIT).stream()
                    .filter(adapter -> adapter.path().matches("lwjgl-gles/es[23]-swiftshader"))
                    .toList();
            assertEquals(2, adapters.size(), "the adapters of ANGLE on SwiftShader");
            // The browser's SwiftShader is there; what does not open is a failure here, and no absence.
            adapters.forEach(adapter ->
                    assertTrue(adapter.available(), () -> String.join("\n", Refusals.lines(List.of(adapter)))));
            return new ProcessRunner(ProcessRunner.defaultJobs(), ProcessRunner.DEFAULT_TIME_LIMIT)
                    .run(adapters, Suite.standard().select(List.of()), ProcessRunner.Listener.NONE).stream()
                            .map(AllAdaptersTest::node)
                            .toList();
        } finally {
            System.clearProperty("texon.angle");
        }
    }

    private static void require(String required, List<AdapterResult> results) {
        assertTrue(
                results.stream()
                        .filter(result -> matches(required, result.adapter()))
                        .anyMatch(result -> result.profile() != null),
                () -> "'" + required + "' is required by texon.require, but is not available.\n"
                        + String.join(
                                "\n",
                                Refusals.lines(results.stream()
                                        .map(AdapterResult::adapter)
                                        .toList())));
    }

    private static boolean matches(String required, FoundAdapter adapter) {
        return required.equals(adapter.backend()) || required.equals(adapter.path());
    }

    private static DynamicNode node(AdapterResult result) {
        FoundAdapter adapter = result.adapter();
        if (!adapter.available()) {
            return dynamicTest(adapter.path(), () -> abort(String.join("\n", Refusals.lines(List.of(adapter)))));
        }
        return dynamicContainer(
                adapter.path() + " on " + result.renderer(),
                result.results().stream().map(one -> dynamicTest(adapter.path() + " " + one.id(), () -> judge(one))));
    }

    private static void judge(CaseResult result) {
        if (result.failed()) {
            fail(result.verdict() + ": " + result.message());
        }
        assumeFalse(result.known() || result.verdict() == Verdict.UNSUPPORTED, result.message());
    }
}
