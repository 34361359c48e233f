package dev.texon.gpu.webgl;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The command stream without a page: frames are encoded, and a socket that goes nowhere acknowledges them at once. So a benchmark can
 * measure what encoding alone takes.
 */
public final class LoopbackStream {
    private static final int TRIANGLES = 4;
    private static final int FRAMEBUFFER = 0x8D40;
    private static final int TEXTURE_2D = 0x0DE1;
    private static final int TEXTURE0 = 0x84C0;

    private final Connection connection = new Connection(Duration.ofSeconds(10), null);
    private final CommandStream stream = new CommandStream(connection, false);
    private final ByteBuffer acknowledgement = ByteBuffer.allocate(Protocol.REPLY_HEADER_BYTES + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0, Protocol.ACKNOWLEDGED);
    private final float[] scale = {1};

    /** Opens the socket that goes nowhere. */
    public LoopbackStream() {
        connection.onWebSocketOpen((Session) Proxy.newProxyInstance(
                LoopbackStream.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("sendPartialBinary")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    // Without bulk, a frame is one part.
                    ByteBuffer frame = (ByteBuffer) arguments[0];
                    acknowledgement.putInt(4, frame.getInt(0));
                    acknowledgement.putInt(Protocol.REPLY_HEADER_BYTES, frame.remaining());
                    connection.onWebSocketBinary(acknowledgement, Callback.NOOP);
                    ((Callback) arguments[2]).succeed();
                    return null;
                }));
    }

    /** Encodes a pass like the one before it. */
    public void samePass() {
        draw();
    }

    /** Encodes a pass with another program, input, target and uniform value. */
    public void otherPass() {
        stream.begin(Opcode.USE_PROGRAM, 4).put(1);
        stream.begin(Opcode.ACTIVE_TEXTURE, 4).put(TEXTURE0);
        stream.begin(Opcode.BIND_TEXTURE, 8).put(TEXTURE_2D).put(2);
        stream.begin(Opcode.BIND_FRAMEBUFFER, 8).put(FRAMEBUFFER).put(3);
        stream.begin(Opcode.VIEWPORT, 16).put(0).put(0).put(64).put(64);
        stream.begin(Opcode.UNIFORM_1FV, 12).put(4).put(scale);
        draw();
    }

    private void draw() {
        stream.begin(Opcode.DRAW_ARRAYS, 12).put(TRIANGLES).put(0).put(3);
    }
}
