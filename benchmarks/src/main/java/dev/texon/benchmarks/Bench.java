package dev.texon.benchmarks;

import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuUnsupportedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures workloads: all contenders make one ready and are checked and warmed up, and then they take turns, round after round, so
 * that what else happens on the machine meets all alike.
 */
public final class Bench {
    /** Nanoseconds of one timing, about: long beside the clock's steps and a readback's wait. */
    private static final double TIMING = 400e6;
    /** Runs go on for so long before they are timed, so that the JVM, the page and the driver have compiled what they compile. */
    private static final double WARM_UP = 500e6;

    private final List<Contender> contenders;
    private final int rounds;
    private final BooleanSupplier stop;
    private final Listener listener;

    /** Hears how it goes. */
    public interface Listener {
        /** A workload is made ready on a contender. */
        void preparing(Workload workload, Contender contender);

        /** A round begins. */
        void round(Workload workload, int round);

        /** A workload is over, on all contenders. */
        void finished(Workload workload, List<Outcome> outcomes);
    }

    /** A workload on a contender, with its times so far. */
    private static final class Turn {
        final Contender contender;
        final Contender.Entry entry;
        final int runs;
        final List<Double> times = new ArrayList<>();
        String trouble = "";

        Turn(Contender contender, Contender.Entry entry, int runs) {
            this.contender = contender;
            this.entry = entry;
            this.runs = runs;
        }
    }

    /**
     * @param contenders in the order in which they take turns
     * @param rounds timings of each
     * @param stop asked between timings whether to end early; the running workload then has no outcome
     */
    public Bench(List<Contender> contenders, int rounds, BooleanSupplier stop, Listener listener) {
        this.contenders = List.copyOf(contenders);
        this.rounds = rounds;
        this.stop = stop;
        this.listener = listener;
    }

    /** Outcomes of every workload on every contender that does it, those of a workload side by side. */
    public List<Outcome> run(List<Workload> workloads) throws IOException {
        List<Outcome> all = new ArrayList<>();
        for (Workload workload : workloads) {
            if (stop.getAsBoolean()) {
                break;
            }
            List<Outcome> outcomes = new ArrayList<>();
            List<Turn> turns = new ArrayList<>();
            try {
                if (measure(workload, turns, outcomes)) {
                    all.addAll(outcomes);
                    listener.finished(workload, outcomes);
                }
            } finally {
                for (Turn turn : turns) {
                    close(turn.entry);
                }
            }
        }
        return all;
    }

    /** @return false if it was stopped */
    private boolean measure(Workload workload, List<Turn> turns, List<Outcome> outcomes) throws IOException {
        for (Contender contender : contenders) {
            if (stop.getAsBoolean()) {
                return false;
            }
            listener.preparing(workload, contender);
            Contender.@Nullable Entry entry = null;
            try {
                entry = contender.enter(workload);
                if (entry != null) {
                    turns.add(new Turn(contender, entry, workload.fresh() ? 1 : warmUp(entry)));
                }
            } catch (GpuUnsupportedException e) {
                outcomes.add(Outcome.failed(workload, contender, String.valueOf(e.getMessage()), false));
                close(entry);
            } catch (GpuException | WrongResultException e) {
                outcomes.add(Outcome.failed(workload, contender, String.valueOf(e.getMessage()), true));
                close(entry);
            }
        }
        for (int round = 0; round < rounds; round++) {
            listener.round(workload, round);
            for (Turn turn : turns) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                if (turn.trouble.isEmpty()) {
                    try {
                        turn.times.add(turn.entry.time(turn.runs) / turn.runs);
                    } catch (GpuException e) {
                        turn.trouble = String.valueOf(e.getMessage());
                    }
                }
            }
        }
        for (Turn turn : turns) {
            outcomes.add(outcome(workload, turn));
        }
        return true;
    }

    private static Outcome outcome(Workload workload, Turn turn) throws IOException {
        if (!turn.trouble.isEmpty()) {
            return Outcome.failed(workload, turn.contender, turn.trouble, true);
        }
        return new Outcome(
                workload.id(),
                turn.contender.id(),
                workload.quantity().unit(),
                workload.quantity().figure(Outcome.median(turn.times), workload.work()),
                turn.times,
                turn.runs,
                turn.entry.way(),
                turn.entry.passes(),
                turn.entry.textureBytes(),
                "",
                false);
    }

    /**
     * Runs more and more, and says how many runs make a timing. The first run does not count: a driver that compiles at the first draw,
     * as SwiftShader does, may take longer for it than for a thousand others.
     */
    private static int warmUp(Contender.Entry entry) throws IOException {
        entry.time(1);
        int runs = 1;
        double spent = 0;
        while (true) {
            double time = entry.time(runs);
            spent += time;
            double each = time / runs;
            if (spent >= WARM_UP) {
                return (int) Math.max(1, Math.min(1 << 20, Math.round(TIMING / each)));
            }
            runs = (int) Math.max(1, Math.min(2L * runs, Math.round(TIMING / each)));
        }
    }

    private static void close(Contender.@Nullable Entry entry) throws IOException {
        if (entry == null) {
            return;
        }
        try {
            entry.close();
        } catch (GpuException e) {
            // A device that is lost has told so already, and frees nothing any more.
            return;
        }
    }
}
