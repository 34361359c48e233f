package dev.texon.networks.data;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Samples that are to be predicted, one after another, from images, CSV files, and IDX files of images. */
public final class SampleFiles {
    private SampleFiles() {}

    /** Takes what a file holds. */
    public interface Taker {
        /** An image, of any size. */
        void image(BufferedImage image) throws IOException;

        /**
         * A row of a CSV file, or an image of an IDX file.
         *
         * @param number which of the file's samples it is, from 1
         * @param values as many as a sample has, row by row, place by place, channel by channel
         */
        void sample(int number, float[] values) throws IOException;
    }

    /**
     * The files themselves, and those of images, CSV and IDX images that lie in the folders and in folders in them, in the order
     * of their names.
     *
     * @throws IOException if a folder cannot be read, or holds none
     */
    public static List<Path> in(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        collect(path, files);
        if (files.isEmpty()) {
            throw new IOException("'" + path + "' holds no " + ImageFile.FORMATS
                    + " images, no CSV and no IDX files of images; name a folder that does.");
        }
        return files;
    }

    private static void collect(Path folder, List<Path> files) throws IOException {
        for (Path path : Clutter.without(folder)) {
            // A link may lead back to a folder above.
            if (Files.isDirectory(path)) {
                if (!Files.isSymbolicLink(path)) {
                    collect(path, files);
                }
            } else if (ImageFile.hasName(path) || DataFolder.isCsv(path) || isIdxName(path)) {
                files.add(path);
            }
        }
    }

    private static boolean isIdxName(Path path) {
        String name = UserFiles.name(path).toLowerCase(Locale.ROOT);
        return name.contains("images") && name.contains("idx");
    }

    /**
     * Reads one file; its name or its first bytes tell its kind.
     *
     * @param input what a sample is
     * @param options how CSV files are read; the notes are told what was recognised. Their class or targets may be there or absent
     * @throws IOException if the file cannot be read, is damaged, or does not hold such samples
     */
    public static void read(Path file, Shape input, DataOptions options, Taker taker) throws IOException {
        if (DataFolder.isCsv(file)) {
            CsvFile.samples(CsvText.of(file), input, options, taker);
        } else if (isIdxName(file) || beginsAsIdx(file)) {
            Dataset images = IdxFiles.images(file);
            if (!images.shape().equals(input)) {
                throw new IOException("'" + file + "' holds samples of " + images.shape() + ", and the network takes "
                        + input + "; give it others.");
            }
            idx(images, taker);
        } else {
            taker.image(ImageFile.read(file));
        }
    }

    /**
     * Reads the rows of a CSV file from a stream, to its end.
     *
     * @param name of the stream in messages
     * @throws IOException as for a file
     */
    public static void read(String name, InputStream in, Shape input, DataOptions options, Taker taker)
            throws IOException {
        CsvFile.samples(CsvText.of(name, in.readAllBytes()), input, options, taker);
    }

    private static boolean beginsAsIdx(Path file) throws IOException {
        try (InputStream in = UserFiles.open(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4
                    && start[0] == 0
                    && start[1] == 0
                    && start[2] >= 8
                    && start[2] <= 14
                    && start[3] >= 1
                    && start[3] <= 4;
        }
    }

    private static void idx(Dataset images, Taker taker) throws IOException {
        SampleValues numbers = new SampleValues(images);
        for (int i = 0; i < images.size(); i++) {
            float[] values = new float[images.shape().values()];
            numbers.read(i, values);
            taker.sample(i + 1, values);
        }
    }
}
