package dev.texon.cli;

import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Ten classes of 28 × 28 grey images that a network learns in a moment: each has a bright band at a height of its own. */
final class TinyData {
    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private TinyData() {}

    /** Writes the four IDX files of MNIST. */
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder, "train", 400, 1);
        write(folder, "t10k", 100, 2);
        return folder;
    }

    private static void write(Path folder, String part, int samples, long seed) throws IOException {
        Random random = new Random(seed);
        try (DataOutputStream images =
                        new DataOutputStream(Files.newOutputStream(folder.resolve(part + "-images-idx3-ubyte")));
                DataOutputStream labels =
                        new DataOutputStream(Files.newOutputStream(folder.resolve(part + "-labels-idx1-ubyte")))) {
            images.writeInt(0x803);
            images.writeInt(samples);
            images.writeInt(SIDE);
            images.writeInt(SIDE);
            labels.writeInt(0x801);
            labels.writeInt(samples);
            for (int i = 0; i < samples; i++) {
                labels.writeByte(i % CLASSES);
                images.write(image(i % CLASSES, random));
            }
        }
    }

    private static byte[] image(int label, Random random) {
        byte[] image = new byte[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean band = y / 2 == label + 2;
                image[y * SIDE + x] = (byte) (random.nextInt(60) + (band ? 190 : 0));
            }
        }
        return image;
    }

    /** An image of one of the classes. */
    static Path writePng(Path file, int label) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, SIDE, SIDE, image(label, new Random(3)));
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
