package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import org.jspecify.annotations.Nullable;

/** PNG, JPEG, BMP, GIF and WebP files. They are untrusted: an image's size is looked at before memory is taken for it. */
public final class ImageFile {
    static final String FORMATS = "PNG, JPEG, BMP, GIF or WebP";

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "webp");
    /** What the largest kind of decoded pixel, 4 channels of 16 bits, and its copy take together. */
    private static final int BYTES_A_PIXEL = 12;

    private ImageFile() {}

    /**
     * An image, and what its decoder complained of.
     *
     * @param image upright, {@link BufferedImage#TYPE_INT_ARGB} if it has alpha, otherwise {@link BufferedImage#TYPE_INT_RGB}
     */
    record Decoded(BufferedImage image, List<String> warnings) {}

    /**
     * What an image is before it is decoded.
     *
     * @param width upright
     * @param height upright
     */
    record Header(int width, int height, boolean grey) {}

    /** Something that a reader tells. */
    @FunctionalInterface
    private interface Use<T> {
        /** @throws IOException if it cannot be told */
        T of(ImageReader reader, JpegHeader jpeg) throws IOException;
    }

    /**
     * Decodes an image to sRGB as it is to be looked at: turned as its EXIF data say, of an animation the first frame. Alpha is kept;
     * greys keep their numbers; of CMYK, R = C·K / 255 and so on with the inverted numbers that Adobe stores, as PIL does it.
     *
     * @throws IOException if it cannot be read, is of another format, is damaged, or does not fit into Java's memory; the message names it
     */
    public static BufferedImage read(Path file) throws IOException {
        return decode(file).image();
    }

    /**
     * Decodes an image, and scales it if the options have a size. It has alpha only if the options' colour is {@link ImageColor#RGBA};
     * otherwise it lies on their background.
     *
     * @throws IOException as {@link #read(Path)}
     */
    public static BufferedImage read(Path file, ImageOptions options) throws IOException {
        return ImageScale.apply(read(file), options);
    }

    static Decoded decode(Path file) throws IOException {
        return withReader(file, (reader, jpeg) -> {
            demandRoom(file, reader.getWidth(0), reader.getHeight(0));
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage image = isJpeg(reader) && bands(reader) == 4
                    ? cmyk(reader.readRaster(0, null), jpeg)
                    : upright(reader.read(0), jpeg.orientation());
            for (String warning : warnings) {
                // A JPEG file that is cut off ends in grey, with no more than a warning. Other warnings cost no pixels.
                if (warning.startsWith("Truncated File")) {
                    throw damaged(file, warning, null);
                }
            }
            return new Decoded(image, List.copyOf(warnings));
        });
    }

    static Header header(Path file) throws IOException {
        return withReader(file, (reader, jpeg) -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            demandRoom(file, width, height);
            return new Header(jpeg.turned() ? height : width, jpeg.turned() ? width : height, isGrey(file, reader));
        });
    }

    /** The same image in sRGB; greys keep their numbers: {@code getRGB} would take them for linear ones and brighten them. */
    public static BufferedImage rgb(BufferedImage image) {
        return upright(image, 1);
    }

    /**
     * An image of the size of a network's input, as {@code --size} makes it for training: with alpha for four channels, else over white, and
     * grey for one.
     */
    public static BufferedImage samplesOf(BufferedImage image, Shape input) {
        BufferedImage coloured = image.getColorModel().getNumColorComponents() == 1 ? rgb(image) : image;
        BufferedImage sized = ImageScale.apply(
                coloured,
                ImageOptions.defaults()
                        .withColor(input.channels() == 4 ? ImageColor.RGBA : ImageColor.RGB)
                        .withSize(input.height(), input.width()));
        return input.channels() == 1 ? grey(sized) : sized;
    }

    private static BufferedImage grey(BufferedImage image) {
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                result.setRGB(x, y, luma(image.getRGB(x, y)) * 0x010101);
            }
        }
        return result;
    }

    /** Of an RGB colour, rounded (ITU-R BT.601). */
    static int luma(int rgb) {
        return (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff) + 500) / 1000;
    }

    private static BufferedImage upright(BufferedImage image, int orientation) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        boolean greys = isGrey(model) && !(model instanceof IndexColorModel);
        int largest = (1 << model.getComponentSize(0)) - 1;
        int width = image.getWidth();
        Upright rows = new Upright(width, image.getHeight(), model.hasAlpha(), orientation);
        int[] row = new int[width];
        int[] alpha = new int[greys && model.hasAlpha() ? width : 0];
        for (int y = 0; y < image.getHeight(); y++) {
            if (greys) {
                raster.getSamples(0, y, width, 1, 0, row);
                if (alpha.length > 0) {
                    raster.getSamples(0, y, width, 1, 1, alpha);
                }
                for (int x = 0; x < width; x++) {
                    row[x] = to8Bits(row[x], largest) * 0x010101
                            | (alpha.length > 0 ? to8Bits(alpha[x], largest) : 255) << 24;
                }
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            rows.put(y, row);
        }
        return rows.image();
    }

    private static int to8Bits(int value, int largest) {
        return (value * 255 + largest / 2) / largest;
    }

    /** Numbers are inverted, as Adobe stores them and PIL takes them: 255 is no ink. */
    private static BufferedImage cmyk(Raster raster, JpegHeader jpeg) {
        int width = raster.getWidth();
        Upright rows = new Upright(width, raster.getHeight(), false, jpeg.orientation());
        int[] row = new int[width];
        int[] inks = new int[4 * width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, inks);
            for (int x = 0; x < width; x++) {
                int c = inks[4 * x];
                int m = inks[4 * x + 1];
                int yellow = inks[4 * x + 2];
                int k = inks[4 * x + 3];
                if (jpeg.ycck()) {
                    // ITU-R T.871 gives RGB, and the inks are what these lack to 255.
                    int luma = c;
                    double cb = m - 128;
                    double cr = yellow - 128;
                    c = 255 - clamp(luma + 1.402 * cr);
                    m = 255 - clamp(luma - 0.344136 * cb - 0.714136 * cr);
                    yellow = 255 - clamp(luma + 1.772 * cb);
                }
                row[x] = to8Bits(c * k, 255 * 255) << 16
                        | to8Bits(m * k, 255 * 255) << 8
                        | to8Bits(yellow * k, 255 * 255);
            }
            rows.put(y, row);
        }
        return rows.image();
    }

    private static int clamp(double value) {
        return (int) Math.round(Math.max(0, Math.min(255, value)));
    }

    private static boolean isJpeg(ImageReader reader) throws IOException {
        return reader.getFormatName().equalsIgnoreCase("jpeg");
    }

    /** Components that the file has, whatever the reader makes of them; 0 if the reader does not tell. */
    private static int bands(ImageReader reader) throws IOException {
        ImageTypeSpecifier raw = reader.getRawImageType(0);
        return raw == null ? 4 : raw.getNumBands();
    }

    private static void demandRoom(Path file, int width, int height) throws IOException {
        long room = Runtime.getRuntime().maxMemory();
        long needed = (long) width * height * BYTES_A_PIXEL;
        if (needed > room - room / 4 || (long) width * height > Integer.MAX_VALUE / 4) {
            throw new IOException("'" + file + "' has " + width + "×" + height + " pixels, which take "
                    + (needed >> 20) + " MiB, and this Java has " + (room >> 20)
                    + "; make the image smaller, or give Java more memory, for example by JAVA_OPTS=-Xmx4g.");
        }
    }

    /** Whether a file is called like an image. */
    static boolean hasName(Path file) {
        return EXTENSIONS.contains(extension(file)) && Files.isRegularFile(file);
    }

    /** What stands after the last dot of a name, in lower case. */
    static String extension(Path file) {
        String name = UserFiles.name(file);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether an image that is not decoded yet has one channel, or as good as one. */
    private static boolean isGrey(Path file, ImageReader reader) throws IOException {
        if (isJpeg(reader) && bands(reader) == 4) {
            return false;
        }
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw damaged(file, "its colours are neither grey nor RGB", null);
        }
        return isGrey(types.next().getColorModel());
    }

    private static boolean isGrey(ColorModel model) {
        if (model instanceof IndexColorModel palette) {
            for (int i = 0; i < palette.getMapSize(); i++) {
                if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
                    return false;
                }
            }
            return true;
        }
        return model instanceof ComponentColorModel && model.getNumColorComponents() == 1;
    }

    /** Java's readers throw all kinds of exceptions at damaged files. */
    private static <T> T withReader(Path file, Use<T> use) throws IOException {
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            JpegHeader jpeg = JpegHeader.read(in);
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    if (EXTENSIONS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                        // GIF's reader wants to go back.
                        reader.setInput(in, false, true);
                        return use.of(reader, jpeg);
                    }
                } finally {
                    reader.dispose();
                }
            }
            throw damaged(file, "its content is not " + FORMATS, null);
        } catch (FileNotFoundException e) {
            throw new IOException("'" + file + "' cannot be read; check its name and permissions.", e);
        } catch (EOFException | IIOException | RuntimeException e) {
            String message = e.getMessage();
            String why = e instanceof EOFException ? "it ends too early" : message == null ? "it is damaged" : message;
            throw damaged(file, why, e);
        }
    }

    private static IOException damaged(Path file, String why, @Nullable Exception cause) {
        return new IOException("Image '" + file + "' cannot be decoded: " + why + "; replace or remove it.", cause);
    }
}
