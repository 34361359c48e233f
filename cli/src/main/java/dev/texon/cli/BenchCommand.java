package dev.texon.cli;

import dev.texon.benchmarks.BenchFiles;
import dev.texon.benchmarks.BenchReport;
import dev.texon.benchmarks.BenchRun;
import dev.texon.benchmarks.Peer;
import dev.texon.benchmarks.Workload;
import dev.texon.benchmarks.Workloads;
import dev.texon.benchmarks.jvm.JvmBench;
import dev.texon.gpu.UsageException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast it is. */
@Command(
        name = "bench",
        description =
                "Measure workloads on several adapters in turn, each against its ceilings, after checking what they "
                        + "compute. Ctrl-C ends after the running timing and keeps what is finished. Status 1 if something "
                        + "computes wrong or breaks.")
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;

    private final Terminal terminal;
    private final BenchText text;

    @Parameters(
            paramLabel = "QUERY",
            description = "Workload ids, groups such as 'matmul/*', or '*'. Without one: all workloads.")
    private List<String> queries = List.of();

    @Option(
            names = "--backend",
            paramLabel = "ID[/ADAPTER]",
            description = "Only this backend or adapter, for example webgl/webgl2-system; may be repeated (default: "
                    + "lwjgl-gles/es3-0, jogl/gl, webgl/webgl2-system and webgl/webgl2-swiftshader).")
    private List<String> backends = List.of();

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            description =
                    "Somebody else takes part, in the same browser with the same flags, on each GL that the adapters "
                            + "have: tfjs (TensorFlow.js, installed by npm for this run), or handwritten (WebGL calls written out "
                            + "in a page); may be repeated.")
    private List<String> peers = List.of();

    @Option(
            names = "--no-tune",
            description = "Take the usual kernels, and do not measure which are the fastest on each adapter.")
    private boolean untuned;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Timings of each workload on each adapter (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write bench.json with all rounds, and bench.svg, a picture of the ratios, to this folder.")
    private @Nullable Path folder;

    @Option(
            names = "--jvm",
            description = "Instead of workloads, measure by JMH what Java itself takes, and what it allocates.")
    private boolean jvm;

    @Option(names = "--list", description = "List the selected workloads and run nothing.")
    private boolean list;

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Inject
    BenchCommand(Terminal terminal, BenchText text) {
        this.terminal = terminal;
        this.text = text;
    }

    @Override
    public Integer call() throws IOException {
        classPath.applyHere();
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new UsageException("--rounds is " + rounds + "; it is from 1 to " + MOST_ROUNDS + ".");
        }
        if (jvm) {
            if (!queries.isEmpty() || !backends.isEmpty() || !peers.isEmpty() || folder != null || list) {
                throw new UsageException(
                        "--jvm is given with something else, and takes nothing: it runs all of JMH's benchmarks.");
            }
            return JvmBench.run() ? 0 : 1;
        }
        List<Workload> workloads = Workloads.select(Workloads.all(), queries);
        if (list) {
            Table table = new Table();
            workloads.forEach(one -> table.row(one.id(), one.quantity().unit(), one.describes()));
            table.lines().forEach(terminal.out()::println);
            return 0;
        }
        return run(workloads, peers.stream().distinct().map(Peer::byId).toList());
    }

    private int run(List<Workload> workloads, List<Peer> others) throws IOException {
        if (folder != null) {
            BenchFiles.make(folder);
        }
        BenchReport report;
        int status;
        try (BenchProgress progress = new BenchProgress(
                        terminal, Workloads.withCeilings(workloads).size(), rounds);
                Interruption interruption = Interruption.watch(terminal.err())) {
            report = BenchRun.run(workloads, backends, others, !untuned, rounds, interruption::requested, progress);
            status = interruption.status();
        }
        text.lines(report).forEach(terminal.out()::println);
        if (folder != null) {
            BenchFiles.write(report, folder);
            terminal.out().println("Report written to " + folder + ".");
        }
        boolean lacks =
                !(backends.isEmpty() && peers.isEmpty()) && !report.absent().isEmpty();
        return status != 0 ? status : report.wrong() || lacks ? 1 : 0;
    }
}
