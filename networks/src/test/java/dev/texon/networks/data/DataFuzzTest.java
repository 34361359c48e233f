package dev.texon.networks.data;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.texon.testing.Fuzz;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile data sets; see {@link Fuzz}. */
class DataFuzzTest {
    private static final int SIDE = 5;

    private final Path folder;

    DataFuzzTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Reads every sample, since some of a file is looked at only then. */
    private void read(Path source, DataOptions options) throws IOException {
        DataSplit split = DataFolder.read(source.toString(), options);
        for (Dataset data : List.of(split.train(), split.test())) {
            for (int i = 0; i < data.size(); i++) {
                Samples.of(data, i);
            }
        }
    }

    private static byte[] idx(int... sides) {
        int values = 1;
        for (int side : sides) {
            values *= side;
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sides.length + values).putInt(0x800 + sides.length);
        for (int side : sides) {
            bytes.putInt(side);
        }
        for (int i = 0; i < values; i++) {
            bytes.put((byte) (i % 3));
        }
        return bytes.array();
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static byte[] image(String format, int type) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        Random random = new Random(7);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, random.nextInt());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new AssertionError("No writer for " + format);
        }
        return bytes.toByteArray();
    }

    private void idxFiles() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), idx(6, SIDE, SIDE));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(6));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(3, SIDE, SIDE));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(3));
    }

    @Test
    void idxImages() throws IOException {
        idxFiles();
        Path file = folder.resolve("train-images-idx3-ubyte");
        Fuzz.files(
                "IDX images", file, 2000, List.of(idx(6, SIDE, SIDE)), images -> read(folder, DataOptions.defaults()));
    }

    @Test
    void idxLabels() throws IOException {
        idxFiles();
        Path file = folder.resolve("train-labels-idx1-ubyte");
        Fuzz.files("IDX labels", file, 2000, List.of(idx(6)), labels -> read(folder, DataOptions.defaults()));
    }

    @Test
    void compressedIdx() throws IOException {
        idxFiles();
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        Path file = folder.resolve("train-images-idx3-ubyte.gz");
        List<byte[]> good = List.of(zip(idx(6, SIDE, SIDE)));
        Fuzz.files("compressed IDX", file, 2000, good, images -> read(folder, DataOptions.defaults()));
        List<byte[]> plain = List.of(idx(6, SIDE, SIDE));
        Fuzz.parts(
                "IDX compressed", file, 1000, plain, DataFuzzTest::zip, images -> read(folder, DataOptions.defaults()));
    }

    @Test
    void csvWithClasses() throws IOException {
        List<byte[]> good = List.of(
                "a,b,class\n1,2,cat\n3,4.5,dog\n5,6,cat\n7,8,dog\n9,1e3,\"a, b\"\n1,1,\"a, b\"\n".getBytes(UTF_8),
                "label,p0,p1,p2,p3\n0,1,2,3,4\n1,5,6,7,8\n0,9,10,11,12\n1,13,14,15,16\n".getBytes(UTF_8),
                "0;1;2;\n1,5;2;a;\n0,5;3;b;\n\"1,5\";2;b;\n".getBytes(UTF_8),
                "  1  2.5  \"a b\" \n 2\t3.5 c \n 3 4 c".getBytes(UTF_8),
                "\uFEFFId\tx\ty\n1\t3\ta\n2\t4\ta\n".getBytes(UTF_16LE));
        Fuzz.files(
                "CSV with classes",
                folder.resolve("hostile.csv"),
                4000,
                good,
                file -> read(file, DataOptions.defaults()));
    }

    @Test
    void csvWithTargets() throws IOException {
        List<byte[]> good = List.of("x,y,z\n1,2,3\n3,4.5,-6\n5,6,7e-3\n7,8,9\n".getBytes(UTF_8));
        DataOptions options = DataOptions.defaults().withTargets(1);
        Fuzz.files("CSV with targets", folder.resolve("hostile.csv"), 3000, good, file -> read(file, options));
    }

    @Test
    void png() throws IOException {
        List<byte[]> good = List.of(
                image("png", BufferedImage.TYPE_INT_RGB),
                image("png", BufferedImage.TYPE_INT_ARGB),
                image("png", BufferedImage.TYPE_BYTE_GRAY),
                image("png", BufferedImage.TYPE_BYTE_INDEXED),
                image("png", BufferedImage.TYPE_USHORT_GRAY));
        Fuzz.files("PNG", folder.resolve("hostile.png"), 3000, good, ImageFile::read);
    }

    @Test
    void jpeg() throws IOException {
        List<byte[]> good =
                List.of(image("jpg", BufferedImage.TYPE_INT_RGB), image("jpg", BufferedImage.TYPE_BYTE_GRAY));
        Fuzz.files("JPEG", folder.resolve("hostile.jpg"), 2000, good, ImageFile::read);
    }

    @Test
    void bmpAndGif() throws IOException {
        List<byte[]> bmp = List.of(image("bmp", BufferedImage.TYPE_INT_RGB));
        Fuzz.files("BMP", folder.resolve("hostile.bmp"), 1000, bmp, ImageFile::read);
        List<byte[]> gif = List.of(image("gif", BufferedImage.TYPE_BYTE_INDEXED));
        Fuzz.files("GIF", folder.resolve("hostile.gif"), 1000, gif, ImageFile::read);
    }

    @Test
    void foldersOfImages() throws IOException {
        byte[] good = image("png", BufferedImage.TYPE_INT_RGB);
        for (String name : List.of("cat/1.png", "cat/2.png", "dog/1.png", "dog/hostile.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, good);
        }
        Path file = folder.resolve("dog/hostile.png");
        Fuzz.files("folders of images", file, 1000, List.of(good), images -> read(folder, DataOptions.defaults()));
    }
}
