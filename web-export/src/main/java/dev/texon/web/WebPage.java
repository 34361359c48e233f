package dev.texon.web;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.HalfFloat;
import dev.texon.gpu.files.UserFiles;
import dev.texon.gpu.webgl.StreamRecorder;
import dev.texon.networks.Layer;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import dev.texon.networks.data.Scaling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of images as one HTML file, which predicts on its visitor's GPU, and asks nothing of any network. What the page
 * does is what Java does: the calls of WebGL are written down while a {@link Model} runs on a {@link StreamRecorder}, and the page does them
 * again. It needs WebGL 2 and textures of 32-bit floats that can be drawn to.
 */
public final class WebPage {
    private static final long SEED = 15;
    /** Zeros that are not worth a run of their own. */
    private static final int SHORT_RUN = 16;

    private static final Pattern PARTS = Pattern.compile("POLICY|TITLE|STYLE|SCRIPT|DATA");

    private WebPage() {}

    /**
     * Writes the page, or replaces it.
     *
     * @param title of the page
     * @param judge computes, in 32-bit floats, what the page compares itself with when it is opened; null for a page that does not
     * @throws IllegalArgumentException if the network takes no images, or needs more than WebGL 2 promises
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(Snapshot snapshot, String title, Weights weights, @Nullable GpuDevice judge, Path file)
            throws IOException {
        Shape input = snapshot.network().input();
        if (input.isFlat() || input.channels() == 2 || input.channels() > 4) {
            throw new IllegalArgumentException("The network takes samples of " + input
                    + ", and a page gives it images, of 1, 3 or 4 channels; export a network of images.");
        }
        if (!snapshot.network().output().isFlat()) {
            throw new IllegalArgumentException(
                    "The network makes " + snapshot.network().output()
                            + ", and a page shows classes or numbers; export a network that ends flat.");
        }
        Snapshot held = weights.of(snapshot);
        ObjectNode data = new JsonMapper().createObjectNode();
        data.put("title", title)
                .put("width", input.width())
                .put("height", input.height())
                .put("channels", input.channels())
                .put("weights", weights == Weights.FLOAT16 ? "float16" : "float32")
                .put("extensions", StreamRecorder.EXTENSIONS)
                .put("probabilities", probabilities(snapshot));
        ObjectNode limits = data.putObject("limits");
        new TreeMap<>(StreamRecorder.LIMITS).forEach(limits::put);
        ArrayNode classes = data.putArray("classes");
        snapshot.classes().forEach(classes::add);
        data.put("outputs", snapshot.network().output().values());
        if (snapshot.classes().isEmpty()) {
            snapshot.scaling().map(Scaling::targets).ifPresent(units -> put(data, units));
        }
        record(held, data);
        if (judge != null) {
            test(held, judge, data);
        }
        byte[] page = page(title, data).getBytes(StandardCharsets.UTF_8);
        UserFiles.replace(file, out -> out.write(page));
    }

    private static boolean probabilities(Snapshot snapshot) {
        List<Layer> layers = snapshot.network().layers();
        return snapshot.loss() == Loss.SOFTMAX_CROSS_ENTROPY
                || (!layers.isEmpty() && layers.get(layers.size() - 1) instanceof Layer.Softmax);
    }

    private static void put(ObjectNode data, Scaling.Units units) {
        ArrayNode means = data.putArray("means");
        units.means().forEach(means::add);
        ArrayNode deviations = data.putArray("deviations");
        units.deviations().forEach(deviations::add);
    }

    /** The second prediction begins as all after it do, since it begins where the first has left the context. */
    private static void record(Snapshot snapshot, ObjectNode data) {
        Shape input = snapshot.network().input();
        ByteBuffer black = ByteBuffer.allocateDirect(4 * input.values() / input.channels());
        StreamRecorder recorder = StreamRecorder.open();
        try (GpuDevice device = recorder.device();
                Model model = Model.open(device, snapshot, 1, Storage.FLOAT32)) {
            model.predict(black, input.width(), input.height());
            put(data.putObject("setup"), recorder.take());
            model.predict(black.rewind(), input.width(), input.height());
            put(data.putObject("infer"), recorder.take());
        }
    }

    private static void put(ObjectNode node, StreamRecorder.Calls calls) {
        node.put("commands", base64(calls.commands()));
        ArrayNode bulk = node.putArray("bulk");
        for (StreamRecorder.Bulk one : calls.bulk()) {
            ObjectNode entry = bulk.addObject();
            ByteBuffer halves = one.kind() == StreamRecorder.Kind.FLOATS ? halves(one.bytes()) : null;
            if (halves != null) {
                putWithoutZeros(entry, halves.asShortBuffer());
            } else if (one.kind() == StreamRecorder.Kind.TEXT) {
                entry.put(
                        "text",
                        StandardCharsets.UTF_8.decode(one.bytes().duplicate()).toString());
            } else {
                entry.put("bytes", base64(one.bytes()));
            }
            if (one.kind() == StreamRecorder.Kind.PIXELS) {
                entry.put("pixels", true);
            }
        }
    }

    /** Textures have places where nothing is: the lengths of zeros and of numbers in turn, and the numbers. */
    private static void putWithoutZeros(ObjectNode entry, ShortBuffer halves) {
        ArrayNode runs = entry.putArray("runs");
        ByteBuffer kept = ByteBuffer.allocate(2 * halves.limit()).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at < halves.limit()) {
            int zeros = zeros(halves, at);
            int end = at + zeros;
            while (end < halves.limit() && (halves.get(end) != 0 || zeros(halves, end) < SHORT_RUN)) {
                kept.putShort(halves.get(end++));
            }
            runs.add(zeros).add(end - at - zeros);
            at = end;
        }
        entry.put("halves", base64(kept.flip()));
    }

    /** How many follow. */
    private static int zeros(ShortBuffer halves, int from) {
        int end = from;
        while (end < halves.limit() && halves.get(end) == 0) {
            end++;
        }
        return end - from;
    }

    /** The same numbers as halves; null if one of them is none. */
    private static @Nullable ByteBuffer halves(ByteBuffer bytes) {
        FloatBuffer floats = bytes.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
        ByteBuffer halves = ByteBuffer.allocate(2 * floats.limit()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < floats.limit(); i++) {
            float value = floats.get(i);
            short half = HalfFloat.fromFloat(value);
            if (Float.floatToRawIntBits(HalfFloat.toFloat(half)) != Float.floatToRawIntBits(value)) {
                return null;
            }
            halves.putShort(half);
        }
        return halves.flip();
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII
                .decode(Base64.getEncoder().encode(bytes.duplicate()))
                .toString();
    }

    /** A picture of noise, and what the network makes of it on a device of Java's. */
    private static void test(Snapshot snapshot, GpuDevice judge, ObjectNode data) {
        Shape input = snapshot.network().input();
        byte[] noise = new byte[4 * input.width() * input.height()];
        new Random(SEED).nextBytes(noise);
        for (int i = 3; i < noise.length; i += 4) {
            noise[i] = (byte) 255;
        }
        ByteBuffer pixels = ByteBuffer.allocateDirect(noise.length).put(noise).flip();
        try (Model model = Model.open(judge, snapshot, 1, Storage.FLOAT32)) {
            ObjectNode test = data.putObject("test");
            test.put("pixels", base64(pixels)).put("device", judge.info().renderer());
            ArrayNode outputs = test.putArray("outputs");
            for (float output : model.predict(pixels, input.width(), input.height())) {
                outputs.add(output);
            }
        }
    }

    private static String page(String title, ObjectNode data) throws IOException {
        String script = resource(StreamRecorder.class, "replay.js").replaceAll("(?m)^export ", "")
                + resource(WebPage.class, "page.js");
        // One scope of its own, and strict.
        script = "\"use strict\";\n(() => {\n" + withoutComments(script) + "})();\n";
        String style = resource(WebPage.class, "page.css");
        JsonMapper ascii =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        // Names of classes are of the user's: none of them ends the element.
        String json = ascii.writeValueAsString(data).replace("<", "\\u003c");
        Map<String, String> parts = Map.of(
                "POLICY",
                "default-src 'none'; img-src blob:; script-src '" + hash(script) + "'; style-src '" + hash(style)
                        + "'; base-uri 'none'; form-action 'none'",
                "TITLE",
                escaped(title),
                "STYLE",
                style,
                "SCRIPT",
                script,
                "DATA",
                json);
        // At once, since each part may hold the name of another.
        return PARTS.matcher(resource(WebPage.class, "page.html"))
                .replaceAll(part -> Matcher.quoteReplacement(parts.getOrDefault(part.group(), "")));
    }

    /** Lines of comments and what indents the others; no text in the scripts has several lines. */
    private static String withoutComments(String script) {
        return script.replaceAll("(?ms)^ */\\*\\*.*?\\*/\\n", "")
                .replaceAll("(?m)^ *//.*\\n", "")
                .replaceAll("(?m)^ +", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The resource " + name + " is missing beside " + beside.getName() + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
