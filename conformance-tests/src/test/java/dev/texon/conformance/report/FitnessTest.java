package dev.texon.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.Suite;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.report.Fitness.Level;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FitnessTest {
    private static final Numerics BINARY32 = new Numerics(24, true, true, false);
    /** The run of a driver without a fault: every case of the suite passes. */
    private final List<CaseResult> results = new ArrayList<>();

    FitnessTest() {
        for (ConformanceCase one : Suite.standard().cases()) {
            results.add(result(one.id(), Verdict.PASS, false, ""));
        }
        keeps("rgba32f", 24);
        keeps("rgba16f", 11);
        keeps("rgba8", 8);
    }

    private static CaseResult result(String id, Verdict verdict, boolean known, String message) {
        return new CaseResult(id, "FAK-1", verdict, known, List.of(), List.of(), message, 1);
    }

    private void replace(CaseResult by) {
        assertTrue(results.removeIf(result -> result.id().equals(by.id())), by.id());
        results.add(by);
    }

    private void fail(String id, boolean known, String message) {
        replace(result(id, Verdict.FAIL, known, message + "\nlook at:  it"));
    }

    private void keeps(String format, int bits) {
        replace(new CaseResult(
                "precision/storage/" + format,
                "PRE-6",
                Verdict.PASS,
                false,
                List.of(new Measurement("significant bits", bits, "bit")),
                List.of(),
                "",
                1));
    }

    private static Capabilities drawing(Numerics numerics, TextureFormat... targets) {
        Map<TextureFormat, FormatSupport> formats = new EnumMap<>(TextureFormat.class);
        for (TextureFormat format : targets) {
            formats.put(
                    format,
                    new FormatSupport(Set.of(), Set.of(FormatFeature.SAMPLED, FormatFeature.RENDER), 8, Double.NaN));
        }
        return new Capabilities(formats, Set.of(), new Limits(64, 64, 8, 4, 4, 128, Limits.MOST_LOOP_TURNS), numerics);
    }

    private Fitness full() {
        return Fitness.of(drawing(BINARY32, TextureFormat.RGBA32F, TextureFormat.RGBA16F), results);
    }

    private Fitness halvesAlone() {
        return Fitness.of(drawing(BINARY32, TextureFormat.RGBA16F), results);
    }

    @Test
    void aDriverWithoutAFaultTrainsInFloat32() {
        assertEquals(
                new Fitness(
                        Level.FLOAT32,
                        24,
                        "RGBA32F keeps 24 significant bits, a training step equals its reference, and the safe "
                                + "activations are right for every finite input.",
                        List.of()),
                full());
    }

    @Test
    void withoutFloatTargetsItTrainsInFloat16() {
        Fitness fitness = halvesAlone();
        assertEquals(Level.FLOAT16_ONLY, fitness.level());
        assertEquals(11, fitness.bits());
        assertTrue(fitness.reason().endsWith("Float32 is not fit: RGBA32F cannot be drawn to."), fitness.reason());
    }

    @Test
    void withBytesAloneItIsNotFitAndNoCaseIsNeededToSaySo() {
        Capabilities bytes = drawing(BINARY32, TextureFormat.RGBA8);
        Fitness fitness = Fitness.of(
                bytes,
                results.stream()
                        .filter(result -> result.id().equals("precision/storage/rgba8"))
                        .toList());
        assertEquals(Level.NOT_FIT, fitness.level());
        assertEquals(8, fitness.bits());
        assertEquals("Float32: RGBA32F cannot be drawn to. Float16: RGBA16F cannot be drawn to.", fitness.reason());
        assertEquals(0, Fitness.of(bytes, List.of()).bits());
    }

    @Test
    void aStageOfMediumPrecisionIsNotFit() {
        Fitness fitness = Fitness.of(
                drawing(new Numerics(11, true, true, false), TextureFormat.RGBA32F, TextureFormat.RGBA16F), results);
        assertEquals(Level.NOT_FIT, fitness.level());
        assertTrue(fitness.reason().contains("computes with 11 significant bits"), fitness.reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readiness/dense/float32",
                "readiness/update/float32",
                "special/softmax/safe/float",
                "precision/storage/rgba32f"
            })
    void aDecidingCaseOfFloat32ThatFailsLeavesFloat16KnownOrNot(String id) {
        for (boolean known : List.of(true, false)) {
            fail(id, known, "y is NaN instead of 1.");
            Fitness fitness = full();
            assertEquals(Level.FLOAT16_ONLY, fitness.level());
            assertTrue(
                    fitness.reason().endsWith("Float32 is not fit: " + id + " fails: y is NaN instead of 1."),
                    fitness.reason());
            assertEquals(List.of(), fitness.cautions());
        }
    }

    @Test
    void aDecidingCaseOfFloat16ThatFailsIsACautionWhereFloat32IsFitAndElseDecides() {
        fail("special/sigmoid/safe/half", true, "The safe sigmoid of 12 is NaN.");
        fail("special/tanh/safe/half", true, "The safe tanh of 12 is NaN.");
        assertEquals(Level.FLOAT32, full().level());
        assertEquals(
                List.of("Float16 is not fit: special/sigmoid/safe/half and 1 more of the deciding cases fail: "
                        + "The safe sigmoid of 12 is NaN."),
                full().cautions());
        assertEquals(Level.NOT_FIT, halvesAlone().level());
    }

    @Test
    void storageThatIsNarrowerThanDeclaredDecidesByItsBits() {
        keeps("rgba16f", 10);
        assertEquals(Level.NOT_FIT, halvesAlone().level());
        assertTrue(halvesAlone().reason().contains("RGBA16F keeps 10 significant bits, and deep learning needs 11"));
        keeps("rgba16f", 11);
        assertEquals(Level.FLOAT16_ONLY, halvesAlone().level());
    }

    @Test
    void halvesThatBecomeNanBeyondTheirRangeAreACautionInWords() {
        fail("special/half/overflow", true, "-1e6 becomes NaN; -Inf and -65504 are accepted.");
        fail("special/draw/rgba16f", true, "NaN instead of Infinity");
        fail("mipmap/contaminate/r16f", false, "the mean is 16384.");
        assertEquals(Level.FLOAT16_ONLY, halvesAlone().level());
        assertEquals(Level.FLOAT32, full().level());
        assertEquals(
                List.of(
                        "Inf, NaN and subnormals in float16: 2 failures (known), such as special/half/overflow: "
                                + "-1e6 becomes NaN; -Inf and -65504 are accepted.",
                        "Mip levels in float16: 1 failure, such as mipmap/contaminate/r16f: the mean is 16384."),
                full().cautions());
    }

    @Test
    void overflowThatDoesNotShowIsACaution() {
        Fitness fitness = Fitness.of(
                drawing(new Numerics(24, false, true, false), TextureFormat.RGBA32F, TextureFormat.RGBA16F), results);
        assertEquals(Level.FLOAT32, fitness.level());
        assertEquals(
                List.of("Overflow does not show as Inf, so that a training that diverges goes on with wrong numbers."),
                fitness.cautions());
    }

    @Test
    void aRunWithoutTheDecidingCasesDecidesNothing() {
        results.removeIf(result -> !result.group().equals("precision"));
        Fitness fitness = full();
        assertEquals(Level.UNDECIDED, fitness.level());
        assertEquals(24, fitness.bits());
        assertEquals(
                "Float32: 11 of 12 deciding cases were not run, only cases of precision/*. "
                        + "Float16: 11 of 12 deciding cases were not run, only cases of precision/*.",
                fitness.reason());
        results.clear();
        assertTrue(full().reason().startsWith("Float32: 12 of 12 deciding cases were not run."), full().reason());
    }

    @Test
    void oneMissingDecidingCaseIsEnoughToLeaveItOpen() {
        results.removeIf(result -> result.id().equals("readiness/update/float32"));
        assertEquals(Level.UNDECIDED, full().level());
        assertTrue(full().reason().contains("Float32: 1 of 12 deciding cases were not run"), full().reason());
    }

    @Test
    void aDecidingCaseThatGivesNoAnswerLeavesItOpen() {
        replace(result("readiness/dense/float16", Verdict.TIMEOUT, false, "Not run: the time limit is over."));
        assertEquals(Level.UNDECIDED, halvesAlone().level());
        replace(result("readiness/dense/float16", Verdict.UNSUPPORTED, false, "The adapter lacks RGBA32F SAMPLED."));
        assertTrue(
                halvesAlone().reason().contains("readiness/dense/float16 gives no answer: The adapter lacks"),
                halvesAlone().reason());
    }

    @Test
    void aDemandOfFitnessIsMetByThatLevelAndBetterOnes() {
        assertTrue(unmet("fit-float32", TextureFormat.RGBA32F, TextureFormat.RGBA16F)
                .isEmpty());
        assertTrue(unmet("fit-float16", TextureFormat.RGBA32F, TextureFormat.RGBA16F)
                .isEmpty());
        assertTrue(unmet("fit-float16", TextureFormat.RGBA16F).isEmpty());
        String why = unmet("fit-float32", TextureFormat.RGBA16F).orElse("");
        assertTrue(why.startsWith("its verdict is float16 only. RGBA16F keeps 11 significant bits"), why);
        assertTrue(unmet("fit-float16", TextureFormat.RGBA8).isPresent());
    }

    private Optional<String> unmet(String demand, TextureFormat... targets) {
        FoundAdapter found = new FoundAdapter("fake", "one", "Fake", null, null, false);
        DeviceInfo info = new DeviceInfo("fake", "one", "GL", "R", "V", "1");
        return Demand.named(demand)
                .unmet(new AdapterResult(found, new DeviceProfile(info, drawing(BINARY32, targets)), results, 1));
    }

    @Test
    void anAdapterThatNeverOpenedHasNoFitnessUnlessItCrashedOrHung() {
        FoundAdapter found = new FoundAdapter("fake", "one", "Fake", null, null, false);
        FoundAdapter absent = new FoundAdapter("fake", "one", "Fake", "no display", null, false);
        assertEquals(Optional.empty(), Fitness.of(new AdapterResult(absent, null, List.of(), 0)));
        assertEquals(
                Optional.of(Level.NOT_FIT),
                Fitness.of(new AdapterResult(found, null, List.of(result("a/b", Verdict.CRASH, false, "gone")), 0))
                        .map(Fitness::level));
        assertEquals(
                Optional.of(Level.UNDECIDED),
                Fitness.of(new AdapterResult(found, null, List.of(result("a/b", Verdict.TIMEOUT, false, "slow")), 0))
                        .map(Fitness::level));
    }
}
