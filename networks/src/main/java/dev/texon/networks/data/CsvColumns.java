package dev.texon.networks.data;

import dev.texon.networks.file.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which columns of a CSV file are what.
 *
 * @param features columns of the sample's values, in their order
 * @param answers the column of the class, or those of the numbers to predict; empty if a file has none
 */
record CsvColumns(List<Integer> features, List<Integer> answers) {
    CsvColumns {
        features = List.copyOf(features);
        answers = List.copyOf(answers);
    }

    /**
     * Chooses by what was said and by what a scan found, and tells what was recognised in one note.
     *
     * @throws IOException if a column that was named is not there, or the class cannot be told
     */
    static CsvColumns choose(CsvScan scan, DataOptions options) throws IOException {
        ColumnNames names = scan.hasHeader() ? options.columns().orElse(null) : null;
        if (names != null && !names.answers().isEmpty() && !said(options)) {
            CsvColumns columns = of(scan, names);
            if (columns.answers.isEmpty()) {
                throw new IOException(scan.text().name() + " has " + scan.columns() + ", and not '"
                        + Quoted.value(String.join("', '", names.answers()))
                        + "', by which the network is judged; name it by --label.");
            }
            tell(scan, options, columns);
            return columns;
        }
        if (names != null && (!said(options) || scan.names().containsAll(names.inputs()))) {
            List<Integer> answers = new Choice(scan, options, "name the class by --label").made().answers;
            List<Integer> inputs = of(scan, names).features;
            if (answers.stream().anyMatch(inputs::contains)) {
                throw new IOException(scan.text().name() + " has its class or target in " + scan.name(answers.get(0))
                        + ", which the network takes for an input; name another by --label.");
            }
            CsvColumns columns = new CsvColumns(inputs, answers);
            tell(scan, options, columns);
            return columns;
        }
        return new Choice(scan, options, "give --targets 1 to predict numbers, or name the class by --label").made();
    }

    /**
     * The columns of samples without a class or targets, or with them.
     *
     * @param wanted how many features there have to be
     * @throws IOException if it cannot be told which they are
     */
    static CsvColumns features(CsvScan scan, DataOptions options, int wanted) throws IOException {
        ColumnNames names = scan.hasHeader() ? options.columns().orElse(null) : null;
        if (names != null && (!said(options) || scan.names().containsAll(names.inputs()))) {
            return of(scan, names);
        }
        if (scan.width() == wanted
                && options.csv().ignore().isEmpty()
                && options.csv().label() == null) {
            return new CsvColumns(IntStream.range(0, wanted).boxed().toList(), List.of());
        }
        String advice = "leave the class out, or name it by --label";
        Choice choice = new Choice(scan, options, advice);
        choice.ignore();
        List<Integer> remaining = choice.remaining();
        int answers = Math.max(1, options.targets());
        if (remaining.size() == wanted && options.csv().label() == null) {
            return new CsvColumns(remaining, List.of());
        } else if (remaining.size() == wanted + answers) {
            return new Choice(scan, options, advice).made();
        }
        throw new IOException(scan.text().name() + " has " + remaining.size() + " columns"
                + (remaining.size() == scan.width() ? "" : " that are not left out")
                + (scan.dialect().separator() == ','
                        ? ""
                        : ", separated by " + scan.dialect().separatorName())
                + ", and the network takes " + wanted + ", with or without "
                + (options.targets() == 0 ? "the class" : answers + " targets")
                + " beside; leave columns out by --ignore, or name the class by --label.");
    }

    /** Whether it was said which columns are what. */
    private static boolean said(DataOptions options) {
        return options.csv().label() != null || !options.csv().ignore().isEmpty();
    }

    /** @throws IOException if a feature is not there */
    private static CsvColumns of(CsvScan scan, ColumnNames names) throws IOException {
        List<Integer> features = new ArrayList<>();
        for (String name : names.inputs()) {
            int column = scan.names().indexOf(name);
            if (column < 0) {
                throw new IOException(scan.text().name() + " has " + scan.columns() + ", and not '" + Quoted.value(name)
                        + "', which the network takes; name the column so, or leave the header"
                        + " out to take columns by their places.");
            }
            features.add(column);
        }
        List<Integer> answers =
                names.answers().stream().map(name -> scan.names().indexOf(name)).toList();
        return new CsvColumns(features, answers.contains(-1) ? List.of() : answers);
    }

    private static void tell(CsvScan scan, DataOptions options, CsvColumns columns) {
        options.notes()
                .accept(scan.text().name() + ": columns are found by their names, as the network has them; "
                        + columns.answers.stream().map(scan::name).collect(Collectors.joining(", "))
                        + (columns.answers.size() > 1
                                ? " are predicted"
                                : options.targets() > 0 ? " is predicted" : " is the class")
                        + "; " + columns.features.size()
                        + (columns.features.size() == 1 ? " feature." : " features."));
    }

    /** Their names, if the file has a header and each has one of its own. */
    Optional<ColumnNames> names(CsvScan scan) {
        if (!scan.hasHeader()) {
            return Optional.empty();
        }
        List<String> inputs = features.stream().map(scan.names()::get).toList();
        List<String> outputs = answers.stream().map(scan.names()::get).toList();
        return ColumnNames.tells(inputs, outputs) ? Optional.of(new ColumnNames(inputs, outputs)) : Optional.empty();
    }

    /**
     * The same columns in another file: of the same names if both have headers, else in the same places. Its answers may be absent.
     *
     * @throws IOException if it lacks a feature
     */
    CsvColumns in(CsvScan other, CsvScan own) throws IOException {
        if (own.hasHeader() && other.hasHeader()) {
            List<Integer> absent = features.stream()
                    .filter(i -> !other.names().contains(own.names().get(i)))
                    .toList();
            List<Integer> found = answers.stream()
                    .map(i -> other.names().indexOf(own.names().get(i)))
                    .toList();
            if (absent.isEmpty()) {
                return new CsvColumns(
                        features.stream()
                                .map(i -> other.names().indexOf(own.names().get(i)))
                                .toList(),
                        found.contains(-1) ? List.of() : found);
            }
        } else if (own.width() == other.width()) {
            return this;
        } else if (own.width() == other.width() + answers.size()) {
            return new CsvColumns(
                    features.stream()
                            .map(i -> i
                                    - (int) answers.stream().filter(a -> a < i).count())
                            .toList(),
                    List.of());
        }
        throw new IOException(own.text().name() + " has " + own.columns() + ", and "
                + other.text().name() + " has " + other.columns() + "; give both the same.");
    }

    /** The columns of one file, step by step. */
    private static final class Choice {
        private final CsvScan scan;
        private final DataOptions options;
        private final CsvOptions csv;
        private final String advice;
        private final int targets;
        private final Set<Integer> ignored = new TreeSet<>();
        private final List<String> said = new ArrayList<>();

        /** @param advice what helps if no column is clearly the class */
        Choice(CsvScan scan, DataOptions options, String advice) {
            this.scan = scan;
            this.options = options;
            this.advice = advice;
            csv = options.csv();
            targets = options.targets();
        }

        CsvColumns made() throws IOException {
            if (scan.rows() == 0) {
                throw new IOException(scan.text().name() + " holds no samples; give it a row for each.");
            }
            sayDialect();
            ignore();
            int least = 1 + Math.max(1, targets);
            int left = scan.width() - ignored.size();
            if (left < least) {
                throw new IOException(scan.text().name() + " has " + left
                        + (ignored.isEmpty() ? " columns, and " : " columns that are not left out, and ")
                        + (targets == 0
                                ? "a feature and a class take at least "
                                : "a feature and " + targets + " targets take at least ")
                        + least + "; give it more, or name the --separator, which is taken to be "
                        + scan.dialect().separatorName() + ".");
            }
            List<Integer> answers = targets == 0 ? List.of(label()) : targets();
            List<Integer> features = new ArrayList<>(remaining());
            features.removeAll(answers);
            demandNumbers(features);
            said.add(features.size() + (features.size() == 1 ? " feature" : " features"));
            options.notes().accept(scan.text().name() + ": " + String.join("; ", said) + ".");
            return new CsvColumns(features, answers);
        }

        private void sayDialect() {
            if (scan.dialect().charset().equals(StandardCharsets.ISO_8859_1)) {
                said.add("read as Latin-1, since it is not in UTF-8");
            }
            if (scan.dialect().separator() != ',') {
                said.add("columns are separated by " + scan.dialect().separatorName());
            }
            if (scan.hasDecimalCommas()) {
                said.add("numbers have decimal commas");
            }
            if (!scan.headerReason().isEmpty()) {
                said.add("the first row is a header, since " + scan.headerReason());
            } else if (csv.header() == null && scan.width() > 2 && scan.counts()) {
                said.add("the first row, which counts up, is a sample (--header yes makes it a header)");
            }
        }

        private void ignore() throws IOException {
            if (!csv.ignore().isEmpty()) {
                if (!csv.ignore().equals(List.of(CsvOptions.NONE))) {
                    for (String named : csv.ignore()) {
                        ignored.add(scan.find(named, "--ignore"));
                    }
                }
                return;
            }
            int last = scan.width() - 1;
            boolean unnamed = !scan.hasHeader() || scan.names().get(last).isEmpty();
            // A class that is missing in the only row is no separator at the end.
            if (last > 1 && unnamed && scan.column(last).isEmpty()) {
                leaveOut(last, "is empty");
            }
            for (int i = 0; i <= last; i++) {
                CsvColumn column = scan.column(i);
                if (isLabel(i) || scan.width() - ignored.size() <= 1 + Math.max(1, targets)) {
                    continue;
                }
                if (scan.hasHeader() && CsvScan.INDEX_NAMES.contains(lowerName(i)) && column.identifiesRows()) {
                    leaveOut(i, "has another number in each row");
                } else if (!scan.hasHeader() && i == 0 && scan.rows() > 9 && column.numbersRows()) {
                    leaveOut(i, "counts the rows");
                }
            }
        }

        private boolean isLabel(int column) throws IOException {
            String named = csv.label();
            return named != null && scan.find(named, "--label") == column;
        }

        private void leaveOut(int column, String reason) {
            ignored.add(column);
            said.add(scan.name(column) + " is left out, since it " + reason + " (--ignore none keeps it)");
        }

        /** Columns that are not left out. */
        private List<Integer> remaining() {
            return IntStream.range(0, scan.width())
                    .filter(i -> !ignored.contains(i))
                    .boxed()
                    .toList();
        }

        private List<Integer> targets() throws IOException {
            String named = csv.label();
            List<Integer> remaining = remaining();
            List<Integer> answers = named != null
                    ? List.of(demandNotIgnored(scan.find(named, "--label")))
                    : remaining.subList(remaining.size() - targets, remaining.size());
            if (answers.size() != targets) {
                throw new IOException("--label names one column to predict, and --targets " + targets
                        + " takes the last " + targets + "; leave out --label, or give --targets 1.");
            }
            said.add((answers.size() == 1 ? "column " : "columns ")
                    + answers.stream().map(scan::shortName).collect(Collectors.joining(", "))
                    + (answers.size() == 1 ? " is predicted" : " are predicted"));
            return answers;
        }

        private int demandNotIgnored(int column) throws IOException {
            if (ignored.contains(column)) {
                throw new IOException(scan.text().name() + " has the class in " + scan.name(column)
                        + ", which --ignore leaves out; name others.");
            }
            return column;
        }

        private int label() throws IOException {
            String given = csv.label();
            if (given != null) {
                return chosen(demandNotIgnored(scan.find(given, "--label")), "as --label says");
            }
            List<Integer> remaining = remaining();
            List<Integer> named = remaining.stream()
                    .filter(i -> CsvScan.CLASS_NAMES.contains(lowerName(i)))
                    .toList();
            int first = remaining.get(0);
            int last = remaining.get(remaining.size() - 1);
            if (named.isEmpty()) {
                // In the middle it is rather a coordinate.
                named = Stream.of(last, first)
                        .filter(i -> lowerName(i).equals(CsvScan.WEAK_CLASS_NAME))
                        .limit(1)
                        .toList();
            }
            if (named.size() > 1) {
                throw new IOException(
                        scan.text().name() + " has more than one column that may be the class by its name: "
                                + named.stream().map(scan::shortName).collect(Collectors.joining(", "))
                                + "; name one by --label, and leave the others out by --ignore.");
            }
            if (named.size() == 1) {
                if (scan.column(named.get(0)).mayBeQuantity()) {
                    throw quantity(named.get(0));
                }
                return chosen(named.get(0), "by its name");
            }
            CsvColumn one = scan.column(first);
            CsvColumn other = scan.column(last);
            // An empty column is refused when the class of its first row is looked for.
            if (other.isText() || other.isEmpty()) {
                return chosen(last, "as the last one, which is text");
            } else if (one.isText() && 2 * one.different() <= scan.rows()) {
                return chosen(first, "as the first one, which is text");
            } else if (other.countsClasses() || (other.mayBeClasses() && !one.countsClasses())) {
                return chosen(
                        last,
                        "as the last one"
                                + (one.mayBeClasses() ? " (--label " + (first + 1) + " takes the first one)" : ""));
            } else if (one.mayBeClasses()) {
                return chosen(
                        first,
                        "as the first one, since the last one is numbers with " + different(other) + " values (--label "
                                + (last + 1) + " takes that)");
            }
            throw quantity(last);
        }

        private String lowerName(int column) {
            return scan.hasHeader() ? scan.names().get(column).toLowerCase(Locale.ROOT) : "";
        }

        private IOException quantity(int column) {
            return new IOException(scan.text().name() + " has no column that is clearly the class, and numbers with "
                    + different(scan.column(column)) + " values for " + scan.rows() + " rows in " + scan.name(column)
                    + "; " + advice + ".");
        }

        private static String different(CsvColumn column) {
            return column.different() > CsvColumn.MAX_VALUES
                    ? "more than " + CsvColumn.MAX_VALUES
                    : String.valueOf(column.different());
        }

        private int chosen(int column, String reason) {
            said.add(scan.name(column) + " is the class, " + reason);
            return column;
        }

        /** That some value is none is found when it is read; this is about whole columns. */
        private void demandNumbers(List<Integer> features) throws IOException {
            List<Integer> texts =
                    features.stream().filter(i -> scan.column(i).isText()).toList();
            if (!texts.isEmpty()) {
                throw new IOException(scan.text().name() + " has texts such as '"
                        + Quoted.value(scan.column(texts.get(0)).text()) + "' in "
                        + (texts.size() == 1 ? "column " : "columns ")
                        + texts.stream().limit(10).map(scan::shortName).collect(Collectors.joining(", "))
                        + (texts.size() > 10 ? " and others" : "")
                        + ", where numbers belong; leave out by --ignore what is none, or write numbers for it.");
            }
        }
    }
}
