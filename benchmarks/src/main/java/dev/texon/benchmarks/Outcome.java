package dev.texon.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One workload on one contender.
 *
 * @param workload its id
 * @param contender its id
 * @param unit of {@code figure}
 * @param figure what the median time comes to
 * @param nanoseconds of one run, in each round
 * @param runs in each timing
 * @param way which of several ways it took; empty if there is only one
 * @param passes of one run; 0 if they are not counted
 * @param textureBytes bytes of textures while it ran; 0 if they are not counted
 * @param trouble why there are no times; empty if there are
 * @param wrong whether the trouble is a fault, and not only something that the adapter does not have
 */
public record Outcome(
        String workload,
        String contender,
        String unit,
        double figure,
        List<Double> nanoseconds,
        int runs,
        String way,
        double passes,
        long textureBytes,
        String trouble,
        boolean wrong) {

    public Outcome {
        nanoseconds = List.copyOf(nanoseconds);
    }

    static Outcome failed(Workload workload, Contender contender, String trouble, boolean wrong) {
        return new Outcome(
                workload.id(),
                contender.id(),
                workload.quantity().unit(),
                Double.NaN,
                List.of(),
                0,
                "",
                0,
                0,
                trouble,
                wrong);
    }

    /** Whether it was timed. */
    public boolean timed() {
        return !nanoseconds.isEmpty();
    }

    /** Of one run, over the rounds; NaN without times. */
    @JsonProperty
    public double median() {
        return median(nanoseconds);
    }

    /** From the fastest round to the slowest, as a share of the median; NaN without times. */
    @JsonProperty
    public double spread() {
        return (slowest() - fastest()) / median();
    }

    /** Nanoseconds of a run in the fastest round; NaN without times. */
    double fastest() {
        return nanoseconds.stream().mapToDouble(x -> x).min().orElse(Double.NaN);
    }

    /** Nanoseconds of a run in the slowest round; NaN without times. */
    double slowest() {
        return nanoseconds.stream().mapToDouble(x -> x).max().orElse(Double.NaN);
    }

    /** The middle one, or the mean of the two in the middle; NaN of none. */
    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
