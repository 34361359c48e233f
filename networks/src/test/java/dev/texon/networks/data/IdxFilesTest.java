package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFilesTest {
    /** Three images of 2 × 3. */
    private static final byte[] IMAGES = idx(0x803, new int[] {3, 2, 3}, 18);

    private static final byte[] LABELS = idx(0x801, new int[] {3}, 3);

    private final Path folder;
    private final Path images;
    private final Path labels;

    IdxFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        images = Files.write(folder.resolve("images"), IMAGES);
        labels = Files.write(folder.resolve("labels"), LABELS);
    }

    /** Values count from 0. */
    private static byte[] idx(int magic, int[] sizes, int values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values).putInt(magic);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int i = 0; i < values; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void imagesAndLabelsAreReadCompressedOrNot() throws IOException {
        for (boolean compressed : List.of(false, true)) {
            if (compressed) {
                Files.write(images, gzip(IMAGES));
                Files.write(labels, gzip(LABELS));
            }
            Dataset data = IdxFiles.read(images, labels);
            assertEquals(new Shape(2, 3, 1), data.shape());
            assertEquals(3, data.size());
            assertEquals(ElementType.UNSIGNED_BYTE, data.elementType());
            assertEquals(List.of("0", "1", "2"), data.classes());
            assertEquals(List.of(6f, 7f, 8f, 9f, 10f, 11f), Samples.of(data, 1));
            assertEquals(2, data.label(2));
            assertEquals(0, data.targetValues());
        }
    }

    @Test
    void valuesAreUnsigned() throws IOException {
        byte[] bytes = IMAGES.clone();
        bytes[16] = (byte) 200;
        Files.write(images, bytes);
        Files.write(labels, idx(0x801, new int[] {3}, 3));
        assertEquals(200f, Samples.of(IdxFiles.read(images, labels), 0).get(0));
    }

    @Test
    void labelsBeyondTheClassesAreRefused() throws IOException {
        assertEquals(
                List.of("a", "b", "c"),
                IdxFiles.read(images, labels, List.of("a", "b", "c")).classes());
        Refusal.expect(
                "Label 2 of '" + labels
                        + "' is 2, and there are 2 classes, from 0; take the labels that belong to them.",
                () -> IdxFiles.read(images, labels, List.of("a", "b")));
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        Files.write(labels, idx(0x801, new int[] {4}, 4));
        Refusal.expect(
                "'" + images + "' holds 3 images, and '" + labels + "' 4 labels; take two files that belong together.",
                () -> IdxFiles.read(images, labels));
        Refusal.expect(
                "'" + images + "' has 3 dimensions, and an IDX file of labels has 1; name the file of labels.",
                () -> IdxFiles.read(labels, images));
    }

    @Test
    void allTypesAndDimensionsAreRead() throws IOException {
        Files.write(
                labels,
                ByteBuffer.allocate(16)
                        .putInt(0xc01)
                        .putInt(2)
                        .putInt(1)
                        .putInt(0)
                        .array());
        ByteBuffer head =
                ByteBuffer.allocate(28).putInt(0).putInt(2).putInt(1).putInt(2).putInt(1);
        for (int code : new int[] {0x09, 0x0b, 0x0c, 0x0d, 0x0e}) {
            ByteBuffer values = ByteBuffer.allocate(64).put(head.array(), 0, 20).putInt(0, code << 8 | 4);
            for (int value : new int[] {-3, 5, 7, 0}) {
                switch (code) {
                    case 0x09 -> values.put((byte) value);
                    case 0x0b -> values.putShort((short) value);
                    case 0x0c -> values.putInt(value);
                    case 0x0d -> values.putFloat(value + 0.5f);
                    default -> values.putDouble(value + 0.5);
                }
            }
            Files.write(images, Arrays.copyOf(values.array(), values.position()));
            Dataset data = IdxFiles.read(images, labels);
            assertEquals(new Shape(1, 2, 1), data.shape());
            assertEquals(ElementType.FLOAT, data.elementType());
            float more = code >= 0x0d ? 0.5f : 0;
            assertEquals(List.of(7 + more, more), Samples.of(data, 1));
            assertEquals(-3 + more, Samples.of(data, 0).get(0));
            assertEquals(1, data.label(0));
        }
        Files.write(images, idx(0x802, new int[] {2, 3}, 6));
        assertEquals(new Shape(1, 1, 3), IdxFiles.read(images, labels).shape());
    }

    @Test
    void whatCannotBeIsNamed() throws IOException {
        Files.write(images, idx(0xa03, new int[] {3, 2, 3}, 18));
        Refusal.expect(
                "'" + images
                        + "' has elements of type 0x0a, and IDX files have one of 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e; "
                        + "get the file again.",
                () -> IdxFiles.read(images, labels));
        Files.write(images, idx(0x89504e47, new int[] {3, 2, 3}, 18));
        Refusal.expect(
                "'" + images
                        + "' begins with 89504e47, and an IDX file with 0000, the type of its elements and the number "
                        + "of its dimensions; name the file of images.",
                () -> IdxFiles.read(images, labels));
        Files.write(images, IMAGES);
        Files.write(labels, idx(0x901, new int[] {3}, 3));
        byte[] negative = Files.readAllBytes(labels);
        negative[9] = -1;
        Files.write(labels, negative);
        Refusal.expect(
                "Label 1 of '" + labels
                        + "' is -1.0, and labels are whole numbers from 0 to below 65536; take the file of "
                        + "labels.",
                () -> IdxFiles.read(images, labels));
    }

    @Test
    void whatIsCutOffIsRefused() throws IOException {
        Files.write(images, Arrays.copyOf(IMAGES, IMAGES.length - 1));
        // 33 bytes hold the header and 17 of 18 values, so the declared size alone does not betray it.
        Refusal.expect(
                "'" + images + "' ends after 17 of 18 bytes of images; get the file again.",
                () -> IdxFiles.read(images, labels));
        Files.write(images, Arrays.copyOf(IMAGES, 17));
        Refusal.expect(
                "'" + images + "' declares 18 bytes of images, and holds at most 17; get the file again.",
                () -> IdxFiles.read(images, labels));
        byte[] zipped = gzip(IMAGES);
        for (int length : new int[] {11, zipped.length - 12, zipped.length - 1}) {
            Files.write(images, Arrays.copyOf(zipped, length));
            Refusal.expect("'" + images + "' is cut off; get the file again.", () -> IdxFiles.read(images, labels));
        }
        for (int length : new int[] {0, 1, 2, 5, 15}) {
            Files.write(images, Arrays.copyOf(IMAGES, length));
            Refusal.expect("'" + images + "' is cut off; get the file again.", () -> IdxFiles.read(images, labels));
        }
    }

    @Test
    void whatGoesOnIsRefused() throws IOException {
        byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
        for (byte[] bytes : new byte[][] {longer, gzip(longer)}) {
            Files.write(images, bytes);
            Refusal.expect(
                    "'" + images + "' goes on after the 18 bytes of images that it declares; get the file again.",
                    () -> IdxFiles.read(images, labels));
        }
    }

    @Test
    void damageUnderCompressionIsRefused() throws IOException {
        byte[] zipped = gzip(IMAGES);
        zipped[zipped.length - 5] ^= 1;
        Files.write(images, zipped);
        Refusal.expect(
                "'" + images + "' is damaged (Corrupt GZIP trailer); get the file again.",
                () -> IdxFiles.read(images, labels));
    }

    @Test
    void memoryIsTakenForWhatAFileCanHoldAndNotForWhatItDeclares() throws IOException {
        Files.write(images, gzip(idx(0x803, new int[] {1 << 20, 16, 16}, 0)));
        long possible = Files.size(images) * 1032;
        Refusal.expect(
                "'" + images + "' declares 268435456 bytes of images, and holds at most " + possible
                        + "; get the file again.",
                () -> IdxFiles.read(images, labels));
        // A bomb: 16 MiB of zeros behind a header that declares 18 bytes.
        Files.write(images, gzip(Arrays.copyOf(IMAGES, 1 << 24)));
        Refusal.expect(
                "'" + images + "' goes on after the 18 bytes of images that it declares; get the file again.",
                () -> IdxFiles.read(images, labels));
    }

    @Test
    void sizesBeyondMemoryAndNothingAreRefused() throws IOException {
        for (int[] sizes : new int[][] {{-1, 2, 3}, {1 << 30, 1 << 30, 1 << 30}, {0, 2, 3}, {3, 0, 3}}) {
            Files.write(images, idx(0x803, sizes, 18));
            String message = String.valueOf(assertThrows(IOException.class, () -> IdxFiles.read(images, labels))
                    .getMessage());
            assertTrue(
                    message.startsWith("'" + images + "' declares " + Integer.toUnsignedString(sizes[0]) + "×")
                            && message.endsWith("; get the file again, or give Java more memory, for example by "
                                    + "JAVA_OPTS=-Xmx4g."),
                    message);
        }
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        Path absent = folder.resolve("absent");
        Refusal.expect(
                "'" + absent + "' cannot be read: it does not exist; check its name and permissions.",
                () -> IdxFiles.read(images, absent));
        Refusal.expect("'" + folder + "' is a folder; name a regular file.", () -> IdxFiles.read(folder, labels));
    }
}
