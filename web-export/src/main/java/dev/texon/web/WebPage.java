package dev.texon.web;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of images as one HTML file, which predicts on its visitor's GPU, and asks nothing of any network. What the page
 * does is what Java does: the calls of WebGL are written down while a {@link dev.texon.networks.Model} runs on a {@link
 * dev.texon.gpu.webgl.StreamRecorder}, and the page does them again. It needs WebGL, and textures of floats or half floats that can be drawn to.
 */
public final class WebPage {
    /** What a page of one file loads: the images that its visitor gives it. */
    static final String POLICY = "img-src blob:; ";

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
        byte[] page = page(snapshot, options, judge, "", "", POLICY).getBytes(StandardCharsets.UTF_8);
        UserFiles.replace(file, out -> out.write(page));
    }

    /**
     * The page, with more in it.
     *
     * @param links HTML for the head
     * @param script what follows the page's own script, in its scope
     * @param policy what may be loaded, besides the script and the style: directives, each with a semicolon after it
     */
    static String page(
            Snapshot snapshot,
            WebOptions options,
            @Nullable GpuDevice judge,
            String links,
            String script,
            String policy)
            throws IOException {
        demandImages(snapshot.network().input());
        Shape output = snapshot.network().output();
        if (!output.isFlat() && !ExportedNetwork.takesImages(output)) {
            throw new IllegalArgumentException(
                    "The network makes " + output
                            + ", and a page shows classes, numbers, or images of 1, 3 or 4 channels; export a network that ends so.");
        }
        return Sources.page(
                "page.html",
                options.title(),
                ExportedNetwork.of(snapshot, options, judge),
                links,
                Sources.resource("page.js") + script,
                policy);
    }

    /**
     * What a page of one's own needs, by the names of files: {@code network.js} and {@code replay.js}, which it imports, are ES modules,
     * and {@code network.json}, which may also lie in an element of HTML, is what {@code new Network} takes.
     *
     * @param judge as for {@link #write}
     * @throws IllegalArgumentException if the network needs more than the least of today's GPUs have
     */
    public static Map<String, String> parts(Snapshot snapshot, WebOptions options, @Nullable GpuDevice judge)
            throws IOException {
        return Map.of(
                "replay.js",
                Sources.replay(),
                "network.js",
                Sources.resource("network.js"),
                "network.json",
                Sources.json(ExportedNetwork.of(snapshot, options, judge)));
    }

    static void demandImages(Shape input) {
        if (!ExportedNetwork.takesImages(input)) {
            throw new IllegalArgumentException("The network takes samples of " + input
                    + ", and a page gives it images, of 1, 3 or 4 channels; export a network of images.");
        }
    }
}
