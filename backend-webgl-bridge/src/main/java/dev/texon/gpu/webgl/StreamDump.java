package dev.texon.gpu.webgl;

import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuUnavailableException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with the frames that were sent and the results that came back, in order: 16 bytes of magic, then entries of kind (1 the
 * adapter's id, 2 a frame, 3 a result), length in bytes and content, little-endian. What a crash cuts off is only the end.
 */
final class StreamDump implements AutoCloseable {
    /** Names the file to dump to; {@code %p} in it stands for the pid. */
    static final String PROPERTY = "texon.webgl.dump";

    private static final byte[] MAGIC = "texon-webgl-dump".getBytes(StandardCharsets.US_ASCII);
    private static final int ADAPTER = 1;
    private static final int FRAME = 2;
    private static final int RESULT = 3;

    /** No channel: those are closed under a thread that is interrupted. */
    private final OutputStream stream;

    private final byte[] block = new byte[1 << 16];
    private final ByteBuffer entry = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);

    /** A dump that has been read: the frames as they were sent, the results without their headers. */
    record Content(String adapter, List<ByteBuffer> frames, List<ByteBuffer> results) {}

    private StreamDump(OutputStream stream) {
        this.stream = stream;
    }

    /** The dump that the system property asks for; null for none. */
    static @Nullable StreamDump fromProperty(WebGlAdapter adapter) {
        String name = System.getProperty(PROPERTY);
        if (name == null) {
            return null;
        }
        return create(
                Path.of(name.replace("%p", Long.toString(ProcessHandle.current().pid()))), adapter);
    }

    static StreamDump create(Path file, WebGlAdapter adapter) {
        try {
            OutputStream stream = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            StreamDump dump = new StreamDump(stream);
            stream.write(MAGIC);
            dump.write(ADAPTER, ByteBuffer.wrap(adapter.id().getBytes(StandardCharsets.US_ASCII)));
            return dump;
        } catch (FileAlreadyExistsException e) {
            throw new GpuUnavailableException(
                    "The command stream cannot be dumped to '" + file
                            + "', which exists: remove it or name another file.",
                    e);
        } catch (IOException e) {
            throw new GpuUnavailableException("The command stream cannot be dumped to '" + file + "': " + e + ".", e);
        }
    }

    static Content read(Path file) throws IOException {
        String adapter = "";
        List<ByteBuffer> frames = new ArrayList<>();
        List<ByteBuffer> results = new ArrayList<>();
        try (DataInputStream stream = new DataInputStream(Files.newInputStream(file))) {
            if (!java.util.Arrays.equals(stream.readNBytes(MAGIC.length), MAGIC)) {
                throw new IOException("'" + file + "' is not a dump of a command stream");
            }
            for (byte[] head = stream.readNBytes(8); head.length == 8; head = stream.readNBytes(8)) {
                ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
                int kind = fields.getInt();
                int length = fields.getInt();
                if (length < 0 || length > Protocol.MAX_MESSAGE_BYTES) {
                    throw new IOException(
                            "'" + file + "' has an entry of " + length + " bytes, more than a message holds");
                }
                byte[] content = stream.readNBytes(length);
                if (content.length < length) {
                    throw new EOFException("'" + file + "' ends within an entry");
                }
                switch (kind) {
                    case ADAPTER -> adapter = new String(content, StandardCharsets.US_ASCII);
                    case FRAME -> frames.add(ByteBuffer.wrap(content));
                    case RESULT -> results.add(ByteBuffer.wrap(content));
                    default -> throw new IOException("'" + file + "' has an entry of the unknown kind " + kind);
                }
            }
        }
        return new Content(adapter, frames, results);
    }

    synchronized void frame(ByteBuffer head, ByteBuffer bulk) {
        write(FRAME, head.duplicate(), bulk.duplicate());
    }

    synchronized void result(ByteBuffer content) {
        write(RESULT, content.duplicate());
    }

    @Override
    public synchronized void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // Every entry has been written when it came; nothing is left to write, and closing a device does not throw.
            return;
        }
    }

    private void write(int kind, ByteBuffer... parts) {
        int bytes = 0;
        for (ByteBuffer part : parts) {
            bytes += part.remaining();
        }
        try {
            writeFully(entry.clear().putInt(kind).putInt(bytes).flip());
            for (ByteBuffer part : parts) {
                writeFully(part);
            }
        } catch (IOException e) {
            throw new GpuException("The command stream cannot be dumped: " + e + ".", e);
        }
    }

    private void writeFully(ByteBuffer part) throws IOException {
        while (part.hasRemaining()) {
            int some = Math.min(block.length, part.remaining());
            part.get(block, 0, some);
            stream.write(block, 0, some);
        }
    }
}
