package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.networks.Storage;
import java.util.Map;

/** Ten passes, one after the other, that are relu and the addition of a second tensor in turn, on 2048×2048 values. */
record Elementwise() implements Workload {
    private static final int SIDE = 1024;
    private static final int PAIRS = 5;
    /** The first and the last values are compared. */
    private static final int COMPARED = 256;

    private static final double TEXELS = (double) SIDE * SIDE;

    @Override
    public String id() {
        return "elementwise/relu-add-10";
    }

    @Override
    public String describes() {
        return "relu and the addition of a second tensor, five times, on 2048×2048 values";
    }

    @Override
    public Quantity quantity() {
        return Quantity.MILLISECONDS;
    }

    /** A relu fetches one texel and an addition two; each writes one. */
    @Override
    public Work work() {
        return new Work(0, 3 * PAIRS * TEXELS, 2 * PAIRS * TEXELS, 0, 2 * PAIRS);
    }

    @Override
    public Map<String, Object> peer() {
        return Map.of("kind", "elementwise", "side", 2 * SIDE, "pairs", PAIRS, "compared", COMPARED);
    }

    /** Each sum is rounded by at most 2⁻²³ of itself (PRE-1 of docs/contract.md), and its error goes through relu as it is. */
    @Override
    public Expected expected(Storage storage) {
        double unit = 0x1p-23 + Reference.unit(storage.activations().elementType());
        double[] values = new double[2 * COMPARED];
        double[] errors = new double[2 * COMPARED];
        for (int i = 0; i < values.length; i++) {
            int at = i < COMPARED ? i : 4 * SIDE * SIDE - 2 * COMPARED + i;
            double y = Formula.value(Formula.INPUT, at);
            double summand = Formula.value(Formula.SUMMAND, at);
            double error = Math.abs(y) * Reference.unit(storage.activations().elementType());
            for (int pair = 0; pair < PAIRS; pair++) {
                y = Math.max(y, 0) + summand;
                error += unit * (Math.abs(y) + Math.abs(summand) + error);
            }
            values[i] = y;
            errors[i] = error;
        }
        return new Expected(values, errors);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        return new Ready(gpu, storage);
    }

    private static final class Ready implements Running {
        private final Program relu;
        private final Program add;
        private final Texture x;
        private final Texture summand;
        private final Texture rectified;
        private final Texture sum;
        private final Pass first;
        private final Pass rectify;
        private final Pass addition;

        Ready(GpuDevice gpu, Storage storage) {
            relu = gpu.createProgram(ProgramDescriptor.builder("relu")
                    .texels("x")
                    .output("y")
                    .source("void main() { y = max(fetch_x(fragment()), 0.0); }\n")
                    .build());
            add = gpu.createProgram(ProgramDescriptor.builder("add")
                    .texels("a")
                    .texels("b")
                    .output("y")
                    .source("void main() { y = fetch_a(fragment()) + fetch_b(fragment()); }\n")
                    .build());
            x = texture(gpu, "x", storage);
            summand = texture(gpu, "summand", storage);
            rectified = texture(gpu, "rectified", storage);
            sum = texture(gpu, "sum", storage);
            x.upload(Formula.values(Formula.INPUT, 4 * SIDE * SIDE));
            summand.upload(Formula.values(Formula.SUMMAND, 4 * SIDE * SIDE));
            first = gpu.pass(relu).input("x", x).target(rectified);
            rectify = gpu.pass(relu).input("x", sum).target(rectified);
            addition = gpu.pass(add).input("a", rectified).input("b", summand).target(sum);
        }

        private static Texture texture(GpuDevice gpu, String label, Storage storage) {
            return gpu.createTexture(TextureDescriptor.of(label, SIDE, SIDE, storage.activations()));
        }

        @Override
        public float[] result() {
            draw();
            float[] ends = new float[2 * COMPARED];
            System.arraycopy(sum.read(0, new Region(0, 0, COMPARED / 4, 1)), 0, ends, 0, COMPARED);
            Region last = new Region(SIDE - COMPARED / 4, SIDE - 1, COMPARED / 4, 1);
            System.arraycopy(sum.read(0, last), 0, ends, COMPARED, COMPARED);
            return ends;
        }

        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                draw();
            }
            sum.read(0, new Region(0, 0, 1, 1));
        }

        private void draw() {
            for (int pair = 0; pair < PAIRS; pair++) {
                (pair == 0 ? first : rectify).draw();
                addition.draw();
            }
        }

        @Override
        public void close() {
            relu.close();
            add.close();
            x.close();
            summand.close();
            rectified.close();
            sum.close();
        }
    }
}
