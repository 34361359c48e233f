package dev.texon.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as they must be, two spaces apart, aligned to the left. */
final class Table {
    private static final String ESCAPES = "\u001B\\[[0-9;]*m";

    private final List<List<String>> rows = new ArrayList<>();

    Table row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    Table row(String... cells) {
        return row(List.of(cells));
    }

    /** Lines without trailing spaces. */
    List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i));
            line.append(" ".repeat(widths[i] - width(row.get(i)) + 2));
        }
        return line.toString().stripTrailing();
    }

    /** What it takes on the screen: escape sequences take nothing. */
    private static int width(String cell) {
        String visible = cell.replaceAll(ESCAPES, "");
        return visible.codePointCount(0, visible.length());
    }
}
