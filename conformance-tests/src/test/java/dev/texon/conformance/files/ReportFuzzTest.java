package dev.texon.conformance.files;

import dev.texon.conformance.report.Faults;
import dev.texon.conformance.report.Report;
import dev.texon.conformance.report.ReportDiff;
import dev.texon.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile reports; see {@link Fuzz}. */
class ReportFuzzTest {
    private final Path folder;

    ReportFuzzTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Also what is made of a report that could be read: the differences to a good one, and whose fault is what. */
    @Test
    void reports() throws IOException {
        ReportFiles.write(Report.of(ReportFilesTest.RESULTS, ReportFilesTest.CASES, List.of()), folder);
        Path file = folder.resolve("report.json");
        byte[] bytes = Files.readAllBytes(file);
        Report good = ReportFiles.read(file);
        Fuzz.files("reports", folder.resolve("hostile.json"), 3000, List.of(bytes), hostile -> {
            Report report = ReportFiles.read(hostile);
            ReportDiff.of(good, report);
            ReportDiff.of(report, good);
            Faults.of(report);
        });
    }
}
