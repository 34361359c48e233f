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
import java.util.ArrayList;
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

    private final List<String> notes = new ArrayList<>();

    private ImageFolder read() throws IOException {
        return ImageFolder.read(folder, ImageOptions.defaults(), notes::add);
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

        ImageFolder greys = ImageFolder.read(folder, ImageOptions.defaults().withColor(ImageColor.GREY), notes::add);
        assertEquals(1, greys.shape().channels());
        assertEquals(List.of(128f, 7f), Samples.of(greys, 0));
        // 0.299·255 = 76.2; 0.299·10 + 0.587·20 + 0.114·30 = 18.15.
        assertEquals(List.of(76f, 18f), Samples.of(greys, 1));
        // Half a green over white is 127, 255, 127: 0.299·127 + 0.587·255 + 0.114·127 = 202.1.
        assertEquals(List.of(202f, 29f), Samples.of(greys, 2));
        assertEquals(List.of(128f, 255f), Samples.of(greys, 3));
        assertEquals(List.of(76f, 255f), Samples.of(greys, 4));
        assertEquals(List.of(0f, 255f), Samples.of(greys, 5));

        ImageFolder colors = read();
        assertEquals(new Shape(1, 2, 3), colors.shape());
        assertEquals(List.of(128f, 128f, 128f, 7f, 7f, 7f), Samples.of(colors, 0));
        assertEquals(List.of(255f, 0f, 0f, 10f, 20f, 30f), Samples.of(colors, 1));
        assertEquals(List.of(127f, 255f, 127f, 0f, 0f, 255f), Samples.of(colors, 2));

        ImageOptions onBlack = ImageOptions.defaults().withBackground(0);
        assertEquals(List.of(0f, 128f, 0f, 0f, 0f, 255f), Samples.of(ImageFolder.read(folder, onBlack, notes::add), 2));
        ImageOptions alpha = ImageOptions.defaults().withColor(ImageColor.RGBA);
        assertEquals(
                List.of(0f, 255f, 0f, 128f, 0f, 0f, 255f, 255f),
                Samples.of(ImageFolder.read(folder, alpha, notes::add), 2));
    }

    @Test
    void jpegIsRead() throws IOException {
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
    void anImageOfAnotherSizeIsNamedAndScaledWhenWanted() throws IOException {
        Path first = put("a/1.png", grey(1, 3));
        BufferedImage tall = new BufferedImage(3, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 12; i++) {
            tall.getRaster().setSample(i % 3, i / 3, 0, 10 * (i % 3));
        }
        Path other = put("a/2.png", tall);
        Refusal.expect(
                "'" + other + "' has 3×4 pixels, and '" + first
                        + "' has 2×1; scale all images to one size by --size HEIGHTxWIDTH.",
                this::read);
        ImageOptions one = ImageOptions.defaults().withSize(1, 1);
        ImageFolder data = ImageFolder.read(folder, one, notes::add);
        assertEquals(new Shape(1, 1, 1), data.shape());
        assertEquals(List.of(2f), Samples.of(data, 0));
        assertEquals(List.of(10f), Samples.of(data, 1));
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
        String message =
                String.valueOf(assertThrows(IOException.class, this::read).getMessage());
        assertTrue(message.contains("(has 100000×50000 pixels, which take 57220 MiB, and this Java has "), message);
    }

    @Test
    void damagedImagesAreNamedAllAtOnceOrLeftOut() throws IOException {
        for (String name : List.of("a/1.png", "a/1.jpg")) {
            BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
            Random random = new Random(1);
            for (int i = 0; i < 64 * 64; i++) {
                noise.getRaster().setSample(i % 64, i / 64, 0, random.nextInt(256));
            }
            put("a/0.png", noise);
            Path file = put(name, noise);
            Path other = folder.resolve("a/2.png");
            byte[] bytes = Files.readAllBytes(file);
            for (int length : new int[] {bytes.length / 2, bytes.length / 4, 30, 3, 0}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                Files.write(other, Arrays.copyOf(bytes, length));
                String message = String.valueOf(
                        assertThrows(IOException.class, this::read).getMessage());
                assertTrue(
                        message.startsWith("2 of 3 images in '" + folder + "' cannot be read: " + name + " (")
                                && message.contains("), a/2.png (")
                                && message.endsWith("; replace or remove them, or leave them out by --skip-bad."),
                        message);
                notes.clear();
                ImageFolder rest =
                        ImageFolder.read(folder, ImageOptions.defaults().withSkipBad(true), notes::add);
                assertEquals(1, rest.size());
                assertTrue(notes.get(0).startsWith("2 of 3 images in "), notes.toString());
            }
            Files.delete(file);
            Files.delete(other);
        }
    }

    @Test
    void aLongListIsCut() throws IOException {
        for (int i = 0; i < 12; i++) {
            put("a/" + i + ".png", grey(1, 2));
            Files.write(folder.resolve("a/" + i + ".png"), new byte[3]);
        }
        String message =
                String.valueOf(assertThrows(IOException.class, this::read).getMessage());
        assertTrue(message.startsWith("12 of 12 images") && message.contains(" and 2 more; "), message);
    }

    @Test
    void aClassWithoutReadableImagesIsNamed() throws IOException {
        put("a/1.png", grey(1, 2));
        put("b/1.png", grey(1, 2));
        Files.write(folder.resolve("b/1.png"), new byte[3]);
        Refusal.expect(
                "None of the images in '" + folder.resolve("b")
                        + "' can be read; put some in that can, or remove the folder.",
                () -> ImageFolder.read(folder, ImageOptions.defaults().withSkipBad(true), notes::add));
    }

    @Test
    void otherFormatsAreDecodedByContent() throws IOException {
        put("a/1.bmp", image(BufferedImage.TYPE_INT_RGB, 0xff0000, 0x0a141e));
        put("a/2.gif", image(BufferedImage.TYPE_BYTE_INDEXED, 0xffff0000, 0xffffffff));
        Files.copy(folder.resolve("a/1.bmp"), folder.resolve("a/3.png"));
        ImageFolder data = read();
        assertEquals(List.of(255f, 0f, 0f, 10f, 20f, 30f), Samples.of(data, 0));
        assertEquals(List.of(255f, 0f, 0f, 255f, 255f, 255f), Samples.of(data, 1));
        assertEquals(List.of(255f, 0f, 0f, 10f, 20f, 30f), Samples.of(data, 2));
        Files.writeString(folder.resolve("a/4.png"), "no image");
        String message =
                String.valueOf(assertThrows(IOException.class, this::read).getMessage());
        assertTrue(message.contains("a/4.png (its content is not PNG, JPEG, BMP, GIF or WebP)"), message);
    }

    /** As torchvision's ImageFolder walks them. */
    @Test
    void imagesBelowAClassBelongToIt() throws IOException {
        put("b/x/1.png", grey(1, 2));
        put("a/y/z/1.png", grey(3, 4));
        put("a/2.png", grey(5, 6));
        ImageFolder data = read();
        assertEquals(List.of("a", "b"), data.classes());
        assertEquals(List.of(0, 0, 1), List.of(data.label(0), data.label(1), data.label(2)));
    }

    @Test
    void emptyFoldersAreNamedAndStrayFilesPassedOver() throws IOException {
        Refusal.expect(
                "'" + folder + "' holds no folders; put the images of each class in a folder of its own.", this::read);
        put("a/1.png", grey(1, 2));
        Path empty = Files.createDirectories(folder.resolve("b"));
        Files.createDirectories(folder.resolve("__MACOSX"));
        Files.writeString(folder.resolve("b/Thumbs.db"), "");
        Refusal.expect(
                "'" + empty + "' holds no PNG, JPEG, BMP, GIF or WebP images; put some in, or remove the folder.",
                this::read);
        Files.delete(folder.resolve("b/Thumbs.db"));
        Files.delete(empty);
        for (String name : List.of("README.md", "LICENSE", "a/desktop.ini", "a/.DS_Store")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertEquals(List.of("a"), read().classes());
        assertEquals(List.of(), notes);
        Files.writeString(folder.resolve("a/1.tiff"), "");
        Files.writeString(folder.resolve("list.txt"), "");
        assertEquals(1, read().size());
        assertEquals(
                List.of("Files in '" + folder + "' that are no PNG, JPEG, BMP, GIF or WebP images by their names are "
                        + "passed over: 1 .tiff, 1 .txt."),
                notes);
        Path absent = folder.resolve("absent");
        Refusal.expect(
                "'" + absent + "' cannot be read: it does not exist; check its name and permissions.",
                () -> ImageFolder.read(absent, ImageOptions.defaults(), notes::add));
    }
}
