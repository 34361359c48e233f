package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.networks.Storage;
import java.util.Map;

/** A thousand passes on 4×4 texels, then a readback. */
record TinyPasses(Targets targets) implements Workload {
    /** Where the passes write. */
    enum Targets {
        /** Two textures in turn: each pass reads what the one before has written. */
        TWO("pass/tiny-1000", "1,000 passes on 4×4 texels that depend on each other, then a readback"),
        /** One texture, and all read another one. */
        ONE(
                "pass/tiny-1000-one-target",
                "1,000 passes on 4×4 texels that read one texture and write another, then a readback"),
        /** A new texture each, which the next one reads, and which is closed then. */
        NEW(
                "pass/tiny-1000-new-target",
                "1,000 passes on 4×4 texels, each into a new texture from the one before, which is closed then, and a readback");

        private final String id;
        private final String describes;

        Targets(String id, String describes) {
            this.id = id;
            this.describes = describes;
        }
    }

    private static final int SIDE = 4;
    private static final int PASSES = 1000;

    @Override
    public String id() {
        return targets.id;
    }

    @Override
    public String describes() {
        return targets.describes;
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
        return Map.of("kind", "tiny", "side", SIDE, "passes", PASSES, "targets", targets.name());
    }

    /** Whole numbers far below 2¹¹, which halves have too. */
    @Override
    public Expected expected(Storage storage) {
        double[] values = new double[4 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + (targets == Targets.ONE ? 1 : PASSES);
        }
        return Expected.exactly(values);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        return new Ready(gpu, storage);
    }

    private final class Ready implements Running {
        private final GpuDevice gpu;
        private final TextureDescriptor temporary;
        private final Program program;
        private final Texture source;
        private final Texture even;
        private final Texture odd;
        private final Pass first;
        private final Pass toEven;
        private final Pass toOdd;
        private final Pass fromTemporary;

        Ready(GpuDevice gpu, Storage storage) {
            this.gpu = gpu;
            temporary = TextureDescriptor.of("temporary", SIDE, SIDE, storage.activations());
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
            fromTemporary = gpu.pass(program);
            toOdd = gpu.pass(program).input("x", even).target(odd);
        }

        private static Texture texture(GpuDevice gpu, String label, Storage storage) {
            return gpu.createTexture(TextureDescriptor.of(label, SIDE, SIDE, storage.activations()));
        }

        @Override
        public float[] result() {
            if (targets == Targets.NEW) {
                return throughNewTextures();
            }
            first.draw();
            for (int i = 1; i < PASSES; i++) {
                (targets == Targets.ONE ? first : i % 2 == 1 ? toEven : toOdd).draw();
            }
            return (targets == Targets.ONE ? odd : even).read();
        }

        private float[] throughNewTextures() {
            Texture last = gpu.createTexture(temporary);
            fromTemporary.input("x", source).target(last).draw();
            for (int i = 1; i < PASSES; i++) {
                Texture next = gpu.createTexture(temporary);
                fromTemporary.input("x", last).target(next).draw();
                last.close();
                last = next;
            }
            float[] numbers = last.read();
            last.close();
            return numbers;
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
