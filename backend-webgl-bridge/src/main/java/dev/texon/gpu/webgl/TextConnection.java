package dev.texon.gpu.webgl;

import dev.texon.gpu.GpuDeviceLostException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** A socket to a page over which texts go to and fro. One thread sends and waits. */
// Public, since Jetty calls only public endpoints.
public final class TextConnection implements Session.Listener.AutoDemanding {
    /** What the page says, or the reason of its end. */
    private record Heard(String text, boolean lost) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private volatile @Nullable Session session;
    private volatile @Nullable String lost;

    TextConnection() {}

    /** The next text of the page. */
    String next(Duration patience) {
        String reason = lost;
        if (reason == null) {
            Heard next = poll(patience);
            if (next != null && !next.lost()) {
                return next.text();
            }
            reason = next != null ? next.text() : null;
        }
        throw new GpuDeviceLostException("The page is lost: "
                + (reason != null ? reason : "it says nothing for " + patience.toSeconds() + " s") + ".");
    }

    /** Null after the time; an interrupt waits until then. */
    private @Nullable Heard poll(Duration patience) {
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void send(String text) {
        Session open = session;
        if (open == null) {
            throw new GpuDeviceLostException("The page is lost: it was never connected.");
        }
        open.sendText(text, Callback.from(() -> {}, cause -> lose("it cannot be written to: " + cause)));
    }

    /** The page is gone; the first reason counts. */
    void lose(String reason) {
        if (lost == null) {
            lost = reason;
            heard.add(new Heard(reason, true));
        }
    }

    void close() {
        lose("it has been closed");
        Session open = session;
        if (open != null) {
            open.disconnect();
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
    }

    @Override
    public void onWebSocketText(String message) {
        heard.add(new Heard(message, false));
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        lose("the connection broke: " + cause);
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
        lose("the connection was closed (" + status + (reason == null || reason.isEmpty() ? "" : " " + reason) + ")");
        callback.succeed();
    }
}
