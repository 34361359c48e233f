package dev.texon.conformance.files;

import dev.texon.conformance.Launcher;
import dev.texon.conformance.report.Report;
import dev.texon.gpu.files.UserFiles;
import dev.texon.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report to a folder, {@code report.html}, {@code report.json} and {@code junit.xml}, and reads it back. */
public final class ReportFiles {
    private static final String JSON = "report.json";
    /** A hundred times what one adapter needs, curves included. */
    private static final int MAX_BYTES = 64 << 20;

    private ReportFiles() {}

    /** Makes the folder if it is not there. Each file is either the old one or all of the new one, never a part. */
    public static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        UserFiles.replace(folder.resolve("report.html"), out -> HtmlReport.write(report, out));
        UserFiles.replace(folder.resolve(JSON), out -> out.write(JsonFiles.bytes(report)));
        UserFiles.replace(folder.resolve("junit.xml"), out -> JUnitXml.write(report, out));
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
}
