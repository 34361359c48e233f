package dev.texon.gpu.gl;

import dev.texon.gpu.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Texels of one or two channels to and from four, without touching a number's bits: a float register may turn a NaN quiet. */
final class GlTexels {
    private GlTexels() {}

    /**
     * Adds the missing channels, which are (0, 0, 1).
     *
     * @param texels of so many channels, from position to limit
     * @param rgba filled from its position to its limit
     */
    static void widen(ByteBuffer texels, int channels, ElementType type, ByteBuffer rgba) {
        int given = type.bytesPerTexel(channels);
        ByteBuffer black = ByteBuffer.allocate(type.bytesPerTexel(4)).order(ByteOrder.nativeOrder());
        type.encode(FloatBuffer.wrap(new float[] {0f, 0f, 0f, 1f}), black);
        while (texels.hasRemaining()) {
            move(texels, rgba, given, type);
            move(black.position(given), rgba, black.remaining(), type);
        }
    }

    /** Keeps the first channels of all texels of {@code rgba}, from 0 to its limit. */
    static void narrow(ByteBuffer rgba, int channels, ElementType type, ByteBuffer texels) {
        int kept = type.bytesPerTexel(channels);
        int stored = type.bytesPerTexel(4);
        for (int at = 0; at < rgba.limit(); at += stored) {
            move(rgba.position(at), texels, kept, type);
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to, int bytes, ElementType type) {
        for (int i = 0; i < bytes; i += type.bytes()) {
            switch (type.bytes()) {
                case Byte.BYTES -> to.put(from.get());
                case Short.BYTES -> to.putShort(from.getShort());
                default -> to.putInt(from.getInt());
            }
        }
    }
}
