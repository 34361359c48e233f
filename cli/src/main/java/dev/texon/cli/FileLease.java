package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file for one process: {@code .NAME.lock} beside it is locked until this is closed, and then deleted. The system unlocks it when the
 * process is killed, so that what is left then keeps nobody out.
 */
final class FileLease implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private FileLease(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * @param what writes the file, as a sentence goes on: {@code another training}
     * @throws IOException if another has it, or the folder cannot be written; the message names the file
     */
    static FileLease take(Path file, String what) throws IOException {
        Path target = UserFiles.demandWritable(file);
        Path path = target.resolveSibling("." + target.getFileName() + ".lock");
        while (true) {
            FileChannel channel;
            try {
                channel = FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new IOException(
                        "'" + file + "' cannot be kept for one process, since '" + path
                                + "' cannot be written; write somewhere else.",
                        e);
            }
            if (!lock(channel)) {
                String owner = Files.exists(path) ? Files.readString(path).split(" ", 2)[0] : "";
                channel.close();
                throw new IOException("'" + file + "' is being written by " + what
                        + (owner.matches("[0-9]{1,10}") ? ", process " + owner : "")
                        + "; wait for its end, or write to another file.");
            }
            // Another may have deleted the file between opening and locking it: then this lock is of no file that
            // others see.
            String mark = ProcessHandle.current().pid() + " " + UUID.randomUUID();
            channel.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)), 0);
            if (mark.equals(read(path))) {
                return new FileLease(path, channel);
            }
            channel.close();
        }
    }

    private static @Nullable String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return null;
        }
    }

    /** Also where the file system locks nothing. */
    private static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        }
    }
}
