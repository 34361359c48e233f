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
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of one file, whose policy lets the browser load nothing else. */
final class Html {
    private static final Pattern PARTS = Pattern.compile("POLICY|TITLE|STYLE|SCRIPT|DATA");

    private Html() {}

    /**
     * A page.
     *
     * @param html resource that has places for the parts
     * @param data what the scripts read
     * @param scripts resources, in their order
     */
    static String page(String html, String title, ObjectNode data, String... scripts) throws IOException {
        String script = script(scripts);
        String style = resource(Html.class, "page.css");
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
                json(data));
        // At once, since each part may hold the name of another.
        return PARTS.matcher(resource(Html.class, html))
                .replaceAll(part -> Matcher.quoteReplacement(parts.getOrDefault(part.group(), "")));
    }

    /** The interpreter and other scripts as one, in a scope of its own, and strict. */
    static String script(String... scripts) throws IOException {
        StringBuilder all = new StringBuilder(resource(StreamRecorder.class, "replay.js"));
        for (String script : scripts) {
            all.append(resource(Html.class, script));
        }
        String plain = all.toString().replaceAll("(?m)^export |^import .*\n", "");
        return "\"use strict\";\n(() => {\n" + withoutComments(plain) + "})();\n";
    }

    /** Names of classes are of the user's: none of them ends the element. */
    static String json(ObjectNode data) throws IOException {
        JsonMapper ascii =
                JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        return ascii.writeValueAsString(data).replace("<", "\\u003c");
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
