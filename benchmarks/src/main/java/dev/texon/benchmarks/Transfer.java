package dev.texon.benchmarks;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Moving 2048×2048 floats, 16.8 MB.
 *
 * @param up whether to the GPU, from a buffer outside the heap, where a texel is then read; else from the GPU, after a pass that makes
 *     them, since a readback of the same values again proves nothing
 */
record Transfer(boolean up) implements Workload {
    private static final int SIDE = 1024;
    private static final int VALUES = 4 * SIDE * SIDE;
    private static final int COMPARED = 256;

    @Override
    public String id() {
        return up ? "transfer/upload" : "transfer/readback";
    }

    @Override
    public String describes() {
        return up
                ? "2048×2048 floats to the GPU, of which a texel is then read"
                : "2048×2048 floats from the GPU, after a relu that makes them";
    }

    @Override
    public Quantity quantity() {
        return Quantity.MEGABYTES;
    }

    @Override
    public Work work() {
        return Work.bytes(4.0 * VALUES);
    }

    @Override
    public Map<String, Object> peer() {
        return Map.of("kind", up ? "upload" : "readback", "side", 2 * SIDE, "compared", COMPARED);
    }

    /** The first and the last values. */
    @Override
    public Expected expected(Storage storage) {
        double[] values = new double[2 * COMPARED];
        for (int i = 0; i < values.length; i++) {
            double value = Formula.value(Formula.INPUT, i < COMPARED ? i : VALUES - 2 * COMPARED + i);
            values[i] = up ? value : Math.max(value, 0);
        }
        return Expected.exactly(values);
    }

    /** @throws dev.texon.gpu.GpuUnsupportedException if the adapter has no RGBA32F, or does not draw to it */
    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        return new Ready(gpu);
    }

    private final class Ready implements Running {
        private final ByteBuffer bytes =
                ByteBuffer.allocateDirect(ElementType.FLOAT.bytes() * VALUES).order(ByteOrder.nativeOrder());
        private final FloatBuffer back = FloatBuffer.allocate(VALUES);
        private final Program relu;
        private final Texture texture;
        private final Texture made;
        private final Pass pass;

        Ready(GpuDevice gpu) {
            relu = gpu.createProgram(ProgramDescriptor.builder("relu")
                    .texels("x")
                    .output("y")
                    .source("void main() { y = max(fetch_x(fragment()), 0.0); }\n")
                    .build());
            texture = gpu.createTexture(TextureDescriptor.of("floats", SIDE, SIDE, TextureFormat.RGBA32F));
            made = gpu.createTexture(TextureDescriptor.of("made", SIDE, SIDE, TextureFormat.RGBA32F));
            for (int i = 0; i < VALUES; i++) {
                bytes.putFloat(Formula.value(Formula.INPUT, i));
            }
            bytes.flip();
            texture.upload(0, texture.whole(), bytes);
            pass = gpu.pass(relu).input("x", texture).target(made);
        }

        @Override
        public float[] result() {
            float[] ends = new float[2 * COMPARED];
            if (up) {
                texture.upload(new float[VALUES]);
                texture.upload(0, texture.whole(), bytes);
                System.arraycopy(texture.read(0, new Region(0, 0, COMPARED / 4, 1)), 0, ends, 0, COMPARED);
                Region last = new Region(SIDE - COMPARED / 4, SIDE - 1, COMPARED / 4, 1);
                System.arraycopy(texture.read(0, last), 0, ends, COMPARED, COMPARED);
            } else {
                run(1);
                back.get(0, ends, 0, COMPARED);
                back.get(VALUES - COMPARED, ends, COMPARED, COMPARED);
            }
            return ends;
        }

        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                if (up) {
                    texture.upload(0, texture.whole(), bytes);
                    texture.read(0, new Region(0, 0, 1, 1));
                } else {
                    pass.draw();
                    made.read(0, made.whole(), back.clear());
                }
            }
        }

        @Override
        public void close() {
            relu.close();
            texture.close();
            made.close();
        }
    }
}
