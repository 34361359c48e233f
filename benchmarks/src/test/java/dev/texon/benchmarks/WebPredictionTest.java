package dev.texon.benchmarks;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Window;
import dev.texon.networks.data.Scaling;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Small exported networks are right in the browser before they are timed. */
class WebPredictionTest {
    private static final WebPrediction GREY = WebPrediction.of(
            "web/mlp",
            "a small one",
            Network.input(6, 5, 1).flatten().dense(8, Activation.RELU).dense(3));
    private static final WebPrediction COLOURED = WebPrediction.of(
                    "web/cnn",
                    "a small one",
                    Network.input(8, 6, 3)
                            .convolution(4, Window.same(3), Activation.RELU)
                            .maxPool(2)
                            .flatten()
                            .dense(5))
            .withUnits(new Scaling.Units(Collections.nCopies(3, 0.5f), Collections.nCopies(3, 0.5f)));

    private static Contender open() throws IOException {
        try {
            return TexonContender.open("webgl", Gl.SWIFTSHADER.adapter(), false);
        } catch (GpuUnavailableException e) {
            throw Absence.of("webgl", String.valueOf(e.getMessage()));
        }
    }

    @Test
    void anExportedNetworkGivesTheNumbersOfTheReference() throws Exception {
        try (Contender contender = open()) {
            for (Workload workload : new Workload[] {GREY, COLOURED, GREY.atStart()}) {
                try (Contender.Entry entry = Objects.requireNonNull(contender.enter(workload))) {
                    assertTrue(entry.time(2) > 0, workload.id());
                }
            }
        }
    }

    @Test
    void whatAPageComputesWrongIsNotTimed() throws Exception {
        Map<String, byte[]> files;
        try (GpuDevice judge =
                Gpu.open(GpuOptions.defaults().withBackend("webgl").withAdapter(Gl.SWIFTSHADER.adapter()))) {
            files = COLOURED.page(judge);
        } catch (GpuUnavailableException e) {
            throw Absence.of("webgl", String.valueOf(e.getMessage()));
        }
        // The page has units by which its samples are others than those of this one.
        WebPrediction other =
                COLOURED.withUnits(new Scaling.Units(Collections.nCopies(3, 0.5f), Collections.nCopies(3, 0.499f)));
        try (PeerContender page = PeerContender.open("test/page", Gl.SWIFTSHADER, files)) {
            for (Workload workload : new Workload[] {other, other.atStart()}) {
                WrongResultException refusal = assertThrows(WrongResultException.class, () -> page.enter(workload));
                assertTrue(
                        String.valueOf(refusal.getMessage()).startsWith(workload.id() + " on test/page"),
                        refusal.getMessage());
            }
        }
    }
}
