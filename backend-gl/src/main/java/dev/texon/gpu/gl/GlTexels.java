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
        ByteBuffer black = ByteBuffer.allocate(type.bytesPerTexel(4)).order(ByteOrder.nativeOrder());
        type.encode(FloatBuffer.wrap(new float[] {0f, 0f, 0f, 1f}), black);
        while (texels.hasRemaining()) {
            for (int channel = 0; channel < 4; channel++) {
                boolean given = channel < channels;
                switch (type.bytes()) {
                    case Byte.BYTES -> rgba.put(given ? texels.get() : black.get(channel));
                    case Short.BYTES ->
                        rgba.putShort(given ? texels.getShort() : black.getShort(Short.BYTES * channel));
                    default -> rgba.putInt(given ? texels.getInt() : black.getInt(Integer.BYTES * channel));
                }
            }
        }
    }

    /** Keeps the first channels of all texels of {@code rgba}, from 0 to its limit. */
    static void narrow(ByteBuffer rgba, int channels, ElementType type, ByteBuffer texels) {
        for (int at = 0; at < rgba.limit(); at += type.bytesPerTexel(4)) {
            for (int channel = 0; channel < channels; channel++) {
                int element = at + channel * type.bytes();
                switch (type.bytes()) {
                    case Byte.BYTES -> texels.put(rgba.get(element));
                    case Short.BYTES -> texels.putShort(rgba.getShort(element));
                    default -> texels.putInt(rgba.getInt(element));
                }
            }
        }
    }
}
