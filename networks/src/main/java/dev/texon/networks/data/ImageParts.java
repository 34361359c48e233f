package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The folders that part images into those to learn from and those to judge by, under the names that are in use. */
final class ImageParts {
    private static final List<String> TRAIN = List.of("train", "training");
    /** The first that is there is taken. */
    private static final List<String> TEST = List.of("test", "testing", "val", "valid", "validation");

    private ImageParts() {}

    /** Whether a folder is called like a part. */
    static boolean isName(Path folder) {
        String name = lower(folder);
        return TRAIN.contains(name) || TEST.contains(name);
    }

    static DataFolder.Parts read(Path folder, DataOptions options) throws IOException {
        List<Path> folders =
                Clutter.without(folder).stream().filter(Files::isDirectory).toList();
        Optional<Path> train = find(folders, TRAIN);
        Optional<Path> test = find(folders, TEST);
        if (train.isPresent() && test.isPresent()) {
            List<Path> others = folders.stream()
                    .filter(path -> !path.equals(train.get()) && !path.equals(test.get()))
                    .toList();
            options.notes()
                    .accept(name(train.get()) + " and " + name(test.get()) + " in '" + folder + "' are the parts"
                            + (others.isEmpty()
                                    ? ""
                                    : "; not used: "
                                            + others.stream()
                                                    .limit(5)
                                                    .map(ImageParts::name)
                                                    .collect(Collectors.joining(", ")))
                            + ".");
            ImageFolder images = ImageFolder.read(train.get(), options.images(), options.notes());
            return new DataFolder.Parts(
                    images, Optional.of(images.readAlike(test.get(), options.images(), options.notes())));
        }
        Optional<Path> one = train.or(() -> test);
        if (one.isPresent()) {
            throw new IOException("'" + folder + "' holds " + name(one.get()) + ", and no folder named "
                    + String.join(" or ", train.isPresent() ? TEST : TRAIN)
                    + "; add it, or put the folders of the classes side by side.");
        }
        return new DataFolder.Parts(ImageFolder.read(folder, options.images(), options.notes()), Optional.empty());
    }

    private static Optional<Path> find(List<Path> folders, List<String> names) {
        return names.stream()
                .flatMap(name -> folders.stream().filter(path -> lower(path).equals(name)))
                .findFirst();
    }

    private static String name(Path path) {
        return UserFiles.name(path) + "/";
    }

    private static String lower(Path path) {
        return UserFiles.name(path).toLowerCase(Locale.ROOT);
    }
}
