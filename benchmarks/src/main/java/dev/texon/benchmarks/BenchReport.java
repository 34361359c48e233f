package dev.texon.benchmarks;

import dev.texon.gpu.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole run of the benchmarks, as {@code bench.json} holds it.
 *
 * @param schema of the file
 * @param texon version
 * @param commit that the source was built from, with {@code -dirty} if something was changed; empty if it is not known
 * @param started time in UTC
 * @param rounds asked for
 * @param interrupted whether it ended before all was measured
 * @param machine what it ran on
 * @param contenders in the order in which they took turns
 * @param absent what was asked for, or is there by default, and did not take part
 * @param results workload after workload
 */
public record BenchReport(
        int schema,
        String texon,
        String commit,
        String started,
        int rounds,
        boolean interrupted,
        Machine machine,
        List<Seat> contenders,
        List<Absent> absent,
        List<Result> results) {
    static final int SCHEMA = 3;

    public BenchReport {
        contenders = List.copyOf(contenders);
        absent = List.copyOf(absent);
        results = List.copyOf(results);
    }

    /**
     * A contender.
     *
     * @param facts what it runs on
     * @param choices which kernels it found to be the fastest
     */
    public record Seat(String id, Contender.Facts facts, List<Tuning.Choice> choices) {
        public Seat {
            choices = List.copyOf(choices);
        }
    }

    /** A contender that did not take part, why, and what helps. */
    public record Absent(String id, String reason) {}

    /**
     * An outcome, and what it is compared with.
     *
     * @param outcome what was measured
     * @param ratios to the peers on the same GL; without any peer in the run, to the first contender
     * @param limit which ceiling of the adapter is nearest; null if none applies or was measured
     */
    public record Result(
            Outcome outcome, List<Ratio> ratios, @Nullable Limit limit) {
        public Result {
            ratios = List.copyOf(ratios);
        }
    }

    /**
     * How fast something is beside something else.
     *
     * @param against id of the other contender
     * @param times how many times as fast, by the medians
     * @param low the same by the slowest round and the other's fastest
     * @param high the same by the fastest round and the other's slowest
     */
    public record Ratio(String against, double times, double low, double high) {
        static Ratio of(Outcome one, Outcome other) {
            double times = other.median() / one.median();
            return one.equals(other)
                    ? new Ratio(other.contender(), times, times, times)
                    : new Ratio(
                            other.contender(), times, other.fastest() / one.slowest(), other.slowest() / one.fastest());
        }

        /** Whether the rounds spread by less than the ratio says; otherwise it is no fact, and only its range is told. */
        public boolean clear() {
            return high / low <= Math.max(times, 1 / times);
        }
    }

    /**
     * A ceiling that applies.
     *
     * @param ceiling id of its workload
     * @param share what the ceiling's time alone would be, as a share of the median time
     */
    public record Limit(String ceiling, double share) {}

    /** @param contenders ids of all, in order */
    static List<Result> results(List<Workload> workloads, List<Outcome> outcomes, List<String> contenders) {
        List<Result> results = new ArrayList<>();
        for (Workload workload : workloads) {
            for (Outcome outcome : outcomes) {
                if (outcome.workload().equals(workload.id())) {
                    results.add(new Result(
                            outcome,
                            ratios(outcome, outcomes, contenders),
                            outcome.timed() && !(workload instanceof Ceiling)
                                    ? limit(workload, outcome, outcomes)
                                    : null));
                }
            }
        }
        return results;
    }

    private static List<Ratio> ratios(Outcome outcome, List<Outcome> all, List<String> contenders) {
        if (!outcome.timed() || Peer.of(outcome.contender()).isPresent()) {
            return List.of();
        }
        List<String> peers =
                contenders.stream().filter(one -> Peer.of(one).isPresent()).toList();
        return (peers.isEmpty() ? contenders.stream().limit(1) : peers.stream())
                .filter(one -> peers.isEmpty() || Gl.of(one) == Gl.of(outcome.contender()))
                .flatMap(one -> find(all, outcome.workload(), one).stream())
                .map(one -> Ratio.of(outcome, one))
                .toList();
    }

    private static @Nullable Limit limit(Workload workload, Outcome outcome, List<Outcome> all) {
        Work work = workload.work();
        double passes = work.passes() > 0 ? work.passes() : outcome.passes();
        List<Limit> limits = new ArrayList<>();
        limits.addAll(limit(
                Ceiling.MULTIPLY_ADD, work.flops() / Ceiling.MULTIPLY_ADD.work().flops(), outcome, all));
        limits.addAll(limit(Ceiling.FILL, work.written() / Ceiling.FILL.work().written(), outcome, all));
        if (!(workload instanceof TinyPasses tiny) || tiny.targets() != TinyPasses.Targets.ONE) {
            // The ceiling's passes change their target, as those of networks do.
            limits.addAll(limit(Ceiling.PASS, passes / Ceiling.PASS.work().passes(), outcome, all));
        }
        List<Limit> fetches = new ArrayList<>();
        fetches.addAll(
                limit(Ceiling.FETCH, work.fetched() / Ceiling.FETCH.work().fetched(), outcome, all));
        fetches.addAll(
                limit(Ceiling.SAMPLE, work.fetched() / Ceiling.SAMPLE.work().fetched(), outcome, all));
        // The faster way of the two is the ceiling.
        fetches.stream().min(Comparator.comparingDouble(Limit::share)).ifPresent(limits::add);
        return limits.stream().max(Comparator.comparingDouble(Limit::share)).orElse(null);
    }

    /** @param runs of the ceiling's workload that have as much to do */
    private static List<Limit> limit(Ceiling ceiling, double runs, Outcome outcome, List<Outcome> all) {
        // A peer has the ceilings of the same browser.
        String adapter = Peer.of(outcome.contender()).isPresent()
                ? "webgl/" + Gl.of(outcome.contender()).adapter()
                : outcome.contender();
        return find(all, ceiling.id(), adapter)
                .filter(best -> runs > 0)
                .map(best -> new Limit(ceiling.id(), runs * best.median() / outcome.median()))
                .stream()
                .toList();
    }

    private static Optional<Outcome> find(List<Outcome> all, String workload, String contender) {
        return all.stream()
                .filter(one ->
                        one.workload().equals(workload) && one.contender().equals(contender) && one.timed())
                .findFirst();
    }

    /** Whether something computed wrong or broke. */
    public boolean wrong() {
        return results.stream().anyMatch(result -> result.outcome().wrong());
    }
}
