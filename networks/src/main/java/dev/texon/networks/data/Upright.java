package dev.texon.networks.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** An image that is filled by the rows of a file, turned and mirrored as EXIF's orientation tells (CIPA DC-008, tag 0x0112). */
final class Upright {
    private final BufferedImage image;
    private final int[] pixels;
    private final int start;
    /** Steps in the image for one column and for one row of the file. */
    private final int column;

    private final int row;

    Upright(int width, int height, boolean alpha, int orientation) {
        boolean turned = orientation >= 5;
        int columns = turned ? height : width;
        int rows = turned ? width : height;
        image = new BufferedImage(columns, rows, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        // Where the file's first row and first column lie in the image.
        boolean bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        boolean right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        int across = right ? -1 : 1;
        int down = bottom ? -columns : columns;
        column = turned ? down : across;
        row = turned ? across : down;
        start = (bottom ? (rows - 1) * columns : 0) + (right ? columns - 1 : 0);
    }

    void put(int y, int[] argb) {
        int at = start + y * row;
        for (int pixel : argb) {
            pixels[at] = pixel;
            at += column;
        }
    }

    BufferedImage image() {
        return image;
    }
}
