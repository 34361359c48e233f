package dev.texon.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.webgl.RecordedContext;
import dev.texon.gpu.webgl.StreamRecorder;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.data.Scaling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code network.js} reads: the network's meaning, its calls for each kind of context, its numbers once, and a test. */
final class ExportedNetwork {
    static final int SEED = 15;
    /** What an image is filled into, and how it lies there, by the uniforms of the kernel that scales it. */
    private static final List<String> UNIFORMS =
            List.of("first", "span", "inner", "background", "texon_size_image", "texon_step_image");

    private ExportedNetwork() {}

    /**
     * @param judge computes, in 32-bit floats, what a browser compares itself with; null for none
     * @throws IllegalArgumentException if the network needs more than the least of today's GPUs have
     */
    static ObjectNode of(Snapshot snapshot, WebOptions options, @Nullable GpuDevice judge) {
        Snapshot held = options.weights().of(snapshot);
        ObjectNode data = new JsonMapper().createObjectNode();
        data.put("title", options.title())
                .put("weights", options.weights().name().toLowerCase(Locale.ROOT))
                .put("fit", options.fit().name().toLowerCase(Locale.ROOT))
                .put("image", takesImages(snapshot.network().input()))
                .put("probabilities", probabilities(snapshot));
        put(data.putArray("input"), snapshot.network().input());
        put(data.putArray("output"), snapshot.network().output());
        ArrayNode classes = data.putArray("classes");
        snapshot.classes().forEach(classes::add);
        snapshot.scaling().ifPresent(scaling -> {
            put(data.putObject("inputs"), scaling.inputs());
            // Classes have none.
            if (!scaling.targets().means().isEmpty()) {
                put(data.putObject("targets"), scaling.targets());
            }
        });
        putVariants(data, (context, lines, blobs) -> record(held, context, lines, blobs));
        if (judge != null) {
            test(held, judge, data.putObject("test"));
        }
        return data;
    }

    /** What is recorded for one kind of context. */
    @FunctionalInterface
    interface Recording {
        ObjectNode record(RecordedContext context, Lines lines, Blobs blobs);
    }

    /** Adds what is recorded for each kind of context, and the lines and numbers that these share. */
    static void putVariants(ObjectNode data, Recording recording) {
        Lines lines = new Lines();
        Blobs blobs = new Blobs();
        ArrayNode variants = data.putArray("variants");
        Set<ObjectNode> calls = new HashSet<>();
        for (RecordedContext context : RecordedContext.values()) {
            ObjectNode variant = recording.record(context, lines, blobs);
            // A network that draws to one texture at a time does so in all variants.
            if (calls.add(variant)) {
                ObjectNode entry = variants.addObject();
                entry.put("webgl", context.version())
                        .put("storage", context.float32() ? "float32" : "float16")
                        .put("targets", context.targets())
                        .put("extensions", context.extensions())
                        .setAll(variant);
                ObjectNode limits = entry.putObject("limits");
                new TreeMap<>(context.limits()).forEach(limits::put);
            }
        }
        lines.putTable(data.putArray("lines"));
        blobs.put(data.putArray("blobs"));
        blobs.putBytes(data.putArray("bytes"));
    }

    static boolean takesImages(Shape input) {
        return !input.isFlat() && input.channels() != 2 && input.channels() <= 4;
    }

    private static void put(ArrayNode array, Shape shape) {
        array.add(shape.width()).add(shape.height()).add(shape.channels());
    }

    private static boolean probabilities(Snapshot snapshot) {
        return snapshot.loss() == Loss.SOFTMAX_CROSS_ENTROPY
                || snapshot.network().endsWithSoftmax();
    }

    private static void put(ObjectNode node, Scaling.Units units) {
        ArrayNode means = node.putArray("means");
        // As double, since a browser reads the digits as such.
        units.means().forEach(mean -> means.add(mean.doubleValue()));
        ArrayNode deviations = node.putArray("deviations");
        units.deviations().forEach(deviation -> deviations.add(deviation.doubleValue()));
    }

    private static ObjectNode record(Snapshot snapshot, RecordedContext context, Lines lines, Blobs blobs) {
        ObjectNode node = new JsonMapper().createObjectNode();
        Shape input = snapshot.network().input();
        boolean image = takesImages(input);
        ByteBuffer black = ByteBuffer.allocateDirect(image ? 4 * input.width() * input.height() : 0);
        float[] zeros = new float[input.values()];
        StreamRecorder recorder = StreamRecorder.open(context);
        try (GpuDevice device = recorder.device();
                Model model = Model.open(device, snapshot, 1, context.float32() ? Storage.FLOAT32 : Storage.FLOAT16)) {
            Runnable picture = () -> model.predict(black.rewind(), input.width(), input.height());
            Runnable numbers = () -> model.predict(zeros);
            // Each once, so that what is made at first use is in the setup, and uniforms are those of the other.
            if (image) {
                recorder.prepare(picture);
            }
            recorder.prepare(numbers);
            put(recorder.take(), lines, blobs, node.putObject("setup"));
            if (image) {
                put(recorder, picture, lines, blobs, node.putObject("picture"));
            }
            put(recorder, numbers, lines, blobs, node.putObject("numbers"));
            put(recorder.takePrograms(), lines, blobs, node.putObject("programs"));
            recorder.input("weights").ifPresent(target -> put(node.putArray("parameters"), target));
            ObjectNode uniforms = node.putObject("uniforms");
            for (String name : UNIFORMS) {
                ArrayNode places = uniforms.putArray(name);
                recorder.uniforms(name).forEach(places::add);
            }
        }
        return node;
    }

    /** What takes one sample, and reads one result. */
    private static void put(StreamRecorder recorder, Runnable prediction, Lines lines, Blobs blobs, ObjectNode node) {
        StreamRecorder.Piece piece = recorder.repetition(Set.of(), prediction).get(0);
        put(piece, lines, blobs, node);
        put(node.putArray("upload"), recorder.filled());
    }

    static void put(ArrayNode array, StreamRecorder.Target target) {
        array.add(target.texture())
                .add(target.width())
                .add(target.height())
                .add(target.format())
                .add(target.type());
    }

    static void put(StreamRecorder.Piece piece, Lines lines, Blobs blobs, ObjectNode node) {
        put(piece.calls(), lines, blobs, node);
        StreamRecorder.Read read = piece.read();
        if (read != null) {
            node.putArray("read")
                    .add(read.x())
                    .add(read.y())
                    .add(read.width())
                    .add(read.height())
                    .add(read.type());
        }
    }

    static void put(StreamRecorder.Calls calls, Lines lines, Blobs blobs, ObjectNode node) {
        node.put("commands", calls.commands());
        ArrayNode bulk = node.putArray("bulk");
        for (StreamRecorder.Bulk one : calls.bulk()) {
            ObjectNode entry = bulk.addObject();
            switch (one.kind()) {
                case TEXT ->
                    lines.put(
                            StandardCharsets.UTF_8
                                    .decode(one.bytes().duplicate())
                                    .toString(),
                            entry.putArray("lines"));
                case FLOATS -> entry.put("floats", blobs.ofFloats(one.bytes()));
                case HALVES -> entry.put("halves", blobs.ofHalves(one.bytes()));
                case OTHER -> entry.put("bytes", blobs.ofBytes(one.bytes()));
            }
        }
    }

    /** As network.js makes it: the highest bits of a linear congruence. */
    static byte[] noise(int count) {
        byte[] bytes = new byte[count];
        int state = SEED;
        for (int i = 0; i < count; i++) {
            state = state * 1664525 + 1013904223;
            bytes[i] = (byte) (state >>> 24);
        }
        return bytes;
    }

    /** An image of noise, or numbers, and what the network makes of it on a device of Java's, in 32-bit floats and in halves. */
    private static void test(Snapshot snapshot, GpuDevice judge, ObjectNode test) {
        Shape input = snapshot.network().input();
        boolean image = takesImages(input);
        byte[] noise = noise(image ? 4 * input.width() * input.height() : input.values());
        ByteBuffer pixels = ByteBuffer.allocateDirect(noise.length);
        float[] numbers = new float[noise.length];
        for (int i = 0; i < noise.length; i++) {
            pixels.put(image && i % 4 == 3 ? (byte) 255 : noise[i]);
            numbers[i] = (noise[i] & 0xff) / 256f;
        }
        test.put("seed", SEED).put("device", judge.info().renderer());
        for (Storage storage : List.of(Storage.FLOAT32, Storage.FLOAT16)) {
            if (storage.fits(judge.capabilities())) {
                try (Model model = Model.open(judge, snapshot, 1, storage)) {
                    float[] outputs = image
                            ? model.predict(pixels.rewind(), input.width(), input.height())
                            : model.predict(numbers);
                    ArrayNode array = test.putArray(storage.name().toLowerCase(Locale.ROOT));
                    for (float output : outputs) {
                        array.add(output);
                    }
                }
            }
        }
    }
}
