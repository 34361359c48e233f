package dev.texon.networks.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Snapshot.TrainingState;
import dev.texon.networks.Storage;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.Window;
import dev.texon.testing.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile network files and architectures; see {@link Fuzz}. */
class NetworkFuzzTest {
    private static final int INPUTS = 2000;
    private static final int START = 16;

    private static final Network SMALL = Network.input(3).dense(2);
    private static final Network LARGE = Network.input(12, 12, 3)
            .convolution(4, Window.same(3).withStride(2), Activation.RELU)
            .batchNormalization(Activation.leakyRelu(0.01f))
            .maxPool(2)
            .flatten()
            .dropout(0.25f)
            .sparse(Connectivity.random(8, 36, 0.3, 5), Activation.SIGMOID)
            .dense(2)
            .softmax();

    private static final Network GRAPH = Network.input(4, 4, 3)
            .named("image")
            .residual(branch ->
                    branch.convolution(3, Window.same(3), Activation.RELU).named("branch"))
            .concatenate(Network.input(4, 4, 2))
            .globalAveragePool()
            .dense(2);

    private final Path file;

    NetworkFuzzTest(@TempDir Path folder) {
        file = folder.resolve("hostile.texon");
    }

    private static List<FloatBuffer> zeros(List<Integer> counts) {
        return counts.stream().map(FloatBuffer::allocate).toList();
    }

    private byte[] bytes(Network network, List<String> classes, boolean training) throws IOException {
        List<FloatBuffer> parameters = zeros(Snapshot.parameterCounts(network));
        TrainingState state = new TrainingState(
                TrainingOptions.defaults().withStorage(Storage.FLOAT32),
                2000,
                3,
                17,
                List.of(parameters, parameters),
                null,
                null);
        NetworkFile.write(
                new Snapshot(
                        network,
                        Loss.SOFTMAX_CROSS_ENTROPY,
                        classes,
                        parameters,
                        zeros(Snapshot.statisticCounts(network)),
                        training ? Optional.of(state) : Optional.empty()),
                file);
        return Files.readAllBytes(file);
    }

    private List<byte[]> files() throws IOException {
        return List.of(
                bytes(SMALL, List.of("cat", "dog"), false),
                bytes(SMALL, List.of(), true),
                bytes(LARGE, List.of("a", "b"), true),
                bytes(GRAPH, List.of(), false));
    }

    @Test
    void networkFiles() throws IOException {
        Fuzz.files("network files", file, INPUTS, files(), NetworkFile::read);
    }

    @Test
    void networkFilesWithTheirChecksum() throws IOException {
        List<byte[]> withoutChecksum = files().stream()
                .map(bytes -> Arrays.copyOf(bytes, bytes.length - Integer.BYTES))
                .toList();
        Fuzz.parts("checked network files", file, INPUTS, withoutChecksum, NetworkFuzzTest::checked, NetworkFile::read);
    }

    @Test
    void descriptionsInNetworkFiles() throws IOException {
        byte[] whole = bytes(SMALL, List.of("cat", "dog"), false);
        int end = START + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(START - Integer.BYTES);
        byte[] numbers = Arrays.copyOfRange(whole, end, whole.length - Integer.BYTES);
        Fuzz.parts(
                "descriptions",
                file,
                INPUTS,
                List.of(Arrays.copyOfRange(whole, START, end)),
                json -> checked(ByteBuffer.allocate(START + json.length + numbers.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(whole, 0, START - Integer.BYTES)
                        .putInt(json.length)
                        .put(json)
                        .put(numbers)
                        .array()),
                NetworkFile::read);
    }

    @Test
    void architectures() throws IOException {
        List<byte[]> good = List.of(
                NetworkJson.MAPPER.writeValueAsBytes(SMALL),
                NetworkJson.MAPPER.writeValueAsBytes(LARGE),
                NetworkJson.MAPPER.writeValueAsBytes(GRAPH));
        Fuzz.files("architectures", file, INPUTS, good, NetworkFile::readArchitecture);
    }

    @Test
    void whatMessagesQuoteStaysInItsLine() throws IOException {
        Files.writeString(
                file,
                "{\"input\": {\"width\": 1, \"height\": 1, \"channels\": 3}, \"layers\": [{\"type\": \"de\\nse\"}]}");
        String message = String.valueOf(assertThrows(IOException.class, () -> NetworkFile.readArchitecture(file))
                .getMessage());
        assertTrue(message.contains("layer 1: its type is 'de\uFFFDse'; known are "), message);
        assertEquals("a".repeat(60) + "…", Quoted.value("a".repeat(61)));
    }

    /** The parser tells no place then. */
    @Test
    void whatIsNestedTooDeepIsRefused() throws IOException {
        Files.writeString(file, "{\"unknown\": " + "[".repeat(2000));
        String message = String.valueOf(assertThrows(IOException.class, () -> NetworkFile.readArchitecture(file))
                .getMessage());
        assertTrue(message.contains("hostile.texon"), message);
    }

    private static byte[] checked(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return ByteBuffer.allocate(bytes.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .putInt((int) crc.getValue())
                .array();
    }
}
