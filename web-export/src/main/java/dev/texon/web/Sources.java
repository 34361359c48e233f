package dev.texon.web;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.webgl.StreamRecorder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts that exports are made of. */
final class Sources {
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Sources() {}

    /** The network on the GPU, as scripts of one scope without exports. */
    static String network() throws IOException {
        return withoutComments(resource(StreamRecorder.class, "replay.js").replaceAll("(?m)^export ", "")
                + resource("network.js").replaceAll("(?m)^export |^import .*\n", ""));
    }

    /** Without lines of comments and what indents the others; no text in the scripts has several lines. */
    static String withoutComments(String script) {
        return script.replaceAll("(?ms)^ */\\*\\*.*?\\*/\\n", "")
                .replaceAll("(?m)^ *//.*\\n", "")
                .replaceAll("(?m)^ +", "");
    }

    /** JSON that is an expression of JavaScript, too, and ends no element of HTML. */
    static String json(ObjectNode data) throws IOException {
        return ASCII.writeValueAsString(data).replace("<", "\\u003c");
    }

    /** A text as HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A template whose words in capitals are replaced, all at once, since what replaces one may hold the name of another. */
    static String filled(String template, Map<String, String> parts) {
        return Pattern.compile("\\b(" + String.join("|", parts.keySet()) + ")\\b")
                .matcher(template)
                .replaceAll(part -> Matcher.quoteReplacement(parts.getOrDefault(part.group(), "")));
    }

    static String resource(String name) throws IOException {
        return resource(Sources.class, name);
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The resource " + name + " is missing beside " + beside.getName() + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
