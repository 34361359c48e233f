package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.networks.Storage;
import java.util.Map;

/**
 * A thousand passes on 4×4 texels, then a readback.
 *
 * @param dependent whether each reads what the one before has written, in another texture; else all read one texture and write another
 */
record TinyPasses(boolean dependent) implements Workload {
    private static final int SIDE = 4;
    private static final int PASSES = 1000;

    @Override
    public String id() {
        return dependent ? "pass/tiny-1000" : "pass/tiny-1000-one-target";
    }

    @Override
    public String describes() {
        return dependent
                ? "1,000 passes on 4×4 texels that depend on each other, then a readback"
                : "1,000 passes on 4×4 texels that read one texture and write another, then a readback";
    }

    @Override
    public Quantity quantity() {
        return Quantity.PASS_MICROSECONDS;
    }

    @Override
    public Work work() {
        return Work.passes(PASSES);
    }

    @Override
    public Map<String, Object> peer() {
        return Map.of("kind", "tiny", "side", SIDE, "passes", PASSES, "dependent", dependent);
    }

    /** Whole numbers far below 2¹¹, which halves have too. */
    @Override
    public Expected expected(Storage storage) {
        double[] values = new double[4 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + (dependent ? PASSES : 1);
        }
        return Expected.exactly(values);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        return new Ready(gpu, storage);
    }

    private final class Ready implements Running {
        private final Program program;
        private final Texture source;
        private final Texture even;
        private final Texture odd;
        private final Pass first;
        private final Pass toEven;
        private final Pass toOdd;

        Ready(GpuDevice gpu, Storage storage) {
            program = gpu.createProgram(ProgramDescriptor.builder("next")
                    .texels("x")
                    .output("y")
                    .source("void main() { y = fetch_x(fragment()) + 1.0; }\n")
                    .build());
            source = texture(gpu, "source", storage);
            even = texture(gpu, "even", storage);
            odd = texture(gpu, "odd", storage);
            float[] numbers = new float[4 * SIDE * SIDE];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i;
            }
            source.upload(numbers);
            first = gpu.pass(program).input("x", source).target(odd);
            toEven = gpu.pass(program).input("x", odd).target(even);
            toOdd = gpu.pass(program).input("x", even).target(odd);
        }

        private static Texture texture(GpuDevice gpu, String label, Storage storage) {
            return gpu.createTexture(TextureDescriptor.of(label, SIDE, SIDE, storage.activations()));
        }

        @Override
        public float[] result() {
            first.draw();
            for (int i = 1; i < PASSES; i++) {
                (dependent ? i % 2 == 1 ? toEven : toOdd : first).draw();
            }
            return (dependent ? even : odd).read();
        }

        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                result();
            }
        }

        @Override
        public void close() {
            program.close();
            source.close();
            even.close();
            odd.close();
        }
    }
}
