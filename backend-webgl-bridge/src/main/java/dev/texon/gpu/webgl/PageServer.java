package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.texon.gpu.spi.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * Serves the page and takes its one connection, on loopback only. Every path begins with a token of 256 random bits; the Host
 * header must be this server's, against names that an attacker rebinds to loopback, and a socket's Origin must be this server's. Once
 * the page connects, the port is closed.
 */
final class PageServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final ServerWebSocketContainer container;
    private final Session.Listener socket;
    private final Map<String, byte[]> files;
    private final String token;
    private final String authority;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * Starts to serve.
     *
     * @param socket hears the one client
     * @param longestText characters of the longest text that a client may send
     * @param files HTML pages and scripts by their names, with {@code index.html} among them
     */
    PageServer(Session.Listener socket, int longestText, Map<String, byte[]> files) throws IOException {
        this.socket = socket;
        this.files = Map.copyOf(files);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
        // Daemons: a device that is not closed does not keep the JVM alive.
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setName("texon-webgl");
        threads.setDaemon(true);
        server = new Server(threads, new ScheduledExecutorScheduler("texon-webgl-scheduler", true), null);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration)) {
            @Override
            protected boolean handleAcceptFailure(Throwable e) {
                // The port was closed on purpose: the accepting thread ends without a warning.
                return isAccepting() && super.handleAcceptFailure(e);
            }
        };
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        container = ServerWebSocketContainer.ensure(server);
        container.setIdleTimeout(Duration.ZERO);
        container.setMaxBinaryMessageSize(Protocol.MAX_MESSAGE_BYTES);
        container.setMaxFrameSize(Protocol.MAX_MESSAGE_BYTES);
        container.setMaxTextMessageSize(longestText);
        server.setHandler(new Pages());
        try {
            Uninterrupted.call(() -> {
                server.start();
                return server;
            });
        } catch (Exception e) {
            close();
            throw new IOException("a server on 127.0.0.1 cannot be started: " + e, e);
        }
        authority = "127.0.0.1:" + connector.getLocalPort();
    }

    /** Of the page; secret. */
    String url() {
        return origin() + "/" + token + "/index.html";
    }

    @Override
    public void close() {
        try {
            Uninterrupted.call(() -> {
                server.stop();
                return server;
            });
        } catch (Exception e) {
            // A server that does not stop has only daemon threads, and refuses every client.
            taken.set(true);
        }
    }

    private String origin() {
        return "http://" + authority;
    }

    private final class Pages extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (!authority.equals(request.getHeaders().get(HttpHeader.HOST))) {
                return refuse(request, response, callback, HttpStatus.FORBIDDEN_403, "wrong Host");
            }
            String path = Request.getPathInContext(request);
            int slash = path.indexOf('/', 1);
            String given = slash < 0 ? "" : path.substring(1, slash);
            String name = path.substring(slash + 1);
            if (!MessageDigest.isEqual(given.getBytes(US_ASCII), token.getBytes(US_ASCII))
                    || !HttpMethod.GET.is(request.getMethod())) {
                return refuse(request, response, callback, HttpStatus.NOT_FOUND_404, "not found");
            }
            if (name.equals("socket")) {
                return upgrade(request, response, callback);
            }
            byte[] bytes = files.get(name);
            if (bytes == null) {
                return refuse(request, response, callback, HttpStatus.NOT_FOUND_404, "not found");
            }
            String type = name.endsWith(".js") ? "text/javascript" : "text/html";
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.getHeaders().put("Referrer-Policy", "no-referrer");
            response.getHeaders()
                    .put(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; frame-ancestors 'none'; connect-src ws://"
                                    + authority);
            response.write(true, ByteBuffer.wrap(bytes), callback);
            return true;
        }

        private boolean upgrade(Request request, Response response, Callback callback) {
            if (!origin().equals(request.getHeaders().get(HttpHeader.ORIGIN))) {
                return refuse(request, response, callback, HttpStatus.FORBIDDEN_403, "wrong Origin");
            }
            if (taken.getAndSet(true)) {
                return refuse(request, response, callback, HttpStatus.CONFLICT_409, "the page is connected already");
            }
            // All files have come by now, and nobody else has a reason to connect.
            connector.setAccepting(false);
            connector.close();
            return container.upgrade(
                    (from, to, done) -> {
                        // No compression: texels do not shrink, and loopback is faster than deflate.
                        to.setExtensions(List.of());
                        return socket;
                    },
                    request,
                    response,
                    callback);
        }

        private boolean refuse(Request request, Response response, Callback callback, int status, String reason) {
            Response.writeError(request, response, callback, status, reason);
            return true;
        }
    }
}
