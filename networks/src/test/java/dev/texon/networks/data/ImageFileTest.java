package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    private final Path folder;

    ImageFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ImageFileTest.class.getResourceAsStream(name))) {
            Path file = folder.resolve(name);
            Files.write(file, in.readAllBytes());
            return file;
        }
    }

    /** The mean difference of two images' channels, of 255. */
    private static double difference(BufferedImage one, BufferedImage other) {
        assertEquals(one.getWidth() + "×" + one.getHeight(), other.getWidth() + "×" + other.getHeight());
        double sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff));
                }
            }
        }
        return sum / (3 * one.getWidth() * one.getHeight());
    }

    /**
     * The same picture, written as RGB, CMYK and YCCK. Their tables quantize by 1.9 (inks, luma) and 2.6 (chroma) root mean square, for
     * errors that are evenly spread; a channel of RGB is a sum of both, one of CMYK a product of two inks, so that 5 is expected between them,
     * and 16 would be the worst by Parseval's theorem. Taken for linear light, CMYK came out 49 too bright.
     */
    @Test
    void inksBecomeTheColoursThatPilMakesOfThem() throws IOException {
        BufferedImage rgb = ImageFile.read(resource("rgb.jpg"));
        for (String name : List.of("cmyk.jpg", "ycck.jpg")) {
            double difference = difference(rgb, ImageFile.read(resource(name)));
            assertTrue(difference < 8, name + " differs by " + difference);
        }
    }

    @Test
    void warningsAreNoDamage() throws IOException {
        for (String name : List.of("garbage-icc.jpg", "icc-missing-chunk.jpg")) {
            ImageFile.Decoded decoded = ImageFile.decode(resource(name));
            // Its own profile is sRGB, and what is left of it may round a channel by one step.
            assertTrue(difference(ImageFile.read(resource("rgb.jpg")), decoded.image()) < 1, name);
        }
        assertEquals(1, ImageFile.decode(resource("extraneous.jpg")).warnings().size());
    }

    /** A JPEG of 48 columns and 16 rows: red, green and blue squares from the left, with EXIF's orientation. */
    private Path oriented(int orientation) throws IOException {
        BufferedImage image = new BufferedImage(48, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48 * 16; i++) {
            image.setRGB(i % 48, i / 48, i / 48 < 8 ? 0xffffff : 0xff0000 >> (8 * (i % 48 / 16)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "jpg", bytes));
        byte[] jpeg = bytes.toByteArray();
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.write(jpeg, 0, 2);
        exif.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
        exif.writeBytes("Exif\0\0MM\0*\0\0\0\10".getBytes(StandardCharsets.ISO_8859_1));
        // One entry: the tag 0x0112, a short, one of it.
        exif.writeBytes(new byte[] {0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
        exif.write(jpeg, 2, jpeg.length - 2);
        return Files.write(folder.resolve(orientation + ".jpg"), exif.toByteArray());
    }

    private static char colour(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        String bits = "" + (rgb >> 23 & 1) + (rgb >> 15 & 1) + (rgb >> 7 & 1);
        return switch (bits) {
            case "100" -> 'r';
            case "010" -> 'g';
            case "001" -> 'b';
            default -> 'w';
        };
    }

    /** White lies above red, green, blue; see the table of CIPA DC-008, tag 0x0112. */
    @Test
    void imagesAreTurnedAsExifSays() throws IOException {
        List<String> corners = List.of("wwrb", "wwbr", "brww", "rbww", "wrwb", "rwbw", "bwrw", "wbwr");
        for (int orientation = 1; orientation <= 8; orientation++) {
            Path file = oriented(orientation);
            BufferedImage image = ImageFile.read(file);
            assertEquals(orientation < 5 ? 48 : 16, image.getWidth());
            assertEquals(image.getWidth(), ImageFile.header(file).width());
            int right = image.getWidth() - 3;
            int bottom = image.getHeight() - 3;
            String seen = "" + colour(image, 2, 2) + colour(image, right, 2) + colour(image, 2, bottom)
                    + colour(image, right, bottom);
            assertEquals(corners.get(orientation - 1), seen, "orientation " + orientation);
        }
    }

    /** One pixel, written by libwebp. */
    @Test
    void webpIsRead() throws IOException {
        Path file = Files.write(
                folder.resolve("1.webp"),
                Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"));
        BufferedImage image = ImageFile.read(file);
        assertEquals("1×1", image.getWidth() + "×" + image.getHeight());
    }

    /** As large as photos get that cameras of 24 megapixels make. */
    @Test
    void photosAreRead() throws IOException {
        Path file = folder.resolve("photo.png");
        assertTrue(ImageIO.write(new BufferedImage(6000, 4000, BufferedImage.TYPE_BYTE_BINARY), "png", file.toFile()));
        BufferedImage image = ImageFile.read(file, ImageOptions.defaults().withSize(2, 3));
        assertEquals(3, image.getWidth());
    }

    @Test
    void imagesAreFittedByArea() {
        BufferedImage wide = new BufferedImage(80, 40, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 80 * 40; i++) {
            int x = i % 80;
            int stripes = (x & 1) == 0 ? 0xff000000 : 0xfffcfcfc;
            wide.setRGB(x, i / 80, x < 20 ? 0xfffe0000 : x >= 60 ? 0xfffefefe : stripes);
        }
        ImageOptions size = ImageOptions.defaults().withSize(2, 2);
        BufferedImage stretched = ImageScale.apply(wide, size);
        // Left half: 20 columns of red, and 20 of stripes with a mean of 126. Right half: 20 of these, and 20 of white.
        assertEquals(0xffbe3f3f, stretched.getRGB(0, 0));
        assertEquals(0xffbebebe, stretched.getRGB(1, 1));
        BufferedImage covered = ImageScale.apply(wide, size.withFit(ImageFit.COVER));
        assertEquals(0xff7e7e7e, covered.getRGB(0, 0));
        assertEquals(0xff7e7e7e, covered.getRGB(1, 1));
        BufferedImage contained = ImageScale.apply(
                wide,
                ImageOptions.defaults().withSize(4, 2).withFit(ImageFit.CONTAIN).withBackground(0x0000ff));
        assertEquals(0xff0000ff, contained.getRGB(0, 0));
        assertEquals(0xffbe3f3f, contained.getRGB(0, 1));
        assertEquals(0xff0000ff, contained.getRGB(1, 2));
    }

    @Test
    void whatIsTransparentGivesNoColour() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff0000fe);
        image.setRGB(1, 0, 0x0000ff00);
        BufferedImage scaled = ImageScale.apply(
                image, ImageOptions.defaults().withColor(ImageColor.RGBA).withSize(1, 1));
        assertEquals(0x0000fe, scaled.getRGB(0, 0) & 0xffffff);
    }
}
