package dev.texon.gpu.gl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, with this one's class path; it must succeed in a minute and print no error. */
public final class ChildJvm {
    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();

    /** @param folder for what the child prints */
    public ChildJvm(Path folder) {
        this.folder = folder;
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--enable-native-access") || a.startsWith("--sun-misc-unsafe"))
                .forEach(options::add);
    }

    /** Adds an option of the JVM. */
    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /** Hides an environment variable. */
    public ChildJvm without(String variable) {
        absent.add(variable);
        return this;
    }

    /** Gives the lines of its standard output. */
    public List<String> run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path error = folder.resolve("error");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(error.toFile());
        builder.environment().keySet().removeAll(absent);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "The child process does not end.");
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(error));
        assertEquals(0, process.exitValue());
        return Files.readAllLines(out);
    }
}
