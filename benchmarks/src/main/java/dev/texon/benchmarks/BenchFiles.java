package dev.texon.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report: {@code bench.json} with all rounds, and {@code bench.svg}, a picture of the ratios. */
public final class BenchFiles {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BenchFiles() {}

    /**
     * Makes the folder, so that a long run does not find out at its end that it cannot be written.
     *
     * @throws IOException if it cannot be made; the message names it
     */
    public static void make(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("The folder '" + folder + "' cannot be made (" + e + "); name another.", e);
        }
    }

    /** @throws IOException if a file cannot be written; the message names it */
    public static void write(BenchReport report, Path folder) throws IOException {
        byte[] json = MAPPER.writeValueAsBytes(report);
        UserFiles.replace(folder.resolve("bench.json"), out -> out.write(json));
        UserFiles.replace(folder.resolve("bench.svg"), out -> BenchPicture.write(report, out));
    }
}
