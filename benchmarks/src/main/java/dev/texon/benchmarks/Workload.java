package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Storage;
import java.io.IOException;
import java.util.Map;

/** Something that every contender does in the same way, with the same numbers, and that is timed. */
public interface Workload {
    /** For example {@code matmul/256}. */
    String id();

    /** What one run of it is, in one line. */
    String describes();

    /** What its time is told as. */
    Quantity quantity();

    /** What one run of it takes at least. */
    Work work();

    /**
     * What the page of a peer must know of it: {@code kind}, and what belongs to that; empty if peers do not do it. The pages
     * ({@code tfjs.js}, {@code handwritten.js}) have the same formulas for the numbers.
     */
    default Map<String, Object> peer() {
        return Map.of();
    }

    /** Whether every run is one from a fresh process or page, which nothing warms up. */
    default boolean fresh() {
        return false;
    }

    /** What {@link Running#result} is, computed in double precision. */
    Expected expected(Storage storage);

    /**
     * Makes it ready on a device, on the device's thread.
     *
     * @throws dev.texon.gpu.GpuException if the adapter cannot do it
     */
    Running prepare(GpuDevice gpu, Storage storage) throws IOException;

    /** A workload that is ready on a device. Belongs to the device's thread. */
    interface Running extends AutoCloseable {
        /** Does it once, from the start, and reads what is compared with {@link Workload#expected}. */
        float[] result() throws IOException;

        /** Does it again and again, and returns when something that the last run made has been read back. */
        void run(int times) throws IOException;

        /** Frees what it has on the GPU. */
        @Override
        void close();
    }
}
