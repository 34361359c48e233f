package dev.texon.networks.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Snapshot.TrainingState;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.Scaling;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A network with its numbers, and with a training that is to go on, in one file; docs/network-file.md has its bytes. Files are untrusted:
 * before memory is taken for numbers, their counts must be those of the architecture, and the file as long as they demand.
 */
public final class NetworkFile {
    private static final byte[] MAGIC = "TEXONNET".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 4;
    /** Version 2 has no curve, scaling and names of columns, and version 3 no graphs. */
    private static final int OLDEST = 2;

    private static final int START = MAGIC.length + 2 * Integer.BYTES;
    private static final int MAX_JSON = 1 << 24;
    /** Bytes that look like UTF-32 are no JSON to the parser, which then tells no place. */
    private static final String NOT_UTF8 = "it is not in UTF-8";
    /** Numbers that are converted at once. */
    private static final int CHUNK = 1 << 16;

    private record Header(
            Network network,
            Loss loss,
            List<String> classes,
            List<Integer> parameters,
            List<Integer> statistics,
            @Nullable Scaling scaling,
            @Nullable ColumnNames columns,
            @Nullable Training training) {

        Header {
            int outputs = network.output().values();
            demand(
                    classes.isEmpty() || classes.size() == outputs,
                    "There are " + classes.size() + " classes and " + outputs + " outputs; give as many of both.");
            demandCounts("parameters", network, parameters, parameterCounts(network));
            demandCounts("statistics", network, statistics, Snapshot.statisticCounts(network));
            if (scaling != null) {
                demandScaled(
                        "channels of inputs", scaling.inputs(), network.input().channels());
                demandScaled("targets", scaling.targets(), classes.isEmpty() ? outputs : 0);
            }
            if (columns != null) {
                int inputs = network.input().values();
                int answers = classes.isEmpty() ? outputs : 1;
                demand(
                        columns.inputs().size() == inputs && columns.answers().size() == answers,
                        "There are names for " + columns.inputs().size() + " inputs and "
                                + columns.answers().size() + " answers, and the network has " + inputs + " and "
                                + answers
                                + "; give each its own.");
            }
        }

        static Header of(Snapshot snapshot) {
            return new Header(
                    snapshot.network(),
                    snapshot.loss(),
                    snapshot.classes(),
                    counts(snapshot.parameters()),
                    counts(snapshot.statistics()),
                    snapshot.scaling().orElse(null),
                    snapshot.columns().orElse(null),
                    snapshot.training()
                            .map(state -> Training.of(snapshot.network(), state))
                            .orElse(null));
        }

        /** How many numbers follow, in their order: parameters, statistics, moments. */
        List<List<Integer>> blocks() {
            List<List<Integer>> blocks = new ArrayList<>(List.of(parameters, statistics));
            for (int i = 0; training != null && i < training.moments(); i++) {
                blocks.add(parameters);
            }
            return blocks;
        }
    }

    /** @param moments numbers that the optimizer remembers for each parameter */
    private record Training(
            TrainingOptions options,
            int samples,
            int epoch,
            int step,
            int moments,
            @Nullable LearningCurve curve,
            @Nullable Long fingerprint) {
        Training {
            demand(options.storage() != null, "The training's options leave its storage open; say which it has.");
            demand(samples >= 1, "The training's data set has " + samples + " samples; it has at least 1.");
            demand(
                    epoch >= 0 && step >= 0,
                    "The training stands at epoch " + epoch + " and step " + step + "; both are at least 0.");
            int remembered = options.optimizer() instanceof Optimizer.Sgd
                    ? 0
                    : options.optimizer() instanceof Optimizer.Momentum ? 1 : 2;
            demand(
                    moments == remembered,
                    "There are " + moments + " moments, and the optimizer has " + remembered + "; give as many.");
        }

        static Training of(Network network, TrainingState state) {
            for (List<FloatBuffer> moment : state.moments()) {
                demandCounts("moments", network, counts(moment), parameterCounts(network));
            }
            return new Training(
                    state.options(),
                    state.samples(),
                    state.epoch(),
                    state.step(),
                    state.moments().size(),
                    state.curve(),
                    state.fingerprint());
        }
    }

    private NetworkFile() {}

    /**
     * Makes the file, or replaces it at once: it is the old one or all of the new one, never a part.
     *
     * @throws IllegalArgumentException if the numbers do not fit the network, or its description takes more than 16 MiB
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(Snapshot snapshot, Path file) throws IOException {
        byte[] json = description(snapshot).getBytes(StandardCharsets.UTF_8);
        demand(
                json.length <= MAX_JSON,
                "The description of the network takes " + json.length + " bytes, and a file has room for " + MAX_JSON
                        + "; make its layers with a connectivity smaller.");
        UserFiles.replace(file, out -> {
            CRC32 crc = new CRC32();
            OutputStream checked = new CheckedOutputStream(out, crc);
            checked.write(
                    bytes(START).put(MAGIC).putInt(VERSION).putInt(json.length).array());
            checked.write(json);
            for (List<FloatBuffer> block : blocks(snapshot)) {
                for (FloatBuffer numbers : block) {
                    write(numbers, checked);
                }
            }
            out.write(bytes(Integer.BYTES).putInt((int) crc.getValue()).array());
        });
    }

    /**
     * The description that the snapshot's file begins with: JSON.
     *
     * @throws IllegalArgumentException if the numbers do not fit the network
     */
    public static String description(Snapshot snapshot) {
        return json(Header.of(snapshot));
    }

    private static List<List<FloatBuffer>> blocks(Snapshot snapshot) {
        List<List<FloatBuffer>> blocks = new ArrayList<>(List.of(snapshot.parameters(), snapshot.statistics()));
        snapshot.training().ifPresent(state -> blocks.addAll(state.moments()));
        return blocks;
    }

    private static void write(FloatBuffer numbers, OutputStream out) throws IOException {
        byte[] chunk = chunk(numbers.limit());
        FloatBuffer floats = floats(chunk);
        for (int i = 0; i < numbers.limit(); i += floats.limit()) {
            int count = Math.min(floats.limit(), numbers.limit() - i);
            floats.put(0, numbers, i, count);
            out.write(chunk, 0, count * Float.BYTES);
        }
    }

    /**
     * The numbers lie in heap buffers of their own.
     *
     * @throws IOException if the file cannot be read, is damaged, cut off, of a newer version, or no network file; the message names it
     */
    public static Snapshot read(Path file) throws IOException {
        try (InputStream stream = UserFiles.open(file)) {
            long size = Files.size(file);
            CRC32 crc = new CRC32();
            CheckedInputStream in = new CheckedInputStream(stream, crc);
            byte[] magic = in.readNBytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IOException("'" + file + "' is not a network file; name one that Texon has written.");
            }
            if (size < START + Integer.BYTES) {
                throw damaged(file, "it ends after " + size + " bytes, in its header");
            }
            ByteBuffer start = ByteBuffer.wrap(in.readNBytes(2 * Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            int version = start.getInt();
            if (version < OLDEST || version > VERSION) {
                throw new IOException("'" + file + "' is of version " + Integer.toUnsignedString(version)
                        + ", and this Texon reads versions " + OLDEST + " to " + VERSION
                        + "; use the Texon that has written it.");
            }
            int length = start.getInt();
            long room = Math.min(size - START - Integer.BYTES, MAX_JSON);
            if (length < 0 || length > room) {
                throw damaged(
                        file,
                        "its description has " + Integer.toUnsignedString(length) + " bytes, and there is room for "
                                + room);
            }
            Header header = header(file, in.readNBytes(length));
            long numbers = header.blocks().stream()
                    .flatMap(List::stream)
                    .mapToLong(Integer::longValue)
                    .sum();
            long expected = START + length + numbers * Float.BYTES + Integer.BYTES;
            if (size != expected) {
                throw damaged(file, "it has " + size + " bytes, and its description demands " + expected);
            }
            List<List<FloatBuffer>> blocks = new ArrayList<>();
            for (List<Integer> counts : header.blocks()) {
                List<FloatBuffer> block = new ArrayList<>();
                for (int count : counts) {
                    block.add(read(file, in, count));
                }
                blocks.add(block);
            }
            int computed = (int) crc.getValue();
            byte[] end = new byte[Integer.BYTES];
            fill(file, stream, end, end.length);
            int stored = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (stored != computed) {
                throw damaged(
                        file, String.format("its checksum is %08x, and its content makes %08x", stored, computed));
            }
            return snapshot(header, blocks);
        }
    }

    private static Header header(Path file, byte[] json) throws IOException {
        try {
            Header header = NetworkJson.MAPPER.readValue(json, Header.class);
            if (header == null) {
                throw damaged(file, "its description is null");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw damaged(file, "in its description, " + NetworkJson.problem(e));
        } catch (CharConversionException e) {
            throw damaged(file, "in its description, " + NOT_UTF8);
        }
    }

    private static FloatBuffer read(Path file, InputStream in, int count) throws IOException {
        FloatBuffer numbers = FloatBuffer.allocate(count);
        byte[] chunk = chunk(count);
        FloatBuffer floats = floats(chunk);
        while (numbers.hasRemaining()) {
            int length = Math.min(floats.capacity(), numbers.remaining());
            fill(file, in, chunk, length * Float.BYTES);
            numbers.put(floats.rewind().limit(length));
        }
        return numbers.flip();
    }

    private static void fill(Path file, InputStream in, byte[] into, int length) throws IOException {
        if (in.readNBytes(into, 0, length) < length) {
            throw damaged(file, "it became shorter while it was read");
        }
    }

    private static byte[] chunk(int numbers) {
        return new byte[Math.min(CHUNK, numbers) * Float.BYTES];
    }

    private static FloatBuffer floats(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static Snapshot snapshot(Header header, List<List<FloatBuffer>> blocks) {
        Training training = header.training();
        return new Snapshot(
                header.network(),
                header.loss(),
                header.classes(),
                blocks.get(0),
                blocks.get(1),
                Optional.ofNullable(header.scaling()),
                Optional.ofNullable(header.columns()),
                training == null
                        ? Optional.empty()
                        : Optional.of(new TrainingState(
                                training.options(),
                                training.samples(),
                                training.epoch(),
                                training.step(),
                                blocks.subList(2, blocks.size()),
                                training.curve(),
                                training.fingerprint())));
    }

    /**
     * Reads an architecture that someone has written: the JSON object {@code network} of a network file, alone.
     *
     * @throws IOException if the file cannot be read, has more than 16 MiB, or does not describe a network; the message says what is wrong
     *     with which layer
     */
    public static Network readArchitecture(Path file) throws IOException {
        byte[] json;
        try (InputStream in = UserFiles.open(file)) {
            json = in.readNBytes(MAX_JSON + 1);
        }
        if (json.length > MAX_JSON) {
            throw new IOException("'" + file + "' has more than " + MAX_JSON + " bytes; name an architecture in JSON.");
        }
        try {
            Network network = NetworkJson.MAPPER.readValue(json, Network.class);
            if (network != null) {
                parameterCounts(network);
                return network;
            }
            throw wrong(file, "it is null");
        } catch (JsonProcessingException e) {
            throw wrong(file, NetworkJson.problem(e));
        } catch (CharConversionException e) {
            throw wrong(file, NOT_UTF8);
        } catch (IllegalArgumentException e) {
            throw wrong(file, String.valueOf(e.getMessage()));
        }
    }

    /** The JSON from which {@link #readArchitecture} reads this network. */
    public static String architecture(Network network) {
        return json(network);
    }

    private static String json(Object value) {
        try {
            return NetworkJson.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The network cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private static IOException wrong(Path file, String problem) {
        return new IOException("'" + file + "' does not describe a network: " + withoutFullStop(problem)
                + "; see docs/network-file.md.");
    }

    private static IOException damaged(Path file, String problem) {
        return new IOException("Network file '" + file + "' is damaged: " + withoutFullStop(problem)
                + "; take a whole copy, or train the network again.");
    }

    /** Messages of exceptions go on here; what they quote of the file may hold ends of lines. */
    private static String withoutFullStop(String message) {
        String line = Quoted.line(message);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Integer> parameterCounts(Network network) {
        try {
            return Snapshot.parameterCounts(network);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("A layer has more than 2147483647 parameters; make it smaller.", e);
        }
    }

    private static List<Integer> counts(List<FloatBuffer> block) {
        return block.stream().map(FloatBuffer::limit).toList();
    }

    private static void demandScaled(String what, Scaling.Units units, int own) {
        demand(
                units.means().size() == own,
                "The scaling is of " + units.means().size() + " " + what + ", and the network has " + own
                        + "; give each its own.");
    }

    private static void demandCounts(String what, Network network, List<Integer> given, List<Integer> own) {
        int layers = network.layers().size();
        demand(
                given.size() == layers,
                "There are " + what + " for " + given.size() + " layers, and the network has " + layers
                        + "; give every layer its own.");
        IntStream.range(0, layers)
                .forEach(i -> demand(
                        given.get(i).equals(own.get(i)),
                        "Layer " + network.name(i) + " has " + given.get(i) + " " + what
                                + ", and its kind and input make " + own.get(i) + "; give it as many."));
    }

    private static void demand(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
