package dev.texon.web;

import dev.texon.gpu.files.UserFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A folder that an export fills, and that holds nothing else: files of others are neither replaced nor deleted. */
final class ExportFolder {
    /** How the first line of the first file begins, by which an export's folder is told from others with files of the same names. */
    private static final String MARK = "// Made by texon export.";

    private final String first;
    private final Set<String> names;

    /**
     * @param first the file that begins with {@link #MARK}, and is written before the others
     * @param others all other files
     */
    ExportFolder(String first, String... others) {
        this.first = first;
        names = new LinkedHashSet<>(List.of(others));
        names.add(first);
    }

    /** @throws IOException if the folder holds files that no export has made, or cannot be written; the message names it */
    void demandWritable(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Path parent = folder.toAbsolutePath();
            while (parent != null && !Files.exists(parent)) {
                parent = parent.getParent();
            }
            if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
                throw new IOException("The folder '" + folder + "' cannot be made in '" + parent
                        + "': permission denied, or it is a file; export to another.");
            }
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("'" + folder + "' is a file; name a folder to export to.");
        }
        boolean empty = true;
        for (Path file : UserFiles.list(folder)) {
            empty = false;
            if (!names.contains(UserFiles.name(file)) || !Files.isRegularFile(file)) {
                throw foreign(folder, file);
            }
        }
        if (!empty && !isMarked(folder.resolve(first))) {
            throw foreign(folder, UserFiles.list(folder).get(0));
        }
        UserFiles.demandWritable(folder.resolve(first));
    }

    private static IOException foreign(Path folder, Path file) {
        return new IOException("'" + folder + "' holds '" + UserFiles.name(file)
                + "', which is not of an earlier export of this kind; name another folder, or one that is empty.");
    }

    private static boolean isMarked(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(UserFiles.open(file), StandardCharsets.ISO_8859_1))) {
            return String.valueOf(reader.readLine()).startsWith(MARK);
        }
    }

    /** Makes the folder and writes all files. */
    void write(Path folder, Map<String, byte[]> files) throws IOException {
        if (!files.keySet().equals(names)) {
            throw new IllegalStateException("These files are written: " + files.keySet() + ", and not " + names + ".");
        }
        demandWritable(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("The folder '" + folder + "' cannot be made: " + e.getMessage() + ".", e);
        }
        write(folder, first, files);
        for (String name : names) {
            if (!name.equals(first)) {
                write(folder, name, files);
            }
        }
    }

    private static void write(Path folder, String name, Map<String, byte[]> files) throws IOException {
        byte[] content = files.getOrDefault(name, new byte[0]);
        UserFiles.replace(folder.resolve(name), out -> out.write(content));
    }
}
