package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choosing among {@link FakeBackends}. */
class GpuTest {
    /** Takes the first backend that opens; all fakes match this profile. */
    private static final GpuOptions ANY =
            GpuOptions.defaults().withProfile(new DeviceProfile(RecordingDriver.INFO, Devices.all()));

    /** Opens what the process's settings choose, and says what was tried: settings of the environment need a process. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            try (GpuDevice device = Gpu.open(ANY)) {
                System.out.print(device.info().backend() + " " + FakeBackends.OPENED);
            }
        }
    }

    @BeforeEach
    @AfterEach
    void forget() {
        FakeBackends.OPENED.clear();
        System.clearProperty("texon.backend");
        System.clearProperty("texon.adapter");
    }

    private static List<String> opened(GpuOptions options) {
        FakeBackends.OPENED.clear();
        Gpu.open(options).close();
        return List.copyOf(FakeBackends.OPENED);
    }

    private static String refusal(GpuOptions options) {
        return String.valueOf(assertThrows(
                        GpuUnavailableException.class, () -> Gpu.open(options).close())
                .getMessage());
    }

    private static String openedByChild(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("TEXON_BACKEND");
        builder.environment().remove("TEXON_ADAPTER");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    void thePriorityDecidesAmongThoseThatOpen() throws IOException, InterruptedException {
        assertEquals(
                "recording [soft/found, broken-open/first, broken-open/second, high/first]", openedByChild(Map.of()));
    }

    @Test
    void theArgumentComesBeforeThePropertyAndThatBeforeTheEnvironment() throws IOException, InterruptedException {
        Map<String, String> low = Map.of("TEXON_BACKEND", "low", "TEXON_ADAPTER", "second");
        assertEquals("recording [low/second]", openedByChild(low));
        assertEquals("recording [high/first]", openedByChild(low, "-Dtexon.backend=high", "-Dtexon.adapter=first"));
        System.setProperty("texon.backend", "high");
        System.setProperty("texon.adapter", "second");
        assertEquals(List.of("high/second"), opened(ANY));
        assertEquals(List.of("low/first"), opened(ANY.withBackend("low").withAdapter("first")));
    }

    @Test
    void anAdapterIsFoundByPartOfItsIdOrName() {
        GpuOptions low = ANY.withBackend("low");
        assertEquals(List.of("low/second"), opened(low.withAdapter("CARD")));
        assertEquals(List.of("low/second"), opened(low.withAdapter("SECOND")));
        assertEquals(List.of("low/first"), opened(low.withAdapter("paper of")));
    }

    @Test
    void optionsReachTheBackend() {
        assertEquals(List.of("low/first debug"), opened(ANY.withBackend("low").withDebug(true)));
    }

    @Test
    void anExplicitBackendNeverFallsBack() {
        String message = refusal(ANY.withBackend("missing"));
        assertEquals(List.of(), FakeBackends.OPENED);
        assertTrue(message.contains("for backend 'missing'"), message);
        assertTrue(message.contains("missing x11 (Paper on X11): no X display; run under xvfb-run"), message);
        assertTrue(message.contains("high: not asked for"), message);
        String unheardOf = refusal(ANY.withBackend("unheard-of"));
        assertTrue(
                unheardOf.contains("no paper in java.library.path"),
                () -> "the broken provider may be the one that was meant: " + unheardOf);
        assertEquals(List.of(), FakeBackends.OPENED);
    }

    @Test
    void anExplicitAdapterNeverFallsBack() {
        String message = refusal(ANY.withBackend("low").withAdapter("display"));
        assertEquals(List.of(), FakeBackends.OPENED);
        assertTrue(message.contains("with an adapter like 'display'"), message);
        assertTrue(message.contains("low display (low display): no display; set DISPLAY"), message);
        assertTrue(message.contains("low first (Paper of low): not asked for"), message);
    }

    @Test
    void aRefusalListsEveryCandidateWithItsReasonAndMend() {
        System.setProperty("texon.backend", "");
        String message = refusal(ANY.withProfile(new DeviceProfile(
                new DeviceInfo("other", "other", "other", "Typewriter", "other", "other"), Devices.all())));
        for (String part : List.of(
                "missing x11 (Paper on X11): no X display; run under xvfb-run",
                "broken-probe none (broken provider): it fails to load: java.lang.NoClassDefFoundError: com/example/Paper",
                "no paper in java.library.path; repair its jar or take it off the classpath",
                "nameless",
                "broken-open first (Paper of broken-open): The paper is wet; dry it.",
                "broken-open second (Cardboard of broken-open): java.lang.IllegalStateException: The pencil is blunt",
                "high display (high display): no display; set DISPLAY",
                "high second (Cardboard of high): The device profile",
                "high first (Paper of high): The device profile does not fit: it was measured on",
                "low second (Cardboard of low): The device profile",
                "empty: it finds no adapter")) {
            assertTrue(message.contains(part), () -> part + " is not in\n" + message);
        }
    }

    @Test
    void brokenProvidersAreListedAndHideNobody() {
        List<BackendStatus> backends = Gpu.backends();
        assertEquals(
                List.of(
                        "soft",
                        "broken-probe",
                        "missing",
                        "broken-open",
                        "high",
                        "empty",
                        "low",
                        "(unknown)",
                        "(unknown)"),
                backends.stream().map(BackendStatus::id).toList());
        for (BackendStatus backend : backends) {
            boolean broken = backend.id().equals("broken-probe") || backend.id().equals("(unknown)");
            assertEquals(
                    broken,
                    backend.adapters().stream()
                            .anyMatch(adapter -> adapter.name().equals("broken provider")),
                    backend.toString());
        }
        assertEquals(List.of(), FakeBackends.OPENED, "looking opens nothing");
    }

    @Test
    void withoutAProfileTheDeviceIsMeasured() {
        String message = refusal(GpuOptions.defaults().withBackend("low"));
        assertEquals(
                List.of("low/first", "low/second"), FakeBackends.OPENED, "each is opened and found unable to draw");
        assertFalse(message.isEmpty());
    }

    private static final GpuOptions SOFT = GpuOptions.defaults()
            .withBackend("soft")
            .withProfiles(info -> Optional.of(new DeviceProfile(info, Devices.all())));

    @Test
    void hardwareComesBeforeSoftwareWhateverThePriority() {
        // What only turns out to be software when it is opened waits, too.
        assertEquals(
                List.of("soft/found", "broken-open/first", "broken-open/second", "high/first"),
                opened(GpuOptions.defaults()
                        .withProfiles(info -> Optional.of(new DeviceProfile(info, Devices.all())))));
        assertEquals(List.of("soft/found"), opened(SOFT));
        assertEquals(List.of("soft/known"), opened(SOFT.withAdapter("known")));
    }

    @Test
    void softwareIsRefusedWhereHardwareIsRequired() {
        String message = refusal(SOFT.withRequireHardware(true));
        assertEquals(List.of("soft/found"), FakeBackends.OPENED, "what is known to be software is not opened");
        assertTrue(message.contains("No GPU opens that is hardware"), message);
        assertTrue(message.contains("soft known (Chalk): a software renderer, and hardware is required"), message);
        assertTrue(message.contains("soft found (Slate): llvmpipe is a software renderer"), message);
        System.setProperty("texon.requireHardware", "true");
        try {
            assertTrue(refusal(SOFT).contains("hardware is required"));
            assertEquals(List.of("low/first"), opened(ANY.withBackend("low")));
        } finally {
            System.clearProperty("texon.requireHardware");
        }
    }

    @Test
    void namingABackendProbesNoOther() {
        FakeBackends.PROBED.clear();
        Gpu.open(ANY.withBackend("low")).close();
        assertEquals(List.of("low"), FakeBackends.PROBED);
    }

    @Test
    void listingTheBackendsProbesNone() {
        List<BackendStatus> installed = Gpu.installed();
        assertEquals(
                Gpu.backends().stream().map(BackendStatus::id).toList(),
                installed.stream().map(BackendStatus::id).toList());
        for (BackendStatus backend : installed) {
            assertEquals(backend.id().equals("(unknown)"), !backend.adapters().isEmpty(), backend::toString);
        }
        FakeBackends.PROBED.clear();
        Gpu.installed();
        assertEquals(List.of(), FakeBackends.PROBED);
    }

    @Test
    void askingAfterOneBackendProbesNoOther() {
        FakeBackends.PROBED.clear();
        assertEquals(
                List.of("low"),
                Gpu.backends("low").stream().map(BackendStatus::id).toList());
        assertEquals(List.of(), Gpu.backends("unheard-of"));
        assertEquals(List.of("low"), FakeBackends.PROBED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llvmpipe (LLVM 15.0.6, 256 bits) | CPU",
                "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver) | CPU",
                "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11) | CPU",
                "Apple Software Renderer | CPU",
                "NVIDIA H100 80GB HBM3/PCIe/SSE2 | DISCRETE",
                "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11) | DISCRETE",
                "AMD Radeon RX 6800 XT (radeonsi, navi21, LLVM 15.0.7, DRM 3.49) | DISCRETE",
                "Mesa Intel(R) Arc(tm) A770 Graphics (DG2) | DISCRETE",
                "AMD Radeon Graphics (radeonsi, renoir, LLVM 15.0.7, DRM 3.49) | INTEGRATED",
                "Mesa Intel(R) UHD Graphics 620 (KBL GT2) | INTEGRATED",
                "NVIDIA Tegra Orin (nvgpu)/integrated | INTEGRATED",
                "Apple M2 Pro | INTEGRATED",
                "Adreno (TM) 640 | INTEGRATED",
                "Mali-G78 | INTEGRATED",
                "V3D 4.2 | INTEGRATED",
                "virgl (AMD Radeon RX 580) | VIRTUAL",
                "SVGA3D; build: RELEASE;  LLVM; | VIRTUAL",
                "D3D12 (Microsoft Corporation) | VIRTUAL",
                "Notebook | UNKNOWN"
            })
    void theRendererTellsWhatComputes(String renderer, DeviceKind kind) {
        assertEquals(kind, DeviceKind.of(renderer));
    }

    @Test
    void theProfileOfACardHoldsForItsTwin() {
        DeviceInfo first = new DeviceInfo("b", "es3-0", "OpenGL ES 3.2", "NVIDIA H100", "NVIDIA", "550");
        DeviceInfo twin = new DeviceInfo("b", "es3-1", "OpenGL ES 3.2", "NVIDIA H100", "NVIDIA", "550");
        DeviceInfo other = new DeviceInfo("b", "es3-1", "OpenGL ES 3.2", "NVIDIA A100", "NVIDIA", "550");
        GpuDevice.over(new RecordingDriver(twin), new DeviceProfile(first, Devices.all()))
                .close();
        assertThrows(GpuUnavailableException.class, () -> GpuDevice.over(
                        new RecordingDriver(other), new DeviceProfile(first, Devices.all()))
                .close());
    }
}
