package dev.texon.cli;

import dev.texon.conformance.UsageException;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Training;
import dev.texon.networks.file.NetworkFile;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The states to which a training can go back, the last and the best, and what it writes: both of them as {@code NAME} and
 * {@code NAME-best}, its curve as {@code NAME-curve.png}, and its epochs as {@code NAME-log.csv} and {@code NAME-log.jsonl}. A file that
 * cannot be written is a warning and is tried again, and training goes on. Without a file, the states are in memory alone.
 */
final class TrainingFiles implements AutoCloseable {
    /** What a description takes beside the numbers, most of all its curve. */
    private static final long DESCRIPTION = 300_000;

    private final Terminal terminal;
    private final @Nullable Path file;
    private final @Nullable FileLease lease;
    private final @Nullable TrainingLog log;
    private final long every;
    private final Paced network = new Paced(0);
    private final Paced picture = new Paced(TimeUnit.MILLISECONDS.toNanos(250));
    private final Map<Path, String> failures = new LinkedHashMap<>();
    private @Nullable Snapshot last;
    private boolean lastWaits;
    private @Nullable Snapshot best;
    private boolean bestWaits;

    /** When something may be done again that takes time: it shall take a twentieth of the time at most. */
    private static final class Paced {
        private static final int SHARE = 20;
        private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(30);

        private long takes;
        private long done = System.nanoTime();
        private boolean failed;

        Paced(long takes) {
            this.takes = takes;
        }

        boolean due() {
            long since = System.nanoTime() - done;
            return since >= SHARE * takes && (!failed || since >= AFTER_FAILURE);
        }

        void took(long start, boolean well) {
            done = System.nanoTime();
            takes = done - start;
            failed = !well;
        }

        long since() {
            return System.nanoTime() - done;
        }
    }

    /** What can fail for want of room, and much else. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private TrainingFiles(Terminal terminal, @Nullable Path file, @Nullable FileLease lease, double minutes) {
        this.terminal = terminal;
        this.file = file;
        this.lease = lease;
        every = (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        log = file == null ? null : new TrainingLog(beside(file, "-log.csv"), beside(file, "-log.jsonl"));
    }

    /**
     * Keeps the files for this process.
     *
     * @param file null if nothing is to be written
     * @param resumed the file of the training that goes on; null if one begins
     * @param overwrite whether another training may be lost
     * @param minutes between two states at most
     * @throws UsageException if the file cannot be written, or is that of another training
     * @throws IOException if another process writes it
     */
    static TrainingFiles open(
            Terminal terminal, @Nullable Path file, @Nullable Path resumed, boolean overwrite, double minutes)
            throws IOException {
        if (file == null) {
            return new TrainingFiles(terminal, null, null, minutes);
        }
        try {
            for (Path one : all(file)) {
                UserFiles.demandWritable(one);
            }
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        boolean own = resumed != null && Files.exists(file) && Files.exists(resumed) && Files.isSameFile(file, resumed);
        for (Path one : List.of(file, beside(file, best(file)))) {
            if (!own && !overwrite && Files.exists(one)) {
                throw new UsageException(
                        "'" + one + "' is there already; go on with that training by --resume, write over"
                                + " it by --overwrite, or name another file by --save.");
            }
        }
        FileLease lease = FileLease.take(file, "another training");
        return new TrainingFiles(terminal, file, lease, minutes);
    }

    private static List<Path> all(Path file) {
        return List.of(
                file,
                beside(file, best(file)),
                beside(file, "-curve.png"),
                beside(file, "-log.csv"),
                beside(file, "-log.jsonl"));
    }

    /** The end of the name of the best state: {@code -best.texon} of {@code fashion.texon}. */
    private static String best(Path file) {
        String name = UserFiles.name(file);
        return "-best" + name.substring(stem(name).length());
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /** {@code fashion-curve.png} of {@code fashion.texon}. */
    private static Path beside(Path file, String end) {
        return file.resolveSibling(stem(UserFiles.name(file)) + end);
    }

    /**
     * Begins with a training, or goes on with it on another device.
     *
     * @throws IOException if there is no room for it, or the log cannot be written
     */
    void begin(Training training, boolean judged) throws IOException {
        if (file == null || log == null) {
            return;
        }
        demandRoom(file, training, judged);
        log.begin(training.epoch(), training.stepsPerEpoch(), training.curve());
    }

    private static void demandRoom(Path file, Training training, boolean judged) throws IOException {
        Optimizer optimizer = training.options().optimizer();
        int copies = optimizer instanceof Optimizer.Sgd ? 1 : optimizer instanceof Optimizer.Momentum ? 2 : 3;
        long numbers = Snapshot.parameterCounts(training.network()).stream()
                .mapToLong(Integer::longValue)
                .sum();
        long one = numbers * Float.BYTES * copies + DESCRIPTION;
        // The old state stays until the new one is whole.
        long needed = one * (judged ? 3 : 2);
        for (Path there : List.of(file, beside(file, best(file)))) {
            needed -= Files.exists(there) ? Math.min(one, Files.size(there)) : 0;
        }
        Path target = UserFiles.demandWritable(file);
        Path folder = target.getParent();
        FileStore store = Files.getFileStore(folder == null ? target : folder);
        long room = store.getUsableSpace();
        // Some file systems do not tell.
        if (store.getTotalSpace() > 0 && room < needed) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "'%s' takes %.1f MB with the best state, and there is room for %.1f MB; make room, or write somewhere else.",
                    file,
                    needed / 1e6,
                    room / 1e6));
        }
    }

    /** The state from which a training can go on if its device is lost; null if there is none yet. */
    @Nullable
    Snapshot last() {
        return last;
    }

    /** Looks, about once a second, whether a state is due. */
    void reported(Training training) {
        if (network.since() >= every) {
            take(training);
            write();
            draw(training);
        }
    }

    /** Keeps what the end of an epoch brings. */
    void epochFinished(Training training, LearningCurve.Epoch epoch) {
        TrainingLog lines = log;
        if (lines != null) {
            attempt(beside(named(), "-log.csv"), () -> lines.add(epoch));
        }
        LearningCurve.Epoch leader = training.curve().best();
        boolean due = network.due();
        if (due || (leader != null && leader.number() == epoch.number())) {
            Snapshot state = take(training);
            if (leader != null && leader.number() == epoch.number()) {
                best = state;
                bestWaits = true;
            }
        }
        if (due) {
            write();
        }
        if (picture.due()) {
            draw(training);
        }
    }

    /** Keeps all there is. */
    void finish(Training training) {
        take(training);
        write();
        draw(training);
        TrainingLog lines = log;
        if (lines != null) {
            attempt(beside(named(), "-log.csv"), lines::write);
        }
    }

    private Snapshot take(Training training) {
        Snapshot state = training.snapshot();
        last = state;
        lastWaits = true;
        return state;
    }

    private void write() {
        long start = System.nanoTime();
        boolean well = true;
        if (file != null && last != null && lastWaits) {
            Snapshot state = last;
            lastWaits = !attempt(file, () -> NetworkFile.write(state, file));
            well = !lastWaits;
        }
        if (file != null && best != null && bestWaits) {
            Snapshot state = best;
            Path path = beside(file, best(file));
            bestWaits = !attempt(path, () -> NetworkFile.write(state, path));
            well &= !bestWaits;
        }
        network.took(start, well);
    }

    private void draw(Training training) {
        if (file != null && Curve.drawable()) {
            Path path = beside(file, "-curve.png");
            long start = System.nanoTime();
            boolean well = attempt(
                    path,
                    () -> Curve.write(
                            "Training of " + file.getFileName(), training.curve(), training.stepsPerEpoch(), path));
            picture.took(start, well);
        }
    }

    /** @return whether it succeeds */
    private boolean attempt(Path path, Writing writing) {
        try {
            writing.run();
            failures.remove(path);
            return true;
        } catch (IOException e) {
            failures.put(path, String.valueOf(e.getMessage()));
            terminal.complain("Warning: " + e.getMessage() + " Training goes on, and this is tried again.");
            return false;
        }
    }

    /** What could not be written to the end. */
    List<Path> unwritten() {
        return List.copyOf(failures.keySet());
    }

    /** What was written, in words. */
    String summary(LearningCurve curve) {
        LearningCurve.Epoch leader = curve.best();
        return "Network: " + file
                + (leader == null || !Files.exists(beside(named(), best(named())))
                        ? ""
                        : "; the best one, of epoch " + leader.number() + ": " + beside(named(), best(named())))
                + "; training curve: "
                + (Curve.drawable()
                        ? beside(named(), "-curve.png")
                        : "none, since this system has no fonts; install fontconfig and a font")
                + "; log: " + beside(named(), "-log.csv");
    }

    /** The last state that was written, all states that wait included; empty if there is none. */
    Optional<Path> saved() {
        write();
        return Optional.ofNullable(file).filter(Files::exists);
    }

    private Path named() {
        return Objects.requireNonNull(file);
    }

    /** States that wait are written, also after a failure. */
    @Override
    public void close() throws IOException {
        if (lease == null) {
            return;
        }
        try (lease) {
            write();
        }
    }
}
