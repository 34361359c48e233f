package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;

/** A text that grows by lines. What cannot be written waits, and the file ends with a whole line. */
final class GrowingFile {
    private final Path file;
    private final StringBuilder waiting = new StringBuilder();
    private long length;

    GrowingFile(Path file) {
        this.file = file;
    }

    /**
     * Begins anew with those lines that are there and wanted.
     *
     * @param first lines before them
     * @param wanted says which; of a file that is not there or is no text, none are
     * @param otherwise lines instead, if none are
     */
    void begin(List<String> first, Predicate<String> wanted, List<String> otherwise) throws IOException {
        waiting.setLength(0);
        List<String> kept = List.of();
        if (Files.isRegularFile(file)) {
            try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                kept = lines.filter(wanted).toList();
            }
        }
        StringBuilder text = new StringBuilder();
        first.forEach(line -> text.append(line).append('\n'));
        (kept.isEmpty() ? otherwise : kept).forEach(line -> text.append(line).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        UserFiles.replace(file, out -> out.write(bytes));
        length = bytes.length;
    }

    void add(String line) {
        waiting.append(line).append('\n');
    }

    /** @throws IOException if what waits cannot be written; it waits on, and the message names the file */
    void write() throws IOException {
        byte[] bytes = waiting.toString().getBytes(StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            try {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left, length + left.position());
                }
            } catch (IOException e) {
                channel.truncate(length);
                throw e;
            }
        } catch (IOException e) {
            throw new IOException(
                    "'" + file + "' cannot be written: " + e.getMessage() + "; make room or write somewhere else.", e);
        }
        length += bytes.length;
        waiting.setLength(0);
    }
}
