package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import dev.texon.plots.LineChart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where an experiment writes. */
final class OutputFolder {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "experiments",
            description = "Write tables and pictures to this folder (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("experiments");

    /** Makes it, so that an experiment does not find out at its end that it cannot be written. */
    void make() throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("The folder '" + folder + "' cannot be made (" + e + "); name another by --out.", e);
        }
    }

    Path write(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        UserFiles.replace(file, out -> out.write(bytes));
        return file;
    }

    Path write(String name, LineChart chart) throws IOException {
        Path file = folder.resolve(name);
        UserFiles.replace(file, chart::write);
        return file;
    }

    /** A table in Markdown; the first row is its head. */
    static List<String> markdown(List<List<String>> rows) {
        List<String> lines = new java.util.ArrayList<>();
        for (List<String> row : rows) {
            lines.add("| " + String.join(" | ", row) + " |");
            if (lines.size() == 1) {
                lines.add("|" + "---|".repeat(row.size()));
            }
        }
        return lines;
    }
}
