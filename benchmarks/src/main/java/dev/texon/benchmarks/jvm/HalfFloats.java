package dev.texon.benchmarks.jvm;

import dev.texon.gpu.HalfFloat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Conversion of a float to a half and back, in an array of 65,536 numbers around 1. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HalfFloats {
    private static final int COUNT = 1 << 16;

    private final float[] floats = new float[COUNT];
    private final short[] halves = new short[COUNT];

    public HalfFloats() {
        Random random = new Random(1);
        for (int i = 0; i < COUNT; i++) {
            floats[i] = (float) random.nextGaussian();
            halves[i] = HalfFloat.fromFloat(floats[i]);
        }
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public short[] fromFloat() {
        for (int i = 0; i < COUNT; i++) {
            halves[i] = HalfFloat.fromFloat(floats[i]);
        }
        return halves;
    }

    @Benchmark
    @OperationsPerInvocation(COUNT)
    public float[] toFloat() {
        for (int i = 0; i < COUNT; i++) {
            floats[i] = HalfFloat.toFloat(halves[i]);
        }
        return floats;
    }
}
