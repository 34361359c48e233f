package dev.texon.networks;

/**
 * Shape of one sample, or of what a layer makes of it.
 *
 * @param height rows, 1 if flat
 * @param width columns, 1 if flat
 * @param channels values at each place
 */
public record Shape(int height, int width, int channels) {
    /** @throws IllegalArgumentException if a side is below 1, or there are more than 2³¹ − 1 values */
    public Shape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "A shape is " + height + "×" + width + "×" + channels + "; each side is at least 1.");
        }
        if ((long) height * width > Integer.MAX_VALUE || (long) height * width * channels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "A shape is " + height + "×" + width + "×" + channels + "; it has at most 2147483647 values.");
        }
    }

    /** 1 × 1 × values. */
    public static Shape flat(int values) {
        return new Shape(1, 1, values);
    }

    /** Values of one sample. */
    public int values() {
        return height * width * channels;
    }

    /** Whether there is one place only. */
    public boolean isFlat() {
        return height == 1 && width == 1;
    }

    /** Texels that hold the channels of one place, four each. */
    public int groups() {
        return (channels + 3) / 4;
    }

    @Override
    public String toString() {
        return isFlat() ? String.valueOf(channels) : height + "×" + width + "×" + channels;
    }
}
