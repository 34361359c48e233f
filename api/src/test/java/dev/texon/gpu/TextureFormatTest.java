package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec of every format, so that a new one fails here where something is missing; {@link HalfFloatTest} has all halves. */
class TextureFormatTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    static Stream<TextureFormat> normalized() {
        return Stream.of(TextureFormat.values())
                .filter(format -> format.elementType().normalized());
    }

    static Stream<TextureFormat> floats() {
        return Stream.of(TextureFormat.values())
                .filter(format -> !format.elementType().normalized());
    }

    static Stream<TextureFormat> roundedFloats() {
        return floats().filter(format -> format.elementType().significantBits() < 24);
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Whole texels, between a number and a byte that are not theirs, which must stay. */
    private static ByteBuffer encoded(TextureFormat format, float... texels) {
        int bytes = texels.length / format.channels() * format.bytesPerTexel();
        FloatBuffer numbers = FloatBuffer.allocate(texels.length + 2);
        numbers.put(1, texels).position(1);
        ByteBuffer memory = memory(bytes + 2 * format.elementType().bytes());
        memory.position(format.elementType().bytes()).limit(format.elementType().bytes() + bytes);
        format.elementType().encode(numbers, memory);
        assertEquals(0, memory.remaining(), format + " fills its bytes");
        assertEquals(1, numbers.remaining(), format + " takes as many numbers as its texels have channels");
        for (int i = 0; i < format.elementType().bytes(); i++) {
            assertEquals(0, memory.get(i), format + " writes before its texels");
            assertEquals(0, memory.clear().get(memory.capacity() - 1 - i), format + " writes behind its texels");
        }
        return memory.position(format.elementType().bytes())
                .limit(format.elementType().bytes() + bytes)
                .slice()
                .order(ByteOrder.nativeOrder());
    }

    private static float[] decoded(TextureFormat format, ElementType type, ByteBuffer memory) {
        float[] numbers = new float[memory.remaining() / type.bytesPerTexel(format.channels()) * format.channels()];
        FloatBuffer into = FloatBuffer.wrap(numbers);
        type.decode(memory, into);
        assertEquals(0, memory.remaining(), format + " reads all its bytes");
        assertEquals(0, into.remaining(), format + " gives a number for each channel");
        return numbers;
    }

    private static float[] stored(TextureFormat format, float... texels) {
        return decoded(format, format.elementType(), encoded(format, texels));
    }

    /** What each channel stores of one number. */
    private static void assertStores(TextureFormat format, float expected, float number) {
        float[] texel = new float[format.channels()];
        Arrays.fill(texel, number);
        float[] wanted = new float[format.channels()];
        Arrays.fill(wanted, expected);
        assertArrayEquals(wanted, stored(format, texel), format + " of " + number);
    }

    @ParameterizedTest
    @EnumSource
    void texelsAreWholeElements(TextureFormat format) {
        ElementType type = format.elementType();
        assertTrue(format.channels() == 1 || format.channels() == 2 || format.channels() == 4, format + " channels");
        assertEquals(1, Integer.bitCount(type.bytes()), format + ": an element can be aligned");
        assertEquals(0, format.bytesPerTexel() % type.bytes(), format + ": bytes of a texel");
        assertFalse(type.shortName().isBlank(), format + ": a name for commands");
    }

    @ParameterizedTest
    @EnumSource
    void allBitsComeBack(TextureFormat format) {
        byte[] bits = new byte[4096 * format.bytesPerTexel()];
        new Random(1).nextBytes(bits);
        float[] numbers = decoded(
                format, format.elementType(), memory(bits.length).put(bits).flip());
        // NaN, of which only the payload may change.
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.isNaN(numbers[i]) ? 0f : numbers[i];
        }
        assertArrayEquals(numbers, stored(format, numbers), format + " encodes what it decodes");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadBackHoldsTheSameNumbers(TextureFormat format) {
        ElementType type = format.elementType();
        ElementType read = type.readBackType();
        assertTrue(read == type || read == ElementType.FLOAT, format + " is read back as it is, or as 32-bit floats");
        float[] numbers = new float[64 * format.channels()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i / (float) numbers.length;
        }
        float[] stored = stored(format, numbers);
        ByteBuffer memory = memory(64 * read.bytesPerTexel(format.channels()));
        read.encode(FloatBuffer.wrap(stored), memory);
        assertArrayEquals(stored, decoded(format, read, memory.flip()), format + " read back");
    }

    @ParameterizedTest
    @EnumSource
    void itsWideFormatHasItsChannels(TextureFormat format) {
        assertEquals(ElementType.FLOAT, format.wide().elementType());
        assertEquals(format.channels(), format.wide().channels());
    }

    @ParameterizedTest
    @MethodSource("normalized")
    void stepsAreStoredAndNumbersBetweenGoToTheNearest(TextureFormat format) {
        ElementType type = format.elementType();
        assertEquals(
                31 - Integer.numberOfLeadingZeros(type.steps(0) + 1), type.significantBits(), format + " bits of red");
        assertEquals(1f, type.maxValue(), format + " largest number");
        for (int channel = 0; channel < format.channels(); channel++) {
            int steps = type.steps(channel);
            assertEquals(1.0 / steps, type.step(channel), format + " step of channel " + channel);
            for (int n = 0; n <= steps; n++) {
                float[] texel = new float[format.channels()];
                float[] expected = new float[format.channels()];
                expected[channel] = n / (float) steps;
                for (float offset : new float[] {-0.4f, 0f, 0.4f}) {
                    texel[channel] = (n + offset) / steps;
                    assertArrayEquals(expected, stored(format, texel), format + " of " + texel[channel]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("normalized")
    void normalizedNumbersAreClamped(TextureFormat format) {
        assertStores(format, 0f, -0f);
        assertStores(format, 0f, -0.5f);
        assertStores(format, 0f, -INFINITY);
        assertStores(format, 0f, Float.NaN);
        assertStores(format, 0f, Float.MIN_VALUE);
        assertStores(format, 1f, 1.5f);
        assertStores(format, 1f, Float.MAX_VALUE);
        assertStores(format, 1f, INFINITY);
    }

    @ParameterizedTest
    @MethodSource("floats")
    void floatsKeepWhatTheyCanHold(TextureFormat format) {
        ElementType type = format.elementType();
        float step = (float) type.step(0);
        assertEquals(Math.scalb(1.0, 1 - type.significantBits()), type.step(0), format + " step");
        float smallest = type.minNormal() * step;
        for (float number : new float[] {
            0f,
            1f,
            1 + step,
            2 - step,
            type.maxValue(),
            type.minNormal(),
            type.minNormal() - smallest,
            type.minNormal() / 2,
            smallest,
            3 * smallest,
            INFINITY
        }) {
            assertStores(format, number, number);
            assertStores(format, -number, -number);
        }
        assertStores(format, Float.NaN, Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("roundedFloats")
    void floatsRoundToNearestEven(TextureFormat format) {
        ElementType type = format.elementType();
        float step = (float) type.step(0);
        float smallest = type.minNormal() * step;
        for (float sign : new float[] {1, -1}) {
            assertStores(format, sign, sign * (1 + step / 2));
            assertStores(format, sign * (1 + 2 * step), sign * (1 + 1.5f * step));
            assertStores(format, sign * (1 + step), sign * Math.nextUp(1 + step / 2));
            assertStores(format, sign * (1 + step), sign * Math.nextDown(1 + 1.5f * step));
            assertStores(format, sign * 0f, sign * smallest / 2);
            assertStores(format, sign * smallest, sign * Math.nextUp(smallest / 2));
            assertStores(format, sign * 2 * smallest, sign * 1.5f * smallest);
            assertStores(format, sign * type.minNormal(), sign * (type.minNormal() - smallest / 2));
        }
    }

    @ParameterizedTest
    @MethodSource("roundedFloats")
    void floatsOverflowHalfAStepBeyondTheLargest(TextureFormat format) {
        ElementType type = format.elementType();
        float largest = type.maxValue();
        float half = Math.scalb((float) type.step(0), Math.getExponent(largest)) / 2;
        for (float sign : new float[] {1, -1}) {
            assertStores(format, sign * largest, sign * Math.nextDown(largest + half));
            assertStores(format, sign * INFINITY, sign * (largest + half));
            assertStores(format, sign * INFINITY, sign * Float.MAX_VALUE);
        }
    }
}
