package dev.texon.gpu;

/**
 * A rectangle of texels of one mip level.
 *
 * @param x first column, in texels
 * @param y first row, in texels; row 0 is the first row in memory and has fragment coordinate 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Region(int x, int y, int width, int height) {
    /**
     * Checks that it is a rectangle.
     *
     * @param x at least 0
     * @param y at least 0
     * @param width at least 1
     * @param height at least 1
     * @throws IllegalArgumentException if x or y is negative, or width or height is below 1
     */
    public Region {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("Region " + width + "×" + height + " at (" + x + ", " + y
                    + ") is not a rectangle of texels; x and y start at 0, width and height at 1.");
        }
    }

    /** {@return the number of texels} */
    public long texels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "×" + height + " at (" + x + ", " + y + ")";
    }
}
