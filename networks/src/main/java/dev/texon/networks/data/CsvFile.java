package dev.texon.networks.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import dev.texon.networks.Shape;
import dev.texon.networks.file.Quoted;
import dev.texon.networks.file.UserFiles;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * CSV files (RFC 4180, UTF-8) with a sample in each row: numbers, and the class or the numbers to predict. The class stands in the column
 * that the header calls {@code label}, or else in the last one; numbers to predict stand in the last columns. A first row in which no
 * feature is a number is a header. Samples are flat; classes are the texts that occur, sorted.
 */
public final class CsvFile {
    private static final int MAX_CLASSES = 4096;
    /** 1 GiB of floats. */
    private static final long MAX_VALUES = 1L << 28;

    private static final int MAX_RECORD = 1 << 24;
    private static final String LABEL = "label";
    /** A last row, which is put after what a file holds. */
    private static final String END = "\0";

    private static final FieldModifier UNQUOTED_STRIPPED = new FieldModifier() {
        @Override
        public String modify(long startingLineNumber, int fieldIdx, boolean quoted, String field) {
            return quoted ? field : field.strip();
        }
    };

    private final Path file;
    private final int targets;
    private final List<float[]> features = new ArrayList<>();
    private final List<float[]> answers = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    /** In the order in which they occur, or given. */
    private final Map<String, Integer> classes = new HashMap<>();

    private final boolean classesGiven;
    private List<String> header = List.of();
    private int columns;
    private int labelColumn;

    private CsvFile(Path file, int targets, List<String> known) {
        this.file = file;
        this.targets = targets;
        classesGiven = !known.isEmpty();
        known.forEach(name -> classes.put(name, classes.size()));
    }

    /**
     * @param targets how many of the last columns are numbers to predict; 0: one column is the class
     * @throws IOException if the file cannot be read, holds a text where a number belongs, rows that differ in length, no samples, or too
     *     much: more than 2²⁸ numbers or 4096 classes
     */
    public static Dataset read(Path file, int targets) throws IOException {
        CsvFile csv = new CsvFile(file, targets, List.of());
        csv.parse();
        List<String> names = csv.classes.keySet().stream().sorted().toList();
        return csv.dataset(names);
    }

    /**
     * Two files of the same columns; the classes are those of the first.
     *
     * @param targets how many of the last columns are numbers to predict; 0: one column is the class
     * @throws IOException as for one file, or if the second has other columns or classes
     */
    public static DataSplit read(Path train, Path test, int targets) throws IOException {
        CsvFile first = new CsvFile(train, targets, List.of());
        first.parse();
        List<String> names = first.classes.keySet().stream().sorted().toList();
        CsvFile second = new CsvFile(test, targets, names);
        second.parse();
        if (first.columns != second.columns
                || !(first.header.isEmpty() || second.header.isEmpty() || first.header.equals(second.header))) {
            throw new IOException("'" + train + "' has " + first.columns() + ", and '" + test + "' " + second.columns()
                    + "; give both the same.");
        }
        return new DataSplit(first.dataset(names), second.dataset(names));
    }

    private String columns() {
        return columns + " columns" + (header.isEmpty() ? "" : " (" + Quoted.value(String.join(", ", header)) + ")");
    }

    private void parse() throws IOException {
        try (BufferedReader text =
                new BufferedReader(new InputStreamReader(UserFiles.open(file), StandardCharsets.UTF_8.newDecoder()))) {
            text.mark(1);
            if (text.read() != '\uFEFF') {
                text.reset();
            }
            RecordLimit limited = new RecordLimit(text);
            try (CsvReader<CsvRecord> rows = CsvReader.builder()
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .trimWhitespacesAroundQuotes(true)
                    .maxBufferSize(2 * MAX_RECORD)
                    .build(CsvRecordHandler.of(handler -> handler.fieldModifier(UNQUOTED_STRIPPED)), limited)) {
                CsvRecord last = null;
                for (CsvRecord row : rows) {
                    limited.next();
                    if (last != null) {
                        take(last);
                    }
                    last = row;
                }
                // The parser closes a quote that is open at the end by itself.
                if (last == null || !last.getFields().equals(List.of(END))) {
                    throw new CsvParseException("The last row has a quote that is not closed");
                }
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        } catch (CharacterCodingException e) {
            throw new IOException(
                    "'" + file + "' is not in UTF-8, after row " + features.size() + "; save it in UTF-8.", e);
        } catch (CsvParseException e) {
            throw new IOException(
                    "'" + file + "' is no CSV file after row " + features.size() + ": "
                            + (e.getCause() == null ? e : e.getCause()).getMessage() + "; correct its quotes.",
                    e);
        }
        if (features.isEmpty()) {
            throw new IOException("'" + file + "' holds no samples; give it a row for each.");
        }
    }

    private void take(CsvRecord row) throws IOException {
        if (columns > 0 || !begin(row)) {
            add(row, row.getStartingLineNumber());
        }
    }

    /** Learns the columns from the first row; whether it is a header. */
    private boolean begin(CsvRecord row) throws IOException {
        columns = row.getFieldCount();
        int least = 1 + Math.max(1, targets);
        if (columns < least) {
            throw new IOException("'" + file + "' has " + columns + " columns, and "
                    + (targets == 0
                            ? "a feature and a class take at least "
                            : "a feature and " + targets + " targets take at least ")
                    + least
                    + "; separate columns by commas.");
        }
        labelColumn = targets == 0 ? columns - 1 : -1;
        boolean named = false;
        for (int column = 0; targets == 0 && column < columns; column++) {
            if (row.getField(column).equalsIgnoreCase(LABEL)) {
                labelColumn = column;
                named = true;
            }
        }
        boolean isHeader = named
                || IntStream.range(0, columns)
                        .noneMatch(column -> column != labelColumn && isNumber(row.getField(column)));
        if (isHeader) {
            header = row.getFields();
        }
        return isHeader;
    }

    private void add(CsvRecord row, long line) throws IOException {
        if (row.getFieldCount() != columns) {
            throw new IOException("'" + file + "' has " + row.getFieldCount() + " columns in line " + line + ", and "
                    + columns + " in its first row; give all the same.");
        }
        if (features.size() == Dataset.MAX_SIZE || (features.size() + 1L) * columns > MAX_VALUES) {
            throw new IOException("'" + file + "' has more than " + features.size() + " rows of " + columns
                    + " columns, and Texon reads up to " + Dataset.MAX_SIZE + " rows and " + MAX_VALUES
                    + " numbers; take fewer.");
        }
        int answerColumns = Math.max(1, targets);
        float[] values = new float[columns - answerColumns];
        for (int column = 0, i = 0; i < values.length; column++) {
            if (column != labelColumn) {
                values[i++] = number(row, column, line);
            }
        }
        features.add(values);
        if (targets == 0) {
            labels.add(label(row.getField(labelColumn), line));
            return;
        }
        float[] answer = new float[targets];
        for (int i = 0; i < targets; i++) {
            answer[i] = number(row, values.length + i, line);
        }
        answers.add(answer);
    }

    private int label(String name, long line) throws IOException {
        Integer known = classes.get(name);
        if (known != null) {
            return known;
        }
        if (name.isEmpty()) {
            throw new IOException(
                    "'" + file + "' has no class in line " + line + ", " + name(labelColumn) + "; give every row one.");
        }
        if (classesGiven) {
            throw new IOException("'" + file + "' has the class '" + Quoted.value(name) + "' in line " + line + ", "
                    + name(labelColumn) + ", and there is none such to train with; remove the row, or add some.");
        }
        if (classes.size() == MAX_CLASSES) {
            throw new IOException("'" + file + "' has more than " + MAX_CLASSES + " classes in " + name(labelColumn)
                    + "; if they are numbers to predict, read it with targets.");
        }
        int next = classes.size();
        classes.put(name, next);
        return next;
    }

    private float number(CsvRecord row, int column, long line) throws IOException {
        String text = row.getField(column);
        if (isNumber(text)) {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        }
        throw new IOException("'" + file + "' has '" + Quoted.value(text) + "' in line " + line + ", " + name(column)
                + ", where a number of up to " + Float.MAX_VALUE + " belongs; put one there, or remove the row.");
    }

    /** Java also takes NaN, Infinity and 1f, which all end in a letter. */
    private static boolean isNumber(String text) {
        if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
            return false;
        }
        try {
            Float.parseFloat(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private String name(int column) {
        return "column " + (column + 1) + (header.isEmpty() ? "" : " ('" + Quoted.value(header.get(column)) + "')");
    }

    private Dataset dataset(List<String> names) {
        float[][] samples = features.toArray(new float[0][]);
        Shape shape = Shape.flat(samples[0].length);
        if (targets > 0) {
            return Datasets.of(shape, samples, answers.toArray(new float[0][]));
        }
        int[] places = new int[names.size()];
        for (int place = 0; place < names.size(); place++) {
            Integer occurred = classes.get(names.get(place));
            if (occurred != null) {
                places[occurred] = place;
            }
        }
        return Datasets.of(
                shape, samples, labels.stream().mapToInt(label -> places[label]).toArray(), names);
    }

    /** The file and the {@link #END}. A quote that is not closed makes the rest of a file one record; a limit ends it. */
    private final class RecordLimit extends FilterReader {
        private final StringReader end = new StringReader("\n" + END);
        private long read;

        RecordLimit(Reader in) {
            super(in);
        }

        void next() {
            read = 0;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            if (got < 0) {
                return end.read(into, offset, length);
            }
            read += got;
            if (read > MAX_RECORD) {
                throw new IOException("'" + file + "' has a row of more than " + MAX_RECORD + " characters after row "
                        + features.size() + "; close its quotes, or make it shorter.");
            }
            return got;
        }
    }
}
