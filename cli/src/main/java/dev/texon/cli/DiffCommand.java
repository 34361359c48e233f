package dev.texon.cli;

import dev.texon.conformance.files.ReportFiles;
import dev.texon.conformance.report.Change;
import dev.texon.conformance.report.Faults;
import dev.texon.conformance.report.Report;
import dev.texon.conformance.report.ReportDiff;
import dev.texon.gpu.UsageException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two runs, or the adapters of one. */
@Command(
        name = "diff",
        description = {
            "With two reports: what changed from one run to the other, in fitness, capabilities, verdicts and figures. "
                    + "An error has changed when it moved by half a bit, a factor of 1.41; bits, sizes and counts when they moved "
                    + "at all; times and memory are not compared. Status 1 if something got worse.",
            "With one report: whose fault each failure and warning is. What is also wrong in native OpenGL on the same GPU is "
                    + "the driver's; what is wrong only through the browser is the translation's."
        })
final class DiffCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DiffText text;

    @Parameters(index = "0", paramLabel = "REPORT", description = "A report.json, or the folder that --report wrote.")
    private Path first = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "LATER", description = "Another one, of a later run.")
    private @Nullable Path second;

    @Inject
    DiffCommand(Terminal terminal, DiffText text) {
        this.terminal = terminal;
        this.text = text;
    }

    @Override
    public Integer call() {
        Report before = read(first);
        if (second == null) {
            text.faults(Faults.of(before)).forEach(terminal.out()::println);
            return 0;
        }
        Report after = read(second);
        List<Change> changes = ReportDiff.of(before, after);
        text.changes(before, after, changes).forEach(terminal.out()::println);
        return changes.stream().anyMatch(change -> change.direction() == Change.Direction.WORSE) ? 1 : 0;
    }

    private static Report read(Path path) {
        try {
            return ReportFiles.read(path);
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
