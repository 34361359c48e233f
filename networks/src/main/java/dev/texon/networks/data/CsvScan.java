package dev.texon.networks.data;

import dev.texon.networks.file.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** A first look at all of a CSV file: how it is written, whether it has a header, and what its columns are like. */
final class CsvScan {
    static final Set<String> CLASS_NAMES = Set.of("label", "class", "target", "species");
    /** If there is none of the others. */
    static final String WEAK_CLASS_NAME = "y";

    static final Set<String> INDEX_NAMES =
            Set.of("", "id", "index", "idx", "row_id", "rowid", "rownames", "unnamed: 0");
    /** What stands for a missing value; a first row with one is no header by it. */
    private static final Set<String> MISSING = Set.of("", "?", "-", "na", "n/a", "nan", "null", "none", "inf");

    private final CsvText text;
    private final CsvDialect dialect;
    private final List<CsvColumn> columns = new ArrayList<>();
    private List<String> first = List.of();
    private boolean header;
    private String headerReason = "";
    private int rows;

    private CsvScan(CsvText text, CsvDialect dialect) {
        this.text = text;
        this.dialect = dialect;
    }

    /** @throws IOException if the file cannot be read, is no CSV, or has rows that differ in length */
    static CsvScan of(CsvText text, CsvOptions options) throws IOException {
        CsvScan scan = new CsvScan(text, CsvDialect.of(text, options.separator()));
        CsvRows.read(text, scan.dialect, scan::take);
        Boolean said = options.header();
        scan.header = said == null ? scan.isHeader() : said;
        if (!scan.header) {
            for (int i = 0; i < scan.width(); i++) {
                scan.columns.get(i).addBefore(scan.first.get(i));
            }
            scan.rows += scan.first.isEmpty() ? 0 : 1;
        }
        scan.demandOneDecimalSign();
        return scan;
    }

    private void take(List<String> fields, long line) throws IOException {
        if (first.isEmpty()) {
            first = fields;
            boolean commas = dialect.separator() != ',';
            for (int i = 0; i < fields.size(); i++) {
                String name = fields.get(i).toLowerCase(Locale.ROOT);
                // Which of the others are classes is never asked; counting their values would take memory.
                boolean counted =
                        i < 2 || i >= fields.size() - 2 || CLASS_NAMES.contains(name) || INDEX_NAMES.contains(name);
                columns.add(new CsvColumn(commas, counted));
            }
            return;
        }
        if (fields.size() != first.size()) {
            throw new IOException(text.name() + " has " + fields.size() + " columns in line " + line + ", and "
                    + first.size() + " in its first row, separated by " + dialect.separatorName()
                    + "; give all the same, or name another --separator.");
        }
        if (rows == Dataset.MAX_SIZE) {
            throw new IOException(text.name() + " has more than " + rows + " rows, and Texon reads up to "
                    + Dataset.MAX_SIZE + "; take fewer.");
        }
        for (int i = 0; i < fields.size(); i++) {
            columns.get(i).add(fields.get(i));
        }
        rows++;
    }

    private boolean isHeader() {
        if (first.stream().anyMatch(name -> CLASS_NAMES.contains(name.toLowerCase(Locale.ROOT)))) {
            headerReason = "one of its names says so";
            return true;
        }
        if (first.stream().noneMatch(this::isNumber)) {
            headerReason = "it has no numbers";
            return true;
        }
        if (IntStream.range(0, width())
                .anyMatch(i -> !isNumber(first.get(i))
                        && !MISSING.contains(first.get(i).toLowerCase(Locale.ROOT))
                        && columns.get(i).isNumeric())) {
            headerReason = "it has a text above numbers";
            return true;
        }
        if (counts()) {
            boolean overText = columns.stream().anyMatch(column -> column.isText());
            boolean overFractions = width() > 2 && columns.stream().anyMatch(CsvColumn::hasFractions);
            if (overText || overFractions || width() > 9) {
                headerReason = "it counts the columns";
                return true;
            }
        }
        return false;
    }

    private boolean isNumber(String field) {
        return CsvNumber.is(field, dialect.separator() != ',');
    }

    /** Whether the first row is 0, 1, 2 and so on, or begins with 1. */
    boolean counts() {
        return width() > 1
                && (IntStream.range(0, width()).allMatch(i -> first.get(i).equals(String.valueOf(i)))
                        || IntStream.range(0, width())
                                .allMatch(i -> first.get(i).equals(String.valueOf(i + 1))));
    }

    private void demandOneDecimalSign() throws IOException {
        int dot = IntStream.range(0, width())
                .filter(i -> columns.get(i).hasDots())
                .findFirst()
                .orElse(-1);
        int comma = IntStream.range(0, width())
                .filter(i -> columns.get(i).hasDecimalCommas())
                .findFirst()
                .orElse(-1);
        if (dot >= 0 && comma >= 0) {
            throw new IOException(text.name() + " has numbers with a comma in " + name(comma) + ", and with a point in "
                    + name(dot) + "; write all decimals alike.");
        }
    }

    CsvText text() {
        return text;
    }

    CsvDialect dialect() {
        return dialect;
    }

    /** Number of columns. */
    int width() {
        return columns.size();
    }

    /** Number of samples. */
    int rows() {
        return rows;
    }

    boolean hasHeader() {
        return header;
    }

    /** Why the first row is taken for a header; empty if it is not, or was said to be. */
    String headerReason() {
        return headerReason;
    }

    boolean hasDecimalCommas() {
        return columns.stream().anyMatch(CsvColumn::hasDecimalCommas);
    }

    CsvColumn column(int index) {
        return columns.get(index);
    }

    /** The fields of the header; empty without one. */
    List<String> names() {
        return header ? first : List.of();
    }

    /** For messages: number and name. */
    String name(int column) {
        return "column " + shortName(column);
    }

    String shortName(int column) {
        return (column + 1)
                + (header && !first.get(column).isEmpty() ? " ('" + Quoted.value(first.get(column)) + "')" : "");
    }

    /** For messages: how many columns, and which. */
    String columns() {
        return width() + " columns" + (header ? " (" + Quoted.value(String.join(", ", first)) + ")" : "");
    }

    /**
     * The column of a name, in the right case or else in any, or of a number from 1.
     *
     * @throws IOException if there is none
     */
    int find(String named, String option) throws IOException {
        int exact = names().indexOf(named);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < names().size(); i++) {
            if (first.get(i).equalsIgnoreCase(named)) {
                return i;
            }
        }
        if (named.matches("[1-9][0-9]{0,8}") && Integer.parseInt(named) <= width()) {
            return Integer.parseInt(named) - 1;
        }
        throw new IOException(text.name() + " has no column '" + Quoted.value(named) + "', which " + option
                + " names, but " + columns() + "; give a name of its header, or a number from 1.");
    }
}
