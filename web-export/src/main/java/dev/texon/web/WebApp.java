package dev.texon.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A trained network of images as a folder for a web server: the page of {@link WebPage} as an app that people can install, and that works
 * offline from the second visit on. A browser wants {@code https} or {@code localhost} for it.
 */
public final class WebApp {
    private static final ExportFolder FOLDER = new ExportFolder(
            "sw.js", "index.html", "manifest.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable.png");
    /** The page's ground in light and dark, see page.css. */
    private static final String LIGHT = "#ffffff";

    private static final String DARK = "#0d1117";

    private WebApp() {}

    /**
     * Looks whether the app can be written there, before there is something to write.
     *
     * @throws IOException as {@link #write}
     */
    public static void demandWritable(Path folder) throws IOException {
        FOLDER.demandWritable(folder);
    }

    /**
     * Writes the app's files, or replaces those of an earlier export; makes the folder if there is none.
     *
     * @param judge as of {@link WebPage#write}
     * @throws IllegalArgumentException as of {@link WebPage#write}
     * @throws IOException if the folder holds files that no export has made, or cannot be written; the message names it
     */
    public static void write(Snapshot snapshot, WebOptions options, @Nullable GpuDevice judge, Path folder)
            throws IOException {
        demandWritable(folder);
        String page = WebPage.page(
                snapshot,
                options,
                judge,
                """

                <link rel="manifest" href="manifest.webmanifest">
                <link rel="icon" href="icon-192.png">
                <link rel="apple-touch-icon" href="icon-192.png">
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="%s">
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="%s">""".formatted(LIGHT, DARK),
                Sources.resource("app.js"),
                "img-src 'self' blob:; manifest-src 'self'; worker-src 'self'; ");
        AppIcon icon = AppIcon.of(options.title());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("index.html", page.getBytes(StandardCharsets.UTF_8));
        files.put("manifest.webmanifest", manifest(options.title()));
        files.put("icon-192.png", icon.png(192, false));
        files.put("icon-512.png", icon.png(512, false));
        files.put("icon-maskable.png", icon.png(512, true));
        MessageDigest digest = Sources.sha256();
        files.values().forEach(digest::update);
        String worker = Sources.filled(
                Sources.resource("sw.js"),
                Map.of(
                        "VERSION",
                        HexFormat.of().formatHex(digest.digest()),
                        "LIST",
                        files.keySet().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))));
        files.put("sw.js", worker.getBytes(StandardCharsets.UTF_8));
        FOLDER.write(folder, files);
    }

    private static byte[] manifest(String title) throws IOException {
        ObjectNode manifest = new JsonMapper().createObjectNode();
        manifest.put("name", title)
                .put("short_name", title)
                .put("start_url", "index.html")
                .put("scope", "./")
                .put("display", "standalone")
                .put("background_color", LIGHT)
                .put("theme_color", LIGHT);
        ArrayNode icons = manifest.putArray("icons");
        icon(icons, "icon-192.png", "192x192", "any");
        icon(icons, "icon-512.png", "512x512", "any");
        icon(icons, "icon-maskable.png", "512x512", "maskable");
        return Sources.json(manifest).getBytes(StandardCharsets.UTF_8);
    }

    private static void icon(ArrayNode icons, String file, String size, String purpose) {
        icons.addObject()
                .put("src", file)
                .put("sizes", size)
                .put("type", "image/png")
                .put("purpose", purpose);
    }
}
