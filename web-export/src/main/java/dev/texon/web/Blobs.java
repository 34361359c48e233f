package dev.texon.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/** The numbers of textures, each kept once, whatever format the textures have that are filled with them. */
final class Blobs {
    /** Zeros that are not worth a run of their own. */
    private static final int SHORT_RUN = 16;

    private final List<FloatBuffer> blobs = new ArrayList<>();
    private final List<ByteBuffer> bytes = new ArrayList<>();

    /** Which one holds these 32-bit floats. */
    int ofFloats(ByteBuffer bytes) {
        FloatBuffer floats = bytes.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int i = 0; i < blobs.size(); i++) {
            if (sameBits(blobs.get(i), floats)) {
                return i;
            }
        }
        blobs.add(floats);
        return blobs.size() - 1;
    }

    /** Which one becomes these halves when each number is bounded and rounded. */
    int ofHalves(ByteBuffer bytes) {
        ShortBuffer halves = bytes.duplicate().order(ByteOrder.nativeOrder()).asShortBuffer();
        for (int i = 0; i < blobs.size(); i++) {
            if (becomes(blobs.get(i), halves)) {
                return i;
            }
        }
        FloatBuffer floats = FloatBuffer.allocate(halves.limit());
        for (int i = 0; i < halves.limit(); i++) {
            floats.put(HalfFloat.toFloat(halves.get(i)));
        }
        blobs.add(floats.flip());
        return blobs.size() - 1;
    }

    /** Which of the others, that are counted apart, holds these bytes. */
    int ofBytes(ByteBuffer content) {
        int known = bytes.indexOf(content);
        if (known >= 0) {
            return known;
        }
        bytes.add(content);
        return bytes.size() - 1;
    }

    void putBytes(ArrayNode array) {
        bytes.forEach(content -> array.add(text(content)));
    }

    /** FloatBuffer's own comparison takes 0 for -0. */
    private static boolean sameBits(FloatBuffer one, FloatBuffer other) {
        boolean same = one.limit() == other.limit();
        for (int i = 0; i < one.limit() && same; i++) {
            same = Float.floatToRawIntBits(one.get(i)) == Float.floatToRawIntBits(other.get(i));
        }
        return same;
    }

    private static boolean becomes(FloatBuffer floats, ShortBuffer halves) {
        boolean same = floats.limit() == halves.limit();
        for (int i = 0; i < floats.limit() && same; i++) {
            float bounded = Math.max(-HalfFloat.MAX_VALUE, Math.min(HalfFloat.MAX_VALUE, floats.get(i)));
            same = HalfFloat.fromFloat(bounded) == halves.get(i);
        }
        return same;
    }

    /** Adds all of them: as halves where that loses nothing, and without their zeros. */
    void put(ArrayNode array) {
        for (FloatBuffer blob : blobs) {
            ObjectNode entry = array.addObject();
            boolean halves = true;
            for (int i = 0; i < blob.limit() && halves; i++) {
                float value = blob.get(i);
                halves = Float.floatToRawIntBits(HalfFloat.toFloat(HalfFloat.fromFloat(value)))
                        == Float.floatToRawIntBits(value);
            }
            put(blob, halves, entry);
        }
    }

    /** Textures have places where nothing is: the lengths of zeros and of numbers in turn, and the numbers. */
    private static void put(FloatBuffer blob, boolean halves, ObjectNode entry) {
        ArrayNode runs = entry.putArray("runs");
        ByteBuffer kept = ByteBuffer.allocate(4 * blob.limit()).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at < blob.limit()) {
            int zeros = zeros(blob, at);
            int end = at + zeros;
            while (end < blob.limit() && (!isZero(blob, end) || zeros(blob, end) < SHORT_RUN)) {
                if (halves) {
                    kept.putShort(HalfFloat.fromFloat(blob.get(end++)));
                } else {
                    kept.putFloat(blob.get(end++));
                }
            }
            runs.add(zeros).add(end - at - zeros);
            at = end;
        }
        entry.put(halves ? "halves" : "floats", text(kept.flip()));
    }

    /** How many follow. */
    private static int zeros(FloatBuffer blob, int from) {
        int end = from;
        while (end < blob.limit() && isZero(blob, end)) {
            end++;
        }
        return end - from;
    }

    private static boolean isZero(FloatBuffer blob, int at) {
        return Float.floatToRawIntBits(blob.get(at)) == 0;
    }

    /**
     * Bytes as text: four are five digits of base 85, the highest first, and what is left at the end one digit more than it has bytes. It is a
     * sixteenth shorter than Base64. No digit is one that JSON or HTML writes otherwise.
     */
    static String text(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        StringBuilder text = new StringBuilder(rest.remaining() / 4 * 5 + 5);
        char[] digits = new char[5];
        while (rest.hasRemaining()) {
            int count = Math.min(4, rest.remaining());
            long group = 0;
            for (int i = 0; i < 4; i++) {
                group = group << 8 | (i < count ? rest.get() & 0xff : 0);
            }
            for (int i = 4; i >= 0; i--) {
                digits[i] = digit((int) (group % 85));
                group /= 85;
            }
            text.append(digits, 0, count + 1);
        }
        return text.toString();
    }

    /** From # on, without &lt; and the backslash. */
    private static char digit(int value) {
        int code = '#' + value;
        return (char) (code < '<' ? code : code + 1 < '\\' ? code + 1 : code + 2);
    }
}
