package dev.texon.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets through only {@link PlainText}, ends of lines, tabs and, where there are colours, the escape sequences of {@link Style} and of
 * picocli's help, so that no command can forget to clean what it quotes.
 */
final class PlainWriter extends FilterWriter {
    /** Bold, italic, underlined, three foregrounds, and the end of each. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[(?:0|1|3|4|2[1-4]|3[1-3]|39|1;31)?m");

    private final boolean colour;

    private PlainWriter(Writer out, boolean colour) {
        super(out);
        this.colour = colour;
    }

    static PrintWriter over(PrintWriter out, boolean colour) {
        return new PrintWriter(new PlainWriter(out, colour), true);
    }

    @Override
    public void write(int character) throws IOException {
        write(String.valueOf((char) character), 0, 1);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        write(new String(text, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        String whole = text.substring(offset, offset + length);
        StringBuilder plain = new StringBuilder(length);
        int from = 0;
        if (colour) {
            for (Matcher colours = COLOUR.matcher(whole); colours.find(); from = colours.end()) {
                plain.append(PlainText.lines(whole.substring(from, colours.start())))
                        .append(colours.group());
            }
        }
        out.write(plain.append(PlainText.lines(whole.substring(from))).toString());
    }
}
