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

/** Texts that exports are made of. */
final class Sources {
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Sources() {}

    /** The network on the GPU, as scripts of one scope without exports. */
    static String network() throws IOException {
        return withoutComments(replay().replaceAll("(?m)^export ", "")
                + resource("network.js").replaceAll("(?m)^export |^import .*\n", ""));
    }

    /**
     * A page of one file, with a policy that lets the browser load nothing that is not named.
     *
     * @param html resource
     * @param links HTML for the head
     * @param script what follows the network's
     * @param policy directives, each with a semicolon after it
     */
    static String page(String html, String title, ObjectNode data, String links, String script, String policy)
            throws IOException {
        String all = script(script);
        String style = resource("page.css");
        return filled(
                resource(html),
                Map.of(
                        "POLICY",
                        "default-src 'none'; " + policy + "script-src '" + hash(all) + "'; style-src '" + hash(style)
                                + "'; base-uri 'none'; form-action 'none'",
                        "TITLE",
                        escaped(title),
                        "LINKS",
                        links,
                        "STYLE",
                        style,
                        "SCRIPT",
                        all,
                        "DATA",
                        json(data)));
    }

    /** The network and what follows it, in one scope of its own, and strict. */
    static String script(String following) throws IOException {
        return "\"use strict\";\n(() => {\n" + network()
                + withoutComments(following.replaceAll("(?m)^export |^import .*\n", "")) + "})();\n";
    }

    private static String hash(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
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

    /** The bridge's interpreter, an ES module. */
    static String replay() throws IOException {
        return resource(StreamRecorder.class, "replay.js");
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
