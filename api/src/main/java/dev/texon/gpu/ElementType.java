package dev.texon.gpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * How numbers are stored, in a texture or in memory: the codec of each {@link TextureFormat} of this element type. Buffers have the
 * native byte order unless a caller says otherwise. All that follows from the encoding alone stands here.
 */
public enum ElementType {
    /** An unsigned byte b that a shader sees as b / 255. Numbers are clamped to [0, 1]; NaN becomes 0. */
    UNSIGNED_BYTE("byte", 1, 8, 1f, 1f) {
        private static final int STEPS = 255;

        @Override
        public int steps(int channel) {
            return STEPS;
        }

        @Override
        public void encode(FloatBuffer numbers, ByteBuffer elements) {
            while (elements.hasRemaining()) {
                elements.put((byte) Math.round(STEPS * Math.max(0f, Math.min(1f, numbers.get()))));
            }
        }

        @Override
        public void decode(ByteBuffer elements, FloatBuffer numbers) {
            while (elements.hasRemaining()) {
                numbers.put((elements.get() & 0xff) / (float) STEPS);
            }
        }
    },
    /** IEEE 754 binary16. Numbers are rounded as {@link HalfFloat#fromFloat} does. */
    HALF_FLOAT("float16", 2, 11, 0x1p-14f, HalfFloat.MAX_VALUE) {
        @Override
        public void encode(FloatBuffer numbers, ByteBuffer elements) {
            while (elements.hasRemaining()) {
                elements.putShort(HalfFloat.fromFloat(numbers.get()));
            }
        }

        @Override
        public void decode(ByteBuffer elements, FloatBuffer numbers) {
            while (elements.hasRemaining()) {
                numbers.put(HalfFloat.toFloat(elements.getShort()));
            }
        }
    },
    /** IEEE 754 binary32. Numbers keep their bits. */
    FLOAT("float32", 4, 24, Float.MIN_NORMAL, Float.MAX_VALUE) {
        @Override
        public void encode(FloatBuffer numbers, ByteBuffer elements) {
            FloatBuffer floats = elements.asFloatBuffer();
            int count = floats.remaining();
            floats.put(0, numbers, numbers.position(), count);
            numbers.position(numbers.position() + count);
            elements.position(elements.position() + count * Float.BYTES);
        }

        @Override
        public void decode(ByteBuffer elements, FloatBuffer numbers) {
            FloatBuffer floats = elements.asFloatBuffer();
            elements.position(elements.position() + floats.remaining() * Float.BYTES);
            numbers.put(floats);
        }
    };

    private final String shortName;
    private final int bytes;
    private final int significantBits;
    private final float minNormal;
    private final float maxValue;

    ElementType(String shortName, int bytes, int significantBits, float minNormal, float maxValue) {
        this.shortName = shortName;
        this.bytes = bytes;
        this.significantBits = significantBits;
        this.minNormal = minNormal;
        this.maxValue = maxValue;
    }

    /** The name in commands and reports, for example {@code float16}. */
    public String shortName() {
        return shortName;
    }

    /** Size of an element in bytes: what its address is a multiple of. */
    public int bytes() {
        return bytes;
    }

    /** Size of a texel of 1 to 4 channels, in bytes. */
    public int bytesPerTexel(int channels) {
        return channels * bytes;
    }

    /**
     * The equal steps between 0 and 1 that a channel stores, if this is a normalized type; 0 if it stores floats.
     *
     * @param channel 0 to 3, red to alpha
     */
    public int steps(int channel) {
        return 0;
    }

    /** Whether numbers are multiples of a step in [0, 1]; else they are floats. */
    public boolean normalized() {
        return steps(0) > 0;
    }

    /** Significant bits of a float, or the bits that tell the steps of the red channel apart. */
    public int significantBits() {
        return significantBits;
    }

    /**
     * The distance of neighbouring numbers: between the steps of a normalized type, in [1, 2] of floats.
     *
     * @param channel 0 to 3, red to alpha
     */
    public double step(int channel) {
        return normalized() ? 1.0 / steps(channel) : Math.scalb(1.0, 1 - significantBits);
    }

    /** The smallest positive number that has all significant bits; the smallest of all is {@link #step} of it. */
    public float minNormal() {
        return minNormal;
    }

    /** The largest finite number. */
    public float maxValue() {
        return maxValue;
    }

    /** The element type in which a driver reads such texels back: normalized ones as they are, floats as 32-bit floats. */
    public ElementType readBackType() {
        return normalized() ? this : FLOAT;
    }

    /**
     * Encodes numbers.
     *
     * @param numbers in row order, channel by channel; as many are taken as the elements have channels
     * @param elements filled from its position to its limit
     */
    public abstract void encode(FloatBuffer numbers, ByteBuffer elements);

    /**
     * Decodes numbers, exactly.
     *
     * @param elements read from its position to its limit
     * @param numbers gets as many as the elements have channels
     */
    public abstract void decode(ByteBuffer elements, FloatBuffer numbers);
}
