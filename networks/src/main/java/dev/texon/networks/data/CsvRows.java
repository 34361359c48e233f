package dev.texon.networks.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifier;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The rows of a CSV file (RFC 4180, with other separators), one after another. */
final class CsvRows {
    private static final int MAX_RECORD = 1 << 24;
    /** A last row, which is put after what a file holds; no text has this character. */
    private static final String END = "\0";

    private static final FieldModifier UNQUOTED_STRIPPED = new FieldModifier() {
        @Override
        public String modify(long startingLineNumber, int fieldIdx, boolean quoted, String field) {
            return quoted ? field : field.strip();
        }
    };

    private final CsvText text;
    private int taken;

    private CsvRows(CsvText text) {
        this.text = text;
    }

    /** Takes a row. */
    @FunctionalInterface
    interface Taker {
        /** @param line where the row begins, from 1 */
        void take(List<String> fields, long line) throws IOException;
    }

    /** @throws IOException if the text cannot be read, is no CSV, or as the taker throws */
    static void read(CsvText text, CsvDialect dialect, Taker taker) throws IOException {
        new CsvRows(text).read(dialect, taker);
    }

    private void read(CsvDialect dialect, Taker taker) throws IOException {
        boolean white = Character.isWhitespace(dialect.separator());
        try (BufferedReader reader = text.reader(dialect.charset())) {
            RecordLimit limited = new RecordLimit(dialect.separator() == ' ' ? new SpacesReader(reader) : reader);
            try (CsvReader<CsvRecord> rows = CsvReader.builder()
                    .fieldSeparator(dialect.separator())
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .trimWhitespacesAroundQuotes(!white)
                    .maxBufferSize(2 * MAX_RECORD)
                    .build(CsvRecordHandler.of(handler -> handler.fieldModifier(UNQUOTED_STRIPPED)), limited)) {
                CsvRecord last = null;
                for (CsvRecord row : rows) {
                    limited.next();
                    if (last != null) {
                        taker.take(last.getFields(), last.getStartingLineNumber());
                        taken++;
                    }
                    last = row;
                }
                // The parser closes a quote that is open at the end by itself.
                if (last == null || !last.getFields().equals(List.of(END))) {
                    throw new CsvParseException("The last row has a quote that is not closed");
                }
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        } catch (CsvParseException e) {
            throw new IOException(
                    text.name() + " is no CSV file after row " + taken + ": "
                            + (e.getCause() == null ? e : e.getCause()).getMessage() + "; correct its quotes.",
                    e);
        }
    }

    /** The file and the {@link #END}. A quote that is not closed makes the rest of a file one record; a limit ends it. */
    private final class RecordLimit extends FilterReader {
        private final StringReader end = new StringReader("\n" + END);
        private long read;

        RecordLimit(Reader in) {
            super(in);
        }

        void next() {
            read = 0;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            if (got < 0) {
                return end.read(into, offset, length);
            }
            read += got;
            if (read > MAX_RECORD) {
                throw new IOException(text.name() + " has a row of more than " + MAX_RECORD + " characters after row "
                        + taken + "; close its quotes, or make it shorter.");
            }
            return got;
        }
    }
}
