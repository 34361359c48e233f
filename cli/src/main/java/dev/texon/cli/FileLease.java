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
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a file for one process: {@code .NAME.lock} beside it is locked until this is closed, and then deleted. The system unlocks it when the
 * process is killed, so that what is left then keeps nobody out.
 */
final class FileLease implements AutoCloseable {
    /** Those of this process: closing a second channel of a file would take the lock of the first, as POSIX has it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int LONGEST_MARK = 1 << 20;

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
        Path folder = target.toAbsolutePath().getParent();
        Path path = (folder == null ? target : folder.toRealPath()).resolve("." + target.getFileName() + ".lock");
        if (!HELD.add(path)) {
            throw taken(file, what, ProcessHandle.current().pid());
        }
        try {
            return take(file, path, what);
        } catch (Throwable e) {
            HELD.remove(path);
            throw e;
        }
    }

    private static FileLease take(Path file, Path path, String what) throws IOException {
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
                long owner = owner(channel);
                channel.close();
                throw taken(file, what, owner);
            }
            // Another may have deleted the file between opening and locking it: then this lock
            // is of no file that others see. The length tells, without opening it again.
            long mark = 32L + new SecureRandom().nextInt(LONGEST_MARK);
            String pid = ProcessHandle.current().pid() + " ";
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            channel.write(ByteBuffer.wrap(new byte[1]), mark - 1);
            if (Files.exists(path) && Files.size(path) == mark) {
                return new FileLease(path, channel);
            }
            channel.close();
        }
    }

    private static IOException taken(Path file, String what, long owner) {
        return new IOException("'" + file + "' is being written by " + what + (owner > 0 ? ", process " + owner : "")
                + "; wait for its end, or write to another file.");
    }

    /** The process that has written its number there; 0 if it has not. */
    private static long owner(FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(24);
        channel.read(start, 0);
        String[] words = new String(start.array(), 0, start.position(), StandardCharsets.US_ASCII).split(" ", 2);
        return words.length == 2 && words[0].matches("[0-9]{1,18}") ? Long.parseLong(words[0]) : 0;
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
        } finally {
            HELD.remove(path);
        }
    }
}
