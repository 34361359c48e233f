package dev.texon.conformance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.gpu.FakeDevices;
import dev.texon.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile device profiles and reports; see {@link Fuzz}. */
class ReportFuzzTest {
    private final Path folder;

    ReportFuzzTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void deviceProfiles() throws IOException {
        byte[] good = ProfileJson.write(FakeDevices.profile("fake", "good")).getBytes(UTF_8);
        Fuzz.files("device profiles", folder.resolve("device.json"), 4000, List.of(good), ProfileJson::read);
    }

    /** Also what is made of a report that could be read: the differences to a good one, and whose fault is what. */
    @Test
    void reports() throws IOException {
        ReportFiles.write(Report.of(ReportTest.RESULTS, ReportTest.CASES, List.of()), folder);
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
