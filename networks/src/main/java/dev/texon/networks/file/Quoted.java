package dev.texon.networks.file;

/** What messages quote of files, which anyone may have made: it stays within its line, and short. */
public final class Quoted {
    private static final int LONGEST_VALUE = 60;

    private Quoted() {}

    /** Without control characters. */
    public static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** Without control characters, and up to 60 characters of it. */
    public static String value(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_VALUE) {
            return line(text);
        }
        return line(text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE))) + "…";
    }
}
