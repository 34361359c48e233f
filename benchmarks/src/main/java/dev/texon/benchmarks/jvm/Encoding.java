package dev.texon.benchmarks.jvm;

import dev.texon.gpu.webgl.LoopbackStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The bridge's command stream by itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Encoding {
    private final LoopbackStream stream = new LoopbackStream();

    /** What is sent for a pass like the one before it. */
    @Benchmark
    public void samePass() {
        stream.samePass();
    }

    /** What is sent for a pass with another program, input, target and uniform value. */
    @Benchmark
    public void otherPass() {
        stream.otherPass();
    }
}
