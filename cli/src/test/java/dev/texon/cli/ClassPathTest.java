package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.ExtraClassPath;
import dev.texon.conformance.Suite;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.testing.Absence;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --classpath} with a backend that nobody but its jar knows: it is compiled and packed here, lends the contexts of lwjgl-gles,
 * and runs in child processes only.
 */
class ClassPathTest {
    private static final String SOURCE = """
            package org.example.stranger;

            import dev.texon.gpu.Adapter;
            import dev.texon.gpu.gl.Gl;
            import dev.texon.gpu.gl.GlBackend;
            import dev.texon.gpu.spi.DriverOptions;
            import dev.texon.gpu.spi.GpuBackend;
            import java.util.List;
            import java.util.ServiceLoader;

            public final class Stranger implements GlBackend {
                private static GlBackend lender() {
                    for (GpuBackend backend : ServiceLoader.load(GpuBackend.class)) {
                        if (backend.id().equals("lwjgl-gles")) {
                            return (GlBackend) backend;
                        }
                    }
                    throw new IllegalStateException("lwjgl-gles is missing");
                }

                @Override public String id() { return "stranger"; }
                @Override public int priority() { return 1; }
                @Override public List<Adapter> probe() { return lender().probe(); }
                @Override public Gl openGl(String adapter, DriverOptions options) { return lender().openGl(adapter, options); }
            }
            """;

    @TempDir
    private static Path folder = Path.of("");

    private static Path jar = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void compileAndPack() throws IOException {
        Path source = Files.writeString(folder.resolve("Stranger.java"), SOURCE);
        StringWriter complaints = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            assertTrue(
                    compiler.getTask(
                                    complaints,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-classpath",
                                            System.getProperty("java.class.path"),
                                            "-d",
                                            folder.toString()),
                                    null,
                                    files.getJavaFileObjects(source))
                            .call(),
                    complaints::toString);
        }
        jar = Files.createDirectory(folder.resolve("third party")).resolve("stranger.jar");
        String name = "org/example/stranger/Stranger.class";
        Map<String, byte[]> entries = Map.of(
                name,
                Files.readAllBytes(folder.resolve(name)),
                "META-INF/services/" + GpuBackend.class.getName(),
                "org.example.stranger.Stranger\n".getBytes(StandardCharsets.UTF_8));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                packed.putNextEntry(new JarEntry(entry.getKey()));
                packed.write(entry.getValue());
                packed.closeEntry();
            }
        }
    }

    @AfterEach
    void forget() {
        System.clearProperty(ExtraClassPath.PROPERTY);
    }

    /** All in child processes, as on the command line, but for this backend only: the others open slowly and have their own tests. */
    private static final class Strangers implements Harness {
        private final Harness all = new ProcessHarness();

        @Override
        public List<FoundAdapter> probe(Duration timeLimit) throws InterruptedException {
            return all.probe(timeLimit).stream()
                    .filter(adapter -> adapter.backend().equals("stranger"))
                    .toList();
        }

        @Override
        public List<AdapterResult> open(List<FoundAdapter> adapters) throws InterruptedException {
            return all.open(adapters);
        }

        @Override
        public List<AdapterResult> run(
                List<FoundAdapter> adapters,
                List<ConformanceCase> cases,
                int jobs,
                Duration timeLimit,
                ProcessRunner.Listener listener)
                throws InterruptedException {
            return all.run(adapters, cases, jobs, timeLimit, listener);
        }
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        return Main.run(
                terminal,
                new AbstractModule() {
                    @Override
                    protected void configure() {
                        bind(Terminal.class).toInstance(terminal);
                        bind(Harness.class).toInstance(new Strangers());
                        bind(Suite.class).toInstance(Suite.standard());
                    }
                },
                arguments);
    }

    /** Without the adapter that lends, there is nothing to run: a failure where {@code texon.require} demands it. */
    private static void needLender() {
        BackendStatus lender = Gpu.backends().stream()
                .filter(backend -> backend.id().equals("lwjgl-gles"))
                .findFirst()
                .orElseThrow();
        if (lender.adapters().stream()
                .noneMatch(adapter ->
                        adapter instanceof Adapter.Available && adapter.id().equals("es3-0"))) {
            throw Absence.of(
                    "lwjgl-gles", "lwjgl-gles, which lends its context, is not available: " + lender.adapters());
        }
    }

    @Test
    void aJarIsListed() {
        needLender();
        assertEquals(0, run("backends", "--classpath", jar.toString()), err::toString);
        assertTrue(out.toString().lines().anyMatch(line -> line.startsWith("stranger  es3-0")), out::toString);
        assertFalse(
                Gpu.backends().stream().anyMatch(backend -> backend.id().equals("stranger")),
                "only child processes know the jar");
    }

    @Test
    void withoutTheJarTheBackendIsNotThere() {
        assertEquals(2, run("conformance", "--backend", "stranger", "texture/zeros"));
        assertTrue(err.toString().startsWith("texon: There is no backend 'stranger'."), err::toString);
    }

    @Test
    void casesRunOnAllJarsOfAFolder() {
        needLender();
        assertEquals(
                0,
                run(
                        "conformance",
                        "--backend",
                        "stranger",
                        "--adapter",
                        "es3-0",
                        "--classpath",
                        jar.resolveSibling("*").toString(),
                        "texture/zeros",
                        "pass/region"),
                () -> out.toString() + err);
        assertTrue(out.toString().contains("OK: 1 of 1 adapters"), out::toString);
        assertTrue(out.toString().contains("2 passed"), out::toString);
    }

    @Test
    void aPathThatDoesNotExistIsOneSentence() {
        String missing = folder.resolve("no such.jar").toString();
        String path = jar + File.pathSeparator + missing;
        for (String command : List.of("backends", "capabilities", "conformance")) {
            err.getBuffer().setLength(0);
            assertEquals(2, run(command, "--classpath", path));
            assertEquals(
                    List.of("texon: The class path '" + path + "' names '" + missing
                            + "', which does not exist; name jars and folders, separated by '" + File.pathSeparator
                            + "'."),
                    err.toString().lines().toList());
        }
        assertEquals("", out.toString());
    }
}
