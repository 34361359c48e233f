package dev.texon.networks.data;

import dev.texon.networks.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is read; what is null or empty is recognised, as docs/data.md says. A column is named by its name in the header, or by
 * its number, from 1.
 *
 * @param label the column of the class, or of the one number to predict
 * @param separator between columns; runs of spaces count as one
 * @param header whether the first row has the names of the columns
 * @param ignore columns that are left out; the word {@value #NONE} alone: none, also not those that only number the rows
 * @param shape of the samples; flat if null
 */
public record CsvOptions(
        @Nullable String label,
        @Nullable Character separator,
        @Nullable Boolean header,
        List<String> ignore,
        @Nullable Shape shape) {
    /** Leaves no column out. */
    public static final String NONE = "none";

    private static final CsvOptions DEFAULTS = new CsvOptions(null, null, null, List.of(), null);

    /** @throws IllegalArgumentException if the separator is a letter, a digit, a quote, or one of those that stand in numbers */
    public CsvOptions {
        ignore = List.copyOf(ignore);
        if (separator != null && (Character.isLetterOrDigit(separator) || "\".+-\r\n\0".indexOf(separator) >= 0)) {
            throw new IllegalArgumentException(
                    "The separator is '" + separator + "', which stands in numbers and texts; take another character.");
        }
    }

    /** All is recognised. */
    public static CsvOptions defaults() {
        return DEFAULTS;
    }

    public CsvOptions withLabel(@Nullable String value) {
        return new CsvOptions(value, separator, header, ignore, shape);
    }

    public CsvOptions withSeparator(@Nullable Character value) {
        return new CsvOptions(label, value, header, ignore, shape);
    }

    public CsvOptions withHeader(@Nullable Boolean value) {
        return new CsvOptions(label, separator, value, ignore, shape);
    }

    public CsvOptions withIgnore(List<String> value) {
        return new CsvOptions(label, separator, header, value, shape);
    }

    public CsvOptions withShape(@Nullable Shape value) {
        return new CsvOptions(label, separator, header, ignore, value);
    }
}
