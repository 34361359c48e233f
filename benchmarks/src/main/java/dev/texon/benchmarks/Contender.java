package dev.texon.benchmarks;

import dev.texon.gpu.Tuning;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that does workloads: Texon on an adapter, or a peer. Stays open for a whole run of the benchmarks. */
public interface Contender extends AutoCloseable {
    /** For example {@code lwjgl-gles/es3-0} or {@code tfjs/webgl2-system}. */
    String id();

    /** What it runs on. */
    Facts facts();

    /**
     * Makes a workload ready, and checks what it computes.
     *
     * @return null if it does not do this workload, by its nature
     * @throws WrongResultException if a number is wrong
     * @throws dev.texon.gpu.GpuException if the adapter cannot do it
     */
    @Nullable
    Entry enter(Workload workload) throws IOException;

    /** Which kernels it found to be the fastest so far. */
    List<Tuning.Choice> choices() throws IOException;

    @Override
    void close();

    /**
     * What a contender runs on.
     *
     * @param api for example {@code WebGL 2.0}
     * @param renderer the driver's name of the GPU
     * @param version the driver's version, or the peer's and the browser's
     */
    record Facts(String api, String renderer, String version) {}

    /** A workload that is ready on a contender. */
    interface Entry extends AutoCloseable {
        /** Nanoseconds of so many runs, with the readback at their end. */
        double time(int times) throws IOException;

        /** Which of several ways it takes; empty if there is only one. */
        default String way() {
            return "";
        }

        /** Passes of one run; 0 if they cannot be counted. */
        default double passes() throws IOException {
            return 0;
        }

        /** Bytes of textures while it is ready; 0 if they cannot be counted. */
        default long textureBytes() {
            return 0;
        }

        /** Frees what it has; nothing if every run does so by itself. */
        @Override
        default void close() throws IOException {}
    }
}
