package dev.texon.benchmarks;

/**
 * The least work of one run of a workload, on any adapter and by any peer. A number is 0 where it is unknown or does not matter.
 *
 * @param flops floating-point operations; a multiply-add counts as two
 * @param fetched texels that are fetched
 * @param written texels that are written
 * @param bytes moved between Java and the GPU
 * @param passes that depend on each other; 0 if every contender has its own number
 */
public record Work(double flops, double fetched, double written, double bytes, int passes) {
    static final Work NONE = new Work(0, 0, 0, 0, 0);

    static Work flops(double count) {
        return new Work(count, 0, 0, 0, 0);
    }

    static Work passes(int count) {
        return new Work(0, 0, 0, 0, count);
    }

    static Work bytes(double count) {
        return new Work(0, 0, 0, count, 0);
    }
}
