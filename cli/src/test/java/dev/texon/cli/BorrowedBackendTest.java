package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.testing.Absence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that Texon has never heard of: it implements Gl by delegation, and a folder on the class path names it. */
class BorrowedBackendTest {
    /** Lends every call of another backend's context. */
    public static final class BorrowedBackend implements GlBackend {
        static int calls;

        private static GlBackend lender() {
            return ServiceLoader.load(GpuBackend.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(backend -> backend.id().equals("lwjgl-gles"))
                    .map(GlBackend.class::cast)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String id() {
            return "borrowed";
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public List<Adapter> probe() {
            return lender().probe();
        }

        @Override
        public Gl openGl(String adapter, DriverOptions options) {
            Gl lent = lender().openGl(adapter, options);
            return (Gl)
                    Proxy.newProxyInstance(Gl.class.getClassLoader(), new Class<?>[] {Gl.class}, (self, call, args) -> {
                        calls++;
                        try {
                            return call.invoke(lent, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        }
                    });
        }
    }

    @Test
    void isFoundOnTheClassPathAndDraws(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(GpuBackend.class.getName()), BorrowedBackend.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader classPath =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(classPath);
            BackendStatus status = Gpu.backends().stream()
                    .filter(backend -> backend.id().equals("borrowed"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("The backend is not found."));
            if (status.adapters().stream().noneMatch(Adapter.Available.class::isInstance)) {
                throw Absence.of(
                        "lwjgl-gles", "lwjgl-gles, which lends its context, is not available: " + status.adapters());
            }
            draw();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void draw() {
        try (GpuDevice gpu = Gpu.open(GpuOptions.defaults().withBackend("borrowed"));
                Texture target = gpu.createTexture(TextureDescriptor.of("target", 2, 1, TextureFormat.RGBA8));
                Program program = gpu.createProgram(ProgramDescriptor.builder("one")
                        .output("target")
                        .source("void main() { target = vec4(1.0); }")
                        .build())) {
            assertEquals("borrowed", gpu.info().backend());
            gpu.pass(program).target(target).draw();
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, target.read());
            assertTrue(BorrowedBackend.calls > 0, "the delegate draws");
        }
    }
}
