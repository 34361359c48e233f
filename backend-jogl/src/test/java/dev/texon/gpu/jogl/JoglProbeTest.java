package dev.texon.gpu.jogl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.texon.gpu.gl.ChildJvm;
import dev.texon.gpu.spi.GpuBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JoglProbeTest {
    @Test
    void without_a_display_no_class_of_jogl_is_loaded_and_nothing_is_printed(@TempDir Path folder) throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "Only Linux needs an X display.");
        Path classes = folder.resolve("classes");
        ChildJvm child = new ChildJvm(folder).without("DISPLAY").option("-Xlog:class+load:file=" + classes);
        assertEquals(
                List.of("Unavailable[id=gl, name=desktop OpenGL, reason=no X display,"
                        + " hint=set DISPLAY, or run under xvfb-run]"),
                child.run(Probe.class));
        List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("dev.texon.gpu.jogl.JoglBackend")));
        assertFalse(loaded.stream().anyMatch(line -> line.contains(".jogamp.")), "a class of JOGL is loaded");
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
