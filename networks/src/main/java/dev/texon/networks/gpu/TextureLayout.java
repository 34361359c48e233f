package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * How rows and columns of texels lie in a texture. Mostly they lie in it as they are. A row that is longer than a side of a texture is cut
 * into strips, one below the other; and where there are more lines of texels than a side has, they go on in folds side by side:
 *
 * <pre>
 *   line 0   line 3   line 6        7 lines in 3 folds of 3; what is left over repeats the last line
 *   line 1   line 4   (line 6)
 *   line 2   line 5   (line 6)
 * </pre>
 *
 * Kernels know rows and columns only: what they read and write is declared here.
 *
 * @param columns texels of a row
 * @param rows of all samples
 * @param strips of a row
 * @param strip texels of a strip; the last of a row may have fewer
 * @param lines of a fold, each of a strip; the last fold may have fewer
 */
record TextureLayout(int columns, int rows, int strips, int strip, int lines) {
    /** What kernels divide exactly, with floats alone. */
    private static final int MOST_LINES = 1 << 22;

    /** @param side longest side of a texture */
    static TextureLayout of(int columns, int rows, int side) {
        return of(columns, rows, side, side);
    }

    /** In a rectangle of at most so many texels, if it holds them. */
    static TextureLayout of(int columns, int rows, int width, int height) {
        int strips = ceil(columns, width);
        int all = Math.multiplyExact(rows, strips);
        return new TextureLayout(columns, rows, strips, ceil(columns, strips), ceil(all, ceil(all, height)));
    }

    /** Rows that a texture holds; 0 if it does not hold one. */
    static int mostRows(long columns, int side) {
        return mostRows(columns, side, side);
    }

    /** Rows that a rectangle holds. */
    static int mostRows(long columns, int width, int height) {
        long strips = (columns + width - 1) / width;
        long strip = (columns + strips - 1) / strips;
        return (int) (Math.min(width / strip * height, MOST_LINES) / strips);
    }

    private static int ceil(int a, int b) {
        return (int) (((long) a + b - 1) / b);
    }

    /** Whether rows and columns are not those of the texture. */
    boolean folded() {
        return strips > 1 || lines < rows;
    }

    /** Lines side by side. */
    private int folds() {
        return ceil(rows * strips, lines);
    }

    /** Texels of the texture. */
    int width() {
        return folds() * strip;
    }

    /** Texels of the texture. */
    int height() {
        return lines;
    }

    /** The number of a texel in the texture, row after row. */
    int texel(int column, int row) {
        if (!folded()) {
            return row * columns + column;
        }
        int line = row * strips + column / strip;
        return line % lines * width() + line / lines * strip + column % strip;
    }

    /** The parts of the texture that hold some rows; what is left over in the last fold goes with the last row. */
    List<Region> regions(int first, int count) {
        List<Region> regions = new ArrayList<>();
        int end = first + count == rows ? folds() * lines : (first + count) * strips;
        for (int line = first * strips; line < end; ) {
            int last = Math.min(end, (line / lines + 1) * lines);
            regions.add(new Region(line / lines * strip, line % lines, strip, last - line));
            line = last;
        }
        return regions;
    }

    /** Declares an input that lies so. */
    ProgramDescriptor.Builder reads(ProgramDescriptor.Builder kernel, String name) {
        kernel.texels(name);
        return folded() ? constants(kernel, name).slot("layouts", "networks/folded_input", name) : kernel;
    }

    /** Declares that the render targets lie so. */
    ProgramDescriptor.Builder writes(ProgramDescriptor.Builder kernel) {
        return writes(kernel, 0, 0);
    }

    /** Declares that a rectangle of the render targets lies so. */
    ProgramDescriptor.Builder writes(ProgramDescriptor.Builder kernel, int left, int top) {
        return folded()
                ? constants(kernel, "target")
                        .constant("LEFT_target", left)
                        .constant("TOP_target", top)
                        .constant("COLUMN_target", columns - 1)
                        .constant("ROW_target", rows - 1)
                        .slot("layouts", "networks/folded_fragment")
                : kernel;
    }

    /** Constants of the files that find texels. */
    ProgramDescriptor.Builder constants(ProgramDescriptor.Builder kernel, String name) {
        return kernel.constant("STRIPS_" + name, strips)
                .constant("STRIP_" + name, strip)
                .constant("LINES_" + name, lines);
    }
}
