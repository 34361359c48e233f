package dev.texon.networks.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written.
 *
 * @param separator between columns; runs of spaces count as one
 */
record CsvDialect(Charset charset, char separator) {
    /** Commas come late, since they also stand in numbers, and spaces last, since they also stand in texts. */
    private static final String SEPARATORS = "\t;|, ";

    /** In characters. */
    private static final int LOOKED_AT = 1 << 16;

    /** Of a given separator, or of the first one that divides the first rows into the same number of columns, at least two. */
    static CsvDialect of(CsvText text, @Nullable Character separator) throws IOException {
        Charset charset = text.charset();
        if (separator != null) {
            return new CsvDialect(charset, separator);
        }
        List<int[]> rows;
        try (Reader reader = text.reader(charset)) {
            rows = occurrences(reader);
        }
        int most = SEPARATORS.indexOf(',');
        for (int s = 0; s < SEPARATORS.length(); s++) {
            int each = s;
            if (!rows.isEmpty()
                    && rows.get(0)[s] > 0
                    && rows.stream().allMatch(row -> row[each] == rows.get(0)[each])) {
                return new CsvDialect(charset, SEPARATORS.charAt(s));
            }
            // Spaces also divide what people write about a file.
            if (!rows.isEmpty() && SEPARATORS.charAt(s) != ' ' && rows.get(0)[s] > rows.get(0)[most]) {
                most = s;
            }
        }
        return new CsvDialect(charset, SEPARATORS.charAt(most));
    }

    /** For each row that is not empty, how often it has each separator outside of quotes. */
    private static List<int[]> occurrences(Reader reader) throws IOException {
        List<int[]> rows = new ArrayList<>();
        int[] row = new int[SEPARATORS.length()];
        boolean quoted = false;
        boolean blank = true;
        char before = '\n';
        int left = LOOKED_AT;
        for (int c = reader.read(); c >= 0 && left > 0; c = reader.read(), left--) {
            if (c == '"' && (quoted || before == '\n' || SEPARATORS.indexOf(before) >= 0)) {
                quoted = !quoted;
                blank = false;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                end(rows, row, blank, before);
                row = new int[SEPARATORS.length()];
                blank = true;
                c = '\n';
            } else if (!quoted) {
                int separator = SEPARATORS.indexOf(c);
                if (separator >= 0 && c != ' ') {
                    row[separator]++;
                }
                if (!isBlank(c)) {
                    blank = false;
                } else if (!isBlank(before) && !blank) {
                    row[SEPARATORS.indexOf(' ')]++;
                }
            }
            before = (char) c;
        }
        // What is cut off by the limit is no whole row.
        if (left > 0 || rows.isEmpty()) {
            end(rows, row, blank, before);
        }
        return rows;
    }

    private static void end(List<int[]> rows, int[] row, boolean blank, char before) {
        if (!blank) {
            if (isBlank(before)) {
                row[SEPARATORS.indexOf(' ')]--;
            }
            rows.add(row);
        }
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** For messages. */
    String separatorName() {
        return switch (separator) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            case ' ' -> "spaces";
            default -> "'" + separator + "'";
        };
    }
}
