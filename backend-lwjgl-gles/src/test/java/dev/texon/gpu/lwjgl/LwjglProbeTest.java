package dev.texon.gpu.lwjgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.gl.ChildJvm;
import dev.texon.gpu.spi.GpuBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LwjglProbeTest {
    @Test
    void a_missing_library_is_named_with_its_mend_and_nothing_is_printed(@TempDir Path folder) throws Exception {
        List<String> lines =
                new ChildJvm(folder).option("-Dorg.lwjgl.egl.libname=absent").run(Probe.class);
        assertEquals(1, lines.size());
        String line = lines.get(0);
        assertTrue(line.startsWith("Unavailable[") && line.contains("absent") && line.contains("hint="), line);
    }

    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            for (GpuBackend backend : ServiceLoader.load(GpuBackend.class)) {
                backend.probe().forEach(System.out::println);
            }
        }
    }
}
