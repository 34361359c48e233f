package dev.texon.cli;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a person sees while the suite runs: a bar on a terminal, else a line for each adapter that begins and ends, and now and then a count. */
interface Progress extends ProcessRunner.Listener, AutoCloseable {
    @Override
    void close();

    static Progress on(Terminal terminal, List<FoundAdapter> adapters, int cases) {
        return terminal.interactive() ? new Bar(adapters, cases) : new Lines(terminal, adapters, cases, new Pace());
    }

    /** A bar that counts cases. */
    final class Bar implements Progress {
        private static final int WIDTH = 78;

        private final int cases;
        private final ProgressBar bar;

        Bar(List<FoundAdapter> adapters, int cases) {
            this.cases = cases;
            long available = adapters.stream().filter(FoundAdapter::available).count();
            bar = new ProgressBarBuilder()
                    .setTaskName("conformance")
                    .setInitialMax(available * cases)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                    .clearDisplayOnFinish()
                    .build();
        }

        @Override
        public void caseFinished(FoundAdapter adapter, CaseResult result) {
            bar.step();
            bar.setExtraMessage(adapter.path());
        }

        @Override
        public void adapterFinished(AdapterResult result) {
            if (result.results().isEmpty()) {
                bar.maxHint(Math.max(0, bar.getMax() - cases));
            }
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Lines without carriage returns, for logs. */
    final class Lines implements Progress {
        private final Terminal terminal;
        private final int adapters;
        private final int cases;
        private final long total;
        private final Pace pace;
        private int finished;
        private long done;
        private long failed;

        Lines(Terminal terminal, List<FoundAdapter> adapters, int cases, Pace pace) {
            this.terminal = terminal;
            this.adapters = adapters.size();
            this.cases = cases;
            this.pace = pace;
            total = cases * adapters.stream().filter(FoundAdapter::available).count();
        }

        @Override
        public void adapterStarted(FoundAdapter adapter) {
            terminal.out().println(adapter.path() + ": begins " + cases + " cases");
        }

        @Override
        public void caseFinished(FoundAdapter adapter, CaseResult result) {
            done++;
            failed += result.failed() ? 1 : 0;
            if (pace.due()) {
                terminal.out()
                        .println("  " + done + " of " + total + " cases, " + failed + " failed; at " + result.id()
                                + " on " + adapter.path());
            }
        }

        @Override
        public void adapterFinished(AdapterResult result) {
            finished++;
            String end = result.results().isEmpty()
                    ? "not available"
                    : result.results().size() + " cases, "
                            + result.results().stream()
                                    .filter(CaseResult::failed)
                                    .count() + " failed";
            terminal.out()
                    .printf(
                            "[%d/%d] %s: %s, %.1f s%n",
                            finished, adapters, result.adapter().path(), end, result.milliseconds() / 1000.0);
        }

        @Override
        public void close() {
            terminal.out().println();
        }
    }
}
