package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private final Path folder;

    ImageFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** An image of 2 columns × 1 row. */
    private static BufferedImage image(int type, int left, int right) {
        BufferedImage image = new BufferedImage(2, 1, type);
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
            image.getRaster().setSample(0, 0, 0, left);
            image.getRaster().setSample(1, 0, 0, right);
        } else {
            image.setRGB(0, 0, left);
            image.setRGB(1, 0, right);
        }
        return image;
    }

    private static BufferedImage grey(int left, int right) {
        return image(BufferedImage.TYPE_BYTE_GRAY, left, right);
    }

    private Path put(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, name.replaceAll(".*\\.", ""), file.toFile()));
        return file;
    }

    private ImageFolder read() throws IOException {
        return ImageFolder.read(folder, ImageColor.AS_FIRST);
    }

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
        put("dog/1.png", grey(1, 2));
        put("cat/2.PNG", grey(5, 6));
        put("cat/1.png", grey(3, 4));
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve("cat/.hidden"), "");
        ImageFolder data = read();
        assertEquals(List.of("cat", "dog"), data.classes());
        assertEquals(new Shape(1, 2, 1), data.shape());
        assertEquals(ElementType.UNSIGNED_BYTE, data.elementType());
        assertEquals(3, data.size());
        assertEquals(List.of(3f, 4f), Samples.of(data, 0));
        assertEquals(List.of(5f, 6f), Samples.of(data, 1));
        assertEquals(List.of(1f, 2f), Samples.of(data, 2));
        assertEquals(0, data.label(1));
        assertEquals(1, data.label(2));
    }

    @Test
    void everyKindOfImageBecomesGreyOrColour() throws IOException {
        put("a/1-grey.png", grey(128, 7));
        put("a/2-rgb.png", image(BufferedImage.TYPE_INT_RGB, 0xff0000, 0x0a141e));
        put("a/3-alpha.png", image(BufferedImage.TYPE_INT_ARGB, 0x8000ff00, 0xff0000ff));
        BufferedImage wide = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        wide.getRaster().setSample(0, 0, 0, 128 * 257);
        wide.getRaster().setSample(1, 0, 0, 65535);
        put("a/4-grey16.png", wide);
        put("a/5-palette.png", image(BufferedImage.TYPE_BYTE_INDEXED, 0xffff0000, 0xffffffff));
        put("a/6-bits.png", image(BufferedImage.TYPE_BYTE_BINARY, 0xff000000, 0xffffffff));

        ImageFolder greys = read();
        assertEquals(1, greys.shape().channels());
        assertEquals(List.of(128f, 7f), Samples.of(greys, 0));
        // 0.299·255 = 76.2; 0.299·10 + 0.587·20 + 0.114·30 = 18.15.
        assertEquals(List.of(76f, 18f), Samples.of(greys, 1));
        assertEquals(List.of(150f, 29f), Samples.of(greys, 2));
        assertEquals(List.of(128f, 255f), Samples.of(greys, 3));
        assertEquals(List.of(76f, 255f), Samples.of(greys, 4));
        assertEquals(List.of(0f, 255f), Samples.of(greys, 5));

        ImageFolder colors = ImageFolder.read(folder, ImageColor.RGB);
        assertEquals(new Shape(1, 2, 3), colors.shape());
        assertEquals(List.of(128f, 128f, 128f, 7f, 7f, 7f), Samples.of(colors, 0));
        assertEquals(List.of(255f, 0f, 0f, 10f, 20f, 30f), Samples.of(colors, 1));
        assertEquals(List.of(0f, 255f, 0f, 0f, 0f, 255f), Samples.of(colors, 2));
    }

    @Test
    void jpegIsReadAndTheFirstImageDecides() throws IOException {
        BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            red.setRGB(i % 16, i / 16, 0xff0000);
        }
        put("a/1.jpg", red);
        put("b/1.jpeg", red);
        ImageFolder data = read();
        assertEquals(new Shape(16, 16, 3), data.shape());
        List<Float> values = Samples.of(data, 1);
        // JPEG is lossy: a flat red comes back within a few steps.
        assertTrue(
                values.get(0) > 250 && values.get(1) < 5 && values.get(2) < 5,
                values.subList(0, 3).toString());
    }

    @Test
    void anImageOfAnotherSizeIsNamed() throws IOException {
        Path first = put("a/1.png", grey(1, 2));
        Path other = put("a/2.png", new BufferedImage(3, 4, BufferedImage.TYPE_BYTE_GRAY));
        ImageFolder data = read();
        Refusal.expect(
                "'" + other + "' has 3×4 pixels, and '" + first + "' has 2×1; bring all images to one size.",
                () -> Samples.of(data, 1));
    }

    /** A PNG file that declares more than it holds. */
    @Test
    void sizesAreCheckedBeforePixelsAreDecoded() throws IOException {
        Path file = put("a/1.png", grey(1, 2));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, 100_000).putInt(20, 50_000);
        CRC32 crc = new CRC32();
        crc.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
        Files.write(file, bytes);
        Refusal.expect(
                "'" + file + "' has 100000×50000 pixels, more than 16777216; make the images smaller.", this::read);
    }

    @Test
    void damagedImagesAreNamed() throws IOException {
        for (String name : List.of("a/1.png", "a/1.jpg")) {
            BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
            Random random = new Random(1);
            for (int i = 0; i < 64 * 64; i++) {
                noise.getRaster().setSample(i % 64, i / 64, 0, random.nextInt(256));
            }
            Path file = put(name, noise);
            byte[] bytes = Files.readAllBytes(file);
            ImageFolder data = read();
            for (int length : new int[] {bytes.length / 2, bytes.length / 4, 30, 3, 0}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                String message = String.valueOf(assertThrows(IOException.class, () -> Samples.of(data, 0))
                        .getMessage());
                assertTrue(
                        message.startsWith("Image '" + file + "' cannot be decoded: ")
                                && message.endsWith("; replace or remove it."),
                        message);
            }
            Files.delete(file);
            Refusal.expect("'" + file + "' cannot be read; check its name and permissions.", () -> Samples.of(data, 0));
        }
    }

    @Test
    void otherFormatsAreNotDecoded() throws IOException {
        Path file = put("a/1.bmp", new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
        Refusal.expect("'" + file + "' is neither a PNG nor a JPEG image; remove it, or convert it.", this::read);
        Path disguised = Files.move(file, folder.resolve("a/1.png"));
        Refusal.expect(
                "Image '" + disguised
                        + "' cannot be decoded: its content is neither PNG nor JPEG; replace or remove it.",
                this::read);
    }

    @Test
    void emptyFoldersAndStrayFilesAreNamed() throws IOException {
        Refusal.expect(
                "'" + folder + "' holds no folders; put the images of each class in a folder of its own.", this::read);
        put("a/1.png", grey(1, 2));
        Path empty = Files.createDirectories(folder.resolve("b"));
        Refusal.expect("'" + empty + "' holds no images; put some in, or remove the folder.", this::read);
        Files.delete(empty);
        Path stray = Files.writeString(folder.resolve("readme.txt"), "");
        Refusal.expect(
                "'" + stray + "' stands among the folders of the classes; move it out of '" + folder + "'.",
                this::read);
        Path absent = folder.resolve("absent");
        Refusal.expect(
                "'" + absent + "' cannot be read: it does not exist; check its name and permissions.",
                () -> ImageFolder.read(absent, ImageColor.RGB));
    }
}
