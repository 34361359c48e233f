package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.networks.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private final Path folder;

    DataFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private DataSplit read() throws IOException {
        return DataFolder.read(folder.toString(), DataOptions.defaults());
    }

    private void image(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(2, 3, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    }

    private void idx(String name, int magic, int... sizes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000).putInt(magic);
        int values = 1;
        for (int size : sizes) {
            bytes.putInt(size);
            values *= size;
        }
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), java.util.Arrays.copyOf(bytes.array(), bytes.position() + values));
    }

    @Test
    void fashionMnistIsRead() throws IOException {
        DataSplit split = FashionMnist.read();
        assertEquals(60_000, split.train().size());
        assertEquals(10_000, split.test().size());
        assertEquals(new Shape(28, 28, 1), split.train().shape());
        // The first training image is an ankle boot, the first test image as well; all classes are of one size.
        assertEquals("Ankle boot", split.train().classes().get(split.train().label(0)));
        assertEquals("Ankle boot", split.test().classes().get(split.test().label(0)));
        int[] counts = new int[10];
        for (int i = 0; i < split.train().size(); i++) {
            counts[split.train().label(i)]++;
        }
        for (int count : counts) {
            assertEquals(6000, count);
        }
        // The mean of all training pixels, as known for this set: 0.2860.
        long sum = 0;
        ByteBuffer sample = ByteBuffer.allocate(784);
        for (int i = 0; i < 60_000; i++) {
            split.train().sample(i, sample.clear());
            for (byte value : sample.array()) {
                sum += value & 0xff;
            }
        }
        assertEquals(0.2860, sum / 255.0 / (60_000.0 * 784), 0.00005);
    }

    @Test
    void fashionMnistThatIsNotInstalledIsSaid() {
        Path absent = folder.resolve("absent");
        Refusal.expect(
                "The data set fashion-mnist is not in '" + absent
                        + "'; install it by --with-deps, or by apt-get install dataset-fashion-mnist.",
                () -> DataFolder.fashionMnist(absent));
    }

    @Test
    void idxFilesAreFoundByTheirNames() throws IOException {
        idx("train-images-idx3-ubyte", 0x803, 4, 2, 3);
        idx("train-labels.idx1-ubyte", 0x801, 4);
        idx("t10k-images-idx3-ubyte", 0x803, 2, 2, 3);
        Refusal.expect(
                "'" + folder
                        + "' holds no t10k-labels-idx1-ubyte, compressed (.gz) or not; put all four IDX files in it.",
                this::read);
        idx("t10k-labels-idx1-ubyte", 0x801, 2);
        DataSplit split = read();
        assertEquals(4, split.train().size());
        assertEquals(2, split.test().size());
        idx("t10k-images-idx3-ubyte", 0x803, 2, 3, 3);
        Refusal.expect(
                "In '" + folder + "' training samples are 2×3×1, and test samples 3×3×1; give both the same shape.",
                this::read);
    }

    /** As Kaggle's MNIST is unpacked: folders that are called like the files in them, beside the same files. */
    @Test
    void idxFilesLieInFoldersOfTheirNames() throws IOException {
        for (String name : List.of("train-images-idx3-ubyte", "t10k-images-idx3-ubyte")) {
            idx(name + "/" + name, 0x803, 2, 2, 3);
        }
        for (String name : List.of("train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte")) {
            idx(name + "/" + name, 0x801, 2);
        }
        assertEquals(2, read().train().size());
        idx("train-images.idx3-ubyte", 0x803, 3, 2, 3);
        idx("train-labels.idx1-ubyte", 0x801, 3);
        assertEquals(3, read().train().size());
    }

    @Test
    void emnistIsFoundByItsNamesAndItsSideIsSaid() throws IOException {
        for (String part : List.of("train", "test")) {
            idx("emnist-letters-" + part + "-images-idx3-ubyte", 0x803, 2, 2, 3);
            idx("emnist-letters-" + part + "-labels-idx1-ubyte", 0x801, 2);
        }
        List<String> notes = new ArrayList<>();
        DataOptions options = DataOptions.defaults().withNotes(notes::add);
        assertEquals(2, DataFolder.read(folder.toString(), options).test().size());
        assertTrue(notes.get(0).startsWith("The images of EMNIST lie on their side"), notes.toString());
        idx("train-images-idx3-ubyte", 0x803, 2, 2, 3);
        Refusal.expect(
                "'" + folder + "' holds the IDX files of 2 data sets, '', 'emnist-letters-'; leave those of one.",
                this::read);
    }

    @Test
    void csvFilesAreFound() throws IOException {
        Path one = Files.writeString(
                folder.resolve("iris.csv"),
                IntStream.range(0, 12).mapToObj(i -> i + ",a").collect(Collectors.joining("\n")));
        assertEquals(2, read().test().size());
        assertEquals(
                10,
                DataFolder.read(one.toString(), DataOptions.defaults()).train().size());
        Files.writeString(folder.resolve("train.csv"), "1,a\n3,b\n5,a\n");
        Refusal.expect(
                "'" + folder + "' holds 2 CSV files; call two of them train.csv and test.csv, or leave one.",
                this::read);
        Files.writeString(folder.resolve("test.csv"), "1,a\n");
        assertEquals(3, read().train().size());
        Files.writeString(folder.resolve("train.csv"), "1,2\n3,4\n");
        Files.writeString(folder.resolve("test.csv"), "1,2\n");
        DataSplit numbers =
                DataFolder.read(folder.toString(), DataOptions.defaults().withTargets(1));
        assertEquals(1, numbers.test().targetValues());
        Files.delete(folder.resolve("train.csv"));
        Files.delete(folder.resolve("test.csv"));
        Files.writeString(one, "1,a\n");
        Refusal.expect("'" + folder + "' holds 1 sample, which cannot be split; give it at least 2.", this::read);
    }

    @Test
    void foldersOfImagesAreFound() throws IOException {
        image("train/a/1.png");
        image("train/b/1.png");
        Refusal.expect(
                "'" + folder + "' holds train/, and no folder named test or testing or val or valid or validation; "
                        + "add it, or put the folders of the classes side by side.",
                this::read);
        image("test/b/1.png");
        DataSplit split = read();
        assertEquals(2, split.train().size());
        assertEquals(List.of("a", "b"), split.test().classes());
        assertEquals(1, split.test().label(0));
        image("test/c/1.png");
        Refusal.expect(
                "'" + folder.resolve("test/c")
                        + "' is not one of the 2 classes that there are images to train with of; "
                        + "remove it, or give it some.",
                this::read);
    }

    @Test
    void partsHaveOtherNamesAndOneFolderAroundThem() throws IOException {
        image("archive/Training/a/1.png");
        image("archive/Training/b/1.png");
        image("archive/VAL/b/1.png");
        List<String> notes = new ArrayList<>();
        DataSplit split =
                DataFolder.read(folder.toString(), DataOptions.defaults().withNotes(notes::add));
        assertEquals(List.of("a", "b"), split.train().classes());
        assertEquals(1, split.test().size());
        image("archive/test/a/1.png");
        image("archive/test/b/2.png");
        assertEquals(2, read().test().size());
        assertEquals(
                List.of(
                        "'" + folder + "' holds nothing but 'archive', whose content is read instead.",
                        "Training/ and VAL/ in '" + folder.resolve("archive") + "' are the parts."),
                notes);
    }

    @Test
    void foldersOfClassesAreSplit() throws IOException {
        for (int i = 0; i < 6; i++) {
            image("a/" + i + ".png");
            image("b/" + i + ".png");
        }
        DataSplit split = read();
        assertEquals(10, split.train().size());
        assertEquals(2, split.test().size());
        assertEquals(new Shape(3, 2, 1), split.test().shape());
        assertEquals(
                3,
                DataFolder.read(
                                folder.toString(),
                                DataOptions.defaults()
                                        .withImages(ImageOptions.defaults().withColor(ImageColor.RGB)))
                        .train()
                        .shape()
                        .channels());
    }

    @Test
    void whatItDoesNotKnowIsSaid() throws IOException {
        Refusal.expect(
                "'" + folder
                        + "' holds no data that Texon knows: IDX files (train-images-idx3-ubyte and so on), train.csv "
                        + "and test.csv or one CSV file, train/CLASS and test/CLASS or CLASS folders of PNG, "
                        + "JPEG, BMP, GIF or WebP images; name a folder that does.",
                this::read);
        Path absent = folder.resolve("absent");
        Refusal.expect(
                "Data '" + absent + "' is neither a folder nor a CSV file; name one, or fashion-mnist.",
                () -> DataFolder.read(absent.toString(), DataOptions.defaults()));
        Path file = Files.writeString(folder.resolve("a.txt"), "");
        Refusal.expect(
                "Data '" + file + "' is neither a folder nor a CSV file; name one, or fashion-mnist.",
                () -> DataFolder.read(file.toString(), DataOptions.defaults()));
        assertTrue(Files.exists(file));
    }
}
