package dev.texon.conformance.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Suite;
import dev.texon.conformance.Verdict;
import dev.texon.gpu.FakeDevices;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessRunnerTest {
    private static FoundAdapter adapter(String id) {
        return new FoundAdapter("fake", id, "Fake " + id, null, null, false);
    }

    private static List<ConformanceCase> cases(String... names) {
        return Suite.standard()
                .select(Stream.of(names).map(name -> "fake/" + name).toList());
    }

    private static AdapterResult run(String adapter, Duration limit, String... names) throws InterruptedException {
        return new ProcessRunner(1, limit, FakeChild.class)
                .run(List.of(adapter(adapter)), cases(names), ProcessRunner.Listener.NONE)
                .get(0);
    }

    private static AdapterResult run(String... names) throws InterruptedException {
        return run("good", Duration.ofSeconds(50), names);
    }

    private static List<String> verdicts(AdapterResult result) {
        return result.results().stream()
                .map(one -> one.id().substring("fake/".length()) + " " + one.verdict())
                .toList();
    }

    private static void assertMessage(String expected, CaseResult result) {
        assertTrue(result.message().contains(expected), result.message());
    }

    @Test
    void resultsAndTheProfileComeBackFromTheChild() throws InterruptedException {
        AdapterResult result = run("pass", "warn", "fail", "known", "known-but-passes", "refused", "not-refused");
        assertEquals(
                List.of(
                        "pass PASS",
                        "warn WARN",
                        "fail FAIL",
                        "known FAIL",
                        "known-but-passes FAIL",
                        "refused UNSUPPORTED",
                        "not-refused FAIL"),
                verdicts(result));
        assertEquals(FakeDevices.profile("fake", "good"), result.profile());
        assertEquals(3, result.count(Verdict.FAIL));
        assertEquals(0.5, result.results().get(0).measurements().get(0).value());
    }

    @Test
    void whatDriversPrintDoesNotDisturb() throws InterruptedException {
        assertEquals(List.of("noisy PASS", "last PASS"), verdicts(run("noisy", "last")));
    }

    @Test
    void aCrashCostsOneCase() throws InterruptedException {
        AdapterResult result = run("pass", "noisy", "exit", "last");
        assertEquals(List.of("pass PASS", "noisy PASS", "exit CRASH", "last PASS"), verdicts(result));
        CaseResult crash = result.results().get(2);
        assertMessage("Its process ended with exit status 42. Its last lines:", crash);
        assertMessage("unfinished", crash);
        assertMessage("rerun:    ./texon conformance --backend fake --adapter good fake/exit", crash);
    }

    @Test
    void aSegmentationFaultIsNamedAndLeavesNoFile() throws InterruptedException {
        AdapterResult result = run("segfault", "last");
        assertEquals(List.of("segfault CRASH", "last PASS"), verdicts(result));
        assertMessage("SIGSEGV", result.results().get(0));
        String[] left =
                new File(System.getProperty("java.io.tmpdir")).list((folder, name) -> name.startsWith("texon-crash-"));
        assertEquals(0, left.length);
    }

    @Test
    void aLostDeviceCostsOneCase() throws InterruptedException {
        AdapterResult result = run("lost", "last");
        assertEquals(List.of("lost CRASH", "last PASS"), verdicts(result));
        assertMessage(
                "The device is lost: the context is gone", result.results().get(0));
    }

    @Test
    void afterThreeCrashesTheRestIsNotRun() throws InterruptedException {
        AdapterResult result = run("lost", "exit", "segfault", "hang", "last");
        assertEquals(
                List.of("lost CRASH", "exit CRASH", "segfault CRASH", "hang CRASH", "last CRASH"), verdicts(result));
        assertMessage("Not run: the adapter crashed 3 times.", result.results().get(4));
    }

    @Test
    void theTimeLimitEndsTheCaseThatRunsAndTheRest() throws InterruptedException {
        long start = System.nanoTime();
        AdapterResult result = run("good", Duration.ofSeconds(5), "pass", "hang", "last");
        assertEquals(List.of("pass PASS", "hang TIMEOUT", "last TIMEOUT"), verdicts(result));
        assertMessage(
                "The adapter's time limit of 5 s is over, and the case still runs.",
                result.results().get(1));
        assertMessage(
                "Not run: the adapter's time limit of 5 s is over.",
                result.results().get(2));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(15));
    }

    @Test
    void anAdapterThatRefusesToOpenIsUnavailable() throws InterruptedException {
        AdapterResult result = run("refuses", Duration.ofSeconds(50), "pass");
        assertFalse(result.adapter().available());
        assertEquals("not today", result.adapter().reason());
        assertEquals(List.of(), result.results());
        assertNull(result.profile());
    }

    @Test
    void anAdapterThatBreaksWhenOpenedHasCrashed() throws InterruptedException {
        AdapterResult result = run("breaks", Duration.ofSeconds(50), "pass");
        assertEquals(List.of("pass CRASH"), verdicts(result));
        assertMessage("cannot be opened", result.results().get(0));
        assertMessage(
                "renderer: not known, since the device did not open",
                result.results().get(0));
    }

    @Test
    void openingWithoutCasesTellsTheProfileOrTheReason() throws InterruptedException {
        List<AdapterResult> results = new ProcessRunner(2, Duration.ofSeconds(50), FakeChild.class)
                .open(List.of(adapter("good"), adapter("breaks"), adapter("refuses")));
        assertEquals("Fake renderer", results.get(0).renderer());
        assertTrue(String.valueOf(results.get(1).adapter().reason()).startsWith("it crashes when it is opened."));
        assertEquals("not today", results.get(2).adapter().reason());
    }

    @Test
    void severalAdaptersReportInTheirOrderAndTheListenerHearsAll() throws InterruptedException {
        List<String> heard = new ArrayList<>();
        List<AdapterResult> results = new ProcessRunner(2, Duration.ofSeconds(50), FakeChild.class)
                .run(
                        List.of(adapter("one"), adapter("two"), adapter("three")),
                        cases("pass", "exit", "last"),
                        new ProcessRunner.Listener() {
                            @Override
                            public void caseFinished(FoundAdapter adapter, CaseResult result) {
                                heard.add(adapter.id() + " " + result.id());
                            }

                            @Override
                            public void adapterFinished(AdapterResult result) {
                                heard.add(result.adapter().id());
                            }
                        });
        assertEquals(
                List.of("one", "two", "three"),
                results.stream().map(result -> result.adapter().id()).toList());
        assertEquals(12, heard.size());
        results.forEach(result -> assertEquals(List.of("pass PASS", "exit CRASH", "last PASS"), verdicts(result)));
    }

    @Test
    void aChildEndsWhenItsParentIsGone() throws Exception {
        Process child = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeChild.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = child.outputWriter()) {
            in.write(Wire.encode(new Job.Run("fake", "good", List.of("fake/hang"))) + "\n");
            in.flush();
            assertFalse(child.waitFor(2, TimeUnit.SECONDS));
        }
        assertTrue(child.waitFor(5, TimeUnit.SECONDS));
    }
}
