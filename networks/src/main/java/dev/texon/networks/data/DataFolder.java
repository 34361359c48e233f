package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Training and test samples from a folder, whichever of the known formats stands in it. */
public final class DataFolder {
    /** The word for Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), as the Debian package dataset-fashion-mnist installs it. */
    public static final String FASHION_MNIST = "fashion-mnist";

    private static final Path FASHION_MNIST_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
    private static final List<String> FASHION_MNIST_CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private DataFolder() {}

    /**
     * Reads what is there, the first of these:
     *
     * <ol>
     *   <li>IDX files with the names of MNIST, {@code train-images-idx3-ubyte} and so on, or of EMNIST, compressed ({@code .gz}) or not;
     *   <li>{@code train.csv} and {@code test.csv}, or one CSV file, of which one sample in six is set aside for the test; also
     *       {@code .tsv} and {@code .data};
     *   <li>{@code train/CLASS/} and {@code test/CLASS/} with images, or {@code CLASS/}, of which one in six is set aside; also
     *       {@code training}, {@code testing}, {@code val}, {@code valid} and {@code validation}, in upper or lower case.
     * </ol>
     *
     * A folder that holds nothing but one folder of folders, as an archive is unpacked, is read as that one is.
     *
     * @param source the word {@value #FASHION_MNIST}, a folder, or a CSV file
     * @throws IOException if there is nothing that it knows, or it is damaged
     */
    public static DataSplit read(String source, DataOptions options) throws IOException {
        Parts parts = parts(source, options);
        if (parts.test().isPresent()) {
            return new DataSplit(parts.train(), parts.test().get());
        }
        if (parts.train().size() < 2) {
            throw new IOException("'" + source + "' holds 1 sample, which cannot be split; give it at least 2.");
        }
        return Datasets.split(parts.train(), options.seed());
    }

    /**
     * What is there, before any sample is set aside.
     *
     * @param train all samples to learn from
     * @param test the samples to judge by, if the source has some of its own
     */
    public record Parts(Dataset train, Optional<Dataset> test) {
        static Parts of(Dataset all) {
            return new Parts(all, Optional.empty());
        }

        static Parts of(DataSplit split) {
            return new Parts(split.train(), Optional.of(split.test()));
        }
    }

    /**
     * Reads as {@link #read} does, and sets nothing aside.
     *
     * @throws IOException if there is nothing that it knows, or it is damaged
     */
    public static Parts parts(String source, DataOptions options) throws IOException {
        if (source.equals(FASHION_MNIST)) {
            return Parts.of(fashionMnist(FASHION_MNIST_FOLDER));
        }
        Path path;
        try {
            path = Path.of(source);
        } catch (InvalidPathException e) {
            throw new IOException(
                    "'" + source + "' is not the name of a folder: " + e.getReason() + "; name a folder or a CSV file.",
                    e);
        }
        if (Files.isDirectory(path)) {
            return read(path, options);
        }
        if (isCsv(path) && Files.exists(path)) {
            return Parts.of(CsvFile.read(path, options));
        }
        throw new IOException(
                "Data '" + source + "' is neither a folder nor a CSV file; name one, or " + FASHION_MNIST + ".");
    }

    static DataSplit fashionMnist(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("The data set " + FASHION_MNIST + " is not in '" + folder
                    + "'; install it by --with-deps, or by apt-get install dataset-fashion-mnist.");
        }
        IdxNames names = IdxNames.in(folder)
                .orElseThrow(() -> new IOException(
                        "'" + folder + "' holds no IDX files; install the package dataset-fashion-mnist again."));
        return idx(folder, names, FASHION_MNIST_CLASSES, DataOptions.defaults());
    }

    private static Parts read(Path folder, DataOptions options) throws IOException {
        List<Path> csv = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (Path path : Clutter.without(folder)) {
            if (isCsv(path)) {
                csv.add(path);
            } else if (Files.isDirectory(path)) {
                folders.add(path);
            }
        }
        Optional<IdxNames> idx = IdxNames.in(folder);
        if (idx.isPresent()) {
            return Parts.of(idx(folder, idx.get(), List.of(), options));
        }
        if (!csv.isEmpty()) {
            return csv(folder, csv, options);
        }
        if (folders.size() == 1 && !ImageParts.isName(folders.get(0)) && holdsFolders(folders.get(0))) {
            options.notes()
                    .accept("'" + folder + "' holds nothing but '" + UserFiles.name(folders.get(0))
                            + "', whose content is read instead.");
            return read(folders.get(0), options);
        }
        if (folders.isEmpty()) {
            throw new IOException("'" + folder + "' holds no data that Texon knows: IDX files (train-images-idx3-ubyte "
                    + "and so on), train.csv and test.csv or one CSV file, train/CLASS and test/CLASS or CLASS folders "
                    + "of " + ImageFile.FORMATS + " images; name a folder that does.");
        }
        return ImageParts.read(folder, options);
    }

    private static DataSplit idx(Path folder, IdxNames names, List<String> classes, DataOptions options)
            throws IOException {
        Dataset train = IdxFiles.read(names.file(true, "images"), names.file(true, "labels"), classes);
        Dataset test = IdxFiles.read(names.file(false, "images"), names.file(false, "labels"), train.classes());
        if (names.set().startsWith("emnist-")) {
            options.notes()
                    .accept(
                            "The images of EMNIST lie on their side, rows for columns, as its files have them; images for "
                                    + "predict have to lie so, too.");
        }
        return together(folder, train, test);
    }

    private static Parts csv(Path folder, List<Path> files, DataOptions options) throws IOException {
        List<Path> train = named(files, "train");
        List<Path> test = named(files, "test");
        if (train.size() == 1 && test.size() == 1) {
            return CsvFile.read(train.get(0), test.get(0), options);
        }
        if (files.size() == 1) {
            return Parts.of(CsvFile.read(files.get(0), options));
        }
        throw new IOException("'" + folder + "' holds " + files.size()
                + " CSV files; call two of them train.csv and test.csv, or leave one.");
    }

    private static List<Path> named(List<Path> files, String name) {
        return files.stream()
                .filter(file -> UserFiles.name(file).matches("(?i)" + name + "\\.[a-z]*"))
                .toList();
    }

    private static DataSplit together(Path folder, Dataset train, Dataset test) throws IOException {
        if (!train.shape().equals(test.shape())) {
            throw new IOException("In '" + folder + "' training samples are " + train.shape() + ", and test samples "
                    + test.shape() + "; give both the same shape.");
        }
        return new DataSplit(train, test);
    }

    private static boolean holdsFolders(Path folder) throws IOException {
        return Clutter.without(folder).stream().anyMatch(Files::isDirectory)
                && Clutter.without(folder).stream().noneMatch(ImageFile::hasName);
    }

    static boolean isCsv(Path path) {
        return UserFiles.name(path).matches("(?i).*\\.(csv|tsv|data)") && !Files.isDirectory(path);
    }
}
