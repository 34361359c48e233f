package dev.texon.web;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of images as one HTML file in which visitors teach it classes of their own: the layers before the last dense one stay
 * as they are, and a new dense layer is trained on the visitor's GPU, by the steps of Java's {@link dev.texon.networks.Training}.
 */
public final class TeachablePage {
    /** Classes that a visitor can teach at most. */
    public static final int MOST_CLASSES = 16;

    private TeachablePage() {}

    /**
     * Writes the page, or replaces it.
     *
     * @param classes that a visitor can teach, 2 to 16
     * @param judge computes what the page compares itself with when it is opened; null for a page that does not
     * @throws IllegalArgumentException if the network takes no images, or has no dense layer, or needs more than the least of today's GPUs have
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(Snapshot snapshot, WebOptions options, int classes, @Nullable GpuDevice judge, Path file)
            throws IOException {
        WebPage.demandImages(snapshot.network().input());
        byte[] page = Sources.page(
                        "teach.html",
                        options.title(),
                        TeachableNetwork.of(snapshot, options, classes, judge),
                        "",
                        Sources.resource("trainer.js") + Sources.resource("teach.js"),
                        WebPage.POLICY)
                .getBytes(StandardCharsets.UTF_8);
        UserFiles.replace(file, out -> out.write(page));
    }
}
