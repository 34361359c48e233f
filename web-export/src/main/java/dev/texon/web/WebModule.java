package dev.texon.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.data.ColumnNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained network as an ES module for other people's pages and workers: a folder that is a package of npm, with types for TypeScript, and
 * that browsers also load as it is. It does what a {@link WebPage} does without what a person sees, and takes networks of all kinds.
 */
public final class WebModule {
    private static final ExportFolder FOLDER =
            new ExportFolder("index.js", "data.js", "index.d.ts", "package.json", "README.md", "example.html");
    /** Names of classes or columns that the README shows. */
    private static final int SHOWN = 20;
    /** npm takes 214 characters. */
    private static final int LONGEST_NAME = 200;

    private WebModule() {}

    /**
     * Looks whether the module can be written there, before there is something to write.
     *
     * @throws IOException as {@link #write}
     */
    public static void demandWritable(Path folder) throws IOException {
        FOLDER.demandWritable(folder);
    }

    /**
     * Writes the module's files, or replaces those of an earlier export; makes the folder if there is none.
     *
     * @param judge computes, in 32-bit floats, what the module compares itself with when it is loaded; null for a module that does not
     * @throws IllegalArgumentException if the network needs more than the least of today's GPUs have
     * @throws IOException if the folder holds files that no export has made, or cannot be written; the message names it
     */
    public static void write(Snapshot snapshot, WebOptions options, @Nullable GpuDevice judge, Path folder)
            throws IOException {
        demandWritable(folder);
        ObjectNode data = ExportedNetwork.of(snapshot, options, judge);
        columns(snapshot).forEach(data.putArray("columns")::add);
        String title = options.title().replaceAll("\\p{C}+", " ").strip();
        String example = example(snapshot, title);
        Map<String, String> files = Map.of(
                "index.js",
                """
                // Made by texon export. The network on the GPU, under the Apache License 2.0; its numbers are in data.js.
                import data from "./data.js";
                """ + Sources.network() + Sources.withoutComments(Sources.resource("module.js")) + "export { load };\n",
                "data.js",
                "export default " + Sources.json(data) + ";\n",
                "index.d.ts",
                Sources.resource("module.d.ts"),
                "package.json",
                manifest(title),
                "README.md",
                readme(snapshot, title, example),
                "example.html",
                example);
        FOLDER.write(folder, bytes(files));
    }

    private static Map<String, byte[]> bytes(Map<String, String> files) {
        Map<String, byte[]> bytes = new HashMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private static String manifest(String title) throws IOException {
        ObjectNode manifest = new JsonMapper().createObjectNode();
        manifest.put("name", packageName(title))
                .put("version", "1.0.0")
                .put("description", title + ": a trained network that predicts in browsers")
                .put("type", "module")
                .putObject("exports")
                .putObject(".")
                .put("types", "./index.d.ts")
                .put("default", "./index.js");
        manifest.put("types", "./index.d.ts").put("sideEffects", false);
        manifest.putArray("files")
                .add("data.js")
                .add("index.js")
                .add("index.d.ts")
                .add("example.html");
        return manifest.toPrettyString() + "\n";
    }

    /** The title as npm's rules take it: its last word is not a name that Node.js or npm keeps for itself. */
    static String packageName(String title) {
        String name = Normalizer.normalize(title, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return (name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "-network")
                .replaceFirst("^-", "")
                .replaceAll("--+", "-");
    }

    /** What the numbers of a sample are called; those of images are pixels. */
    private static List<String> columns(Snapshot snapshot) {
        return ExportedNetwork.takesImages(snapshot.network().input())
                ? List.of()
                : snapshot.columns().map(ColumnNames::inputs).orElse(List.of());
    }

    private static boolean makesImages(Snapshot snapshot) {
        Shape output = snapshot.network().output();
        return !output.isFlat() && ExportedNetwork.takesImages(output);
    }

    private static String example(Snapshot snapshot, String title) throws IOException {
        boolean images = ExportedNetwork.takesImages(snapshot.network().input());
        String shown = !snapshot.classes().isEmpty()
                ? "net.top(outputs).map(({ name, value }) => `${name}: ${value.toFixed(3)}`).join(\"\\n\")"
                : "outputs.join(\"\\n\")";
        return Sources.filled(
                Sources.resource(makesImages(snapshot) ? "example-image.html" : "example.html"),
                Map.of(
                        "TITLE",
                        Sources.escaped(title),
                        "INPUT",
                        images
                                ? "type=\"file\" accept=\"image/*\""
                                : "size=\"80\" placeholder=\""
                                        + snapshot.network().input().values() + " numbers, with commas between\"",
                        "SOURCE",
                        images ? "target.files[0]" : "Float32Array.from(target.value.split(\",\"))",
                        "SHOWN",
                        shown));
    }

    private static String readme(Snapshot snapshot, String title, String example) throws IOException {
        Shape input = snapshot.network().input();
        boolean images = ExportedNetwork.takesImages(input);
        return Sources.filled(
                Sources.resource("module.md"),
                Map.of(
                        "TITLE",
                        title.replaceAll("[!-/:-@\\[-`{-~]", "\\\\$0"),
                        "NAME",
                        packageName(title),
                        "INPUT",
                        images
                                ? "an image of any size, which is brought to " + input.width() + " × " + input.height()
                                        + " pixels of " + channels(input.channels())
                                : numbers(input.values()) + (input.isFlat() ? "" : ", of " + input),
                        "OUTPUT",
                        output(snapshot),
                        "NAMES",
                        names("The numbers of a sample, in this order", columns(snapshot))
                                + names("The classes", snapshot.classes()),
                        "SOURCE",
                        images ? "document.querySelector(\"img\")" : "Float32Array.of(/* the numbers */)",
                        "EXAMPLE",
                        example.stripTrailing()));
    }

    private static String numbers(int count) {
        return count + (count == 1 ? " number" : " numbers");
    }

    private static String channels(int count) {
        return count == 1 ? "grey" : count == 3 ? "red, green and blue" : "red, green, blue and alpha";
    }

    private static String output(Snapshot snapshot) {
        Shape output = snapshot.network().output();
        if (makesImages(snapshot)) {
            return "an image of " + output.width() + " × " + output.height() + " pixels of "
                    + channels(output.channels()) + ", from 0 to 1";
        }
        if (!output.isFlat()) {
            return numbers(output.values()) + ", of " + output;
        }
        return snapshot.classes().isEmpty()
                ? numbers(output.values())
                : "a number for each of " + snapshot.classes().size() + " classes";
    }

    /** A list in an indented block, which no name ends, since each is on one line. */
    private static String names(String heading, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>(names.stream()
                .limit(SHOWN)
                .map(name -> "    " + name.replaceAll("\\p{C}+", " "))
                .toList());
        if (names.size() > SHOWN) {
            lines.add("    … and " + (names.size() - SHOWN) + " more");
        }
        return "\n" + heading + ":\n\n" + String.join("\n", lines) + "\n";
    }
}
