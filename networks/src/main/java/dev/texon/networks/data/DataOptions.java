package dev.texon.networks.data;

/**
 * How {@link DataFolder} reads what the files leave open.
 *
 * @param seed of the split into training and test samples, where the files have none
 * @param targets how many of the last columns of a CSV file are numbers to predict; 0: one column is the class
 * @param color channels of images
 */
public record DataOptions(long seed, int targets, ImageColor color) {
    private static final DataOptions DEFAULTS = new DataOptions(1, 0, ImageColor.AS_FIRST);

    /** @throws IllegalArgumentException if targets is negative */
    public DataOptions {
        if (targets < 0) {
            throw new IllegalArgumentException(
                    "There are " + targets + " target columns; take 0 for classes, or more.");
        }
    }

    /** Seed 1, classes, colour as in the first image. */
    public static DataOptions defaults() {
        return DEFAULTS;
    }

    public DataOptions withSeed(long value) {
        return new DataOptions(value, targets, color);
    }

    public DataOptions withTargets(int value) {
        return new DataOptions(seed, value, color);
    }

    public DataOptions withColor(ImageColor value) {
        return new DataOptions(seed, targets, value);
    }
}
