package dev.texon.cli;

import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Suite;
import dev.texon.conformance.files.ReportFiles;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import dev.texon.conformance.report.Demand;
import dev.texon.conformance.report.Report;
import dev.texon.gpu.UsageException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the suite. */
@Command(
        name = "conformance",
        subcommands = DiffCommand.class,
        synopsisSubcommandLabel = "[COMMAND]",
        description = "Run the conformance suite on all adapters, each in a process of its own. "
                + "Status 1 if a case fails, crashes or runs out of time, or what was asked for is not available.")
final class ConformanceCommand implements Callable<Integer> {
    private final Harness harness;
    private final Terminal terminal;
    private final Suite suite;
    private final ConformanceText text;

    @Mixin
    private AdapterChoice choice = new AdapterChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Parameters(
            paramLabel = "QUERY",
            description = "Case ids, subtrees such as 'precision/*', or '*'. Without one: all cases.")
    private List<String> queries = List.of();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html, report.json and junit.xml to this folder.")
    private @Nullable Path folder;

    @Option(
            names = "--require",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Fail where an adapter lacks one of these capabilities, for example float32-render, float16-linear, "
                            + "explicit-level or fit-float32; an unknown name lists all.")
    private List<String> required = List.of();

    @Option(
            names = "--time-limit",
            paramLabel = "S",
            description = "Seconds for finding the adapters, and for each of them (default: ${DEFAULT-VALUE}).",
            defaultValue = "300")
    private int timeLimit;

    @Option(names = "--jobs", paramLabel = "N", description = "Adapters at a time (default: 2, or 1 on a single core).")
    private int jobs = ProcessRunner.defaultJobs();

    @Option(names = "--list", description = "List the selected cases and run nothing.")
    private boolean list;

    @Inject
    ConformanceCommand(Harness harness, Terminal terminal, Suite suite, ConformanceText text) {
        this.harness = harness;
        this.terminal = terminal;
        this.suite = suite;
        this.text = text;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        classPath.apply();
        if (timeLimit < 1 || jobs < 1) {
            throw new UsageException("--time-limit is " + timeLimit + " and --jobs is " + jobs + "; both start at 1.");
        }
        List<ConformanceCase> cases = suite.select(queries);
        List<Demand> demands = required.stream().map(Demand::named).distinct().toList();
        if (list) {
            Table table = new Table();
            cases.forEach(one -> table.row(one.id(), one.rule(), one.checks()));
            table.lines().forEach(terminal.out()::println);
            return 0;
        }
        long start = System.nanoTime();
        Duration limit = Duration.ofSeconds(timeLimit);
        List<FoundAdapter> adapters = choice.select(harness.probe(limit));
        List<AdapterResult> results;
        try (Progress progress = Progress.on(terminal, adapters, cases.size())) {
            results = harness.run(adapters, cases, jobs, limit, progress);
        }
        Report report = Report.of(results, cases, demands);
        boolean failed = failed(results, report);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        text.lines(results, report, cases, time, failed).forEach(terminal.out()::println);
        if (folder != null) {
            ReportFiles.write(report, folder);
            terminal.out().println("Report written to " + folder + ".");
        }
        return failed ? 1 : 0;
    }

    private boolean failed(List<AdapterResult> results, Report report) {
        boolean missing = report.adapters().stream()
                .flatMap(adapter -> adapter.required().stream())
                .anyMatch(answer -> answer.missing() != null);
        boolean caseFailed =
                results.stream().flatMap(result -> result.results().stream()).anyMatch(result -> result.failed());
        return caseFailed
                || missing
                || choice.lacks(results.stream().map(AdapterResult::adapter).toList());
    }
}
