package dev.texon.benchmarks.jvm;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks of this package, each in a JVM of its own. */
public final class JvmBench {
    private JvmBench() {}

    /**
     * Prints progress and a table to the standard output; {@code gc.alloc.rate.norm} is the bytes that an operation allocates.
     *
     * @return whether all of them ran
     */
    public static boolean run() {
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include("^" + JvmBench.class.getPackageName().replace(".", "\\."))
                            .addProfiler(GCProfiler.class)
                            .jvmArgsAppend("-Djava.awt.headless=true")
                            .shouldFailOnError(true)
                            .build())
                    .run();
            return !results.isEmpty();
        } catch (RunnerException e) {
            return false;
        }
    }
}
