package dev.texon.gpu.webgl;

import dev.texon.gpu.spi.GuardedProcess;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A headless browser that shows one page, in a profile of its own. */
final class Browser implements AutoCloseable {
    private static final String DRIVER_CACHE = "MESA_SHADER_CACHE_DIR";
    static final String FOLDER_PREFIX = "texon-webgl-";

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-first-run",
            "--no-default-browser-check",
            "--no-proxy-server",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-breakpad",
            "--disable-component-update",
            "--disable-extensions",
            // It ends the GPU process, and with it every context, when a long pass keeps a loaded machine busy.
            "--disable-gpu-watchdog",
            "--disable-sync",
            "--mute-audio",
            "--password-store=basic");
    /** Chromium moves textures through shared memory; containers often give less than it takes. */
    private static final long SHARED_MEMORY_BYTES = 256L << 20;

    private static final int LAST_LINES = 5;

    private final GuardedProcess process;
    private final Path folder;

    private Browser(GuardedProcess process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts the browser.
     *
     * @param url the page's; it holds a secret and so reaches the browser through a file that only this user can read, not
     *     through the command line, which everybody can
     * @param more added to the environment
     */
    static Browser start(Path executable, List<String> adapterFlags, String url, Map<String, String> more)
            throws IOException {
        Path folder = GuardedProcess.createPrivateFolder(FOLDER_PREFIX);
        Path start = Files.writeString(
                folder.resolve("start.html"),
                "<!doctype html><title>Texon</title><script>location.replace('" + url + "')</script>\n");
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        command.addAll(FLAGS);
        command.addAll(adapterFlags);
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        if (sharedMemoryIsSmall()) {
            command.add("--disable-dev-shm-usage");
        }
        command.add("--user-data-dir=" + folder.resolve("profile"));
        command.add(start.toUri().toString());
        String text = folder.toString();
        Map<String, String> environment = new HashMap<>();
        environment.put("TMPDIR", text);
        environment.put("XDG_CONFIG_HOME", text + "/config");
        environment.put("XDG_CACHE_HOME", text + "/cache");
        // The browser's cache goes with it, and the driver's stays where other programs share it.
        cacheFolder().ifPresent(cache -> environment.put(DRIVER_CACHE, cache));
        environment.putAll(more);
        return new Browser(GuardedProcess.start(command, folder, environment), folder);
    }

    /** Where Mesa keeps compiled shaders if nobody says where; empty if somebody does, or there is no home. */
    private static Optional<String> cacheFolder() {
        if (System.getenv(DRIVER_CACHE) != null) {
            return Optional.empty();
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getenv("HOME");
        return Optional.ofNullable(cache != null ? cache : home != null ? home + "/.cache" : null);
    }

    Path folder() {
        return folder;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    /** The last lines of its standard error, without its complaints that no D-Bus is there, which it does not need. */
    String lastWords() {
        List<String> lines = process.lastWords()
                .lines()
                .filter(line -> !line.contains("dbus/"))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    @Override
    public void close() {
        process.close();
    }

    private static boolean sharedMemoryIsSmall() {
        Path path = Path.of("/dev/shm");
        try {
            if (!Files.isDirectory(path)) {
                return false;
            }
            FileStore store = Files.getFileStore(path);
            return store.getTotalSpace() < SHARED_MEMORY_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
