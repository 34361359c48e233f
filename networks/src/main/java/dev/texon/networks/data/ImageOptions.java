package dev.texon.networks.data;

/**
 * How images become samples.
 *
 * @param color channels
 * @param background 0xRRGGBB: what transparent images lie on, and what {@link ImageFit#CONTAIN} fills with
 * @param height in pixels that images are scaled to; 0: images have one size already
 * @param width in pixels that images are scaled to; 0 as height is
 * @param fit into a size of another aspect ratio
 * @param skipBad whether images that cannot be read are left out; otherwise they are an error that lists them
 */
public record ImageOptions(ImageColor color, int background, int height, int width, ImageFit fit, boolean skipBad) {
    private static final int WHITE = 0xffffff;
    private static final ImageOptions DEFAULTS =
            new ImageOptions(ImageColor.AUTO, WHITE, 0, 0, ImageFit.STRETCH, false);

    /** @throws IllegalArgumentException if the background is no 0xRRGGBB, or a size is negative, or only one of them is 0 */
    public ImageOptions {
        if ((background & ~WHITE) != 0) {
            throw new IllegalArgumentException(
                    String.format("The background is 0x%x; take 0xRRGGBB, at most 0xffffff.", background));
        }
        if (height < 0 || width < 0 || height == 0 != (width == 0)) {
            throw new IllegalArgumentException("Images are to have " + height + " rows and " + width
                    + " columns; take at least 1 of both, or 0 and 0 for images of one size.");
        }
    }

    /** White background, colours unless all images are grey, images of one size, none of them damaged. */
    public static ImageOptions defaults() {
        return DEFAULTS;
    }

    public ImageOptions withColor(ImageColor value) {
        return new ImageOptions(value, background, height, width, fit, skipBad);
    }

    /** @param value 0xRRGGBB */
    public ImageOptions withBackground(int value) {
        return new ImageOptions(color, value, height, width, fit, skipBad);
    }

    public ImageOptions withSize(int rows, int columns) {
        return new ImageOptions(color, background, rows, columns, fit, skipBad);
    }

    public ImageOptions withFit(ImageFit value) {
        return new ImageOptions(color, background, height, width, value, skipBad);
    }

    public ImageOptions withSkipBad(boolean value) {
        return new ImageOptions(color, background, height, width, fit, value);
    }
}
