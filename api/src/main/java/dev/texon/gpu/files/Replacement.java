package dev.texon.gpu.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a file and then moved into its place. While it is written it is locked, so that what a killed process has left
 * can be told from what another process is writing.
 */
final class Replacement {
    private static final String SUFFIX = ".part";
    /** What an operating system follows at most. */
    private static final int MAX_LINKS = 40;

    private Replacement() {}

    /** The file that a write goes to: a link's end, which need not exist. */
    static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** @param target what {@link UserFiles#demandWritable} gives */
    static void write(Path target, UserFiles.Content content) throws IOException {
        sweep(target);
        Path beside = target.resolveSibling(prefix(target) + UUID.randomUUID() + SUFFIX);
        try {
            try (FileChannel channel =
                            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                lock(channel);
                keepPermissions(target, beside);
                content.writeTo(out);
                // Some file systems find out only here that there is no room.
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    /** Removes what killed processes have left of the same file. */
    private static void sweep(Path target) throws IOException {
        String prefix = prefix(target);
        int length = prefix.length() + UUID.randomUUID().toString().length() + SUFFIX.length();
        DirectoryStream.Filter<Path> parts = path -> {
            String name = String.valueOf(path.getFileName());
            return name.length() == length && name.startsWith(prefix) && name.endsWith(SUFFIX);
        };
        Path folder = target.getParent();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder == null ? target : folder, parts)) {
            for (Path part : left) {
                if (!inUse(part)) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (DirectoryIteratorException | AccessDeniedException e) {
            // A folder that may be written and not be listed: what lies there stays.
            return;
        }
    }

    private static boolean inUse(Path part) {
        if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            return lock(channel) == null;
        } catch (IOException e) {
            return true;
        }
    }

    /** Null if another has it, or this file system locks nothing. */
    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            return null;
        }
    }

    private static void keepPermissions(Path from, Path to) {
        try {
            PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
            if (view == null || !Files.exists(from)) {
                return;
            }
            PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
            view.setPermissions(old.permissions());
            view.setGroup(old.group());
            view.setOwner(old.owner());
        } catch (IOException e) {
            // Another's file in a shared folder: the new one is the writer's.
            return;
        }
    }
}
