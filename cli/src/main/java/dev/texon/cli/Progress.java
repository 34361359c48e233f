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

/** What a person sees while the suite runs: a bar on a terminal, else a line for each adapter that has finished. */
interface Progress extends ProcessRunner.Listener, AutoCloseable {
    @Override
    void close();

    static Progress on(Terminal terminal, List<FoundAdapter> adapters, int cases) {
        return terminal.interactive() ? new Bar(adapters, cases) : new Lines(terminal, adapters.size());
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

    /** A line for each adapter. */
    final class Lines implements Progress {
        private final Terminal terminal;
        private final int adapters;
        private int finished;

        Lines(Terminal terminal, int adapters) {
            this.terminal = terminal;
            this.adapters = adapters;
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
