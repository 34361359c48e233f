package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The images in a folder for each class, with those in folders below, as torchvision's ImageFolder finds them. */
final class ImageFiles {
    /** Links can make a folder its own content. */
    private static final int DEEPEST = 16;

    final List<Path> files = new ArrayList<>();
    final List<Integer> labels = new ArrayList<>();
    private final Map<String, Integer> others = new TreeMap<>();

    private ImageFiles() {}

    /**
     * @param subset whether a class may have no folder
     * @throws IOException if there are too many, none at all, or none of a class that has a folder
     */
    static ImageFiles find(Path folder, List<String> classes, boolean subset, Consumer<String> notes)
            throws IOException {
        ImageFiles found = new ImageFiles();
        for (int label = 0; label < classes.size(); label++) {
            Path of = folder.resolve(classes.get(label));
            if (subset && !Files.isDirectory(of)) {
                continue;
            }
            int before = found.files.size();
            found.collect(of, label, 0);
            if (found.files.size() == before) {
                throw new IOException(
                        "'" + of + "' holds no " + ImageFile.FORMATS + " images; put some in, or remove the folder.");
            }
        }
        for (Path path : Clutter.without(folder)) {
            if (!Files.isDirectory(path)) {
                found.passOver(path);
            }
        }
        if (found.files.isEmpty() || found.files.size() > Dataset.MAX_SIZE) {
            throw new IOException("'" + folder + "' holds " + found.files.size() + " images; a data set has 1 to "
                    + Dataset.MAX_SIZE + ", in a folder for each class.");
        }
        if (!found.others.isEmpty()) {
            notes.accept("Files in '" + folder + "' that are no " + ImageFile.FORMATS
                    + " images by their names are passed over: " + found.passedOver() + ".");
        }
        return found;
    }

    private void collect(Path folder, int label, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("'" + folder + "' lies more than " + DEEPEST
                    + " folders below its class; remove it, or the link that leads to it.");
        }
        for (Path path : Clutter.without(folder)) {
            if (Files.isDirectory(path)) {
                collect(path, label, depth + 1);
            } else if (ImageFile.hasName(path)) {
                files.add(path);
                labels.add(label);
            } else {
                passOver(path);
            }
        }
    }

    private void passOver(Path path) {
        others.merge(
                UserFiles.name(path).contains(".") ? "." + ImageFile.extension(path) : "without ending",
                1,
                Integer::sum);
    }

    private String passedOver() {
        int most = 5;
        String text = String.join(
                ", ",
                others.entrySet().stream()
                        .limit(most)
                        .map(other -> other.getValue() + " " + other.getKey())
                        .toList());
        return others.size() <= most ? text : text + " and others";
    }
}
