package dev.texon.cli;

import dev.texon.networks.Training;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** What a person sees while a network is trained: a bar on a terminal, else a line every ten seconds. */
final class TrainingProgress implements AutoCloseable {
    private static final int WIDTH = 78;

    private final Terminal terminal;
    private final int stepsPerEpoch;
    private final int epochs;
    private final long firstStep;
    private final long start = System.nanoTime();
    private long lastReport = start;
    private final Pace pace = new Pace();
    private @Nullable ProgressBar bar;
    private volatile String figures = "";

    TrainingProgress(Terminal terminal, Training training, int epochs) {
        this.terminal = terminal;
        this.epochs = epochs;
        stepsPerEpoch = training.stepsPerEpoch();
        firstStep = training.steps();
    }

    void reported(Training.Report report) {
        long now = System.nanoTime();
        double speed = report.samples() / ((now - lastReport) / 1e9);
        lastReport = now;
        long total = (long) epochs * stepsPerEpoch;
        double left = (now - start) / 1e9 / (report.steps() - firstStep) * (total - report.steps());
        String text = String.format(
                Locale.ROOT,
                "%.0f samples/s, %s, %s left",
                speed,
                Figures.result(report.loss(), report.accuracy()),
                Figures.clock(left));
        if (terminal.interactive()) {
            figures = text.replace(" samples", "").replace("accuracy ", "");
            bar(report.steps(), total).stepTo(report.steps());
        } else if (pace.due()) {
            terminal.out().println("step " + report.steps() + "/" + total + ": " + text);
        }
    }

    private ProgressBar bar(long steps, long total) {
        ProgressBar shown = bar;
        if (shown == null) {
            long epoch = Math.min(epochs, (steps - 1) / stepsPerEpoch + 1);
            shown = new ProgressBarBuilder()
                    .setTaskName("epoch " + epoch + "/" + epochs)
                    .setInitialMax(total)
                    .setUpdateIntervalMillis(250)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                    .setRenderer((state, width) ->
                            render(state.getTaskName(), state.getCurrent(), state.getMax(), figures, width))
                    .clearDisplayOnFinish()
                    .build();
            bar = shown;
        }
        return shown;
    }

    /** The bar takes the room that the words leave. */
    static String render(String task, long step, long steps, String figures, int width) {
        String words = step + "/" + steps + ", " + figures;
        int room = width - task.length() - words.length() - 5;
        if (room < 3) {
            return task + " " + words;
        }
        int done = (int) (room * step / steps);
        return task + " [" + "=".repeat(done) + " ".repeat(room - done) + "] " + words;
    }

    /** Before other lines are written; the next report brings the bar back. */
    void pause() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
            bar = null;
        }
    }

    @Override
    public void close() {
        pause();
    }
}
