package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A text that can be read several times, in the encoding that its first bytes tell. */
final class CsvText {
    private final String name;
    private final Opening opening;

    private CsvText(String name, Opening opening) {
        this.name = name;
        this.opening = opening;
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    static CsvText of(Path file) {
        return new CsvText("'" + file + "'", () -> UserFiles.open(file));
    }

    /** @param name for messages, with quotes where it has some */
    static CsvText of(String name, byte[] bytes) {
        return new CsvText(name, () -> new ByteArrayInputStream(bytes));
    }

    /** As messages begin. */
    String name() {
        return name;
    }

    /**
     * That of the byte order mark; else UTF-8 if all of the text is, or Latin-1.
     *
     * @throws IOException if it cannot be read, or is no text
     */
    Charset charset() throws IOException {
        Charset marked = mark();
        try {
            check(marked);
            return marked;
        } catch (CharacterCodingException e) {
            if (!marked.equals(StandardCharsets.UTF_8)) {
                throw new IOException(name + " has the mark of " + marked + " and is not in it; save it in UTF-8.", e);
            }
            check(StandardCharsets.ISO_8859_1);
            return StandardCharsets.ISO_8859_1;
        }
    }

    private Charset mark() throws IOException {
        try (InputStream in = opening.open()) {
            byte[] start = in.readNBytes(2);
            if (Arrays.equals(start, new byte[] {(byte) 0xFF, (byte) 0xFE})) {
                return StandardCharsets.UTF_16LE;
            }
            if (Arrays.equals(start, new byte[] {(byte) 0xFE, (byte) 0xFF})) {
                return StandardCharsets.UTF_16BE;
            }
            return StandardCharsets.UTF_8;
        }
    }

    private void check(Charset charset) throws IOException {
        try (BufferedReader reader = reader(charset)) {
            char[] some = new char[1 << 14];
            for (int got = reader.read(some); got >= 0; got = reader.read(some)) {
                for (int i = 0; i < got; i++) {
                    if (some[i] == 0) {
                        throw new IOException(
                                name + " holds the character NUL, as no text does; save it as a CSV file.");
                    }
                }
            }
        }
    }

    /** Without a byte order mark. */
    BufferedReader reader(Charset charset) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(opening.open(), charset.newDecoder()));
        try {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            return reader;
        } catch (Throwable e) {
            reader.close();
            throw e;
        }
    }
}
