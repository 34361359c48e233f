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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text that grows by lines. What cannot be written waits, and the file ends with a whole line. */
final class GrowingFile {
    private final Path file;
    private final List<String> header;
    private final StringBuilder waiting = new StringBuilder();

    /** @param header lines before the others */
    GrowingFile(Path file, List<String> header) {
        this.file = file;
        this.header = header;
    }

    /** The lines that are there; none if there is no such file. */
    List<String> lines() throws IOException {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        }
    }

    /** Begins anew. */
    void begin(List<String> lines) throws IOException {
        waiting.setLength(0);
        byte[] bytes = (text(header) + text(lines)).getBytes(StandardCharsets.ISO_8859_1);
        UserFiles.replace(file, out -> out.write(bytes));
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    void add(String line) {
        waiting.append(line).append('\n');
    }

    /** @throws IOException if what waits cannot be written; it waits on, and the message names the file */
    void write() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Someone may have moved, shortened or lengthened it.
            long length = channel.size();
            byte[] bytes = ((length == 0 ? text(header) : "") + waiting).getBytes(StandardCharsets.ISO_8859_1);
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
        waiting.setLength(0);
    }
}
