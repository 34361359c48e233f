package dev.texon.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.report.Change.Direction;
import dev.texon.conformance.report.Report.AdapterReport;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportDiffTest {
    private static final Fitness FIT = new Fitness(Fitness.Level.FLOAT32, 24, "All is well.", List.of());
    private static final Capabilities GOOD = capabilities(Set.of(FormatFeature.RENDER, FormatFeature.BLEND), 8, 0.001);

    private static Capabilities capabilities(Set<FormatFeature> measured, int filterBits, double mipmapError) {
        return new Capabilities(
                Map.of(
                        TextureFormat.R32F,
                        new FormatSupport(Set.of(FormatFeature.RENDER), measured, filterBits, mipmapError)),
                Set.of(Feature.TIMER),
                new Limits(64, 64, 8, 4, 4, 128, Limits.MOST_LOOP_TURNS),
                new Numerics(24, true, true, false));
    }

    private static AdapterReport adapter(
            @Nullable String unavailable, Fitness fitness, Capabilities profile, CaseResult... cases) {
        return new AdapterReport(
                "fake",
                "one",
                "Fake",
                unavailable,
                null,
                "GL",
                "R",
                "V",
                "1",
                profile,
                fitness,
                List.of(),
                1,
                List.of(cases));
    }

    private static AdapterReport with(CaseResult... cases) {
        return adapter(null, FIT, GOOD, cases);
    }

    private static CaseResult result(String id, Verdict verdict, boolean known, Measurement... measurements) {
        String message = verdict == Verdict.PASS ? "" : "It is so.\nmore";
        return new CaseResult(id, "FAK-1", verdict, known, List.of(measurements), List.of(), message, 1);
    }

    private static CaseResult pass(String id, Measurement... measurements) {
        return result(id, Verdict.PASS, false, measurements);
    }

    private static List<String> diff(List<AdapterReport> before, List<AdapterReport> after) {
        Report.Environment environment = new Report.Environment("Java", "OS", "amd64", 2, List.of());
        return ReportDiff.of(
                        new Report(2, "0.1", "then", environment, List.of(), before),
                        new Report(2, "0.1", "now", environment, List.of(), after))
                .stream()
                .peek(change -> assertEquals("fake/one", change.adapter()))
                .map(change -> change.direction() + " " + change.subject() + " " + change.change())
                .toList();
    }

    private static List<String> diff(AdapterReport before, AdapterReport after) {
        return diff(List.of(before), List.of(after));
    }

    @Test
    void theSameRunChangedNothing() {
        AdapterReport one = with(pass("a/b", new Measurement("worst error", Double.NaN, "ULP")));
        assertEquals(List.of(), diff(one, one));
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, WARN, WORSE", "WARN, PASS, BETTER", "PASS, UNSUPPORTED, WORSE", "UNSUPPORTED, WARN, BETTER",
        "UNSUPPORTED, FAIL, WORSE", "FAIL, TIMEOUT, OTHER", "FAIL, CRASH, WORSE", "CRASH, PASS, BETTER"
    })
    void aVerdictHasADirection(Verdict was, Verdict is, Direction direction) {
        String message = is == Verdict.PASS ? "" : ": It is so.";
        assertEquals(
                List.of(direction + " a/b " + was + " → " + is + message),
                diff(with(result("a/b", was, false)), with(result("a/b", is, false))));
    }

    @Test
    void aFailureThatIsNotKnownAnyMoreIsWorse() {
        AdapterReport known = with(result("a/b", Verdict.FAIL, true));
        AdapterReport failure = with(result("a/b", Verdict.FAIL, false));
        assertEquals(List.of("WORSE a/b known failure → FAIL: It is so."), diff(known, failure));
        assertEquals(List.of("BETTER a/b FAIL → known failure: It is so."), diff(failure, known));
    }

    @Test
    void casesOfOneRunOnlyAreCountedAndJudgedByNobody() {
        assertEquals(
                List.of(
                        "OTHER cases 1 is not run any more, such as a/old",
                        "OTHER cases 2 are new, such as a/new; 1 of them failed"),
                diff(
                        with(pass("a/b"), pass("a/old")),
                        with(pass("a/b"), pass("a/new"), result("a/new2", Verdict.FAIL, false))));
    }

    @ParameterizedTest
    @CsvSource({
        // Errors: by half a bit, and upwards is worse.
        "worst error, ULP, 1, 1.4, ",
        "worst error, ULP, 1, 1.42, WORSE",
        "worst error, ULP, 1.42, 1, BETTER",
        "worst error, ULP, 0, 0.001, WORSE",
        "worst error, ULP, 1, NaN, WORSE",
        "worst error, ULP, NaN, 1, BETTER",
        "worst error, ULP, NaN, NaN, ",
        "'worst deviation, 16×1', of 1, 0.001, 0.002, WORSE",
        "worst error of the level's weight, of 1, 0.001, 0.002, WORSE",
        // Counts: by one, in their own direction.
        "bits of the level's weight, bits, 8, 7, WORSE",
        "significant bits, bit, 11, 24, BETTER",
        "wrong results, of 1024, 10, 11, WORSE",
        "wrong from |x| on, '', Infinity, 88.5, WORSE",
        "reach of NaN, texels, 1, 2, WORSE",
        "longest side, texels, 16384, 8192, WORSE",
        "subnormals kept: division, of 2, 0, 2, BETTER",
        "NaN stays itself at its centre, of 1, 1, 0, WORSE",
        "infinite means that are Inf, of 6, 6, 5, OTHER",
        "NaN results with NaN, of 21, 1, 2, OTHER",
        "something else, of 1, 1, 2, OTHER",
        // Times and memory: never.
        "time of a pass, µs, 1, 1000, ",
        "growth of this process, MiB, 1, 1000, "
    })
    void aFigureMovesByMoreThanNoiseAndHasADirection(
            String name, String unit, double was, double is, @Nullable Direction direction) {
        List<String> directions = diff(
                        with(pass("a/b", new Measurement(name, was, unit))),
                        with(pass("a/b", new Measurement(name, is, unit))))
                .stream()
                .map(line -> line.split(" ", -1)[0])
                .toList();
        assertEquals(direction == null ? List.of() : List.of(direction.name()), directions);
    }

    @Test
    void aFigureIsShownWithItsNameAndUnit() {
        assertEquals(
                List.of("WORSE a/b worst error 0.500 → 3 ULP"),
                diff(
                        with(pass("a/b", new Measurement("worst error", 0.5, "ULP"))),
                        with(pass("a/b", new Measurement("worst error", 3, "ULP")))));
    }

    @Test
    void aLostCapabilityIsWorseAndAGainedOneBetter() {
        Capabilities less = new Capabilities(
                Map.of(
                        TextureFormat.R32F,
                        new FormatSupport(Set.of(), Set.of(FormatFeature.BLEND, FormatFeature.LINEAR_FILTER), 7, 0.01)),
                Set.of(Feature.FLOAT_BITS),
                new Limits(32, 32, 8, 4, 4, 129, Limits.MOST_LOOP_TURNS),
                new Numerics(24, true, false, true));
        assertEquals(
                List.of(
                        "BETTER R32F LINEAR_FILTER gained",
                        "WORSE R32F RENDER lost",
                        "OTHER R32F RENDER is not declared any more",
                        "WORSE R32F filter bits 8 → 7",
                        "WORSE R32F mipmap error 0.00100 → 0.0100",
                        "WORSE TIMER lost",
                        "BETTER FLOAT_BITS gained",
                        "WORSE texture size 64 → 32",
                        "BETTER uniform vectors 128 → 129",
                        "WORSE Inf - Inf gives NaN lost",
                        "BETTER subnormals are kept gained"),
                diff(adapter(null, FIT, GOOD), adapter(null, FIT, less)));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, FLOAT16_ONLY, WORSE",
        "FLOAT16_ONLY, NOT_FIT, WORSE",
        "NOT_FIT, FLOAT32, BETTER",
        "FLOAT32, UNDECIDED, OTHER",
        "UNDECIDED, NOT_FIT, OTHER"
    })
    void fitnessHasADirectionUnlessItWasNotDecided(Fitness.Level was, Fitness.Level is, Direction direction) {
        assertEquals(
                List.of(direction + " fitness " + was.words() + " → " + is.words() + ": Why not."),
                diff(
                        adapter(null, new Fitness(was, 11, "Because.", List.of()), GOOD),
                        adapter(null, new Fitness(is, 11, "Why not.", List.of()), GOOD)));
    }

    @Test
    void anAdapterThatVanishedIsWorseAndOneThatAppearedIsTold() {
        AdapterReport one = with(pass("a/b"), result("a/c", Verdict.FAIL, false));
        AdapterReport absent = new AdapterReport(
                "fake", "one", "Fake", "no display", null, null, null, null, null, null, null, List.of(), 0, List.of());
        String standing = "float32, 2 cases, 1 failed";
        assertEquals(List.of("WORSE adapter vanished: it was " + standing), diff(List.of(one), List.of()));
        assertEquals(List.of("OTHER adapter appeared: " + standing), diff(List.of(), List.of(one)));
        assertEquals(List.of("WORSE adapter was " + standing + "; is not available: no display"), diff(one, absent));
        assertEquals(List.of("BETTER adapter was not available: no display; is " + standing), diff(absent, one));
        assertEquals(
                List.of("OTHER adapter vanished: it was not available: no display"), diff(List.of(absent), List.of()));
    }

    @Test
    void anotherDriverIsTold() {
        AdapterReport newer = new AdapterReport(
                "fake", "one", "Fake", null, null, "GL", "R2", "V", "2", GOOD, FIT, List.of(), 1, List.of());
        assertEquals(List.of("OTHER renderer R → R2", "OTHER version 1 → 2"), diff(with(), newer));
    }
}
