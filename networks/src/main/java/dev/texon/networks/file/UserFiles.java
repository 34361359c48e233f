package dev.texon.networks.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Files that a user names: opened and replaced with errors that say what to do. */
public final class UserFiles {
    private UserFiles() {}

    /** Writes what a file holds. */
    @FunctionalInterface
    public interface Content {
        /** @throws IOException if it cannot be written */
        void writeTo(OutputStream out) throws IOException;
    }

    /** @throws IOException if there is no such regular file, or it may not be read; the message names it */
    public static InputStream open(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new IOException("'" + file + "' is " + (attributes.isDirectory() ? "a folder" : "a device")
                        + "; name a regular file.");
            }
            return Files.newInputStream(file);
        } catch (FileSystemException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * What a folder holds, sorted by name, without hidden files.
     *
     * @throws IOException if it cannot be read; the message names it
     */
    public static List<Path> list(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (!name(path).startsWith(".")) {
                    paths.add(path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, Objects.requireNonNull(e.getCause()));
        } catch (FileSystemException e) {
            throw unreadable(folder, e);
        }
        paths.sort(Comparator.comparing(UserFiles::name));
        return paths;
    }

    /** The last part of a path. */
    public static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /**
     * Writes beside the file, and moves into place what was written: the file is either the old one or all of the new one, never a part.
     * Nothing is left beside it, except by a process that is killed.
     *
     * @throws IOException if there is no such folder, no room or no permission; the message names the file
     */
    public static void replace(Path file, Content content) throws IOException {
        Path name = file.getFileName();
        Path folder = file.toAbsolutePath().getParent();
        if (name == null || folder == null || Files.isDirectory(file)) {
            throw new IOException("'" + file + "' is a folder; name a file to write.");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "'" + file + "' cannot be written: there is no folder '" + folder + "'; make it first.");
        }
        Path beside = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                content.writeTo(out);
                // Some file systems find out only here that there is no room.
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(
                    "'" + file + "' cannot be written: " + reason(e) + "; make room or write somewhere else.", e);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static IOException unreadable(Path path, IOException e) {
        return new IOException("'" + path + "' cannot be read: " + reason(e) + "; check its name and permissions.", e);
    }

    /** What the operating system says, without the names of files that it puts before it. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof NoSuchFileException) {
            return "it does not exist";
        } else if (e instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
