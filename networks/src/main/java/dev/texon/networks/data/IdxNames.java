package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IDX files under the names of MNIST and of EMNIST, {@code emnist-letters-train-images-idx3-ubyte}; as a file, compressed ({@code .gz}) or
 * not, or in a folder of the file's name, as some archives are unpacked.
 */
final class IdxNames {
    private static final Pattern NAME = Pattern.compile(
            "(?<set>(?:.*-)?)(?<part>train|t10k|test)-(?<kind>images|labels)[.-]idx[0-9]-(?:ubyte|byte|short|int|float|double)"
                    + "(?:\\.gz)?");

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    private IdxNames(Path folder) {
        this.folder = folder;
    }

    /** Empty if no file in the folder has such a name. */
    static Optional<IdxNames> in(Path folder) throws IOException {
        IdxNames names = new IdxNames(folder);
        for (Path path : Clutter.without(folder)) {
            if (!matcher(path).matches()) {
                continue;
            }
            if (!Files.isDirectory(path)) {
                names.files.add(path);
                continue;
            }
            Clutter.without(path).stream()
                    .filter(file -> matcher(file).matches() && !Files.isDirectory(file))
                    .forEach(names.files::add);
        }
        return names.files.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private static Matcher matcher(Path file) {
        return NAME.matcher(UserFiles.name(file).toLowerCase(Locale.ROOT));
    }

    /** The one data set of which files are there, as it stands before the part in their names; MNIST's is empty. */
    String set() throws IOException {
        TreeSet<String> sets = new TreeSet<>();
        for (Path file : files) {
            Matcher matcher = matcher(file);
            if (matcher.matches()) {
                sets.add(matcher.group("set"));
            }
        }
        if (sets.size() > 1) {
            throw new IOException("'" + folder + "' holds the IDX files of " + sets.size() + " data sets, "
                    + String.join(
                            ", ", sets.stream().map(set -> "'" + set + "'").toList())
                    + "; leave those of one.");
        }
        return sets.first();
    }

    /** The file of a part and kind; where there are several, a file in the folder itself is taken first. */
    Path file(boolean train, String kind) throws IOException {
        Path found = null;
        for (Path file : files) {
            Matcher matcher = matcher(file);
            if (matcher.matches()
                    && matcher.group("part").equals("train") == train
                    && matcher.group("kind").equals(kind)
                    && (found == null || folder.equals(file.getParent()))) {
                found = file;
            }
        }
        if (found == null) {
            throw new IOException("'" + folder + "' holds no " + set() + (train ? "train-" : "t10k-") + kind + "-idx"
                    + (kind.equals("labels") ? 1 : 3)
                    + "-ubyte, compressed (.gz) or not; put all four IDX files in it.");
        }
        return found;
    }
}
