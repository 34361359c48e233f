package dev.texon.gpu.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files that a user names: opened and replaced with errors that say what to do. */
public final class UserFiles {
    private UserFiles() {}

    /** Writes what a file holds. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out not to be closed
         * @throws IOException if it cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Opens a file to read.
     *
     * @param file a regular file
     * @return its bytes
     * @throws IOException if there is no such regular file, or it may not be read; the message names it
     */
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
     * Lists what a folder holds, without hidden files.
     *
     * @param folder to look into
     * @return its files and folders, sorted by name
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

    /**
     * Gives the last part of a path.
     *
     * @param path of a file or folder
     * @return its name in its folder
     */
    public static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /**
     * Writes beside the file, and moves into place what was written: the file is either the old one or all of the new one, never a
     * part. Where it is a link, this is the file that the link leads to; permissions and owner stay as they are. Nothing is left
     * beside it, except by a process that is killed, and this the next write removes.
     *
     * @param file new, or to be replaced
     * @param content writes what the file is to hold
     * @throws IOException if the file cannot be written, as {@link #demandWritable} and for want of room; the message names it
     */
    public static void replace(Path file, Content content) throws IOException {
        Path target = demandWritable(file);
        try {
            Replacement.write(target, content);
        } catch (IOException e) {
            throw unwritable(file, reason(e) + "; make room or write somewhere else", e);
        }
    }

    /**
     * Looks whether a file can be written, before there is something to write.
     *
     * @param file new, or to be replaced
     * @return where it lies: the end of all links, which need not exist
     * @throws IOException if there is no such folder, no permission, or something other than a regular file; the message names it
     */
    public static Path demandWritable(Path file) throws IOException {
        Path target;
        try {
            target = Replacement.target(file);
        } catch (IOException e) {
            throw unwritable(file, "it is a link that cannot be followed; write somewhere else", e);
        }
        Path folder = target.getParent();
        if (file.getFileName() == null || folder == null || Files.isDirectory(target)) {
            throw new IOException("'" + file + "' is a folder; name a file to write.");
        }
        if (!Files.isDirectory(folder)) {
            throw unwritable(file, "there is no folder '" + folder + "'; make it first", null);
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw unwritable(file, "it is a device, a pipe or a socket; name a regular file", null);
        }
        // A folder takes new names; the file that is replaced is asked as well, since it may be protected.
        if (!Files.isWritable(folder) || (Files.exists(target) && !Files.isWritable(target))) {
            throw unwritable(file, "permission denied; change its permissions or write somewhere else", null);
        }
        return target;
    }

    private static IOException unwritable(Path file, String reason, @Nullable IOException cause) {
        return new IOException("'" + file + "' cannot be written: " + reason + ".", cause);
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
