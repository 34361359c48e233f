package dev.texon.gpu.gl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A direct buffer for what is handed over before the next call; it grows to the largest that was asked for. */
final class ScratchBuffer {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

    /** From 0 to its limit; what it held before is gone. */
    ByteBuffer of(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return buffer.clear().limit(bytes);
    }
}
