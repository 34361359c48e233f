package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * The socket to the page. One thread sends and waits; the server's threads deliver what the page says. Frames that the page has
 * not decoded yet are bounded in bytes, so that a fast sender cannot fill the browser's memory.
 */
// Public, since Jetty calls only public endpoints.
public final class Connection implements Session.Listener.AutoDemanding, Link {
    private static final long MAX_IN_FLIGHT_BYTES = 64L << 20;

    private final Duration patience;
    private final @Nullable StreamDump dump;
    private final CompletableFuture<String> hello = new CompletableFuture<>();
    private Supplier<String> diagnosis = () -> "";

    private volatile @Nullable Session session;
    /** Set when there is something to throw: a lost device or a failed call. */
    private volatile boolean trouble;

    /** Made once, by the calling thread: asking the browser takes time, and every later call throws again. */
    private @Nullable String lostMessage;

    private volatile int acknowledgedFrame;
    private volatile boolean closed;

    // Guarded by this.
    private @Nullable String lost;
    private @Nullable Failure failure;
    private long inFlight;
    private long lastHeardNanos;
    private int awaited;
    private @Nullable ByteBuffer destination;
    private @Nullable ByteBuffer result;
    private int errorFlag;

    /**
     * Creates a connection that no page has joined yet.
     *
     * @param patience how long the page may say nothing while it is waited for
     * @param dump gets all frames and results; null for none
     */
    Connection(Duration patience, @Nullable StreamDump dump) {
        this.patience = patience;
        this.dump = dump;
    }

    /** What to add to the message of a lost device; asked when it is thrown. */
    void diagnosis(Supplier<String> words) {
        diagnosis = words;
    }

    /** The page's first message: its version and table. */
    CompletableFuture<String> hello() {
        return hello;
    }

    @Override
    public boolean troubled() {
        return trouble;
    }

    @Override
    public int acknowledgedFrame() {
        return acknowledgedFrame;
    }

    @Override
    public synchronized @Nullable Failure takeFailure() {
        Failure taken = failure;
        failure = null;
        trouble = lost != null;
        return taken;
    }

    @Override
    public void check() {
        if (!trouble) {
            return;
        }
        String reason;
        synchronized (this) {
            reason = lost;
        }
        if (reason != null) {
            throw new GpuDeviceLostException(lostMessage(reason));
        }
    }

    /** In two parts of one message. */
    @Override
    public void send(ByteBuffer head, ByteBuffer bulk) {
        int bytes = head.remaining() + bulk.remaining();
        awaitRoom(bytes);
        if (dump != null) {
            try {
                dump.frame(head, bulk);
            } catch (GpuException e) {
                // Without this frame the page's state would no longer be Java's.
                lose(String.valueOf(e.getMessage()));
            }
        }
        if (bulk.hasRemaining()) {
            write(head, false);
            write(bulk, true);
        } else {
            write(head, true);
        }
    }

    @Override
    public synchronized void expect(int sequence, @Nullable ByteBuffer into) {
        awaited = sequence;
        destination = into;
        result = null;
        lastHeardNanos = System.nanoTime();
    }

    @Override
    public @Nullable ByteBuffer await() {
        synchronized (this) {
            pauseWhile(() -> result == null && !failed(awaited));
            if (result != null) {
                return result;
            }
        }
        check();
        return null;
    }

    /** The OpenGL error that came with the last result of bytes; the page has reset it. */
    @Override
    public synchronized int errorFlag() {
        return errorFlag;
    }

    @Override
    public void lose(String reason) {
        synchronized (this) {
            if (lost == null) {
                lost = reason;
            }
            trouble = true;
            notifyAll();
        }
        hello.completeExceptionally(new GpuException(reason));
    }

    /** Ends the connection; throws nothing. */
    void close() {
        closed = true;
        lose("it has been closed");
        Session open = session;
        if (open != null) {
            open.disconnect();
        }
        if (dump != null) {
            dump.close();
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        if (closed) {
            opened.disconnect();
        }
    }

    @Override
    public void onWebSocketText(String message) {
        if (!hello.complete(message)) {
            lose("the page sent text where a binary reply belongs");
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        ByteBuffer message = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
        try {
            receive(message);
            callback.succeed();
        } catch (RuntimeException e) {
            lose("the page sent a reply that cannot be read: " + e.getMessage());
            callback.fail(e);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        lose("the connection to the page broke: " + cause);
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
        lose("the connection to the page was closed (" + status
                + (reason == null || reason.isEmpty() ? "" : " " + reason) + ")");
        callback.succeed();
    }

    private String lostMessage(String reason) {
        String message = lostMessage;
        if (message == null) {
            String words = closed ? "" : " " + diagnosis.get().strip();
            message = "The WebGL device is lost: " + reason + "; close the device and open it anew." + words;
            lostMessage = message;
        }
        return message;
    }

    private synchronized void receive(ByteBuffer message) {
        lastHeardNanos = System.nanoTime();
        demandBytes(message, Protocol.REPLY_HEADER_BYTES);
        int kind = message.getInt();
        int sequence = message.getInt();
        switch (kind) {
            case Protocol.RESULT -> {
                if (sequence != awaited || result != null) {
                    throw new IllegalStateException(
                            "a result of call " + sequence + ", but " + awaited + " is awaited");
                }
                if (dump != null) {
                    dump.result(message);
                }
                result = deliver(message);
            }
            case Protocol.ACKNOWLEDGED -> {
                demandBytes(message, Integer.BYTES);
                int bytes = message.getInt();
                if (bytes < 0 || bytes > inFlight) {
                    throw new IllegalStateException(
                            "it acknowledges " + bytes + " bytes, and " + inFlight + " are on their way");
                }
                inFlight -= bytes;
                acknowledgedFrame = sequence;
            }
            case Protocol.FAILURE -> {
                demandBytes(message, Integer.BYTES);
                int opcode = message.getInt();
                if (failure == null || sequence == awaited) {
                    failure =
                            new Failure(sequence, opcode, UTF_8.decode(message).toString());
                }
                trouble = true;
            }
            case Protocol.LOST -> {
                lost = lost == null ? UTF_8.decode(message).toString() : lost;
                trouble = true;
            }
            default -> throw new IllegalStateException("kind " + kind + " is unknown");
        }
        notifyAll();
    }

    private static void demandBytes(ByteBuffer message, int least) {
        if (message.remaining() < least) {
            throw new IllegalStateException(
                    message.remaining() + " bytes are left where at least " + least + " belong");
        }
    }

    private ByteBuffer deliver(ByteBuffer message) {
        ByteBuffer into = destination;
        if (into == null) {
            return ByteBuffer.allocate(message.remaining())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(message)
                    .flip();
        }
        demandBytes(message, Integer.BYTES);
        errorFlag = message.getInt();
        if (message.remaining() != into.remaining()) {
            throw new IllegalStateException(
                    message.remaining() + " bytes came back, but " + into.remaining() + " were asked for");
        }
        into.put(into.position(), message, message.position(), message.remaining());
        return into;
    }

    private boolean failed(int sequence) {
        return failure != null && failure.sequence() == sequence;
    }

    private synchronized void awaitRoom(int bytes) {
        lastHeardNanos = System.nanoTime();
        pauseWhile(() -> inFlight > 0 && inFlight + bytes > MAX_IN_FLIGHT_BYTES);
        inFlight += bytes;
    }

    /** Waits while the condition holds, and gives the page up after too long a silence. Holds the monitor. */
    private void pauseWhile(BooleanSupplier condition) {
        boolean interrupted = false;
        while (lost == null && condition.getAsBoolean()) {
            long left = lastHeardNanos + patience.toNanos() - System.nanoTime();
            if (left <= 0) {
                lose(silence("says nothing"));
            } else {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
                } catch (InterruptedException e) {
                    // A readback is not given up half-way; the interrupt is handed on behind it.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(ByteBuffer part, boolean last) {
        check();
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("nothing can be sent before the page is connected");
        }
        Callback.Completable written = new Callback.Completable();
        open.sendPartialBinary(part, last, written);
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        for (boolean waiting = true; waiting; ) {
            try {
                waiting = false;
                written.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                lose("the page cannot be written to: " + e.getCause());
            } catch (TimeoutException e) {
                lose(silence("takes nothing"));
            } catch (InterruptedException e) {
                // A frame is not given up half-way; the interrupt is handed on behind it.
                interrupted = true;
                waiting = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        check();
    }

    private String silence(String what) {
        return "the page " + what + " for " + patience.toSeconds() + " s, the time that -D" + Bridge.TIMEOUT_PROPERTY
                + " gives it; a pass that takes longer needs more of it, or must be drawn in smaller regions";
    }
}
