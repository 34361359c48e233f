package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Storage;
import java.util.Arrays;
import java.util.List;

/**
 * What an adapter can do at best, by a kernel that does nothing else: what other figures are a share of.
 *
 * @param side of the square target, in texels
 * @param repeats passes of one run
 * @param value that the kernel writes everywhere, if it reads ones
 * @param error largest accepted error of the value
 */
record Ceiling(
        String id,
        String describes,
        Quantity quantity,
        Work work,
        int side,
        int repeats,
        double value,
        double error,
        ProgramDescriptor kernel)
        implements Workload {
    private static final int SIDE = 512;
    /** Of the texture that is read: kernels read 8×8 texels from their own on. */
    private static final int SOURCE_SIDE = SIDE + 8;

    private static final String CHAINS = """
                a = a * factor + summand; b = b * factor + summand;
                c = c * factor + summand; d = d * factor + summand;
                e = e * factor + summand; f = f * factor + summand;
                g = g * factor + summand; h = h * factor + summand;
            """;

    static final Ceiling MULTIPLY_ADD = new Ceiling(
            "ceiling/multiply-add",
            "eight independent chains of 64 vec4 multiply-adds in each of 512×512 fragments",
            Quantity.GFLOPS,
            Work.flops(2.0 * 4 * 8 * 64 * SIDE * SIDE),
            SIDE,
            1,
            // The fixed point of a/2 + 1 is 2, which each of the eight chains meets within an ULP.
            16,
            8 * 0x1p-22,
            ProgramDescriptor.builder("multiply-adds")
                    .uniform("factor", UniformType.VEC4)
                    .uniform("summand", UniformType.VEC4)
                    .output("y")
                    .source("""
                            void main() {
                              vec4 a = vec4(vec2(fragment()), 1.0, 2.0);
                              vec4 b = a + 1.0; vec4 c = a + 2.0; vec4 d = a + 3.0; vec4 e = a + 4.0;
                              vec4 f = a + 5.0; vec4 g = a + 6.0; vec4 h = a + 7.0;
                              for (int i = 0; i < 16; i++) {
                            """ + CHAINS.repeat(4) + """
                              }
                              y = ((a + b) + (c + d)) + ((e + f) + (g + h));
                            }
                            """)
                    .build());

    static final Ceiling FETCH = new Ceiling(
            "ceiling/fetch",
            "8×8 texels by integer coordinate in each of 512×512 fragments",
            Quantity.GTEXELS,
            new Work(0, 64.0 * SIDE * SIDE, 0, 0, 0),
            SIDE,
            1,
            64,
            0,
            ProgramDescriptor.builder("fetches")
                    .texels("x")
                    .output("y")
                    .source(around("fetch_x(fragment() + ivec2(i, j))"))
                    .build());

    static final Ceiling SAMPLE = new Ceiling(
            "ceiling/sample",
            "8×8 texels by normalised coordinate in each of 512×512 fragments",
            Quantity.GTEXELS,
            new Work(0, 64.0 * SIDE * SIDE, 0, 0, 0),
            SIDE,
            1,
            64,
            0,
            ProgramDescriptor.builder("samples")
                    .sampled("x")
                    .output("y")
                    .source(around("sample_x((vec2(fragment() + ivec2(i, j)) + 0.5) / " + SOURCE_SIDE + ".0)"))
                    .build());

    static final Ceiling FILL = new Ceiling(
            "ceiling/fill",
            "a constant in 1024×1024 texels",
            Quantity.GTEXELS,
            new Work(0, 0, 1024.0 * 1024, 0, 0),
            1024,
            1,
            3,
            0,
            constant("fill"));

    static final Ceiling PASS = new Ceiling(
            "ceiling/pass",
            "1,000 passes of one texel that read nothing, into two textures in turn, then a readback",
            Quantity.PASS_MICROSECONDS,
            Work.passes(1000),
            1,
            1000,
            3,
            0,
            constant("nothing"));

    static List<Ceiling> all() {
        return List.of(MULTIPLY_ADD, FETCH, SAMPLE, FILL, PASS);
    }

    private static ProgramDescriptor constant(String label) {
        return ProgramDescriptor.builder(label)
                .output("y")
                .source("void main() { y = vec4(3.0); }\n")
                .build();
    }

    private static String around(String fetch) {
        return """
                void main() {
                  vec4 sum = vec4(0.0);
                  for (int j = 0; j < 8; j++) {
                    for (int i = 0; i < 8; i++) {
                      sum += FETCH;
                    }
                  }
                  y = sum;
                }
                """.replace("FETCH", fetch);
    }

    @Override
    public Expected expected(Storage storage) {
        double[] values = new double[4 * side];
        double[] errors = new double[4 * side];
        Arrays.fill(values, value);
        Arrays.fill(errors, error + value * Reference.unit(storage.activations().elementType()));
        return new Expected(values, errors);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        return new Ready(gpu, storage);
    }

    private final class Ready implements Running {
        private final Program program;
        private final Texture source;
        // Two that take turns: a driver may leave out what is drawn over before anybody looks, as llvmpipe does.
        private final Texture[] targets = new Texture[2];
        private final Pass pass;

        Ready(GpuDevice gpu, Storage storage) {
            program = gpu.createProgram(kernel);
            source = gpu.createTexture(TextureDescriptor.of("source", SOURCE_SIDE, SOURCE_SIDE, storage.activations()));
            float[] ones = new float[4 * SOURCE_SIDE * SOURCE_SIDE];
            Arrays.fill(ones, 1f);
            source.upload(ones);
            for (int i = 0; i < 2; i++) {
                targets[i] = gpu.createTexture(TextureDescriptor.of("target " + i, side, side, storage.activations()));
            }
            pass = gpu.pass(program);
            if (!kernel.inputs().isEmpty()) {
                pass.input("x", source);
            }
            if (!kernel.uniforms().isEmpty()) {
                pass.uniform("factor", 0.5f, 0.5f, 0.5f, 0.5f).uniform("summand", 1f, 1f, 1f, 1f);
            }
        }

        @Override
        public float[] result() {
            pass.target(targets[0]).draw();
            return targets[0].read(0, new Region(0, side - 1, side, 1));
        }

        @Override
        public void run(int times) {
            int last = 0;
            for (int i = 0; i < times; i++) {
                for (int j = 0; j < repeats; j++) {
                    last = 1 - last;
                    pass.target(targets[last]).draw();
                }
                if (repeats > 1) {
                    read(last);
                }
            }
            if (repeats == 1) {
                read(last);
            }
        }

        private void read(int target) {
            targets[target].read(0, new Region(0, 0, 1, 1));
        }

        @Override
        public void close() {
            program.close();
            source.close();
            targets[0].close();
            targets[1].close();
        }
    }
}
