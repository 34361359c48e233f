package dev.texon.gpu.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder that says whose it is: its file {@code owner} holds the pid and the start time (milliseconds since 1970) of
 * the JVM that made it.
 */
record PrivateFolder(Path path) {
    private static final String OWNER = "owner";
    /** Longer than it takes from making a folder to writing its owner. */
    private static final Duration UNOWNED = Duration.ofMinutes(1);
    /** The kernel's clock of process starts may drift against the wall clock by about a second. */
    private static final long START_TOLERANCE_MILLISECONDS = 2000;

    static Path create(String prefix) throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        Path folder;
        try {
            // With mode 700 on Unix, and in the user's own temporary folder on Windows.
            folder = Files.createTempDirectory(parent, prefix);
        } catch (IOException e) {
            throw new IOException(
                    "no folder can be made in '" + parent + "' (" + e.getMessage()
                            + "); set java.io.tmpdir, or TMPDIR with ./texon, to a folder that can be written",
                    e);
        }
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(folder.resolve(OWNER), self.pid() + " " + startOf(self));
        sweep(parent, prefix, folder);
        return folder;
    }

    /** Removes the folder and what is in it, as far as that is possible; links are removed, not followed. */
    void remove() {
        // A browser that has just been killed may write a last file between listing and removing.
        for (int tries = 0; tries < 10 && Files.exists(path, LinkOption.NOFOLLOW_LINKS); tries++) {
            try {
                Files.walkFileTree(path, new Remover());
            } catch (IOException | UncheckedIOException e) {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException interrupt) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private static void sweep(Path parent, String prefix, Path except) throws IOException {
        DirectoryStream.Filter<Path> candidates =
                entry -> entry.getFileName().toString().startsWith(prefix)
                        && !entry.equals(except)
                        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, candidates)) {
            for (Path entry : entries) {
                if (isStale(entry, except)) {
                    new PrivateFolder(entry).remove();
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isStale(Path folder, Path own) {
        try {
            if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))) {
                return false;
            }
            Path owner = folder.resolve(OWNER);
            if (!Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)) {
                Instant changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                return changed.isBefore(Instant.now().minus(UNOWNED));
            }
            String[] parts = Files.readString(owner).split(" ", 2);
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0]));
            return process.isEmpty()
                    || Math.abs(startOf(process.get()) - Long.parseLong(parts[1])) > START_TOLERANCE_MILLISECONDS;
        } catch (IOException | RuntimeException e) {
            // Not readable, or just being removed by its own guard: not ours to judge.
            return false;
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
