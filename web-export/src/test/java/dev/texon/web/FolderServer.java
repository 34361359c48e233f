package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves the files of a folder on loopback; a request for anything else is an error of the test. */
final class FolderServer implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html",
            "js", "text/javascript",
            "png", "image/png",
            "webmanifest", "application/manifest+json");

    private final HttpServer server;
    private final Path root;
    private final List<String> strangers = new CopyOnWriteArrayList<>();

    FolderServer(Path root) throws IOException {
        this.root = root;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().substring(1);
        Path file = root.resolve(path).normalize();
        try (exchange) {
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                // Browsers ask for this one by themselves.
                if (!path.equals("favicon.ico")) {
                    strangers.add(path);
                }
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "");
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    /** Nobody answers any more. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
        assertEquals(List.of(), strangers, "requests for other than the exported files");
    }
}
