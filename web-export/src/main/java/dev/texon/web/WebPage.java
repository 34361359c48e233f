package dev.texon.web;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.files.UserFiles;
import dev.texon.gpu.webgl.StreamRecorder;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of images as one HTML file, which predicts on its visitor's GPU, and asks nothing of any network. What the page
 * does is what Java does: the calls of WebGL are written down while a {@link dev.texon.networks.Model} runs on a {@link StreamRecorder}, and the page does them
 * again. It needs WebGL, and textures of floats or half floats that can be drawn to.
 */
public final class WebPage {
    private static final Pattern PARTS = Pattern.compile("POLICY|TITLE|STYLE|SCRIPT|DATA");

    private WebPage() {}

    /**
     * Writes the page, or replaces it.
     *
     * @param judge computes, in 32-bit floats, what the page compares itself with when it is opened; null for a page that does not
     * @throws IllegalArgumentException if the network takes no images, or needs more than the least of today's GPUs have
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(Snapshot snapshot, WebOptions options, @Nullable GpuDevice judge, Path file)
            throws IOException {
        Shape input = snapshot.network().input();
        Shape output = snapshot.network().output();
        if (!ExportedNetwork.takesImages(input)) {
            throw new IllegalArgumentException("The network takes samples of " + input
                    + ", and a page gives it images, of 1, 3 or 4 channels; export a network of images.");
        }
        if (!output.isFlat() && !ExportedNetwork.takesImages(output)) {
            throw new IllegalArgumentException(
                    "The network makes " + output
                            + ", and a page shows classes, numbers, or images of 1, 3 or 4 channels; export a network that ends so.");
        }
        byte[] page = page(options.title(), ExportedNetwork.of(snapshot, options, judge))
                .getBytes(StandardCharsets.UTF_8);
        UserFiles.replace(file, out -> out.write(page));
    }

    private static String page(String title, ObjectNode data) throws IOException {
        String script = resource(StreamRecorder.class, "replay.js").replaceAll("(?m)^export ", "")
                + resource(WebPage.class, "network.js").replaceAll("(?m)^export |^import .*\n", "")
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
