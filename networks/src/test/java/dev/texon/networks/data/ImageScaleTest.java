package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against integrals over the image as a function of two real numbers, in double precision. */
class ImageScaleTest {
    private static final int BLUE = 0x2060ff;

    private static BufferedImage random(int height, int width, boolean alpha) {
        Random random = new Random(31L * height + width);
        BufferedImage image =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                // Some of it transparent, some opaque.
                int opaque = Math.max(0, Math.min(255, random.nextInt(512) - 128));
                image.setRGB(x, y, opaque << 24 | random.nextInt(1 << 24));
            }
        }
        return image;
    }

    /** A channel, times alpha for colours; channel 3 is alpha. */
    private static double value(BufferedImage image, int x, int y, int channel) {
        int argb = image.getRGB(x, y);
        double alpha = (argb >>> 24) / 255.0;
        return channel == 3 ? 255 * alpha : alpha * (argb >> (16 - 8 * channel) & 0xff);
    }

    /** The part of a pixel that an interval covers. */
    private static double covered(int pixel, double from, double to) {
        return Math.max(0, Math.min(to, pixel + 1.0) - Math.max(from, pixel));
    }

    private static double mean(BufferedImage image, int channel, double left, double right, double top, double bottom) {
        double sum = 0;
        double area = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double part = covered(x, left, right) * covered(y, top, bottom);
                sum += part * value(image, x, y, channel);
                area += part;
            }
        }
        return sum / area;
    }

    /** An interval of a reduced axis is the pixel's own; of an enlarged one it is as long as a pixel of the image, around its middle. */
    private static double[] interval(double start, double length, int to, int i) {
        double step = length / to;
        double middle = start + (i + 0.5) * step;
        double half = Math.max(step, 1) / 2;
        return new double[] {middle - half, middle + half};
    }

    @ParameterizedTest
    @CsvSource({
        // height, width, of the image and then of the result
        "7, 5, 7, 5",
        "40, 24, 10, 6",
        "41, 23, 9, 6",
        "120, 3, 2, 9",
        "3, 4, 8, 9",
        "50, 64, 1, 1",
        "1, 1, 3, 2",
        "90, 90, 4, 5",
        "16, 9, 9, 16",
        "9, 16, 12, 12",
        "20, 12, 7, 13"
    })
    void everyPixelIsAMeanOfTheAreaOrInterpolated(int height, int width, int rows, int columns) {
        for (ImageFit fit : ImageFit.values()) {
            for (boolean alpha : new boolean[] {false, true}) {
                BufferedImage image = random(height, width, alpha);
                ImageOptions options = ImageOptions.defaults()
                        .withSize(rows, columns)
                        .withFit(fit)
                        .withBackground(BLUE);
                check(image, ImageScale.apply(image, options), fit, alpha, false);
                check(image, ImageScale.apply(image, options.withColor(ImageColor.RGBA)), fit, alpha, true);
            }
        }
    }

    private static void check(BufferedImage image, BufferedImage result, ImageFit fit, boolean alpha, boolean rgba) {
        double ratio = result.getWidth() / (double) result.getHeight();
        double tall = image.getHeight();
        double wide = image.getWidth();
        int innerRows = result.getHeight();
        int innerColumns = result.getWidth();
        boolean same = innerRows == tall && innerColumns == wide;
        if (fit == ImageFit.COVER) {
            tall = Math.min(tall, wide / ratio);
            wide = Math.min(wide, tall * ratio);
        } else if (fit == ImageFit.CONTAIN) {
            innerRows = (int) Math.max(1, Math.min(innerRows, Math.round(innerColumns * tall / wide)));
            innerColumns = (int)
                    Math.max(1, Math.min(innerColumns, Math.round(result.getHeight() * wide / image.getHeight())));
        }
        int top = (result.getHeight() - innerRows) / 2;
        int left = (result.getWidth() - innerColumns) / 2;
        for (int y = 0; y < result.getHeight(); y++) {
            for (int x = 0; x < result.getWidth(); x++) {
                int actual = result.getRGB(x, y);
                boolean outside = y < top || y >= top + innerRows || x < left || x >= left + innerColumns;
                if (outside) {
                    assertEquals(BLUE, actual & 0xffffff, "background at " + x + ", " + y);
                    continue;
                }
                double[] across = interval((image.getWidth() - wide) / 2, wide, innerColumns, x - left);
                double[] down = interval((image.getHeight() - tall) / 2, tall, innerRows, y - top);
                double opaque = mean(image, 3, across[0], across[1], down[0], down[1]);
                if (rgba) {
                    assertEquals(opaque, actual >>> 24, 0.51, "alpha at " + x + ", " + y);
                }
                for (int c = 0; c < 3; c++) {
                    double own = mean(image, c, across[0], across[1], down[0], down[1]);
                    double behind = (1 - opaque / 255) * (BLUE >> (16 - 8 * c) & 0xff);
                    double expected = rgba ? (opaque < 0.5 ? 0 : own * 255 / opaque) : own + behind;
                    if (rgba && opaque < 0.5) {
                        continue;
                    }
                    // A colour is rounded once, and where it lies on the background with
                    // its alpha three times; an image of the same size keeps its bytes.
                    double bound = same ? 0.51 : alpha && !rgba ? 1.51 : 0.51;
                    assertEquals(
                            expected,
                            actual >> (16 - 8 * c) & 0xff,
                            bound,
                            fit + ", colour " + c + " at " + x + ", " + y);
                }
            }
        }
    }

    @Test
    void anOpaqueImageOfTheSizeIsItself() {
        BufferedImage image = random(3, 4, false);
        assertSame(image, ImageScale.apply(image, ImageOptions.defaults()));
        assertSame(image, ImageScale.apply(image, ImageOptions.defaults().withSize(3, 4)));
        BufferedImage clear = random(3, 4, true);
        assertSame(clear, ImageScale.apply(clear, ImageOptions.defaults().withColor(ImageColor.RGBA)));
    }
}
