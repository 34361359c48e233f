package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.file.NetworkFile;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and values from files, which nobody has looked at, cannot steer the terminal that shows them. */
final class HostileNamesTest {
    private static final String NAME = "\u001B]0;owned\u0007\u202Etac\u001B[2J\ntexon: done\r\u009B1A";

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    HostileNamesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        return Main.run(terminal, new CliModule(terminal), arguments);
    }

    private static void demandGpu() {
        try {
            Gpu.open().close();
        } catch (GpuUnavailableException e) {
            throw Absence.ofAnything(String.valueOf(e.getMessage()));
        }
    }

    private void assertPlain() {
        String shown = (out + "" + err).replace(System.lineSeparator(), "\n");
        assertFalse(shown.matches("(?s).*[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u202E].*"), shown);
        assertFalse(shown.contains("\ntexon: done"), shown);
        assertTrue(shown.lines().allMatch(line -> line.length() < 1000), shown);
    }

    private Path network(List<String> classes) throws IOException {
        Network network = Network.input(28, 28, 1).flatten().dense(classes.size());
        List<FloatBuffer> parameters = Snapshot.parameterCounts(network).stream()
                .map(FloatBuffer::allocate)
                .toList();
        List<FloatBuffer> statistics = Snapshot.statisticCounts(network).stream()
                .map(FloatBuffer::allocate)
                .toList();
        Path file = folder.resolve("named.texon");
        NetworkFile.write(
                new Snapshot(network, Loss.SOFTMAX_CROSS_ENTROPY, classes, parameters, statistics, Optional.empty()),
                file);
        return file;
    }

    @Test
    void classesOfANetwork() throws IOException {
        demandGpu();
        Path file = network(List.of(NAME, "x".repeat(100_000), "cat"));
        Path image = TinyData.writePng(folder.resolve("one.png"), 1);
        assertEquals(0, run("predict", file.toString(), image.toString()), err::toString);
        assertTrue(out.toString().contains("\uFFFD]0;owned\uFFFD\uFFFDtac\uFFFD[2J\uFFFDtexon: done"), out::toString);
        assertPlain();
        assertNotEquals(
                0,
                run(
                        "evaluate",
                        file.toString(),
                        "--data",
                        TinyData.write(folder.resolve("data")).toString()));
        assertPlain();
    }

    @Test
    void valuesOfACsvFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("hostile.csv"),
                "a,b\n1,2\n\"" + NAME + "\",3\n4,\"" + NAME + "\"\n5,6\n" + "y".repeat(100_000) + ",7\n");
        assertNotEquals(0, run("train", "--data", file.toString(), "--targets", "1", "--epochs", "1"));
        assertPlain();
        assertTrue(err.toString().contains("hostile.csv"), err::toString);
    }

    @Test
    void anArchitecture() throws IOException {
        String name = NAME.replace("\u001B", "\\u001B")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\u0007", "\\u0007");
        Path file = Files.writeString(
                folder.resolve("hostile.json"),
                "{\"input\": {\"width\": 2, \"height\": 1, \"channels\": 1}, \"layers\": [{\"type\": \"" + name
                        + "\"}]}");
        Path data = Files.writeString(folder.resolve("data.csv"), "a,b\n1,2\n3,4\n5,6\n7,8\n");
        assertNotEquals(0, run("train", "--data", data.toString(), "--targets", "1", "--network", file.toString()));
        assertPlain();
        assertTrue(err.toString().contains("hostile.json"), err::toString);
    }

    @Test
    void namesOfFiles() {
        assertNotEquals(
                0, run("predict", folder.resolve(NAME.replace("\u0000", "")).toString(), "x.png"));
        assertPlain();
    }
}
