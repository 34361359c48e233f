package dev.texon.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.texon.gpu.GpuException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every workload computes what it should, on OpenGL ES 3; nothing is said of its time. */
class SmokeTest {
    @Test
    void everyWorkloadIsRight() throws Exception {
        try (Contender contender = TexonContender.open("lwjgl-gles", "es3-0")) {
            for (Workload workload : Workloads.all()) {
                try (Contender.Entry entry = contender.enter(workload)) {
                    assertTrue(entry.time(1) > 0, workload.id());
                    assertTrue(entry.textureBytes() > 0, workload.id());
                }
            }
        } catch (GpuException e) {
            List<String> required =
                    List.of(System.getProperty("texon.require", "").split(",", -1));
            String reason = String.valueOf(e.getMessage());
            assertFalse(required.contains("lwjgl-gles"), reason);
            abort(reason);
        }
    }
}
