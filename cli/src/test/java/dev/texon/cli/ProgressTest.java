package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void withoutATerminalThereIsALineAtMostEveryTenSeconds() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        AtomicLong now = new AtomicLong(-5);
        try (Progress lines = new Progress.Lines(
                new Terminal(out, out, false, false),
                List.of(FakeHarness.GOOD, FakeHarness.ABSENT, FakeHarness.OTHER),
                4,
                new Pace(now::get))) {
            lines.adapterStarted(FakeHarness.GOOD);
            for (Verdict verdict : List.of(Verdict.PASS, Verdict.FAIL, Verdict.WARN, Verdict.PASS)) {
                now.addAndGet(TimeUnit.SECONDS.toNanos(6));
                lines.caseFinished(
                        FakeHarness.GOOD,
                        new CaseResult("a/" + verdict, "FAK-1", verdict, false, List.of(), List.of(), "", 6000));
            }
            lines.adapterFinished(new AdapterResult(FakeHarness.ABSENT, null, List.of(), 0));
        }
        assertEquals("""
                alpha/one: begins 4 cases
                  2 of 8 cases, 1 failed; at a/FAIL on alpha/one
                  4 of 8 cases, 1 failed; at a/PASS on alpha/one
                [1/3] beta/none: not available, 0.0 s

                """, text.toString().replace("\r\n", "\n"));
    }
}
