package dev.texon.networks.data;

import java.util.regex.Pattern;

/** Numbers as CSV files have them. */
final class CsvNumber {
    private static final Pattern COMMA = Pattern.compile("[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?");

    private CsvNumber() {}

    /** NaN for what is none, Inf for what is too large. */
    static float of(String text, boolean commas) {
        // Java also takes NaN, Infinity and 1f, which all end in a letter.
        if (text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))) {
            return Float.NaN;
        }
        try {
            return Float.parseFloat(commas && hasComma(text) ? text.replace(',', '.') : text);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    static boolean is(String text, boolean commas) {
        return !Float.isNaN(of(text, commas));
    }

    /** Whether it is a number with a decimal comma. */
    static boolean hasComma(String text) {
        return text.indexOf(',') >= 0 && COMMA.matcher(text).matches();
    }
}
