package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.data.Dataset;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Data sets and images on the GPU. */
final class AtlasChecks {
    private AtlasChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("atlas: odd shapes, one sheet", gpu -> draws(gpu, new Shape(3, 5, 3), false, 37, 4096)),
                new Check("atlas: odd shapes, flat", gpu -> draws(gpu, new Shape(3, 5, 3), true, 37, 4096)),
                new Check("atlas: 4n channels, three sheets", gpu -> draws(gpu, new Shape(3, 2, 8), false, 40, 40)),
                new Check("atlas: 4n values, flat", gpu -> draws(gpu, new Shape(3, 4, 1), true, 40, 40)),
                new Check("atlas: tiles of several rows", gpu -> draws(gpu, new Shape(7, 9, 1), false, 30, 11)),
                new Check("atlas: tiles of several rows, flat", gpu -> draws(gpu, new Shape(7, 9, 1), true, 30, 11)),
                new Check("atlas: too large is refused", AtlasChecks::tooLarge),
                new Check(
                        "image: same size, scaled, grey",
                        gpu -> images(
                                gpu,
                                Network.input(4, 6, 3)
                                        .activation(Activation.LINEAR)
                                        .flatten())),
                new Check(
                        "image: same size, scaled, grey, flat at once",
                        gpu -> images(gpu, Network.input(4, 6, 3).flatten().activation(Activation.LINEAR))));
    }

    /** Each sample is drawn once in an epoch, whole, with its own class. */
    private static void draws(GpuDevice gpu, Shape shape, boolean flat, int size, int side) throws Exception {
        Dataset data = Samples.random(shape, size, 0, 6, 21);
        Storage storage = Storage.best(gpu.capabilities());
        try (Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false)) {
            Network images = Network.chain(shape, List.of());
            // Drawn as they are, or flat at once.
            Network network = (flat ? images : images.activation(Activation.LINEAR))
                    .flatten()
                    .dense(6);
            Engine engine = new Engine(kernels, network, 8, false);
            Atlas atlas = new Atlas(kernels, data, side);
            Batches batches = new Batches(
                    kernels, atlas, engine.inputs(), engine.output(), Loss.SOFTMAX_CROSS_ENTROPY, new float[0], 64);
            List<Integer> inOrder = epoch(engine, batches, data);
            for (int i = 0; i < size; i++) {
                assertEquals(i, inOrder.get(i), "samples come in the data set's order at first");
            }
            atlas.shuffle(5, 0);
            List<Integer> first = epoch(engine, batches, data);
            atlas.shuffle(5, 1);
            List<Integer> second = epoch(engine, batches, data);
            atlas.shuffle(5, 0);
            assertEquals(first, epoch(engine, batches, data), "the same seed and epoch give the same order");
            assertNotEquals(first, second, "another epoch gives another order");
            Set<Integer> all = new HashSet<>(first);
            assertEquals(size, all.size(), "each sample is drawn once");
        }
    }

    private static List<Integer> epoch(Engine engine, Batches batches, Dataset data) throws Exception {
        List<Integer> drawn = new ArrayList<>();
        int values = data.shape().values();
        Step step = new Step().set(false, 8, 0, 0);
        for (int b = 0; b < batches.perEpoch(); b++) {
            batches.gather(b);
            engine.forward(step);
            batches.metrics().measure(b);
            float[] input = engine.input().read();
            for (int n = 0; n < batches.count(b); n++) {
                int found = -1;
                for (int i = 0; i < data.size() && found < 0; i++) {
                    double[] sample = Samples.values(data, i);
                    boolean same = true;
                    for (int j = 0; j < values && same; j++) {
                        same = sample[j] == input[n * values + j];
                    }
                    found = same ? i : -1;
                }
                assertTrue(found >= 0, "what is drawn is a sample of the data set, value by value");
                drawn.add(found);
            }
        }
        float[] metrics = batches.metrics().read();
        for (int i = 0; i < drawn.size(); i++) {
            assertEquals(data.label(drawn.get(i)), (int) metrics[4 * i + 2], "class of sample " + drawn.get(i));
        }
        return drawn;
    }

    private static void tooLarge(GpuDevice gpu) throws Exception {
        Dataset data = Samples.random(new Shape(4, 4, 4), 300, 0, 6, 21);
        try (Kernels kernels =
                new Kernels(gpu, new Numbers(Storage.best(gpu.capabilities()), Rounding.NONE, false), false)) {
            // A texture of 4×4 texels holds one sample of 16 texels; no adapter reads 300 textures in one program.
            GpuUnsupportedException refusal =
                    assertThrows(GpuUnsupportedException.class, () -> new Atlas(kernels, data, 4));
            assertTrue(String.valueOf(refusal.getMessage()).contains("300 textures of 4×4"), refusal.getMessage());
        }
    }

    /** In Java by ImageScale, on the GPU by a kernel; means that lie in the middle of two bytes may be rounded otherwise. */
    private static void framesAreScaledAsImagesAre(Model model, int width, int height, double unit) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        ByteBuffer frame = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.nativeOrder());
        java.util.Random random = new java.util.Random(width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int argb = random.nextInt() | (random.nextBoolean() ? 0xff000000 : 0);
                image.setRGB(x, y, argb);
                frame.put((byte) (argb >> 16))
                        .put((byte) (argb >> 8))
                        .put((byte) argb)
                        .put((byte) (argb >>> 24));
            }
        }
        float[] expected = model.predict(image);
        float[] actual = model.predict(frame.flip(), width, height);
        String size = "a frame of " + width + "×" + height;
        assertArrayEquals(expected, actual, (float) (unit + 1 / 255.0), size);
        int others = 0;
        for (int i = 0; i < actual.length; i++) {
            others += Math.abs(actual[i] - expected[i]) > unit ? 1 : 0;
        }
        assertTrue(others <= actual.length / 20, size + " has " + others + " values of another byte");
    }

    private static void images(GpuDevice gpu, Network network) {
        Snapshot snapshot = new Snapshot(
                network,
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                List.of(java.nio.FloatBuffer.allocate(0), java.nio.FloatBuffer.allocate(0)),
                List.of(java.nio.FloatBuffer.allocate(0), java.nio.FloatBuffer.allocate(0)),
                Optional.empty());
        double unit = 0x1p-22 + LayerChecks.unit(Storage.best(gpu.capabilities()));
        try (Model model = Model.open(gpu, snapshot)) {
            ByteBuffer frame = ByteBuffer.allocateDirect(4 * 24).order(ByteOrder.nativeOrder());
            float[] expected = new float[72];
            for (int i = 0; i < 24; i++) {
                for (int c = 0; c < 4; c++) {
                    int value = c == 3 ? 255 : (i * 31 + c * 57) % 256;
                    frame.put((byte) value);
                    if (c < 3) {
                        expected[3 * i + c] = value / 255f;
                    }
                }
            }
            assertArrayEquals(
                    expected, model.predict(frame.flip(), 6, 4), (float) unit, "an image of the input's size");
            long textures = gpu.statistics().liveTextures();
            model.predict(frame.rewind(), 6, 4);
            assertEquals(textures, gpu.statistics().liveTextures(), "another frame goes to the same texture");
            BufferedImage grey = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
            float[] greys = new float[72];
            for (int i = 0; i < 24; i++) {
                grey.getRaster().setSample(i % 6, i / 6, 0, 10 * i);
                java.util.Arrays.fill(greys, 3 * i, 3 * i + 3, 10 * i / 255f);
            }
            assertArrayEquals(greys, model.predict(grey), (float) unit, "greys keep their numbers");
            // Each place covers 4×4 pixels of one colour.
            BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
            ByteBuffer larger = ByteBuffer.allocateDirect(4 * 24 * 16).order(ByteOrder.nativeOrder());
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 24; x++) {
                    int i = y / 4 * 6 + x / 4;
                    image.setRGB(x, y, (i * 10) << 16 | (255 - i * 10) << 8 | 77);
                    larger.put((byte) (i * 10))
                            .put((byte) (255 - i * 10))
                            .put((byte) 77)
                            .put((byte) 255);
                }
            }
            for (int i = 0; i < 24; i++) {
                expected[3 * i] = i * 10 / 255f;
                expected[3 * i + 1] = (255 - i * 10) / 255f;
                expected[3 * i + 2] = 77 / 255f;
            }
            assertArrayEquals(
                    expected, model.predict(larger.flip(), 24, 16), (float) unit, "a frame four times as large");
            // An image is scaled as those of training are.
            assertArrayEquals(expected, model.predict(image), (float) unit, "an image four times as large");
            for (int[] size : new int[][] {{37, 19}, {3, 2}, {6, 9}, {180, 7}}) {
                framesAreScaledAsImagesAre(model, size[0], size[1], unit);
            }
        }
    }
}
