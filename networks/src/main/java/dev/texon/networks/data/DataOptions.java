package dev.texon.networks.data;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How {@link DataFolder} reads what the files leave open.
 *
 * @param seed of the split into training and test samples, where the files have none
 * @param targets how many of the last columns of a CSV file are numbers to predict; 0: one column is the class
 * @param csv how CSV files are read
 * @param classes of a CSV file, in their order, as a network has them that is judged, of which some may be absent; empty: those that occur
 * @param columns of a CSV file with a header, as a network has them; empty: those that are recognised
 * @param images how images become samples
 * @param notes is told, in sentences, what was decided or passed over in reading
 */
public record DataOptions(
        long seed,
        int targets,
        CsvOptions csv,
        List<String> classes,
        Optional<ColumnNames> columns,
        ImageOptions images,
        Consumer<String> notes) {
    private static final DataOptions DEFAULTS = new DataOptions(
            1, 0, CsvOptions.defaults(), List.of(), Optional.empty(), ImageOptions.defaults(), note -> {});

    /** @throws IllegalArgumentException if targets is negative */
    public DataOptions {
        classes = List.copyOf(classes);
        if (targets < 0) {
            throw new IllegalArgumentException(
                    "There are " + targets + " target columns; take 0 for classes, or more.");
        }
    }

    /** Seed 1, classes, CSV files as they are recognised, images as they are, notes discarded. */
    public static DataOptions defaults() {
        return DEFAULTS;
    }

    public DataOptions withSeed(long value) {
        return new DataOptions(value, targets, csv, classes, columns, images, notes);
    }

    public DataOptions withTargets(int value) {
        return new DataOptions(seed, value, csv, classes, columns, images, notes);
    }

    public DataOptions withCsv(CsvOptions value) {
        return new DataOptions(seed, targets, value, classes, columns, images, notes);
    }

    public DataOptions withClasses(List<String> value) {
        return new DataOptions(seed, targets, csv, value, columns, images, notes);
    }

    public DataOptions withColumns(Optional<ColumnNames> value) {
        return new DataOptions(seed, targets, csv, classes, value, images, notes);
    }

    public DataOptions withImages(ImageOptions value) {
        return new DataOptions(seed, targets, csv, classes, columns, value, notes);
    }

    public DataOptions withNotes(Consumer<String> value) {
        return new DataOptions(seed, targets, csv, classes, columns, images, value);
    }
}
