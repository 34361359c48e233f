package dev.texon.cli;

/**
 * Text from files, file names, drivers and browsers, made fit for a terminal: what steers it, turns the direction of writing or is not
 * seen is shown as U+FFFD.
 */
final class PlainText {
    static final char REPLACEMENT = '\uFFFD';

    private static final int LONGEST_LINE = 600;
    private static final int LONGEST_NAME = 60;

    private PlainText() {}

    /** Whether a character of a text, given with its neighbours, is one that is seen, and does nothing else; 0 where there is none. */
    static boolean isPlain(int previous, int character, int next) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> isJoiner(character) && previous > 0x7F && next > 0x7F;
            default -> true;
        };
    }

    /** Persian, Indic scripts and emoji need them between their characters. */
    private static boolean isJoiner(int character) {
        return character == 0x200C || character == 0x200D;
    }

    /** A value within a line. */
    static String value(String text) {
        return plain(text, false);
    }

    /** Lines, whose ends and tabs stay. */
    static String lines(String text) {
        return plain(text, true);
    }

    private static String plain(String text, boolean lines) {
        StringBuilder plain = new StringBuilder(text.length());
        int previous = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            int next = i < text.length() ? text.codePointAt(i) : 0;
            boolean stays = lines && (character == '\n' || character == '\t' || (character == '\r' && next == '\n'));
            plain.appendCodePoint(stays || isPlain(previous, character, next) ? character : REPLACEMENT);
            previous = character;
        }
        return plain.toString();
    }

    /** A name of something, such as a class: of what is long, the middle is left out. */
    static String name(String text) {
        return shortened(value(text), LONGEST_NAME);
    }

    /** A message of one or more lines; those after the first are indented, so that none poses as a message of its own. */
    static String message(String text) {
        StringBuilder plain = new StringBuilder();
        for (String line : text.strip().split("\\R", -1)) {
            if (!plain.isEmpty()) {
                plain.append(System.lineSeparator()).append(line.startsWith(" ") ? "" : "  ");
            }
            plain.append(shortened(value(line), LONGEST_LINE));
        }
        return plain.toString();
    }

    /** What stands at the end, such as a file's name or what to do, is as good to know as the beginning. */
    private static String shortened(String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (length <= longest) {
            return text;
        }
        int head = text.offsetByCodePoints(0, longest * 2 / 3);
        int tail = text.offsetByCodePoints(text.length(), longest * 2 / 3 + 1 - longest);
        return text.substring(0, head) + "…" + text.substring(tail);
    }
}
