package dev.texon.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes damaged and hostile files from good ones; each has a number, and is the same every time. */
final class Mutations {
    private static final int[] LENGTHS = {
        0, 1, -1, 255, 256, 65_535, 65_536, 1 << 24, 1 << 28, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
    };
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "2",
            "7",
            "0.5",
            "65536",
            "16777217",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "99999999999999999999",
            "1e308",
            "1e-400",
            "-1e999",
            "NaN",
            "Infinity",
            "null",
            "true",
            "\"\"",
            "[]",
            "{}",
            "1,5");
    private static final List<String> TEXTS = List.of(
            "\u0000",
            "\u001B[2J",
            "\u202E",
            "\uFEFF",
            "\"",
            "\\",
            "\\ud800",
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\n\n",
            "}",
            "]",
            "/*",
            "0x1p4",
            "ü",
            "👟");
    private static final List<String> NESTS = List.of("[", "{\"a\":", "[{\"layers\":", "(", "\"", "\"\"\"");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final int DEEPEST = 20_000;

    private final List<byte[]> good;

    Mutations(List<byte[]> good) {
        this.good = List.copyOf(good);
    }

    byte[] make(int number) {
        // Neighbouring seeds of java.util.Random begin alike.
        Random random = new Random(number * 0x9E3779B97F4A7C15L);
        byte[] bytes = one(random).clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes = change(bytes, random);
        }
        return bytes;
    }

    private byte[] one(Random random) {
        return good.get(random.nextInt(good.size()));
    }

    private byte[] change(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(9)) {
            case 0, 1 -> flip(bytes, random);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> {
                int end = Math.min(bytes.length, at + random.nextInt(64));
                yield splice(bytes, at, bytes, end);
            }
            case 4 -> {
                byte[] other = one(random);
                yield splice(bytes, at, other, random.nextInt(other.length + 1));
            }
            case 5 -> length(bytes, random);
            case 6 -> number(bytes, random);
            case 7 -> {
                boolean deep = random.nextInt(8) == 0;
                String text = deep
                        ? NESTS.get(random.nextInt(NESTS.size())).repeat(1 + random.nextInt(DEEPEST))
                        : TEXTS.get(random.nextInt(TEXTS.size()));
                yield insert(bytes, at, text.getBytes(UTF_8));
            }
            default -> {
                int end = Math.min(bytes.length, at + random.nextInt(64));
                yield insert(bytes, random.nextInt(bytes.length + 1), Arrays.copyOfRange(bytes, at, end));
            }
        };
    }

    private static byte[] flip(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        for (int flips = 1 + random.nextInt(8); flips > 0 && flipped.length > 0; flips--) {
            // Headers stand at the beginning.
            int within = random.nextBoolean() ? flipped.length : Math.min(64, flipped.length);
            flipped[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] length(byte[] bytes, Random random) {
        if (bytes.length < Integer.BYTES) {
            return bytes;
        }
        byte[] changed = bytes.clone();
        int places = changed.length - Integer.BYTES + 1;
        int at = random.nextInt(random.nextBoolean() ? places : Math.min(64, places));
        ByteBuffer.wrap(changed)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putInt(at, LENGTHS[random.nextInt(LENGTHS.length)]);
        return changed;
    }

    /** Replaces a number that is written in digits. */
    private static byte[] number(byte[] bytes, Random random) {
        List<MatchResult> numbers =
                NUMBER.matcher(new String(bytes, ISO_8859_1)).results().toList();
        if (numbers.isEmpty()) {
            return bytes;
        }
        MatchResult number = numbers.get(random.nextInt(numbers.size()));
        byte[] without = splice(bytes, number.start(), bytes, number.end());
        return insert(
                without,
                number.start(),
                NUMBERS.get(random.nextInt(NUMBERS.size())).getBytes(UTF_8));
    }

    private static byte[] insert(byte[] bytes, int at, byte[] more) {
        return splice(splice(bytes, at, more, 0), at + more.length, bytes, at);
    }

    /** The beginning of one and the end of another. */
    private static byte[] splice(byte[] head, int to, byte[] tail, int from) {
        byte[] both = Arrays.copyOf(head, to + tail.length - from);
        System.arraycopy(tail, from, both, to, tail.length - from);
        return both;
    }
}
