package dev.texon.networks.data;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;

/** A text whose runs of spaces and tabs outside of quotes are one space each, and none at the ends of a line. */
final class SpacesReader extends FilterReader {
    private boolean quoted;
    private int before = '\n';
    private int held = -1;

    SpacesReader(BufferedReader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        before = next();
        return before;
    }

    private int next() throws IOException {
        if (held >= 0) {
            int next = held;
            held = -1;
            return next;
        }
        int c = in.read();
        if (quoted || !blank(c)) {
            if (c == '"') {
                quoted = !quoted;
            }
            return c;
        }
        while (blank(c)) {
            c = in.read();
        }
        if (c == '"') {
            quoted = true;
        }
        if (before == '\n' || before == '\r' || c == '\n' || c == '\r' || c < 0) {
            return c;
        }
        held = c;
        return ' ';
    }

    private static boolean blank(int c) {
        return c == ' ' || c == '\t';
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            int c = read();
            if (c < 0) {
                return i == 0 ? -1 : i;
            }
            into[offset + i] = (char) c;
        }
        return length;
    }
}
