package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {
    private final Path folder;
    private final List<String> taken = new ArrayList<>();

    private final SampleFiles.Taker taker = new SampleFiles.Taker() {
        @Override
        public void image(BufferedImage image) {
            taken.add("image " + image.getWidth() + "×" + image.getHeight());
        }

        @Override
        public void sample(int number, float[] values) {
            taken.add(number + " " + Arrays.toString(values));
        }
    };

    SampleFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path png(Path file) throws IOException {
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    /** Two images of 1 × 2 bytes. */
    private static byte[] idx() {
        return new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102};
    }

    @Test
    void aFolderGivesWhatItHoldsInOrder() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        png(folder.resolve("b.png"));
        png(inner.resolve("c.PNG"));
        Files.writeString(folder.resolve("a.csv"), "1,2\n");
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx());
        Files.writeString(folder.resolve("t10k-labels-idx1-ubyte"), "labels");
        Files.writeString(folder.resolve("notes.txt"), "text");
        Files.createSymbolicLink(inner.resolve("up"), folder);
        assertEquals(
                List.of("a.csv", "b.png", "c.PNG", "t10k-images-idx3-ubyte"),
                SampleFiles.in(folder).stream().map(UserFiles::name).toList());
        Path text = folder.resolve("notes.txt");
        assertEquals(List.of(text), SampleFiles.in(text));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("notes.txt"), "");
        Refusal.expect(
                "'" + empty + "' holds no " + ImageFile.FORMATS
                        + " images, no CSV and no IDX files of images; name a folder that does.",
                () -> SampleFiles.in(empty));
    }

    @Test
    void theKindOfAFileIsToldByItsNameOrItsFirstBytes() throws IOException {
        Shape two = new Shape(1, 2, 1);
        DataOptions options = DataOptions.defaults();
        SampleFiles.read(Files.write(folder.resolve("images.idx3-ubyte"), idx()), two, options, taker);
        SampleFiles.read(Files.write(folder.resolve("anything"), idx()), two, options, taker);
        List<String> both = List.of("1 [0.0, 1.0]", "2 [0.2, 0.4]");
        assertEquals(both, taken.subList(0, 2));
        assertEquals(both, taken.subList(2, 4));
        taken.clear();
        SampleFiles.read(png(folder.resolve("drawing")), two, options, taker);
        SampleFiles.read(Files.writeString(folder.resolve("rows.csv"), "x,y\n1,2\n3,4\n"), two, options, taker);
        assertEquals(List.of("image 3×2", "1 [1.0, 2.0]", "2 [3.0, 4.0]"), taken);
        Path wide = Files.write(folder.resolve("wide-images-idx"), idx());
        Refusal.expect(
                "'" + wide + "' holds samples of 1×2×1, and the network takes 2×1×1; give it others.",
                () -> SampleFiles.read(wide, new Shape(2, 1, 1), options, taker));
        // The types of IDX are 8 to 14, and it has at most 4 dimensions here; others are no IDX.
        for (byte[] start :
                new byte[][] {{0, 0, 7, 3}, {0, 0, 15, 3}, {0, 0, 8, 0}, {0, 0, 8, 5}, {1, 0, 8, 3}, {0, 0, 8}}) {
            Path other = Files.write(folder.resolve("other"), start);
            String message =
                    String.valueOf(assertThrows(IOException.class, () -> SampleFiles.read(other, two, options, taker))
                            .getMessage());
            assertTrue(message.contains("decoded"), message);
        }
    }

    @Test
    void aStreamIsRowsOfNumbers() throws IOException {
        byte[] rows = "1;0,5\n2;1,5\n".getBytes(StandardCharsets.UTF_8);
        SampleFiles.read(
                "The standard input", new ByteArrayInputStream(rows), Shape.flat(2), DataOptions.defaults(), taker);
        assertEquals(List.of("1 [1.0, 0.5]", "2 [2.0, 1.5]"), taken);
    }
}
