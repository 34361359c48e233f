package dev.texon.networks.data;

import dev.texon.networks.file.UserFiles;
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

/** PNG and JPEG files. They are untrusted: an image's size is looked at before memory is taken for it. */
public final class ImageFile {
    /** As many as a texture of 4096 × 4096 texels has. */
    private static final int MAX_PIXELS = 1 << 24;

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg");

    private ImageFile() {}

    /** Looks at an image before it is decoded. */
    @FunctionalInterface
    interface SizeCheck {
        /** @throws IOException if it is not the size that it should be */
        void demand(int width, int height) throws IOException;
    }

    /** Something that a reader tells. */
    @FunctionalInterface
    interface Use<T> {
        /** @throws IOException if it cannot be told */
        T of(ImageReader reader) throws IOException;
    }

    /**
     * Decodes an image to sRGB without alpha; greys keep their numbers.
     *
     * @throws IOException if it cannot be read, is no PNG or JPEG image, is damaged, or has more than 2²⁴ pixels; the message names it
     */
    public static BufferedImage read(Path file) throws IOException {
        return read(file, (width, height) -> demandRoom(file, width, height));
    }

    static BufferedImage read(Path file, SizeCheck size) throws IOException {
        return withReader(file, reader -> {
            size.demand(reader.getWidth(0), reader.getHeight(0));
            List<String> warnings = new ArrayList<>();
            // A JPEG file that is cut off ends in grey, with no more than a warning.
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage decoded = reader.read(0);
            if (!warnings.isEmpty()) {
                throw damaged(file, warnings.get(0), null);
            }
            return rgb(decoded);
        });
    }

    /** The same image in sRGB without alpha; greys keep their numbers: {@code getRGB} would take them for linear ones and brighten them. */
    public static BufferedImage rgb(BufferedImage image) {
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        boolean greys = isGrey(image.getColorModel()) && !(image.getColorModel() instanceof IndexColorModel);
        Raster raster = image.getRaster();
        int largest = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            if (greys) {
                raster.getSamples(0, y, row.length, 1, 0, row);
                for (int x = 0; x < row.length; x++) {
                    row[x] = (row[x] * 255 + largest / 2) / largest * 0x010101;
                }
            } else {
                image.getRGB(0, y, row.length, 1, row, 0, row.length);
            }
            rgb.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return rgb;
    }

    static void demandRoom(Path file, int width, int height) throws IOException {
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException("'" + file + "' has " + width + "×" + height + " pixels, more than " + MAX_PIXELS
                    + "; make the images smaller.");
        }
    }

    /** Whether a file is called like an image. */
    static boolean hasName(Path file) {
        String name = UserFiles.name(file);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && Files.isRegularFile(file);
    }

    /** Whether an image that is not decoded yet has one channel, or as good as one. */
    static boolean isGrey(Path file, ImageReader reader) throws IOException {
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
    static <T> T withReader(Path file, Use<T> use) throws IOException {
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
                    if (EXTENSIONS.contains(format)) {
                        reader.setInput(in, true, true);
                        return use.of(reader);
                    }
                } finally {
                    reader.dispose();
                }
            }
            throw damaged(file, "its content is neither PNG nor JPEG", null);
        } catch (FileNotFoundException e) {
            throw new IOException("'" + file + "' cannot be read; check its name and permissions.", e);
        } catch (EOFException | IIOException | RuntimeException e) {
            String message = e.getMessage();
            throw damaged(file, message == null ? e.getClass().getSimpleName() : message, e);
        }
    }

    private static IOException damaged(Path file, String why, @Nullable Exception cause) {
        return new IOException("Image '" + file + "' cannot be decoded: " + why + "; replace or remove it.", cause);
    }
}
