package dev.texon.gpu.webgl;

import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.spi.Cleanup;
import dev.texon.gpu.spi.Uninterrupted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server, a browser that shows its page, and the connection between the two. */
final class Bridge implements Page {
    /** Seconds that the page may say nothing while Java waits for it. */
    static final String TIMEOUT_PROPERTY = "texon.webgl.timeout";

    private static final int DEFAULT_TIMEOUT_SECONDS = 60;
    private static final Duration START = Duration.ofSeconds(30);
    /** Characters; the page says hello and what has failed. */
    private static final int LONGEST_TEXT = 1 << 16;

    private final Connection connection;
    private final PageServer server;
    private final Browser browser;

    private Bridge(Connection connection, PageServer server, Browser browser) {
        this.connection = connection;
        this.server = server;
        this.browser = browser;
    }

    /**
     * Starts all three and shakes hands.
     *
     * @param pages the class beside which {@code main.js} lies
     * @throws GpuUnavailableException if the browser does not start or its page speaks another protocol
     */
    static Bridge open(Path executable, List<String> flags, Class<?> pages, @Nullable StreamDump dump) {
        Duration patience = Duration.ofSeconds(Integer.getInteger(TIMEOUT_PROPERTY, DEFAULT_TIMEOUT_SECONDS));
        Connection connection = new Connection(patience, dump);
        PageServer server = null;
        try {
            server = new PageServer(connection, LONGEST_TEXT, files(pages));
            Bridge bridge = new Bridge(connection, server, Browser.start(executable, flags, server.url(), Map.of()));
            try {
                bridge.shakeHands(executable, flags);
                return bridge;
            } catch (RuntimeException e) {
                bridge.close();
                throw e;
            }
        } catch (IOException e) {
            connection.close();
            if (server != null) {
                server.close();
            }
            throw new GpuUnavailableException(
                    "The browser '" + executable + "' cannot be started: " + e.getMessage(), e);
        }
    }

    static Map<String, byte[]> files(Class<?> pages) throws IOException {
        return Map.of(
                "index.html", read(PageServer.class, "index.html"),
                "bridge.js", read(PageServer.class, "bridge.js"),
                "replay.js", read(PageServer.class, "replay.js"),
                "main.js", read(pages, "main.js"));
    }

    private static byte[] read(Class<?> beside, String name) throws IOException {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the resource " + name + " is missing beside " + beside.getName());
            }
            return stream.readAllBytes();
        }
    }

    @Override
    public Connection link() {
        return connection;
    }

    Browser browser() {
        return browser;
    }

    PageServer server() {
        return server;
    }

    /** The browser's last words; empty if it said nothing. */
    @Override
    public String diagnosis() {
        String words = browser.lastWords();
        return words.isEmpty() ? "" : "The browser's last words:\n" + words;
    }

    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        cleanup.run(connection::close);
        cleanup.run(server::close);
        cleanup.run(browser::close);
        cleanup.finish();
    }

    private void shakeHands(Path executable, List<String> flags) {
        CompletableFuture<Integer> exit = browser.onExit();
        var unused = exit.thenAccept(code -> connection.lose("the browser has ended with exit code " + code));
        String hello;
        try {
            hello = Uninterrupted.<String, Exception>call(
                    () -> connection.hello().get(START.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            throw unavailable(executable, flags, "its page does not connect within " + START.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw unavailable(executable, flags, String.valueOf((cause == null ? e : cause).getMessage()));
        } catch (Exception e) {
            throw unavailable(executable, flags, e.toString());
        }
        Protocol.difference(hello).ifPresent(difference -> {
            throw unavailable(executable, flags, "its page is of another version: " + difference);
        });
        connection.diagnosis(() -> {
            // The socket breaks some milliseconds before the guard has seen the exit code.
            String code;
            try {
                code = "The browser has ended with exit code "
                        + Uninterrupted.<Integer, Exception>call(() -> exit.get(1, TimeUnit.SECONDS)) + ". ";
            } catch (Exception e) {
                code = "The browser still runs. ";
            }
            return code + diagnosis();
        });
    }

    private GpuUnavailableException unavailable(Path executable, List<String> flags, String reason) {
        return new GpuUnavailableException("The browser '" + executable + "' with " + String.join(" ", flags)
                + " gives no page: " + reason + ". Try the same command by hand, or set " + Executables.PROPERTY
                + " to another browser. " + diagnosis());
    }
}
