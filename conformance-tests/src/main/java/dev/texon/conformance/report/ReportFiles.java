package dev.texon.conformance.report;

import dev.texon.conformance.Launcher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a report to a folder, {@code report.html}, {@code report.json} and {@code junit.xml}, and reads it back. */
public final class ReportFiles {
    private static final String JSON = "report.json";
    /** A hundred times what one adapter needs, curves included. */
    private static final int MAX_BYTES = 64 << 20;

    private ReportFiles() {}

    /** Makes the folder if it is not there. Each file is either the old one or all of the new one, never a part. */
    public static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve("report.html"), out -> HtmlReport.write(report, out));
        replace(folder.resolve(JSON), out -> out.write(JsonFiles.MAPPER.writeValueAsBytes(report)));
        replace(folder.resolve("junit.xml"), out -> JUnitXml.write(report, out));
    }

    /**
     * Reads what {@link #write} left.
     *
     * @param path of a {@code report.json}, or of the folder that holds it
     * @throws IOException if it cannot be read, is larger than 64 MiB, damaged, or of another schema; the message says which
     */
    public static Report read(Path path) throws IOException {
        return JsonFiles.read(
                Files.isDirectory(path) ? path.resolve(JSON) : path,
                Report.class,
                Report.SCHEMA,
                MAX_BYTES,
                "Report",
                "make it anew with " + Launcher.command() + " conformance --report");
    }

    /** Writes a text to a file, at once or not at all. */
    public static void write(String text, Path file) throws IOException {
        replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void replace(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("'" + file + "' is not a file's name.");
        }
        // Not a temporary file of the JDK's, which only its owner may read.
        Path beside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(out);
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
