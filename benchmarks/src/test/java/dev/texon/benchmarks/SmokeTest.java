package dev.texon.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuUnavailableException;
import dev.texon.testing.Absence;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Workloads compute what they should; nothing is said of their time. */
class SmokeTest {
    private static Contender open() throws IOException {
        try {
            return TexonContender.open("lwjgl-gles", "es3-0", true);
        } catch (GpuUnavailableException e) {
            throw Absence.of("lwjgl-gles", String.valueOf(e.getMessage()));
        }
    }

    private static Contender openPeer() throws IOException {
        try {
            return PeerContender.open("handwritten/webgl2-swiftshader", Gl.SWIFTSHADER, Peer.HANDWRITTEN.files());
        } catch (GpuUnavailableException e) {
            throw Absence.of("webgl", String.valueOf(e.getMessage()));
        }
    }

    @Test
    void everyWorkloadIsRight() throws Exception {
        try (Contender contender = open()) {
            for (Workload workload : Workloads.all()) {
                try (Contender.Entry entry = contender.enter(workload)) {
                    assertEquals(workload instanceof WebPrediction, entry == null, workload.id());
                    if (entry != null) {
                        assertTrue(entry.time(1) > 0, workload.id());
                        assertEquals(!workload.fresh(), entry.textureBytes() > 0, workload.id());
                    }
                }
            }
        }
    }

    @Test
    void aPeersPageIsRightAndKnowsWhatItDoesNotDo() throws Exception {
        try (Contender contender = openPeer()) {
            assertTrue(
                    contender.facts().api().startsWith("WebGL 2.0"),
                    contender.facts().api());
            int done = 0;
            for (Workload workload : Workloads.all()) {
                try (Contender.Entry entry = contender.enter(workload)) {
                    if (entry != null) {
                        done++;
                        assertTrue(entry.time(1) > 0, workload.id());
                    }
                }
            }
            assertEquals(5, done, "three products of matrices and two kinds of tiny passes");
        }
    }
}
