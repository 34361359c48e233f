package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.gpu.GpuException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes calls into frames. Both buffers are reused for every frame, so that a queued call allocates nothing (in debug mode it
 * keeps its call site).
 */
final class CommandStream {
    private static final int COMMAND_BYTES = 256 << 10;
    /** A frame with more commands than this is sent, so that the page works while Java encodes the next. */
    private static final int FULL_COMMAND_BYTES = 32 << 10;

    private static final int BULK_BYTES = 1 << 20;
    /** A frame with more bulk than this is sent before more is added. */
    private static final int FULL_BULK_BYTES = 4 << 20;

    private final Link link;
    private final @Nullable CallSites sites;
    private final ByteBuffer commands = ByteBuffer.allocateDirect(COMMAND_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer bulk = ByteBuffer.allocateDirect(BULK_BYTES);
    private int frame = 1;
    private int firstSequence = 1;
    private int sequence = 1;

    CommandStream(Link link, boolean debug) {
        this.link = link;
        sites = debug ? new CallSites() : null;
        commands.position(Protocol.FRAME_HEADER_BYTES);
    }

    /**
     * Begins a call; as many bytes of arguments must follow. A failure that the page has reported meanwhile is thrown.
     *
     * @param arguments in bytes, without bulk
     * @param bulkBytes that {@link #put(ByteBuffer)} will add
     */
    CommandStream begin(Opcode opcode, int arguments, int bulkBytes) {
        int acknowledged = link.acknowledgedFrame();
        throwTrouble();
        if (bulkBytes > Protocol.MAX_BULK_BYTES) {
            throw new IllegalArgumentException(opcode.wireName() + " is given " + bulkBytes
                    + " bytes, but one call takes at most " + Protocol.MAX_BULK_BYTES + "; split it.");
        }
        if (arguments > COMMAND_BYTES - Protocol.FRAME_HEADER_BYTES - Protocol.RECORD_HEADER_BYTES) {
            throw new IllegalArgumentException(opcode.wireName() + " is given " + arguments
                    + " bytes of arguments, but one call takes at most about " + COMMAND_BYTES + ".");
        }
        if (commands.position() > FULL_COMMAND_BYTES
                || commands.remaining() < Protocol.RECORD_HEADER_BYTES + arguments
                || (bulk.position() > 0 && bulk.position() + bulkBytes > FULL_BULK_BYTES)) {
            send();
        }
        if (bulk.remaining() < bulkBytes) {
            growBulk(bulk.position() + bulkBytes);
        }
        if (sites != null) {
            sites.add(sequence, frame, acknowledged);
        }
        commands.putInt(opcode.number()).putInt(arguments);
        sequence++;
        return this;
    }

    CommandStream begin(Opcode opcode, int arguments) {
        return begin(opcode, arguments, 0);
    }

    CommandStream put(int value) {
        commands.putInt(value);
        return this;
    }

    CommandStream put(boolean value) {
        commands.putInt(value ? 1 : 0);
        return this;
    }

    CommandStream put(float value) {
        commands.putFloat(value);
        return this;
    }

    CommandStream put(int[] values) {
        commands.putInt(values.length);
        for (int value : values) {
            commands.putInt(value);
        }
        return this;
    }

    CommandStream put(float[] values) {
        commands.putInt(values.length);
        for (float value : values) {
            commands.putFloat(value);
        }
        return this;
    }

    /** Position to limit, which stay as they are. */
    CommandStream put(ByteBuffer data) {
        int offset = bulk.position();
        int bytes = data.remaining();
        bulk.put(offset, data, data.position(), bytes);
        return endBulk(offset, bytes);
    }

    CommandStream put(byte[] text) {
        int offset = bulk.position();
        bulk.put(text);
        return endBulk(offset, text.length);
    }

    /** Sends the call that has just been encoded and waits for its result; throws what failed. */
    private ByteBuffer result(@Nullable ByteBuffer into) {
        link.expect(sequence - 1, into);
        send();
        ByteBuffer result = link.await();
        throwTrouble();
        if (result == null) {
            throw new IllegalStateException("call " + (sequence - 1) + " has neither a result nor a failure");
        }
        return result;
    }

    private ByteBuffer number(int bytes) {
        ByteBuffer result = result(null);
        if (result.remaining() != bytes) {
            link.lose("the page sent a number of " + result.remaining() + " bytes where one of " + bytes + " belongs");
            link.check();
        }
        return result;
    }

    /** Waits for the bytes of the call that has just been encoded; returns the OpenGL error that came with them. */
    int bytesResult(ByteBuffer into) {
        result(into);
        return link.errorFlag();
    }

    /** The number of the call that comes next. */
    int nextSequence() {
        return sequence;
    }

    int intResult() {
        return number(Integer.BYTES).getInt(0);
    }

    double doubleResult() {
        return number(Double.BYTES).getDouble(0);
    }

    String textResult() {
        return UTF_8.decode(result(null)).toString();
    }

    /** Sends what is queued; returns before the page has done it. */
    void send() {
        if (sequence == firstSequence) {
            return;
        }
        int bytes = commands.position() - Protocol.FRAME_HEADER_BYTES;
        commands.flip();
        bulk.flip();
        commands.putInt(0, frame).putInt(4, firstSequence).putInt(8, bytes).putInt(12, bulk.remaining());
        try {
            link.send(commands, bulk);
        } finally {
            commands.clear().position(Protocol.FRAME_HEADER_BYTES);
            bulk.clear();
            frame++;
            firstSequence = sequence;
        }
    }

    private CommandStream endBulk(int offset, int bytes) {
        commands.putInt(offset).putInt(bytes);
        int padded = bytes + 3 & ~3;
        bulk.position(offset + bytes);
        while (bulk.position() < offset + padded) {
            bulk.put((byte) 0);
        }
        return this;
    }

    private void growBulk(int bytes) {
        int capacity = Math.max(bytes + 3 & ~3, Math.min(2 * bulk.capacity(), Protocol.MAX_BULK_BYTES));
        bulk = ByteBuffer.allocateDirect(capacity).put(bulk.flip());
    }

    private void throwTrouble() {
        if (!link.troubled()) {
            return;
        }
        link.check();
        Link.Failure failure = link.takeFailure();
        if (failure != null) {
            Opcode opcode = Opcode.byNumber(failure.opcode());
            String name = opcode == null ? "a frame" : opcode.wireName();
            String message = "The page fails in " + name + " (call " + failure.sequence() + "): " + failure.message();
            if (sites == null) {
                throw new GpuException(message + "; open the device with debug on to see where it is called.");
            }
            throw sites.explain(message, failure.sequence());
        }
    }
}
