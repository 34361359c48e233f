package dev.texon.conformance.saboteurs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.CaseRunner;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.KnownFailures;
import dev.texon.conformance.Suite;
import dev.texon.conformance.Verdict;
import dev.texon.gpu.Adapter;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.gl.GlDriver;
import dev.texon.gpu.lwjgl.LwjglGlesBackend;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.testing.Absence;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite on wrong drivers: the OpenGL ES 3 adapter of lwjgl-gles, made wrong in one way each, must fail the case that is named,
 * with a message that names the trouble; and as it is, it must pass them all. Where the adapter cannot be had, the tests fail if
 * the system property {@code texon.require} lists the backend, and are skipped with the reason if not.
 */
class SaboteursTest {
    private static final String ADAPTER = "es3-0";
    private static final DriverOptions OPTIONS = DriverOptions.DEFAULT;
    private static final GlBackend BACKEND = new LwjglGlesBackend();

    @BeforeAll
    static void needsTheAdapter() {
        List<Adapter> adapters = BACKEND.probe();
        if (adapters.stream().noneMatch(a -> a instanceof Adapter.Available && a.id().equals(ADAPTER))) {
            throw Absence.of(
                    BACKEND.id(),
                    "The adapter " + ADAPTER + " of the backend lwjgl-gles cannot be sabotaged: " + adapters);
        }
    }

    static Stream<Saboteur> saboteurs() {
        return Stream.of(
                        TransferSaboteurs.all(),
                        StateSaboteurs.all(),
                        ShaderSaboteurs.all(),
                        LanguageSaboteurs.all(),
                        ErrorSaboteurs.all())
                .flatMap(List::stream);
    }

    private static GpuDevice open(UnaryOperator<Gl> sabotage) {
        Gl gl = BACKEND.openGl(ADAPTER, OPTIONS);
        return GpuDevice.over(GlDriver.open(sabotage.apply(gl), BACKEND.id(), ADAPTER, OPTIONS));
    }

    private static CaseResult run(GpuDevice device, UnaryOperator<Gl> sabotage, String caseId) {
        ConformanceCase one = Suite.standard().select(List.of(caseId)).get(0);
        return new CaseRunner(device, () -> open(sabotage), new KnownFailures(List.of())).run(one);
    }

    @ParameterizedTest
    @MethodSource("saboteurs")
    void isCaughtByName(Saboteur saboteur) {
        try (GpuDevice device = open(saboteur.sabotage())) {
            CaseResult result = run(device, saboteur.sabotage(), saboteur.caughtBy());
            assertEquals(Verdict.FAIL, result.verdict(), () -> "Not caught: " + saboteur.name() + result);
            assertTrue(result.message().contains(saboteur.messageSays()), result.message());
        }
    }

    @Test
    void theRightDriverPassesEveryCaseThatCatches() {
        assertPasses(
                ErrorSaboteurs::losable, saboteurs().map(Saboteur::caughtBy).distinct());
    }

    /** A tiled GPU holds so many bytes for all targets of a pixel, and says so only when a framebuffer is put together. */
    @Test
    void whatATiledGpuWritesAtOnceIsMeasured() {
        for (int most : new int[] {1, 2, 4}) {
            try (GpuDevice device = open(gl -> new ForwardingGl(gl) {
                private int targets = 1;

                @Override
                public int createFramebuffer() {
                    targets = 1;
                    return super.createFramebuffer();
                }

                @Override
                public void drawBuffers(int count) {
                    targets = count;
                    super.drawBuffers(count);
                }

                @Override
                public int checkFramebufferStatus(int target) {
                    int unsupported = 0x8CDD;
                    return targets > most ? unsupported : super.checkFramebufferStatus(target);
                }
            })) {
                assertEquals(most, device.capabilities().limits().renderTargets());
            }
        }
    }

    /** What makes the leak show must not itself be what fails. */
    @Test
    void aSmallGpuPassesTheCaseThatCatchesTheLeak() {
        assertPasses(ErrorSaboteurs.SmallGpu::new, Stream.of("robustness/create-close"));
    }

    private static void assertPasses(UnaryOperator<Gl> driver, Stream<String> caseIds) {
        try (GpuDevice device = open(driver)) {
            caseIds.forEach(id -> {
                CaseResult result = run(device, driver, id);
                // A warning is a right answer, too: llvmpipe filters with 8 bits.
                assertFalse(
                        result.verdict().failure() || result.verdict() == Verdict.UNSUPPORTED,
                        () -> id + " " + result.verdict() + ": " + result.message());
            });
        }
    }
}
