package dev.texon.cli;

import dev.texon.gpu.UsageException;
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
import java.util.ArrayList;
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
 * {@code NAME-best}, its curve as {@code NAME-curve.svg}, and its epochs as {@code NAME-log.csv} and {@code NAME-log.jsonl}. A file that
 * cannot be written is a warning and is tried again, and training goes on. Without a file, the states are in memory alone.
 */
final class TrainingFiles implements AutoCloseable {
    private static final String END = ".texon";
    /** What a description takes beside the numbers, most of all its curve. */
    private static final long DESCRIPTION = 300_000;

    private final Terminal terminal;
    private final @Nullable Path file;
    private final @Nullable Path resumed;
    private final List<FileLease> leases;
    private final @Nullable TrainingLog log;
    private final long every;
    private final Paced network = new Paced(0);
    private final Paced picture = new Paced(TimeUnit.MILLISECONDS.toNanos(250));
    private final Map<Path, String> failures = new LinkedHashMap<>();
    private @Nullable Snapshot last;
    private boolean lastWaits;
    private @Nullable Snapshot best;
    private boolean bestWaits;
    /** Of this training: written by it, or what it goes on from. */
    private boolean lastIsThere;

    /** The epoch of this training whose network is NAME-best; 0 if there is none. */
    private int bestThere;

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

    private TrainingFiles(
            Terminal terminal, @Nullable Path file, @Nullable Path resumed, List<FileLease> leases, double minutes) {
        this.terminal = terminal;
        this.file = file;
        this.resumed = resumed;
        this.leases = leases;
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
            return new TrainingFiles(terminal, null, null, List.of(), minutes);
        }
        try {
            for (Path one : all(file)) {
                UserFiles.demandWritable(one);
            }
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (!own(file, resumed) && !overwrite) {
            for (Path one : all(file)) {
                if (Files.exists(one)) {
                    throw new UsageException(
                            "'" + one + "' is there already; go on with that training by --resume, write"
                                    + " over it by --overwrite, or name another file by --save.");
                }
            }
        }
        List<FileLease> leases = new ArrayList<>();
        TrainingFiles files = new TrainingFiles(terminal, file, resumed, leases, minutes);
        try {
            for (Path one : List.of(file, beside(file, best(file)), beside(file, "-log.csv"))) {
                leases.add(FileLease.take(one, "another training"));
            }
            return files;
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    /** Whether a training goes on in the file that it was read from. */
    private static boolean own(Path file, @Nullable Path resumed) throws IOException {
        return resumed != null && Files.exists(file) && Files.exists(resumed) && Files.isSameFile(file, resumed);
    }

    private static List<Path> all(Path file) {
        return List.of(
                file,
                beside(file, best(file)),
                beside(file, "-curve.svg"),
                beside(file, "-log.csv"),
                beside(file, "-log.jsonl"));
    }

    /** The end of the name of the best state: {@code -best.texon} of {@code fashion.texon}. */
    private static String best(Path file) {
        String name = UserFiles.name(file);
        return "-best" + name.substring(stem(name).length());
    }

    /** Other ends, such as that of {@code rate0.1}, belong to the name. */
    private static String stem(String name) {
        return name.endsWith(END) && name.length() > END.length()
                ? name.substring(0, name.length() - END.length())
                : name;
    }

    /** {@code fashion-curve.svg} of {@code fashion.texon}. */
    private static Path beside(Path file, String end) {
        return file.resolveSibling(stem(UserFiles.name(file)) + end);
    }

    /**
     * Begins with a training.
     *
     * @param checkpoint what it goes on from; null for a new one
     * @throws IOException if there is no room for it, or a file cannot be read or written
     */
    void begin(Training training, @Nullable Snapshot checkpoint, boolean judged) throws IOException {
        if (file == null) {
            return;
        }
        demandRoom(file, training, judged);
        boolean own = own(file, resumed);
        lastIsThere = own;
        LearningCurve.Epoch leader = training.curve().best();
        int wanted = leader == null ? 0 : leader.number();
        Path there = beside(file, best(file));
        if (own && isOf(there, wanted)) {
            bestThere = wanted;
        } else {
            best = wanted == 0 ? null : findBest(wanted, checkpoint);
            bestWaits = best != null;
            if (!own) {
                // That of another training would pass for this one's.
                Files.deleteIfExists(there);
            }
        }
        again(training, own);
    }

    /** The best state of the training that goes on, if it is known. */
    private @Nullable Snapshot findBest(int epoch, @Nullable Snapshot checkpoint) throws IOException {
        if (checkpoint != null
                && checkpoint
                        .training()
                        .filter(state -> state.epoch() == epoch && state.step() == 0)
                        .isPresent()) {
            return checkpoint;
        }
        Path other = resumed == null ? null : beside(resumed, best(resumed));
        return other != null && isOf(other, epoch) ? NetworkFile.read(other) : null;
    }

    private static boolean isOf(Path file, int epoch) {
        try {
            return Files.exists(file)
                    && NetworkFile.read(file)
                            .training()
                            .filter(state -> state.epoch() == epoch && state.step() == 0)
                            .isPresent();
        } catch (IOException e) {
            // It is damaged, and no best state.
            return false;
        }
    }

    /** Goes on with the same training on another device. */
    void again(Training training) throws IOException {
        again(training, true);
    }

    private void again(Training training, boolean own) throws IOException {
        if (log != null) {
            log.begin(training.epoch(), training.stepsPerEpoch(), training.curve(), own);
        }
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

    /** The best state first: after it, the curve in the last one may say which it is. */
    private void write() {
        long start = System.nanoTime();
        boolean well = true;
        Snapshot leader = best;
        if (file != null && leader != null && bestWaits) {
            Path path = beside(file, best(file));
            bestWaits = !attempt(path, () -> NetworkFile.write(leader, path));
            if (!bestWaits) {
                bestThere = leader.training().map(Snapshot.TrainingState::epoch).orElse(0);
            }
            well = !bestWaits;
        }
        Snapshot state = last;
        if (file != null && state != null && lastWaits) {
            lastWaits = !attempt(file, () -> NetworkFile.write(state, file));
            lastIsThere |= !lastWaits;
            well &= !lastWaits;
        }
        network.took(start, well);
    }

    private void draw(Training training) {
        if (file != null) {
            Path path = beside(file, "-curve.svg");
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
                + (leader == null || leader.number() != bestThere
                        ? ""
                        : "; the best one, of epoch " + leader.number() + ": " + beside(named(), best(named())))
                + "; training curve: " + beside(named(), "-curve.svg") + "; log: " + beside(named(), "-log.csv");
    }

    /** The last state that was written, all states that wait included; empty if there is none. */
    Optional<Path> saved() {
        write();
        return lastIsThere ? Optional.ofNullable(file) : Optional.empty();
    }

    private Path named() {
        return Objects.requireNonNull(file);
    }

    /** States that wait are written, also after a failure. */
    @Override
    public void close() throws IOException {
        write();
        IOException problem = null;
        for (FileLease lease : leases) {
            try {
                lease.close();
            } catch (IOException e) {
                problem = e;
            }
        }
        if (problem != null) {
            throw problem;
        }
    }
}
