package dev.texon.gpu.lwjgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.gl.ChildJvm;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.gpu.spi.GpuDriver;
import dev.texon.testing.Absence;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lwjgl.egl.EGL12;
import org.lwjgl.egl.EGL14;

final class LwjglProbeTest {
    @Test
    void a_missing_library_is_named_with_its_mend_and_nothing_is_printed(@TempDir Path folder) throws Exception {
        List<String> lines =
                new ChildJvm(folder).option("-Dorg.lwjgl.egl.libname=absent").run(Probe.class);
        assertEquals(1, lines.size());
        String line = lines.get(0);
        assertTrue(line.startsWith("Unavailable[") && line.contains("absent") && line.contains("hint="), line);
    }

    @Test
    void a_folder_without_angle_is_named(@TempDir Path folder) throws Exception {
        List<String> lines =
                new ChildJvm(folder).option("-Dtexon.angle=" + folder).run(Probe.class);
        assertEquals(1, lines.size());
        String line = lines.get(0);
        assertTrue(
                line.startsWith("Unavailable[") && line.contains("'" + folder + "'") && line.contains("libEGL"), line);
        assertTrue(line.contains("hint=name a folder with ANGLE's libEGL"), line);
    }

    /**
     * EGL's bound API is a thread's: a probe leaves that of its caller as it is, since it has a thread of its own, and where it is again what it is
     * at a thread's start, nothing of the thread is kept.
     */
    @Test
    void a_probe_leaves_the_thread_alone_and_a_closed_device_keeps_nothing_of_it(@TempDir Path folder)
            throws Exception {
        List<String> said = new ChildJvm(folder).run(ThreadState.class);
        if (said.get(0).startsWith(ThreadState.ABSENT)) {
            throw Absence.of("lwjgl-gles", said.get(0));
        }
        assertEquals(List.of("probed: another API", "closed: OpenGL ES", "open: drawn"), said);
    }

    static final class ThreadState {
        static final String ABSENT = "No adapter opens: ";

        private ThreadState() {}

        public static void main(String[] args) {
            LwjglGlesBackend backend = new LwjglGlesBackend();
            List<Adapter> adapters = backend.probe();
            List<String> ids = adapters.stream()
                    .filter(Adapter.Available.class::isInstance)
                    .map(Adapter::id)
                    .toList();
            if (ids.isEmpty()) {
                System.out.println(ABSENT + adapters);
                return;
            }
            EGL12.eglBindAPI(EGL14.EGL_OPENGL_API);
            backend.probe();
            say("probed");
            Gl gl = backend.openGl(ids.get(0), new DriverOptions(false, 0));
            EGL12.eglBindAPI(EGL14.EGL_OPENGL_API);
            gl.close();
            say("closed");
            try (GpuDriver open = backend.open(ids.get(0), new DriverOptions(false, 0))) {
                backend.probe();
                open.flush();
                System.out.println("open: drawn");
            }
        }

        private static void say(String when) {
            boolean initial = EGL12.eglQueryAPI() == EGL12.EGL_OPENGL_ES_API;
            System.out.println(when + ": " + (initial ? "OpenGL ES" : "another API"));
        }
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
