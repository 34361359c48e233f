package dev.texon.networks.data;

import java.awt.image.BufferedImage;

/**
 * Brings images to a size. Along each axis a pixel of a smaller image is the mean of the area that it covers, at any reduction; a larger
 * image is interpolated linearly.
 */
final class ImageScale {
    private static final int CHANNELS = 4;

    private ImageScale() {}

    /** The image as the options want it: of their size if they have one, on their background unless alpha is wanted. */
    static BufferedImage apply(BufferedImage image, ImageOptions options) {
        boolean alpha = options.color() == ImageColor.RGBA;
        int background = options.background() | (alpha ? 0 : 0xff000000);
        int height = options.height() == 0 ? image.getHeight() : options.height();
        int width = options.width() == 0 ? image.getWidth() : options.width();
        if (height == image.getHeight() && width == image.getWidth()) {
            return !alpha && image.getColorModel().hasAlpha() ? over(image, background) : image;
        }
        double rows = image.getHeight();
        double columns = image.getWidth();
        int innerHeight = height;
        int innerWidth = width;
        // Positive where the image is wider than the size.
        double wider = columns * height - rows * width;
        if (options.fit() == ImageFit.COVER) {
            if (wider > 0) {
                columns = rows * width / height;
            } else {
                rows = columns * height / width;
            }
        } else if (options.fit() == ImageFit.CONTAIN) {
            if (wider > 0) {
                innerHeight = (int) Math.max(1, Math.round(rows * width / columns));
            } else {
                innerWidth = (int) Math.max(1, Math.round(columns * height / rows));
            }
        }
        float[] pixels = scaled(
                image,
                new Axis(image.getWidth(), (image.getWidth() - columns) / 2, columns, innerWidth),
                new Axis(image.getHeight(), (image.getHeight() - rows) / 2, rows, innerHeight));
        BufferedImage result =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int left = (width - innerWidth) / 2;
        int top = (height - innerHeight) / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = x >= left && x < left + innerWidth && y >= top && y < top + innerHeight;
                int argb = inside ? argb(pixels, CHANNELS * ((y - top) * innerWidth + x - left)) : background;
                result.setRGB(x, y, alpha ? argb : over(argb, background));
            }
        }
        return result;
    }

    static BufferedImage over(BufferedImage image, int background) {
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                row[x] = over(row[x], background);
            }
            result.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return result;
    }

    private static int over(int argb, int background) {
        int alpha = argb >>> 24;
        int result = 0xff;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int mixed = (argb >> shift & 0xff) * alpha + (background >> shift & 0xff) * (255 - alpha);
            result = result << 8 | (mixed + 127) / 255;
        }
        return result;
    }

    /** Rows of the result, with alpha first and colours times alpha, so that what is transparent gives no colour to its neighbours. */
    private static float[] scaled(BufferedImage image, Axis across, Axis down) {
        float[] result = new float[CHANNELS * across.to * down.to];
        float[] line = new float[CHANNELS * across.to];
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < down.to; y++) {
            for (int i = 0; i < down.count(y); i++) {
                image.getRGB(0, down.first(y) + i, row.length, 1, row, 0, row.length);
                across.of(row, line);
                float weight = down.weight(y, i);
                for (int k = 0; k < line.length; k++) {
                    result[y * line.length + k] += weight * line[k];
                }
            }
        }
        return result;
    }

    private static int argb(float[] pixels, int at) {
        float alpha = pixels[at];
        int argb = Math.round(alpha);
        for (int c = 1; c < CHANNELS; c++) {
            int value = alpha == 0 ? 0 : Math.round(pixels[at + c] * 255 / alpha);
            argb = argb << 8 | Math.min(255, value);
        }
        return argb;
    }

    /** Which pixels along an axis make each pixel of the result, and with which weights. */
    private static final class Axis {
        final int to;
        private final int[] first;
        private final float[][] weights;

        /** Takes the pixels from start over a length to so many. */
        Axis(int pixels, double start, double length, int to) {
            this.to = to;
            first = new int[to];
            weights = new float[to][];
            double step = length / to;
            for (int i = 0; i < to; i++) {
                double low = start + i * step;
                double high = low + step;
                if (step < 1) {
                    // Linear: the middle of the pixel lies between the middles of two others.
                    low = (low + high) / 2 - 0.5;
                    high = low + 1;
                }
                int from = (int) Math.max(0, Math.min(pixels - 1, Math.floor(low)));
                int end = (int) Math.max(from + 1, Math.min(pixels, Math.ceil(high)));
                first[i] = from;
                weights[i] = new float[end - from];
                double sum = 0;
                for (int p = from; p < end; p++) {
                    sum += overlap(low, high, p);
                }
                for (int p = from; p < end; p++) {
                    weights[i][p - from] = sum > 0 ? (float) (overlap(low, high, p) / sum) : 1f / (end - from);
                }
            }
        }

        private static double overlap(double low, double high, int pixel) {
            return Math.max(0, Math.min(high, pixel + 1) - Math.max(low, pixel));
        }

        int first(int i) {
            return first[i];
        }

        int count(int i) {
            return weights[i].length;
        }

        float weight(int i, int k) {
            return weights[i][k];
        }

        void of(int[] row, float[] line) {
            for (int i = 0; i < to; i++) {
                float a = 0;
                float r = 0;
                float g = 0;
                float b = 0;
                for (int k = 0; k < weights[i].length; k++) {
                    int argb = row[first[i] + k];
                    float alpha = weights[i][k] * (argb >>> 24);
                    a += alpha;
                    r += alpha * (argb >> 16 & 0xff) / 255;
                    g += alpha * (argb >> 8 & 0xff) / 255;
                    b += alpha * (argb & 0xff) / 255;
                }
                line[CHANNELS * i] = a;
                line[CHANNELS * i + 1] = r;
                line[CHANNELS * i + 2] = g;
                line[CHANNELS * i + 3] = b;
            }
        }
    }
}
