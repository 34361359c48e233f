package dev.texon.networks;

/**
 * How a kernel moves over an image.
 *
 * @param height rows of the kernel
 * @param width columns of the kernel
 * @param stride places from one window to the next, in both directions
 * @param padding rows and columns around the image, on each side, that hold zeros
 */
public record Window(int height, int width, int stride, int padding) {
    /** Longest side of a kernel, so that its places can be counted. */
    private static final int LONGEST = 4096;

    /**
     * @throws IllegalArgumentException if a side is not in 1 … 4096, the stride is below 1, or the padding is not below both
     *     sides
     */
    public Window {
        if (Math.max(height, width) > LONGEST
                || height < 1
                || width < 1
                || stride < 1
                || padding < 0
                || padding >= Math.min(height, width)) {
            throw new IllegalArgumentException("A window is " + height + "×" + width + " with stride " + stride
                    + " and padding " + padding
                    + "; sides are from 1 to " + LONGEST
                    + ", the stride is at least 1, and the padding is smaller than both sides.");
        }
    }

    /** A square kernel, stride 1, no padding. */
    public static Window of(int side) {
        return new Window(side, side, 1, 0);
    }

    /** A square kernel of an odd side, padded so that the image keeps its size at stride 1. */
    public static Window same(int side) {
        if (side % 2 == 0) {
            throw new IllegalArgumentException(
                    "A window that keeps an image's size has the side " + side + "; take an odd side.");
        }
        return new Window(side, side, 1, side / 2);
    }

    /** A square kernel that moves by its own side, as pooling does. */
    public static Window pool(int side) {
        return new Window(side, side, side, 0);
    }

    public Window withStride(int value) {
        return new Window(height, width, value, padding);
    }

    public Window withPadding(int value) {
        return new Window(height, width, stride, value);
    }

    /** Places of the kernel. */
    public int taps() {
        return height * width;
    }

    /**
     * Shape of what comes out: ⌊(side + 2·padding − kernel) / stride⌋ + 1 rows and columns.
     *
     * @throws IllegalArgumentException if the kernel is larger than the padded image
     */
    public Shape output(Shape input, int channels) {
        int rows = input.height() + 2 * padding - height;
        int columns = input.width() + 2 * padding - width;
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("its window of " + height + "×" + width + " with padding " + padding
                    + " is larger than its input of " + input + "; take a smaller window or more padding");
        }
        return new Shape(rows / stride + 1, columns / stride + 1, channels);
    }
}
