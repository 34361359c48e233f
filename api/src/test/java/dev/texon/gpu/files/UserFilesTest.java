package dev.texon.gpu.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class UserFilesTest {
    private final Path folder;

    UserFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String refused(Executable action) {
        return String.valueOf(assertThrows(IOException.class, action).getMessage());
    }

    private static UserFiles.Content bytes(int count) {
        return out -> out.write(new byte[count]);
    }

    private List<String> names() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path file = folder.resolve("file");
        UserFiles.replace(file, bytes(3));
        UserFiles.replace(file, bytes(5));
        assertEquals(5, Files.size(file));
        assertEquals(
                "'" + file + "' cannot be written: it broke; make room or write somewhere else.",
                refused(() -> UserFiles.replace(file, out -> {
                    out.write(1);
                    throw new IOException("it broke");
                })));
        assertThrows(
                IllegalStateException.class,
                () -> UserFiles.replace(file, out -> {
                    throw new IllegalStateException();
                }));
        assertEquals(5, Files.size(file));
        assertEquals(List.of("file"), names());
    }

    @Test
    void placesThatCannotBeWrittenAreNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path absent = folder.resolve("absent");
        assertEquals(
                "'" + absent.resolve("x") + "' cannot be written: there is no folder '" + absent + "'; make it first.",
                refused(() -> UserFiles.replace(absent.resolve("x"), bytes(1))));
        assertEquals(
                "'" + file.resolve("x") + "' cannot be written: there is no folder '" + file + "'; make it first.",
                refused(() -> UserFiles.replace(file.resolve("x"), bytes(1))));
        for (Path place : List.of(folder, Path.of("/"), Path.of(""))) {
            assertEquals(
                    "'" + place + "' is a folder; name a file to write.",
                    refused(() -> UserFiles.replace(place, bytes(1))));
        }
        assertEquals(List.of("file"), names());
    }

    @Test
    void linksAreFollowedAndPermissionsKept() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, permissions);
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        Path chain = Files.createSymbolicLink(folder.resolve("chain"), link);
        UserFiles.replace(chain, bytes(3));
        assertEquals(3, Files.size(file));
        assertEquals(permissions, Files.getPosixFilePermissions(file));
        assertTrue(Files.isSymbolicLink(chain) && Files.isSymbolicLink(link));
        Path fresh = Files.createSymbolicLink(folder.resolve("fresh"), Path.of("made"));
        UserFiles.replace(fresh, bytes(4));
        assertEquals(4, Files.size(folder.resolve("made")));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertEquals(
                "'" + loop + "' cannot be written: it is a link that cannot be followed; write somewhere else.",
                refused(() -> UserFiles.replace(loop, bytes(1))));
        assertEquals(List.of("chain", "file", "fresh", "link", "loop", "made"), names());
    }

    @Test
    void whatIsNoRegularFileIsRefusedAndStays() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        for (Path file : List.of(pipe, Path.of("/dev/null"), link)) {
            assertEquals(
                    "'" + file + "' cannot be written: it is a device, a pipe or a socket; name a regular file.",
                    refused(() -> UserFiles.replace(file, bytes(1))));
        }
        assertTrue(Files.readAttributes(pipe, BasicFileAttributes.class).isOther());
        assertEquals(List.of("link", "pipe"), names());
    }

    @Test
    void whatKilledProcessesLeaveIsRemovedAndWhatIsBeingWrittenStays() throws IOException {
        Path file = folder.resolve("file");
        for (String name : List.of(
                ".file.1b4e28ba-2fa1-11d2-883f-0016d3cca427.part",
                ".file.notes.part",
                ".file2.1b4e28ba-2fa1-11d2-883f-0016d3cca427.part")) {
            Files.writeString(folder.resolve(name), "left");
        }
        UserFiles.replace(file, out -> {
            out.write(1);
            UserFiles.replace(file, bytes(5));
            assertEquals(5, Files.size(file));
        });
        assertEquals(1, Files.size(file));
        assertEquals(List.of(".file.notes.part", ".file2.1b4e28ba-2fa1-11d2-883f-0016d3cca427.part", "file"), names());
    }

    @Test
    void foldersAreListedInOrderWithoutHiddenFiles() throws IOException {
        for (String name : List.of("b", "a", ".c", "B")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertEquals(
                List.of("B", "a", "b"),
                UserFiles.list(folder).stream().map(UserFiles::name).toList());
        Path file = folder.resolve("a");
        assertEquals(
                "'" + file + "' cannot be read: it is not a folder; check its name and permissions.",
                refused(() -> UserFiles.list(file)));
    }

    /** On a file system of 64 KiB, which only root may make. */
    @Test
    void aFullDiskLeavesTheOldFileAndNothingElse() throws IOException, InterruptedException {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(mount.waitFor() == 0, "No full disk is tried, since only root can make one: " + said);
        try {
            Path file = folder.resolve("file");
            UserFiles.replace(file, bytes(1000));
            String message = refused(() -> UserFiles.replace(file, out -> {
                for (int i = 0; i < 100; i++) {
                    out.write(new byte[1000]);
                }
            }));
            assertTrue(
                    message.startsWith("'" + file + "' cannot be written: ")
                            && message.endsWith("; make room or write somewhere else."),
                    message);
            assertEquals(1000, Files.size(file));
            assertEquals(List.of("file"), names());
        } finally {
            assertEquals(
                    0, new ProcessBuilder("umount", folder.toString()).start().waitFor());
        }
    }
}
