package dev.texon.cli;

import dev.texon.gpu.UsageException;
import dev.texon.networks.Shape;
import dev.texon.networks.data.CsvOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a CSV file is read. */
final class CsvChoice {
    private static final Pattern SHAPE =
            Pattern.compile("([1-9][0-9]{0,4})[x×]([1-9][0-9]{0,4})(?:[x×]([1-9][0-9]{0,4}))?");

    @Option(
            names = "--label",
            paramLabel = "NAME|NUMBER",
            description =
                    "The column of the class in a CSV file, or with --targets 1 of the number to predict; numbers count "
                            + "from 1 (default: the one named label, class, target or species, a last or first one "
                            + "named y, or of texts, or of few whole numbers).")
    private @Nullable String label;

    @Option(
            names = "--ignore",
            paramLabel = "NAME|NUMBER",
            split = ",",
            description =
                    "Columns of a CSV file that are left out, with commas between; none: none (default: those that only "
                            + "number the rows, and an empty last one).")
    private List<String> ignore = new ArrayList<>();

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "What separates the columns of a CSV file: comma, semicolon, tab, space or another character "
                    + "(default: the first rows tell).")
    private @Nullable String separator;

    @Option(
            names = "--header",
            paramLabel = "yes|no",
            description = "Whether the first row of a CSV file names the columns (default: the rows tell).")
    private @Nullable String header;

    CsvOptions options() {
        return CsvOptions.defaults()
                .withLabel(label)
                .withIgnore(ignore)
                .withSeparator(separator())
                .withHeader(header());
    }

    private @Nullable Character separator() {
        if (separator == null) {
            return null;
        }
        return switch (separator.toLowerCase(Locale.ROOT)) {
            case "comma" -> ',';
            case "semicolon" -> ';';
            case "tab", "\\t" -> '\t';
            case "space" -> ' ';
            default -> character(separator);
        };
    }

    private static char character(String separator) {
        if (separator.length() == 1) {
            try {
                CsvOptions.defaults().withSeparator(separator.charAt(0));
                return separator.charAt(0);
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        throw new UsageException("--separator is '" + separator
                + "'; take comma, semicolon, tab, space, or one character that is no part of numbers.");
    }

    private @Nullable Boolean header() {
        if (header == null) {
            return null;
        }
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new UsageException("--header is '" + header + "'; take yes or no.");
        };
    }

    /** @throws UsageException if it is none */
    static Shape shape(String shape) {
        Matcher matcher = SHAPE.matcher(shape);
        if (matcher.matches()) {
            int[] sides = Arrays.stream(new String[] {matcher.group(1), matcher.group(2), matcher.group(3)})
                    .mapToInt(side -> side == null ? 1 : Integer.parseInt(side))
                    .toArray();
            try {
                return new Shape(sides[0], sides[1], sides[2]);
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        throw new UsageException(
                "--shape is '" + shape + "'; take HEIGHTxWIDTHxCHANNELS, for example 28x28x1 for grey images.");
    }

    /** The options that were given, each with a space before it. */
    String asOptions() {
        return option("--label", label)
                + (ignore.isEmpty() ? "" : option("--ignore", String.join(",", ignore)))
                + option("--separator", separator)
                + option("--header", header);
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : " " + name + " " + Figures.quote(value);
    }
}
