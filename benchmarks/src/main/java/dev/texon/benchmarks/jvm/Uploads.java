package dev.texon.benchmarks.jvm;

import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** An upload of 256×256 texels from an array of floats, which Java turns into what the texture holds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Uploads {
    private static final int SIDE = 256;

    @Param({"RGBA32F", "RGBA16F", "RGBA8"})
    public TextureFormat format = TextureFormat.RGBA32F;

    private final float[] values = new float[4 * SIDE * SIDE];
    private final GpuDevice gpu =
            Gpu.open(GpuOptions.defaults().withBackend("lwjgl-gles").withAdapter("es3"));
    private Texture texture = gpu.createTexture(TextureDescriptor.of("upload", 1, 1, TextureFormat.RGBA8));

    @Setup
    public void make() {
        texture.close();
        texture = gpu.createTexture(TextureDescriptor.of("upload", SIDE, SIDE, format));
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 255) / 255f;
        }
    }

    @TearDown
    public void close() {
        gpu.close();
    }

    @Benchmark
    public void upload() {
        texture.upload(values);
    }
}
