package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDeviceLostException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
final class PageServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Connection connection = new Connection(Duration.ofSeconds(10), null);
    private final PageServer server;
    private final URI page;

    private static final class Listener implements WebSocket.Listener {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    PageServerTest() throws IOException {
        server = new PageServer(connection, 1 << 16, Bridge.files(WebGlBackend.class));
        page = URI.create(server.url());
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Test
    void thePageIsServedWithAPolicyAndOnlyUnderItsToken() throws Exception {
        HttpResponse<String> right = get(page);
        assertEquals(200, right.statusCode());
        String policy = right.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'"), policy);
        assertEquals(200, get(page.resolve("bridge.js")).statusCode());
        assertEquals(404, get(page.resolve("/index.html")).statusCode());
        assertEquals(
                404, get(page.resolve("/" + "0".repeat(64) + "/index.html")).statusCode());
        assertEquals(404, get(page.resolve("Opcode.class")).statusCode());
        assertEquals("127.0.0.1", page.getHost());
        assertEquals(64, page.getPath().split("/", -1)[1].length(), "256 bits in hexadecimal");
    }

    @Test
    void anotherHostNameIsRefused() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort())) {
            String request =
                    "GET " + page.getPath() + " HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        }
    }

    @Test
    void aWrongTokenAWrongOriginAndASecondClientAreRefused() throws Exception {
        assertEquals(
                404, refusal(URI.create("ws://" + page.getAuthority() + "/" + "0".repeat(64) + "/socket"), origin()));
        assertEquals(403, refusal(socket(), "http://127.0.0.1:1"));
        assertEquals(403, refusal(socket(), "null"));
        WebSocket first = connect(socket(), origin(), new Listener()).get(10, TimeUnit.SECONDS);
        assertThrows(ConnectException.class, () -> new Socket(page.getHost(), page.getPort()).close());
        first.abort();
    }

    @Test
    void aReplyThatIsTooShortLosesTheDevice() throws Exception {
        WebSocket socket = connect(socket(), origin(), new Listener()).get(10, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.allocate(3), true).get(10, TimeUnit.SECONDS);
        assertLost(connection, connection::check, "3 bytes are left where at least 8 belong");
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() throws Exception {
        Listener listener = new Listener();
        WebSocket socket = connect(socket(), origin(), listener).get(10, TimeUnit.SECONDS);
        ByteBuffer part = ByteBuffer.allocate(8 << 20);
        CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(socket);
        for (int bytes = 0; bytes <= Protocol.MAX_MESSAGE_BYTES; bytes += part.capacity()) {
            sent = sent.thenCompose(s -> s.sendBinary(part.duplicate(), false));
        }
        assertEquals(1009, listener.closed.get(10, TimeUnit.SECONDS));
        // The client may know of the end before the server's own listener does.
        assertThrows(ExecutionException.class, () -> connection.hello().get(10, TimeUnit.SECONDS));
        assertThrows(GpuDeviceLostException.class, connection::check);
    }

    /** The page's message comes on another thread. */
    private static void assertLost(Connection connection, Executable call, String reason) {
        while (!connection.troubled()) {
            Thread.onSpinWait();
        }
        String message =
                String.valueOf(assertThrows(GpuDeviceLostException.class, call).getMessage());
        assertTrue(message.contains(reason), message);
    }

    private static CompletableFuture<Integer> statusOf(CompletableFuture<WebSocket> attempt) {
        return attempt.handle((socket, error) -> {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            return cause instanceof WebSocketHandshakeException refused
                    ? refused.getResponse().statusCode()
                    : 101;
        });
    }

    private int refusal(URI uri, String origin) throws Exception {
        return statusOf(connect(uri, origin, new Listener())).get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<WebSocket> connect(URI uri, String origin, Listener listener) {
        return client.newWebSocketBuilder().header("Origin", origin).buildAsync(uri, listener);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI socket() {
        return URI.create("ws://" + page.getAuthority() + page.resolve("socket").getPath());
    }

    private String origin() {
        return "http://" + page.getAuthority();
    }
}
