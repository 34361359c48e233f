package dev.texon.networks.data;

import dev.texon.networks.Shape;
import dev.texon.networks.file.Quoted;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * CSV files with a sample in each row: numbers, and the class or the numbers to predict. How a file is written and which column is what is
 * recognised as docs/data.md says, and told in a note, or given by {@link CsvOptions}. Classes are the texts that occur, sorted,
 * as numbers if all are.
 */
public final class CsvFile {
    private static final int MAX_CLASSES = 4096;
    /** Classes that are sorted as numbers, 2 before 10. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?");
    /** 1 GiB of floats. */
    private static final long MAX_VALUES = 1L << 28;

    private final CsvScan scan;
    private final CsvColumns columns;
    private final int targets;
    private final List<float[]> features = new ArrayList<>();
    private final List<float[]> answers = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    /** In the order in which they occur, or given. */
    private final Map<String, Integer> classes = new HashMap<>();

    /** Classes that were given; empty if any are taken. */
    private final List<String> known;

    private final boolean commas;
    private boolean headerPassed;

    private CsvFile(CsvScan scan, CsvColumns columns, int targets, List<String> known) {
        this.scan = scan;
        this.columns = columns;
        this.targets = targets;
        commas = scan.dialect().separator() != ',';
        this.known = known;
        known.forEach(name -> classes.put(name, classes.size()));
    }

    /**
     * Reads one file.
     *
     * @param options the notes are told how the file is read
     * @throws IOException if the file cannot be read, holds a text where a number belongs, rows that differ in length, no samples, no
     *     column that is clearly the class, or too much: more than 2²⁸ numbers or 4096 classes
     */
    public static Dataset read(Path file, DataOptions options) throws IOException {
        CsvScan scan = CsvScan.of(CsvText.of(file), options.csv());
        CsvFile csv = new CsvFile(scan, CsvColumns.choose(scan, options), options.targets(), options.classes());
        csv.parse();
        return csv.dataset(csv.names(), options.csv());
    }

    /**
     * Two files of the same columns; the classes are those of the first. Columns are found by their names if both files have a header, else
     * by their places. A test without a class or targets, as those of competitions are, is passed over with a note.
     *
     * @throws IOException as for one file, or if the second has other columns or classes
     */
    public static DataFolder.Parts read(Path train, Path test, DataOptions options) throws IOException {
        CsvScan scan = CsvScan.of(CsvText.of(train), options.csv());
        CsvColumns columns = CsvColumns.choose(scan, options);
        CsvFile first = new CsvFile(scan, columns, options.targets(), options.classes());
        first.parse();
        List<String> names = first.names();
        Dataset data = first.dataset(names, options.csv());
        CsvScan other = CsvScan.of(CsvText.of(test), options.csv());
        CsvColumns same = columns.in(other, scan);
        if (same.answers().isEmpty()) {
            options.notes()
                    .accept("'" + test + "' has no "
                            + (scan.hasHeader()
                                    ? scan.name(columns.answers().get(0))
                                    : options.targets() == 0 ? "class" : "targets")
                            + ", and cannot judge; samples of '" + train + "' are set aside instead.");
            return DataFolder.Parts.of(data);
        }
        CsvFile second = new CsvFile(other, same, options.targets(), names);
        second.parse();
        return DataFolder.Parts.of(new DataSplit(data, second.dataset(names, options.csv())));
    }

    /** Rows that are to be predicted, one after another; a class or targets beside the features are passed over. */
    static void samples(CsvText text, Shape input, DataOptions options, SampleFiles.Taker taker) throws IOException {
        CsvScan scan = CsvScan.of(text, options.csv());
        CsvColumns columns = CsvColumns.features(scan, options, input.values());
        CsvFile csv = new CsvFile(scan, columns, options.targets(), List.of());
        boolean[] header = {scan.hasHeader()};
        int[] count = {0};
        CsvRows.read(text, scan.dialect(), (row, line) -> {
            if (header[0]) {
                header[0] = false;
            } else {
                taker.sample(++count[0], csv.numbers(row, columns.features(), line));
            }
        });
    }

    private List<String> names() {
        if (!known.isEmpty()) {
            return known;
        }
        boolean numbers =
                classes.keySet().stream().allMatch(name -> NUMBER.matcher(name).matches());
        Comparator<String> order = numbers
                ? Comparator.comparing((String name) -> new BigDecimal(name)).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return classes.keySet().stream().sorted(order).toList();
    }

    private void parse() throws IOException {
        if ((long) scan.rows() * scan.width() > MAX_VALUES) {
            throw new IOException(scan.text().name() + " has " + scan.rows() + " rows of " + scan.width()
                    + " columns, and Texon reads up to " + MAX_VALUES + " numbers; take fewer.");
        }
        headerPassed = !scan.hasHeader();
        CsvRows.read(scan.text(), scan.dialect(), this::take);
        if (features.isEmpty()) {
            throw new IOException(scan.text().name() + " holds no samples; give it a row for each.");
        }
    }

    private void take(List<String> row, long line) throws IOException {
        if (!headerPassed) {
            headerPassed = true;
            return;
        }
        features.add(numbers(row, columns.features(), line));
        if (targets == 0) {
            labels.add(label(row.get(columns.answers().get(0)), line));
        } else {
            answers.add(numbers(row, columns.answers(), line));
        }
    }

    private float[] numbers(List<String> row, List<Integer> wanted, long line) throws IOException {
        float[] values = new float[wanted.size()];
        for (int i = 0; i < values.length; i++) {
            String text = row.get(wanted.get(i));
            values[i] = CsvNumber.of(text, commas);
            if (!Float.isFinite(values[i])) {
                throw new IOException(scan.text().name() + " has '" + Quoted.value(text) + "' in line " + line + ", "
                        + scan.name(wanted.get(i)) + ", where a number of up to " + Float.MAX_VALUE
                        + " belongs; put one there, remove the row, or leave the column out by --ignore.");
            }
        }
        return values;
    }

    private int label(String name, long line) throws IOException {
        Integer index = classes.get(name);
        if (index != null) {
            return index;
        }
        String column = scan.name(columns.answers().get(0));
        if (name.isEmpty()) {
            throw new IOException(
                    scan.text().name() + " has no class in line " + line + ", " + column + "; give every row one.");
        }
        if (!known.isEmpty()) {
            throw new IOException(scan.text().name() + " has the class '" + Quoted.value(name) + "' in line " + line
                    + ", " + column + ", and there is none such to train with; remove the row, or add some.");
        }
        if (classes.size() == MAX_CLASSES) {
            throw new IOException(scan.text().name() + " has more than " + MAX_CLASSES + " classes in " + column
                    + "; if they are numbers to predict, give --targets 1.");
        }
        int next = classes.size();
        classes.put(name, next);
        return next;
    }

    private Dataset dataset(List<String> names, CsvOptions options) throws IOException {
        float[][] samples = features.toArray(new float[0][]);
        Shape shape = options.shape() == null ? Shape.flat(samples[0].length) : options.shape();
        if (shape.values() != samples[0].length) {
            throw new IOException(scan.text().name() + " has " + samples[0].length + " features, and a sample of "
                    + shape + " has " + shape.values() + "; give another --shape, or leave columns out by --ignore.");
        }
        if (targets > 0) {
            return Datasets.named(Datasets.of(shape, samples, answers.toArray(new float[0][])), columns.names(scan));
        }
        int[] places = new int[names.size()];
        for (int place = 0; place < names.size(); place++) {
            Integer occurred = classes.get(names.get(place));
            if (occurred != null) {
                places[occurred] = place;
            }
        }
        return Datasets.named(
                Datasets.of(
                        shape,
                        samples,
                        labels.stream().mapToInt(label -> places[label]).toArray(),
                        names),
                columns.names(scan));
    }
}
