package dev.texon.networks.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.networks.Activation;
import dev.texon.networks.ClassWeights;
import dev.texon.networks.Connectivity;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.Rounding;
import dev.texon.networks.Schedule;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Snapshot.TrainingState;
import dev.texon.networks.Storage;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.layers.Concatenate;
import dev.texon.networks.layers.Flatten;
import dev.texon.networks.layers.Softmax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFileTest {
    private static final String WHOLE = "; take a whole copy, or train the network again.";

    /** One layer of every kind. */
    private static final Network ALL = Network.input(12, 12, 3)
            .convolution(8, Window.same(3).withStride(2), Activation.RELU)
            .depthwise(Window.of(3).withPadding(1), Activation.elu(0.3f))
            .batchNormalization(Activation.leakyRelu(0.01f))
            .maxPool(2)
            .averagePool(Window.of(2))
            .flatten()
            .dropout(0.25f)
            .sparse(Connectivity.random(16, 32, 0.3, 5), Activation.SIGMOID)
            .dense(20, Activation.SOFTPLUS)
            .activation(Activation.TANH)
            .dense(3)
            .softmax();

    /** 2·3 + 2 = 8 parameters. */
    private static final Network SMALL = Network.input(3).dense(2);

    private final Path file;

    NetworkFileTest(@TempDir Path folder) {
        file = folder.resolve("net.texon");
    }

    private static List<FloatBuffer> random(List<Integer> counts, long seed) {
        Random random = new Random(seed);
        List<FloatBuffer> block = new ArrayList<>();
        for (int count : counts) {
            FloatBuffer numbers = FloatBuffer.allocate(count);
            while (numbers.hasRemaining()) {
                numbers.put((float) random.nextGaussian());
            }
            block.add(numbers.flip());
        }
        return block;
    }

    private static Snapshot snapshot(Network network, List<String> classes, Optional<TrainingState> training) {
        return new Snapshot(
                network,
                Loss.SOFTMAX_CROSS_ENTROPY,
                classes,
                random(Snapshot.parameterCounts(network), 1),
                random(Snapshot.statisticCounts(network), 2),
                training);
    }

    private static TrainingState training(Network network, TrainingOptions options, int moments) {
        List<List<FloatBuffer>> blocks = new ArrayList<>();
        for (int i = 0; i < moments; i++) {
            blocks.add(random(Snapshot.parameterCounts(network), 3 + i));
        }
        return new TrainingState(options, 2000, 3, 17, blocks, null, 4_000_000_000L);
    }

    private static TrainingOptions options() {
        return TrainingOptions.defaults().withStorage(Storage.FLOAT32);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Snapshot plain = snapshot(ALL, List.of("a", "ü", "\""), Optional.empty());
        NetworkFile.write(plain, file);
        assertEquals(plain, NetworkFile.read(file));

        TrainingOptions unlike = options()
                .withLoss(Loss.MEAN_SQUARED_ERROR)
                .withOptimizer(Optimizer.momentum(0.1, 0.9))
                .withSchedule(new Schedule.Steps(2.5, 0.1))
                .withRegularization(
                        Regularization.NONE.withDecay(0.999).withL1(1e-6).withLimit(3))
                .withClipNorm(5)
                .withBatch(7)
                .withSeed(Long.MIN_VALUE)
                .withStorage(Storage.MIXED)
                .withNumericCheck(true)
                .withRounding(new Rounding.Bits(8))
                .withNaive(true)
                .withClassWeights(ClassWeights.BALANCED);
        for (TrainingState state : List.of(
                training(ALL, options(), 2),
                training(ALL, unlike, 1),
                training(ALL, unlike.withOptimizer(Optimizer.sgd(1)).withRounding(new Rounding.Fixed(4)), 0),
                training(ALL, options().withSchedule(new Schedule.Exponential(1.0 / 3)), 2),
                training(ALL, options().withSchedule(new Schedule.Cosine(30)), 2))) {
            Snapshot checkpoint = snapshot(ALL, List.of(), Optional.of(state));
            NetworkFile.write(checkpoint, file);
            assertEquals(checkpoint, NetworkFile.read(file));
        }
    }

    @Test
    void everyBitOfANumberIsKept() throws IOException {
        int[] bits = {0x80000000, 1, 0x7f800000, 0xff800000, 0x7fc12345, 0x7f812345, 0x3f800001, 0xff7fffff};
        FloatBuffer numbers = FloatBuffer.allocate(8);
        ByteBuffer raw = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bits.length; i++) {
            raw.putInt(4 * i, bits[i]);
        }
        numbers.put(raw.asFloatBuffer()).flip();
        NetworkFile.write(
                new Snapshot(
                        SMALL,
                        Loss.MEAN_SQUARED_ERROR,
                        List.of(),
                        List.of(numbers),
                        List.of(FloatBuffer.allocate(0)),
                        Optional.empty()),
                file);
        byte[] bytes = Files.readAllBytes(file);
        assertTrue(
                Arrays.equals(raw.array(), 0, 32, bytes, bytes.length - 36, bytes.length - 4), Arrays.toString(bytes));
        ByteBuffer read = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        read.asFloatBuffer().put(NetworkFile.read(file).parameters().get(0));
        assertEquals(raw, read);
    }

    @Test
    void layersLargerThanAChunkAreKept() throws IOException {
        Network large = Network.input(400).dense(400, Activation.RELU).dense(200);
        Snapshot snapshot = snapshot(large, List.of(), Optional.empty());
        // Buffers are read from index 0, wherever they stand.
        snapshot.parameters().get(0).position(1000);
        NetworkFile.write(snapshot, file);
        snapshot.parameters().get(0).position(0);
        assertEquals(snapshot, NetworkFile.read(file));
    }

    @Test
    void theBytesAreAsDocumented() throws IOException {
        NetworkFile.write(snapshot(SMALL, List.of("x", "y"), Optional.empty()), file);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("TEXONNET", new String(bytes, 0, 8, StandardCharsets.US_ASCII));
        assertEquals(4, in.getInt(8));
        int length = in.getInt(12);
        assertEquals(
                "{\"network\":{\"input\":{\"height\":1,\"width\":1,\"channels\":3},\"layers\":[{\"type\":\"dense\","
                        + "\"units\":2,\"activation\":\"linear\"}]},\"loss\":\"softmax-cross-entropy\","
                        + "\"classes\":[\"x\",\"y\"],\"parameters\":[8],\"statistics\":[0]}",
                new String(bytes, 16, length, StandardCharsets.UTF_8));
        assertEquals(20 + length + 32, bytes.length);
        assertEquals((float) new Random(1).nextGaussian(), in.getFloat(16 + length));
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        assertEquals((int) crc.getValue(), in.getInt(bytes.length - 4));
    }

    @Test
    void theExampleInTheDocumentationIsANetwork() throws IOException {
        String page = Files.readString(Path.of("../docs/network-file.md"));
        int start = page.indexOf("```json\n") + 8;
        Files.writeString(file, page.substring(start, page.indexOf("```", start)));
        Network network = NetworkFile.readArchitecture(file);
        assertEquals(11, network.layers().size());
        int second = page.indexOf("```json\n", start) + 8;
        Files.writeString(file, page.substring(second, page.indexOf("```", second)));
        Network residual = Network.input(28, 28, 1)
                .named("image")
                .convolution(8, Window.same(3), Activation.RELU)
                .named("stem")
                .residual(stem -> stem.convolution(8, Window.same(3), Activation.LINEAR), Activation.RELU)
                .globalAveragePool()
                .dense(10)
                .named("scores");
        assertEquals(residual, NetworkFile.readArchitecture(file));
        assertEquals(10, network.output().values());
        // Its bits are six ones: 2 units that see 3 inputs.
        Files.writeString(
                file,
                "{\"input\": {\"height\": 1, \"width\": 1, \"channels\": 3}, \"layers\": [{\"type\": \"dense\", "
                        + "\"units\": 2, \"activation\": \"linear\", \"connectivity\": "
                        + page.replaceAll("(?s).*`(\\{\"units\": 2, \"inputs\": 3[^`]*)`.*", "$1") + "}]}");
        assertEquals(
                Network.input(3)
                        .sparse(
                                Connectivity.of(new boolean[][] {{true, true, true}, {true, true, true}}),
                                Activation.LINEAR),
                NetworkFile.readArchitecture(file));
    }

    // ---- Damage

    private void refused(String problem) {
        assertEquals(
                problem,
                assertThrows(IOException.class, () -> NetworkFile.read(file)).getMessage());
    }

    /** A checkpoint with Adam. */
    private byte[] checkpoint() throws IOException {
        NetworkFile.write(snapshot(SMALL, List.of(), Optional.of(training(SMALL, options(), 2))), file);
        return Files.readAllBytes(file);
    }

    /** Replaces a text of the description; its length and the checksum stay right. */
    private void edit(String from, String to) throws IOException {
        byte[] bytes = checkpoint();
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        String json = new String(bytes, 16, length, StandardCharsets.UTF_8);
        assertTrue(json.contains(from), json);
        byte[] edited = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(bytes.length - length + edited.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes, 0, 12)
                .putInt(edited.length)
                .put(edited)
                .put(bytes, 16 + length, bytes.length - length - 20);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        Files.write(file, out.putInt((int) crc.getValue()).array());
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        byte[] bytes = checkpoint();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 0x10;
            Files.write(file, changed);
            assertThrows(IOException.class, () -> NetworkFile.read(file), "byte " + i);
        }
    }

    @Test
    void everyLengthButItsOwnIsRefused() throws IOException {
        byte[] bytes = checkpoint();
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThrows(IOException.class, () -> NetworkFile.read(file), length + " bytes");
        }
        Files.write(file, Arrays.copyOf(bytes, 19));
        refused("Network file '" + file + "' is damaged: it ends after 19 bytes, in its header" + WHOLE);
        for (int length : new int[] {bytes.length - 1, bytes.length + 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            refused("Network file '" + file + "' is damaged: it has " + length + " bytes, and its description demands "
                    + bytes.length + WHOLE);
        }
    }

    @Test
    void otherFilesAreNoNetworkFiles() throws IOException {
        for (String text : List.of("", "TEXON", "{\"input\": {}}")) {
            Files.writeString(file, text);
            refused("'" + file + "' is not a network file; name one that Texon has written.");
        }
        Files.delete(file);
        refused("'" + file + "' cannot be read: it does not exist; check its name and permissions.");
        Files.createDirectory(file);
        refused("'" + file + "' is a folder; name a regular file.");
    }

    @Test
    void graphsAreKept() throws IOException {
        Network image = Network.input(4, 4, 3).named("image");
        Network trunk = image.convolution(4, Window.same(3), Activation.RELU).named("trunk");
        Network sum = trunk.residual(branch -> branch.convolution(4, Window.of(1), Activation.LINEAR), Activation.RELU);
        Network other = Network.input(5).named("numbers").dense(4);
        Network joined = sum.globalAveragePool().concatenate(other).dense(2).named("head");
        Network network = Network.of(joined, trunk.flatten().dense(3));
        Snapshot snapshot = snapshot(network, List.of("x", "y"), Optional.empty());
        NetworkFile.write(snapshot, file);
        assertEquals(snapshot, NetworkFile.read(file));
    }

    /** Nodes stand in any order, and are named or counted. */
    @Test
    void aGraphIsReadFromNamesAndNumbers() throws IOException {
        graph("{\"inputs\": [\"x\", \"2\"], \"layer\": {\"type\": \"concatenate\"}}, "
                + "{\"name\": \"a\", \"inputs\": [\"x\"], \"layer\": {\"type\": \"flatten\"}}, "
                + "{\"inputs\": [\"1\"], \"layer\": {\"type\": \"softmax\"}}");
        Network x = Network.input(3).named("x");
        assertEquals(
                x.flatten().named("a").shapes().size() + 2,
                NetworkFile.readArchitecture(file).shapes().size());
        assertEquals(
                Network.of(
                        x.inputs(),
                        List.of(
                                new Network.Node("a", new Flatten(), List.of(0)),
                                new Network.Node(null, new Concatenate(), List.of(0, 1)),
                                new Network.Node(null, new Softmax(), List.of(2))),
                        List.of(3)),
                NetworkFile.readArchitecture(file));
    }

    private void graph(String nodes) throws IOException {
        Files.writeString(
                file,
                "{\"inputs\": [{\"name\": \"x\", \"shape\": {\"height\": 1, \"width\": 1, \"channels\": 3}}], \"nodes\": ["
                        + nodes + "], \"outputs\": [\"3\"]}");
    }

    @Test
    void whatIsWrongWithAGraphIsSaidWithItsLayers() throws IOException {
        String flatten = "\"layer\": {\"type\": \"flatten\"}}";
        String rest = ", {\"inputs\": [\"1\"], " + flatten + ", {\"inputs\": [\"2\"], " + flatten;
        String[][] wrong = {
            {
                "{\"inputs\": [\"3\"], " + flatten + ", {\"inputs\": [\"1\"], " + flatten
                        + ", {\"name\": \"z\", \"inputs\": [\"2\"], " + flatten,
                "The layers 1 (flatten), 3 (flatten 'z'), 2 (flatten) take each other's outputs in a circle; take one of"
                        + " them away"
            },
            {
                "{\"inputs\": [\"y\"], " + flatten,
                "Layer 1 (flatten) takes 'y', and no input or layer is called so; name one that is there"
            },
            {
                "{\"name\": \"x\", \"inputs\": [\"x\"], " + flatten,
                "Two inputs or layers are called 'x'; give each a name of its own"
            },
            {
                "{\"inputs\": [\"x\"], " + flatten + ", {\"inputs\": [\"x\"], " + flatten + ", {\"inputs\": [\"1\"], "
                        + flatten,
                "Layer 2 (flatten) is used by no layer and is no output; leave it out"
            },
            {
                "{\"inputs\": [\"x\"], " + flatten,
                "The network's output takes '3', and no input or layer is called so; name one that is there"
            },
            {"{\"inputs\": [], " + flatten + rest, "Layer 1 (flatten) takes nothing; give it an input"},
            {
                "{\"inputs\": [\"x\"], \"layer\": {\"type\": \"add\", \"activation\": \"relu\"}}" + rest,
                "Layer 1 (add) does not fit: it has 1 input; give it at least two"
            },
            {
                "{\"inputs\": [\"x\"], \"layer\": {\"type\": \"ad\"}}",
                "layer 1, layer: its type is 'ad'; known are dense, convolution, depthwise-convolution, max-pool, average-pool, batch-normalization, dropout, flatten, activation, softmax, add, concatenate, global-average-pool"
            },
        };
        for (String[] each : wrong) {
            graph(each[0]);
            refusedArchitecture(each[1]);
        }
    }

    @Test
    void otherVersionsAreRefused() throws IOException {
        byte[] bytes = checkpoint();
        bytes[8] = 1;
        Files.write(file, bytes);
        refused("'" + file
                + "' is of version 1, and this Texon reads versions 2 to 4; use the Texon that has written it.");
        bytes[8] = 5;
        Files.write(file, bytes);
        assertThrows(IOException.class, () -> NetworkFile.read(file));
    }

    /** It had no curve, and else the same description. */
    @Test
    void checkpointsOfVersion2AreRead() throws IOException {
        byte[] bytes = checkpoint();
        Snapshot now = NetworkFile.read(file);
        bytes[8] = 2;
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 4, (int) crc.getValue());
        Files.write(file, bytes);
        assertEquals(now, NetworkFile.read(file));
    }

    @Test
    void theScalingAndTheNamesOfColumnsAreKept() throws IOException {
        Scaling scaling = new Scaling(
                new Scaling.Units(List.of(0.1f, -1e30f, 16777216f), List.of(1f, 1e-30f, 0.3f)),
                new Scaling.Units(List.of(1f, 2f), List.of(3f, 1f / 3)));
        Snapshot plain = snapshot(SMALL, List.of(), Optional.empty());
        Snapshot scaled = new Snapshot(
                SMALL,
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                plain.parameters(),
                plain.statistics(),
                Optional.of(scaling),
                Optional.of(new ColumnNames(List.of("a", "ü", "\u001b[2J"), List.of("x", "y"))),
                Optional.empty());
        NetworkFile.write(scaled, file);
        assertEquals(scaled, NetworkFile.read(file));
    }

    @Test
    void theCurveIsKeptWithNumbersThatJsonLacks() throws IOException {
        LearningCurve.Stretch three = new LearningCurve.Stretch(3, 180, 0.1 + 0.2, 17);
        LearningCurve curve = new LearningCurve(
                5,
                3,
                List.of(three, new LearningCurve.Stretch(1, 60, 1e-300, 0)),
                LearningCurve.Stretch.NONE,
                List.of(
                        new LearningCurve.Epoch(1, three, null),
                        new LearningCurve.Epoch(
                                4, three, new LearningCurve.Validation(10, 0.25, Double.NaN, 1.5, -0.125))));
        TrainingState plain = training(SMALL, options(), 2);
        TrainingState state = new TrainingState(
                plain.options(), plain.samples(), plain.epoch(), plain.step(), plain.moments(), curve, null);
        NetworkFile.write(snapshot(SMALL, List.of(), Optional.of(state)), file);
        assertEquals(curve, NetworkFile.read(file).training().orElseThrow().curve());
    }

    @Test
    void aDescriptionLongerThanItsFileIsRefused() throws IOException {
        byte[] bytes = checkpoint();
        for (int length : new int[] {bytes.length - 19, Integer.MAX_VALUE, -1}) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, length);
            Files.write(file, bytes);
            refused("Network file '" + file + "' is damaged: its description has " + Integer.toUnsignedString(length)
                    + " bytes, and there is room for " + (bytes.length - 20) + WHOLE);
        }
    }

    @Test
    void aChangedNumberIsNoticed() throws IOException {
        byte[] bytes = checkpoint();
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);
        String message = String.valueOf(
                assertThrows(IOException.class, () -> NetworkFile.read(file)).getMessage());
        assertTrue(
                message.matches("Network file '.*' is damaged: its checksum is [0-9a-f]{8}, and its content makes "
                        + "[0-9a-f]{8}; take a whole copy, or train the network again\\."),
                message);
    }

    @Test
    void descriptionsThatDoNotFitAreRefused() throws IOException {
        String[][] edits = {
            {
                "\"parameters\":[8]",
                "\"parameters\":[9]",
                "Layer 1 (dense) has 9 parameters, and its kind and input make 8; " + "give it as many"
            },
            {
                "\"parameters\":[8]",
                "\"parameters\":[]",
                "There are parameters for 0 layers, and the network has 1; give " + "every layer its own"
            },
            {"\"parameters\":[8]", "\"parameters\":[null]", "parameters 1: it is null"},
            {
                "\"statistics\":[0]",
                "\"statistics\":[4]",
                "Layer 1 (dense) has 4 statistics, and its kind and input make 0; " + "give it as many"
            },
            {"\"units\":2", "\"units\":2000000000", "A layer has more than 2147483647 parameters; make it smaller"},
            {"\"units\":2", "\"units\":0", "network, layer 1: A dense layer has 0 units; it has at least 1"},
            {"\"classes\":[]", "\"classes\":[\"a\"]", "There are 1 classes and 2 outputs; give as many of both"},
            {"\"moments\":2", "\"moments\":1", "training: There are 1 moments, and the optimizer has 2; give as many"},
            {"\"epoch\":3", "\"epoch\":-1", "training: The training stands at epoch -1 and step 17; both are at least 0"
            },
            {"\"storage\":\"float32\",", "", "training: The training's options leave its storage open; say which it has"
            },
            {
                "\"storage\":\"float32\"",
                "\"storage\":\"float8\"",
                "training, options, storage: it is 'float8'; known are " + "float32, float16, mixed"
            },
            {"\"loss\":\"softmax-cross-entropy\",\"classes\"", "\"classes\"", "loss: it is missing"},
            {"\"epoch\":3", "\"epoch\":null", "training, epoch: it is null"},
            {"\"samples\":2000,", "", "training, samples: it is missing"},
            {"\"samples\":2000", "\"samples\":0", "training: The training's data set has 0 samples; it has at least 1"},
            {
                "\"epoch\":3",
                "\"epoch\":3,\"more\":1",
                "training, more: it is not known; known are curve, epoch, fingerprint, moments, options, samples, step"
            },
            {
                "\"training\":",
                "\"scaling\":{\"inputs\":{\"means\":[1,2],\"deviations\":[1,2]},\"targets\":{\"means\":[1,2],"
                        + "\"deviations\":[1,2]}},\"training\":",
                "The scaling is of 2 channels of inputs, and the network has 3; give each its own"
            },
            {
                "\"training\":",
                "\"scaling\":{\"inputs\":{\"means\":[0,0,0],\"deviations\":[1,0,1]},\"targets\":{\"means\":[1,2],"
                        + "\"deviations\":[1,2]}},\"training\":",
                "scaling, inputs: Number 1 has the mean 0.0 and the deviation 0.0; both are finite, and the deviation is"
                        + " above 0"
            },
            {
                "\"training\":",
                "\"columns\":{\"inputs\":[\"a\",\"b\"],\"answers\":[\"c\",\"d\"]},\"training\":",
                "There are names for 2 inputs and 2 answers, and the network has 3 and 2; give each its own"
            },
            {
                "\"training\":",
                "\"columns\":{\"inputs\":[\"a\",\"b\",\"c\"],\"answers\":[\"c\",\"d\"]},\"training\":",
                "columns: Of 5 columns some have the same name; give each its own"
            },
            {
                "\"moments\":2",
                "\"moments\":2,\"curve\":{\"firstStep\":0,\"stepsOfAPoint\":1,\"points\":[],"
                        + "\"running\":{\"steps\":0,\"samples\":0,\"losses\":0,\"right\":1},\"epochs\":[]}",
                "training, curve, running: A part of the learning curve has 0 steps, 0 samples and 1.0 right ones; "
                        + "a step has a sample, and not more are right"
            },
            {"\"batch\":64", "\"batch\":0", "training, options: The mini-batch has 0 samples; take 1 to 4096"},
        };
        for (String[] edit : edits) {
            edit(edit[0], edit[1]);
            refused("Network file '" + file + "' is damaged: in its description, " + edit[2] + WHOLE);
        }
    }

    @Test
    void numbersThatDoNotFitAreNotWritten() {
        Network two = SMALL.dense(2);
        for (Snapshot wrong : List.of(
                new Snapshot(
                        two,
                        Loss.MEAN_SQUARED_ERROR,
                        List.of(),
                        random(List.of(8, 5), 1),
                        random(List.of(0, 0), 1),
                        Optional.empty()),
                new Snapshot(
                        two,
                        Loss.MEAN_SQUARED_ERROR,
                        List.of(),
                        random(List.of(8), 1),
                        random(List.of(0, 0), 1),
                        Optional.empty()),
                snapshot(two, List.of("one"), Optional.empty()),
                snapshot(two, List.of(), Optional.of(training(two, options(), 1))),
                snapshot(two, List.of(), Optional.of(training(SMALL, options(), 2))),
                snapshot(two, List.of(), Optional.of(training(two, TrainingOptions.defaults(), 2))))) {
            assertThrows(IllegalArgumentException.class, () -> NetworkFile.write(wrong, file));
        }
        assertTrue(Files.notExists(file));
    }

    // ---- Architectures

    @Test
    void anArchitectureIsWhatSomeoneWrites() throws IOException {
        Files.writeString(file, """
                {"layers": [
                    {"activation": "RELU", "units": 5, "type": "dense"},
                    {"type": "dense", "units": 4, "activation": {"kind": "LEAKY_RELU", "parameter": 0.01}},
                    {"type": "dense", "units": 3, "activation": {"kind": "tanh", "parameter": 0}}],
                 "input": {"height": 1, "width": 1, "channels": 7}}
                """);
        assertEquals(
                Network.input(7)
                        .dense(5, Activation.RELU)
                        .dense(4, Activation.leakyRelu(0.01f))
                        .dense(3, Activation.TANH),
                NetworkFile.readArchitecture(file));
    }

    @Test
    void whatIsWrongWithAnArchitectureIsSaidWithItsLayer() throws IOException {
        String flat = "{\"type\":\"flatten\"},";
        String types =
                "dense, convolution, depthwise-convolution, max-pool, average-pool, batch-normalization, dropout, "
                        + "flatten, activation, softmax, add, concatenate, global-average-pool";
        String[][] wrong = {
            {flat + "{\"type\":\"dens\"}", "layer 2: its type is 'dens'; known are " + types},
            {flat + "{\"units\":3}", "layer 2: its type is missing; known are " + types},
            {flat + "null", "layer 2: it is null"},
            {flat + "{\"type\":\"softmax\",\"units\":3}", "layer 2, units: it is not known; there is nothing to set"},
            {"{\"type\":\"dense\",\"units\":3}", "layer 1, activation: it is missing"},
            {
                "{\"type\":\"dense\",\"units\":\"3\",\"activation\":\"relu\"}",
                "layer 1, units: it is not a whole number of " + "32 bits"
            },
            {
                "{\"type\":\"dense\",\"units\":3.5,\"activation\":\"relu\"}",
                "layer 1, units: it is not a whole number of 32 " + "bits"
            },
            {"{\"type\":\"dense\",\"units\":3,\"units\":3}", "line 1, column 89: Duplicate field 'units'"},
            {
                "{\"type\":\"dense\",\"units\":3,\"activation\":\"rleu\"}",
                "layer 1, activation: it is 'rleu'; known are "
                        + "linear, relu, leaky-relu, elu, sigmoid, tanh, softplus"
            },
            {
                "{\"type\":\"dense\",\"units\":3,\"activation\":\"elu\"}",
                "layer 1, activation: Activation ELU has the " + "parameter 0.0; it takes one above 0, up to 100"
            },
            {
                "{\"type\":\"dense\",\"units\":3,\"activation\":\"relu\",\"connectivity\":{\"units\":3,\"inputs\":5,"
                        + "\"bits\":\"AQ==\"}}",
                "Layer 1 (dense) does not fit: its connectivity is 3 units × 5 inputs, and the layer has 3 × 4; make them "
                        + "the same"
            },
            {
                "{\"type\":\"dense\",\"units\":1000000000,\"activation\":\"relu\"}",
                "A layer has more than 2147483647 " + "parameters; make it smaller"
            },
            {
                "{\"type\":\"max-pool\",\"window\":{\"height\":3,\"width\":3,\"stride\":1}}",
                "layer 1, window, padding: it is " + "missing"
            },
            {
                "{\"type\":\"max-pool\",\"window\":{\"height\":3,\"width\":3,\"stride\":1,\"padding\":0}}",
                "Layer 1 (max-pool) does not fit: its window of 3×3 with padding 0 is larger than its input of 4; take a "
                        + "smaller window or more padding"
            },
            {"{\"type\":\"dropout\",\"rate\":NaN}", "line 1, column 84: Non-standard token 'NaN'"},
            {
                "{\"type\":\"dropout\",\"rate\":\"Infinity\"}",
                "layer 1: A dropout has the rate Infinity; it is from 0 to " + "0.99"
            },
        };
        for (String[] each : wrong) {
            Files.writeString(
                    file, "{\"input\":{\"height\":1,\"width\":1,\"channels\":4},\"layers\":[" + each[0] + "]}");
            refusedArchitecture(each[1]);
        }
        Files.writeString(file, "{\"input\":{\"height\":1,\"width\":0,\"channels\":4},\"layers\":[]}");
        refusedArchitecture("input: A shape is 1×0×4; each side is at least 1");
        Files.writeString(file, "{\"input\":{\"height\":1,\"width\":1,\"channels\":4},\"layers\":[]}}");
        refusedArchitecture("line 1, column 58: Unexpected close marker '}': no open Object to close");
        for (String text : List.of("", "[]", "\"relu\"", "null")) {
            Files.writeString(file, text);
            refusedArchitecture(text.equals("null") ? "it is null" : "it is not an object");
        }
        Files.writeString(file, "]");
        refusedArchitecture("line 1, column 1: Unexpected close marker ']': no open Array to close");
    }

    private void refusedArchitecture(String problem) {
        assertEquals(
                "'" + file + "' does not describe a network: " + problem + "; see docs/network-file.md.",
                assertThrows(IOException.class, () -> NetworkFile.readArchitecture(file))
                        .getMessage());
    }

    @Test
    void anArchitectureIsBounded() throws IOException {
        Files.write(file, new byte[(1 << 24) + 1]);
        assertEquals(
                "'" + file + "' has more than 16777216 bytes; name an architecture in JSON.",
                assertThrows(IOException.class, () -> NetworkFile.readArchitecture(file))
                        .getMessage());
    }
}
