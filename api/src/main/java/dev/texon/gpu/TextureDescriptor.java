package dev.texon.gpu;

/**
 * What a texture is made from. Immutable; the {@code with…} methods return changed copies.
 *
 * @param label names the texture in every message
 * @param width columns, in texels, at least 1
 * @param height rows, in texels, at least 1
 * @param format channels and element type
 * @param levels mip levels: 1, or the full chain of {@link #fullLevels}, since OpenGL ES 2.0 has no TEXTURE_MAX_LEVEL; level n is
 *     max(1, width≫n) × max(1, height≫n) texels
 * @param filter how sampled inputs filter; a mipmapped filter needs more than one level
 * @param wrap what sampled inputs read outside [0, 1]
 */
public record TextureDescriptor(
        String label, int width, int height, TextureFormat format, int levels, Filter filter, Wrap wrap) {

    /**
     * Checks that the parts fit together.
     *
     * @param label any
     * @param width at least 1
     * @param height at least 1
     * @param format any
     * @param levels 1, or all that the size has
     * @param filter mipmapped only where there are several levels
     * @param wrap any
     * @throws IllegalArgumentException if a size is below 1, the levels do not fit the size, or the filter needs levels that are
     *     not there
     */
    public TextureDescriptor {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "Texture '" + label + "' is " + width + "×" + height + "; width and height start at 1 texel.");
        }
        int full = fullLevels(width, height);
        if (levels != 1 && levels != full) {
            throw new IllegalArgumentException("Texture '" + label + "' asks for " + levels + " mip levels; " + width
                    + "×" + height + " texels have 1, or all " + full + ".");
        }
        if (filter.mipmapped() && levels == 1 && full > 1) {
            throw new IllegalArgumentException("Texture '" + label + "' has filter " + filter
                    + " and 1 mip level; ask for all levels or use " + (filter.linear() ? "LINEAR" : "NEAREST") + ".");
        }
    }

    /**
     * Describes what most computations want: one level, nearest, clamped.
     *
     * @param label names the texture in every message
     * @param width columns, in texels
     * @param height rows, in texels
     * @param format channels and element type
     * @return the descriptor
     * @throws IllegalArgumentException if a size is below 1
     */
    public static TextureDescriptor of(String label, int width, int height, TextureFormat format) {
        return new TextureDescriptor(label, width, height, format, 1, Filter.NEAREST, Wrap.CLAMP);
    }

    /**
     * Counts the levels down to 1×1.
     *
     * @param width of level 0, in texels
     * @param height of level 0, in texels
     * @return 1 + ⌊log₂ max(width, height)⌋
     */
    public static int fullLevels(int width, int height) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(width, height));
    }

    /** {@return the same with all levels down to 1×1} */
    public TextureDescriptor withAllLevels() {
        return new TextureDescriptor(label, width, height, format, fullLevels(width, height), filter, wrap);
    }

    /**
     * Changes the filter; set the levels first when it is mipmapped.
     *
     * @param value how sampled inputs filter
     * @return a changed copy
     * @throws IllegalArgumentException if the filter is mipmapped and there is one level
     */
    public TextureDescriptor withFilter(Filter value) {
        return new TextureDescriptor(label, width, height, format, levels, value, wrap);
    }

    /**
     * Changes the wrap mode.
     *
     * @param value what sampled inputs read outside [0, 1]
     * @return a changed copy
     */
    public TextureDescriptor withWrap(Wrap value) {
        return new TextureDescriptor(label, width, height, format, levels, filter, value);
    }

    /**
     * Halves the width for each level, down to 1.
     *
     * @param level from 0
     * @return columns of the level, in texels
     */
    public int width(int level) {
        return Math.max(1, width >> level);
    }

    /**
     * Halves the height for each level, down to 1.
     *
     * @param level from 0
     * @return rows of the level, in texels
     */
    public int height(int level) {
        return Math.max(1, height >> level);
    }

    /** {@return the texels of all levels together} */
    public long texels() {
        long sum = 0;
        for (int level = 0; level < levels; level++) {
            sum += (long) width(level) * height(level);
        }
        return sum;
    }

    /** {@return whether both sides are powers of two} */
    public boolean powerOfTwo() {
        return Integer.bitCount(width) == 1 && Integer.bitCount(height) == 1;
    }
}
