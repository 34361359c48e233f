package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.FakeDevices;
import dev.texon.gpu.GpuDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseRunnerTest {
    private static CaseResult run(ConformanceCase one) {
        try (GpuDevice device = FakeDevices.open("fake", "good")) {
            return new CaseRunner(device, () -> FakeDevices.open("fake", "good"), KnownFailures.standard()).run(one);
        }
    }

    private static CaseResult run(String id) {
        return run(Suite.standard().select(List.of(id)).get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pass             | PASS        | false |",
                "warn             | WARN        | false | only 6 bits",
                "fail             | FAIL        | true  | 1 is not 2",
                "surprise         | FAIL        | true  | Unexpected java.util.NoSuchElementException at java.base",
                "known            | FAIL        | false | arithmetic",
                "known-but-passes | FAIL        | true  | but its verdict is PASS; remove the entry",
                "unsupported      | UNSUPPORTED | false | lacks FLOAT_BITS; there is no call to refuse",
                "refused          | UNSUPPORTED | false | lacks FLOAT_BITS; the call is refused",
                "not-refused      | FAIL        | true  | Without FLOAT_BITS: Expected GpuUnsupportedException, but the call returns",
                "another          | PASS        | false |",
                "lost             | CRASH       | true  | The device is lost: the context is gone",
            })
    void givesEachVerdict(String name, Verdict verdict, boolean failed, String message) {
        CaseResult result = run("fake/" + name);
        assertEquals(verdict, result.verdict(), result.message());
        assertEquals(failed, result.failed());
        assertEquals(message == null, result.message().isEmpty());
        assertTrue(message == null || result.message().contains(message), result.message());
    }

    @Test
    void aFailureSaysWhereItHappenedWhatToLookAtAndHowToRunItAgain() {
        assertEquals("""
                1 is not 2
                look at:  the harness
                renderer: Fake renderer
                rerun:    ./texon conformance --backend fake --adapter good fake/fail""", run("fake/fail").message());
    }

    @Test
    void aFailureNamesItsCaseItsRuleWhatWasMeasuredAndWhatIsAccepted() {
        CaseResult result = run(aCase(trial -> {
            trial.measured("worst error", 1 / 3.0, "ULP", "at most 0.25 ULP");
            trial.fail("It is off by " + 1 / 3.0 + ".");
        }));
        assertEquals(
                "fake/a (FAK-1): It is off by 0.333. | measured: worst error = 0.3333 ULP, accepted at most 0.25 ULP"
                        + " | look at: a",
                FailureText.line(result));
        assertTrue(
                FailureText.withCase(result).startsWith("fake/a (FAK-1): It is off by 0.333.\nmeasured: worst error"));
    }

    @Test
    void measuredNumbersReachTheResult() {
        assertEquals(
                List.of(new Measurement("error", 0.5, "ULP")), run("fake/pass").measurements());
    }

    @Test
    void resourcesAreClosedInReverseOrderAlsoAfterAFailure() {
        List<String> closed = new ArrayList<>();
        CaseResult result = run(aCase(trial -> {
            AutoCloseable first = trial.closing(() -> closed.add("first"));
            AutoCloseable second = trial.closing(() -> closed.add("second"));
            trial.check(first == second, () -> "they differ");
        }));
        assertEquals(List.of("second", "first"), closed);
        assertTrue(result.message().startsWith("they differ"), result.message());
    }

    @Test
    void aResourceThatFailsToCloseFailsTheCase() {
        CaseResult result = run(aCase(trial -> trial.closing(() -> {
            throw new IllegalStateException("stuck");
        })));
        assertEquals(Verdict.FAIL, result.verdict());
        assertTrue(result.message().contains("stuck"), result.message());
    }

    @Test
    void randomNumbersAreTheSameInEveryRunAndDifferFromCaseToCase() {
        List<Long> numbers = new ArrayList<>();
        ConformanceCase.Body body = trial -> numbers.add(trial.random().nextLong());
        run(aCase(body));
        run(aCase(body));
        run(ConformanceCase.of("fake/b", "FAK-1").checks("b").lookAt("b").body(body));
        assertEquals(numbers.get(0), numbers.get(1));
        assertFalse(numbers.get(0).equals(numbers.get(2)));
    }

    @Test
    void aKnownFailureMustBeNarrow() {
        KnownFailures.Entry wide = new KnownFailures.Entry("fake", null, "", "fake/fail", "1", "none");
        assertThrows(IllegalArgumentException.class, () -> new KnownFailures(List.of(wide)));
    }

    private static ConformanceCase aCase(ConformanceCase.Body body) {
        return ConformanceCase.of("fake/a", "FAK-1").checks("a").lookAt("a").body(body);
    }
}
