package dev.texon.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuUnavailableException;
import dev.texon.testing.Absence;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every workload computes what it should, on OpenGL ES 3; nothing is said of its time. */
class SmokeTest {
    private static Contender open() throws IOException {
        try {
            return TexonContender.open("lwjgl-gles", "es3-0");
        } catch (GpuUnavailableException e) {
            throw Absence.of("lwjgl-gles", String.valueOf(e.getMessage()));
        }
    }

    @Test
    void everyWorkloadIsRight() throws Exception {
        try (Contender contender = open()) {
            for (Workload workload : Workloads.all()) {
                try (Contender.Entry entry = contender.enter(workload)) {
                    assertTrue(entry.time(1) > 0, workload.id());
                    assertTrue(entry.textureBytes() > 0, workload.id());
                }
            }
        }
    }
}
