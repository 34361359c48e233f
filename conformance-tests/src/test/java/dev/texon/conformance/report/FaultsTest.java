package dev.texon.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.report.Faults.Fault;
import dev.texon.conformance.report.Faults.Origin;
import dev.texon.conformance.report.Faults.Severity;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.FakeDevices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String NATIVE = "llvmpipe (LLVM 15.0.6, 256 bits)";
    private static final String ANGLE = "ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 256 bits), OpenGL ES 3.2)";
    private static final String OTHER =
            "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)";

    /** An adapter with results in the form {@code id VERDICT}, where KNOWN is a known failure. */
    private static AdapterResult adapter(String id, String renderer, String... results) {
        DeviceProfile profile = FakeDevices.profile("fake", id);
        DeviceInfo info = new DeviceInfo("fake", id, "Fake 1.0", renderer, "Nobody", "1.0");
        return new AdapterResult(
                new FoundAdapter("fake", id, id, null, null, false),
                new DeviceProfile(info, profile.capabilities()),
                Arrays.stream(results)
                        .map(text -> {
                            String[] parts = text.split(" ", -1);
                            boolean known = parts[1].equals("KNOWN");
                            Verdict verdict = known ? Verdict.FAIL : Verdict.valueOf(parts[1]);
                            String message = parts[0] + " on " + id + "\nmore";
                            return new CaseResult(parts[0], "FAK-1", verdict, known, List.of(), List.of(), message, 1);
                        })
                        .toList(),
                1);
    }

    private static List<Faults> faults(AdapterResult... adapters) {
        return Faults.of(Report.of(List.of(adapters), List.of(), List.of()));
    }

    private static String origins(AdapterResult... adapters) {
        List<String> found = new ArrayList<>();
        faults(adapters)
                .forEach(gpu -> gpu.faults().forEach(fault -> found.add(fault.severity() + " " + fault.origin())));
        return String.join(", ", found);
    }

    @Test
    void whatIsWrongNativelyIsTheDriversAndWhatIsWrongOnlyThroughTheBrowserTheTranslations() {
        List<Faults> gpus = faults(
                adapter("gl", NATIVE, "a/both FAIL", "a/native WARN", "a/angle PASS", "a/right PASS"),
                adapter("web", ANGLE, "a/both KNOWN", "a/native PASS", "a/angle KNOWN", "a/right PASS"));
        assertEquals(
                List.of(new Faults(
                        NATIVE,
                        List.of("fake/gl"),
                        List.of("fake/web"),
                        List.of(
                                new Fault(
                                        Origin.DRIVER,
                                        Severity.FAILURE,
                                        "a/both",
                                        List.of("fake/gl", "fake/web"),
                                        "a/both on gl"),
                                new Fault(
                                        Origin.DRIVER,
                                        Severity.WARNING,
                                        "a/native",
                                        List.of("fake/gl"),
                                        "a/native on gl"),
                                new Fault(
                                        Origin.TRANSLATION,
                                        Severity.KNOWN_FAILURE,
                                        "a/angle",
                                        List.of("fake/web"),
                                        "a/angle on web")))),
                gpus);
    }

    @Test
    void withoutANativeAdapterOnTheSameGpuNothingIsDecided() {
        List<Faults> gpus = faults(
                adapter("gl", NATIVE, "a/case PASS"),
                adapter("web", OTHER, "a/case CRASH"),
                adapter("web1", OTHER, "a/case WARN"));
        assertEquals(List.of(NATIVE, OTHER), gpus.stream().map(Faults::name).toList());
        assertEquals(List.of(), gpus.get(1).natively());
        assertEquals(
                List.of(Origin.UNDECIDABLE, Origin.UNDECIDABLE),
                gpus.get(1).faults().stream().map(Fault::origin).toList());
    }

    @Test
    void aNativeAdapterThatGivesNoAnswerDecidesNothing() {
        AdapterResult web = adapter("web", ANGLE, "a/case FAIL");
        assertEquals("FAILURE UNDECIDABLE", origins(adapter("gl", NATIVE, "a/case UNSUPPORTED"), web));
        assertEquals("FAILURE UNDECIDABLE", origins(adapter("gl", NATIVE, "a/other PASS"), web));
        assertEquals("FAILURE UNDECIDABLE", origins(adapter("gl", NATIVE, "a/case TIMEOUT"), web));
        assertEquals(
                "FAILURE TRANSLATION",
                origins(adapter("es2", NATIVE, "a/case UNSUPPORTED"), adapter("gl", NATIVE, "a/case PASS"), web));
    }

    @Test
    void theTimeLimitIsNobodysFault() {
        assertEquals(
                "FAILURE UNDECIDABLE",
                origins(adapter("gl", NATIVE, "a/case PASS"), adapter("web", ANGLE, "a/case TIMEOUT")));
    }

    @Test
    void aFailureWhereTheDriverOnlyWarnsIsTheTranslationsAndAWarningWhereItFailsIsTheDrivers() {
        assertEquals(
                "FAILURE TRANSLATION, WARNING DRIVER",
                origins(adapter("gl", NATIVE, "a/case WARN"), adapter("web", ANGLE, "a/case FAIL")));
        assertEquals(
                "FAILURE DRIVER, WARNING DRIVER",
                origins(adapter("gl", NATIVE, "a/case FAIL"), adapter("web", ANGLE, "a/case WARN")));
    }

    @Test
    void anAdapterThatNeverOpenedIsLeftOut() {
        assertEquals(
                List.of(),
                faults(new AdapterResult(
                        new FoundAdapter("fake", "gone", "gone", "no display", null, false), null, List.of(), 0)));
    }
}
