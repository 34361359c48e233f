package dev.texon.gpu.webgl;

import java.util.List;
import java.util.Optional;

/** The numbers of the wire that are no opcodes, and the handshake. */
final class Protocol {
    static final int VERSION = 2;

    /** Frame number, first sequence number, bytes of commands, bytes of bulk. */
    static final int FRAME_HEADER_BYTES = 16;
    /** Opcode, bytes of arguments. */
    static final int RECORD_HEADER_BYTES = 8;
    /** Kind, sequence number. */
    static final int REPLY_HEADER_BYTES = 8;

    /** The result of a call. */
    static final int RESULT = 1;
    /** A frame has been decoded: its number, then its length in bytes. */
    static final int ACKNOWLEDGED = 2;
    /** A call failed: its sequence number, then the opcode and the message. */
    static final int FAILURE = 3;
    /** The context is lost: 0, then the reason. */
    static final int LOST = 4;

    /** Longest bulk of a frame and longest result, in bytes. */
    static final int MAX_BULK_BYTES = 64 << 20;

    static final int MAX_MESSAGE_BYTES = MAX_BULK_BYTES + (1 << 20);

    private Protocol() {}

    /** What the page must say first, in one text message. */
    static String hello() {
        StringBuilder text = new StringBuilder("texon-bridge ").append(VERSION);
        for (Opcode opcode : Opcode.values()) {
            text.append('\n').append(opcode.wireName()).append(' ').append(opcode.signature());
        }
        return text.toString();
    }

    /** The first difference between this table and the page's; empty if they agree. */
    static Optional<String> difference(String pageHello) {
        List<String> ours = hello().lines().toList();
        List<String> theirs = pageHello.lines().toList();
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String own = i < ours.size() ? ours.get(i) : "nothing";
            String other = i < theirs.size() ? theirs.get(i) : "nothing";
            if (!own.equals(other)) {
                String where = i == 0 ? "the protocol version" : "opcode " + (i - 1);
                return Optional.of(where + " is '" + own + "' in Java and '" + other + "' in the page");
            }
        }
        return Optional.empty();
    }
}
