package dev.texon.cli;

import dev.texon.benchmarks.Bench;
import dev.texon.benchmarks.Contender;
import dev.texon.benchmarks.Outcome;
import dev.texon.benchmarks.Workload;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What a person sees while the benchmarks run: a bar on a terminal, else a line for each workload that has finished, and now and then one between. */
final class BenchProgress implements Bench.Listener, AutoCloseable {
    private static final int WIDTH = 78;

    private final Terminal terminal;
    private final int workloads;
    private final int steps;
    private final @Nullable ProgressBar bar;
    private final Pace pace = new Pace();
    private int finished;

    BenchProgress(Terminal terminal, int workloads, int rounds) {
        this.terminal = terminal;
        this.workloads = workloads;
        // Making ready takes about as long as two rounds.
        steps = rounds + 2;
        bar = terminal.interactive()
                ? new ProgressBarBuilder()
                        .setTaskName("bench")
                        .setInitialMax((long) workloads * steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                        .clearDisplayOnFinish()
                        .build()
                : null;
    }

    @Override
    public void preparing(Workload workload, Contender contender) {
        if (bar != null) {
            bar.setExtraMessage(workload.id() + " " + contender.id());
        } else if (pace.due()) {
            terminal.out().println("  " + workload.id() + ": " + contender.id() + " is made ready");
        }
    }

    @Override
    public void round(Workload workload, int round) {
        if (bar != null) {
            bar.stepTo((long) finished * steps + 2 + round);
            bar.setExtraMessage(workload.id());
        } else if (pace.due()) {
            terminal.out().println("  " + workload.id() + ": round " + round);
        }
    }

    @Override
    public void finished(Workload workload, List<Outcome> outcomes) {
        finished++;
        if (bar != null) {
            bar.stepTo((long) finished * steps);
        } else {
            terminal.out().println("[" + finished + "/" + workloads + "] " + workload.id());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        } else {
            terminal.out().println();
        }
    }
}
