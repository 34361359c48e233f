package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.testing.Fuzz;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page may send instead of what it should: a device is lost by it, or the call fails, and nothing else happens. */
@Timeout(120)
final class PageRepliesTest {
    private static final int INPUTS = Integer.getInteger(Fuzz.PROPERTY, 2000);

    private interface Call {
        void on(CommandStream stream);
    }

    /** Each waits for a result of another kind. */
    private static final List<Call> CALLS = List.of(
            stream -> stream.begin(Opcode.GET_ERROR, 0).intResult(),
            stream -> stream.begin(Opcode.GET_ERROR, 0).doubleResult(),
            stream -> stream.begin(Opcode.GET_ERROR, 0).textResult(),
            stream -> stream.begin(Opcode.GET_ERROR, 0).bytesResult(ByteBuffer.allocate(8)));

    /** A stream to a page that answers every frame with these messages, on the calling thread. */
    private static CommandStream answeredBy(List<byte[]> replies) {
        Connection connection = new Connection(Duration.ofMillis(1), null);
        connection.onWebSocketOpen((Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sendPartialBinary")) {
                        for (byte[] reply : replies) {
                            connection.onWebSocketBinary(ByteBuffer.wrap(reply), Callback.NOOP);
                        }
                        ((Callback) arguments[2]).succeed();
                    }
                    return null;
                }));
        return new CommandStream(connection, false);
    }

    private static byte[] reply(int kind, int sequence, int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(kind).putInt(sequence);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    private static byte[] cut(byte[] bytes, int length) {
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static String lost(Call call, byte[] reply) {
        CommandStream stream = answeredBy(List.of(reply));
        String message = String.valueOf(assertThrows(GpuDeviceLostException.class, () -> call.on(stream))
                .getMessage());
        assertEquals(
                message,
                assertThrows(GpuDeviceLostException.class, () -> call.on(stream))
                        .getMessage(),
                "it stays lost");
        return message;
    }

    @Test
    void shortRepliesLoseTheDevice() {
        byte[] whole = reply(Protocol.RESULT, 1, 7, 7, 7);
        for (Call call : CALLS) {
            for (int length = 0; length < 8; length++) {
                String message = lost(call, cut(whole, length));
                assertTrue(message.contains(length + " bytes are left where at least 8 belong"), message);
            }
        }
        for (int length = 8; length < 12; length++) {
            String message = lost(CALLS.get(0), cut(whole, length));
            assertTrue(message.contains("a number of " + (length - 8) + " bytes where one of 4 belongs"), message);
            lost(CALLS.get(1), cut(whole, length + 4));
            lost(CALLS.get(3), cut(whole, length));
            lost(CALLS.get(0), cut(reply(Protocol.FAILURE, 1, 7), length));
            lost(CALLS.get(0), cut(reply(Protocol.ACKNOWLEDGED, 1, 7), length));
        }
    }

    @Test
    void theRightReplyIsRead() {
        assertEquals(
                7,
                answeredBy(List.of(reply(Protocol.RESULT, 1, 7)))
                        .begin(Opcode.GET_ERROR, 0)
                        .intResult());
    }

    @Test
    void moreIsNotAcknowledgedThanWasSent() {
        for (int bytes : new int[] {-1, Integer.MIN_VALUE, 1 << 20}) {
            String message = lost(CALLS.get(0), reply(Protocol.ACKNOWLEDGED, 1, bytes));
            assertTrue(message.contains("it acknowledges " + bytes + " bytes"), message);
        }
    }

    @Test
    void noReplyDoesAnythingElse() {
        Random random = new Random(14);
        for (int i = 0; i < INPUTS; i++) {
            byte[] message = reply(1 + random.nextInt(4), 1, random.nextInt(3), random.nextInt(), random.nextInt());
            byte[] reply = cut(message, random.nextInt(message.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && reply.length > 0; flips--) {
                reply[random.nextInt(reply.length)] = (byte) random.nextInt();
            }
            CommandStream stream = answeredBy(List.of(reply, reply(Protocol.RESULT, 1, 1)));
            try {
                CALLS.get(random.nextInt(CALLS.size())).on(stream);
            } catch (GpuException e) {
                assertTrue(String.valueOf(e.getMessage()).length() < 1000, e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("Reply " + i + ", " + new String(reply, UTF_8) + ": " + e, e);
            }
        }
    }
}
