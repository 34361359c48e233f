package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import dev.texon.networks.file.UserFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds a folder of PNG and JPEG images for each class. Classes are called like their folders, and samples stand in the
 * order of their names. Only the first image is looked at when the folder is read; the others when they are asked for.
 */
public final class ImageFolder implements Dataset {
    private final List<String> classes;
    private final List<Path> files;
    private final List<Integer> labels;
    private final Path first;
    private final Shape shape;

    private ImageFolder(
            List<String> classes,
            List<Path> files,
            List<Integer> labels,
            Path first,
            @Nullable Shape shape,
            ImageColor color)
            throws IOException {
        this.classes = classes;
        this.files = files;
        this.labels = labels;
        this.first = first;
        this.shape = shape != null ? shape : shape(first, color);
    }

    /**
     * @throws IOException if the folder cannot be read, or holds something else
     */
    public static ImageFolder read(Path folder, ImageColor color) throws IOException {
        List<String> classes = new ArrayList<>();
        for (Path path : UserFiles.list(folder)) {
            if (!Files.isDirectory(path)) {
                throw new IOException(
                        "'" + path + "' stands among the folders of the classes; move it out of '" + folder + "'.");
            }
            classes.add(UserFiles.name(path));
        }
        if (classes.isEmpty()) {
            throw new IOException(
                    "'" + folder + "' holds no folders; put the images of each class in a folder of its own.");
        }
        return read(folder, List.copyOf(classes), null, color);
    }

    /** Another folder with the same classes and images of the same shape; a class may have no images in it. */
    ImageFolder readAlike(Path folder) throws IOException {
        for (Path path : UserFiles.list(folder)) {
            if (!classes.contains(UserFiles.name(path))) {
                throw new IOException("'" + path + "' is not one of the " + classes.size()
                        + " classes that there are images to train with of; remove it, or give it some.");
            }
        }
        return read(folder, classes, this, ImageColor.AS_FIRST);
    }

    private static ImageFolder read(Path folder, List<String> classes, @Nullable ImageFolder alike, ImageColor color)
            throws IOException {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path of = folder.resolve(classes.get(label));
            if (alike != null && !Files.isDirectory(of)) {
                continue;
            }
            int before = files.size();
            for (Path file : UserFiles.list(of)) {
                if (!ImageFile.hasName(file)) {
                    throw new IOException(
                            "'" + file + "' is neither a PNG nor a JPEG image; remove it, or convert it.");
                }
                files.add(file);
                labels.add(label);
            }
            if (files.size() == before) {
                throw new IOException("'" + of + "' holds no images; put some in, or remove the folder.");
            }
        }
        if (files.isEmpty() || files.size() > MAX_SIZE) {
            throw new IOException("'" + folder + "' holds " + files.size() + " images; a data set has 1 to " + MAX_SIZE
                    + ", in a folder for each class.");
        }
        return alike == null
                ? new ImageFolder(classes, files, labels, files.get(0), null, color)
                : new ImageFolder(classes, files, labels, alike.first, alike.shape, color);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public ElementType elementType() {
        return ElementType.UNSIGNED_BYTE;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels.get(index);
    }

    @Override
    public void sample(int index, ByteBuffer into) throws IOException {
        Path file = files.get(index);
        BufferedImage image = ImageFile.read(file, (width, height) -> {
            if (width != shape.width() || height != shape.height()) {
                throw new IOException("'" + file + "' has " + width + "×" + height + " pixels, and '" + first + "' has "
                        + shape.width() + "×" + shape.height() + "; bring all images to one size.");
            }
        });
        int[] row = new int[shape.width()];
        for (int y = 0; y < shape.height(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int rgb : row) {
                int red = rgb >> 16 & 0xff;
                int green = rgb >> 8 & 0xff;
                int blue = rgb & 0xff;
                if (shape.channels() == 1) {
                    into.put((byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000));
                } else {
                    into.put((byte) red).put((byte) green).put((byte) blue);
                }
            }
        }
    }

    private static Shape shape(Path file, ImageColor color) throws IOException {
        return ImageFile.withReader(file, reader -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            ImageFile.demandRoom(file, width, height);
            boolean grey = color == ImageColor.AS_FIRST ? ImageFile.isGrey(file, reader) : color == ImageColor.GREY;
            return new Shape(height, width, grey ? 1 : 3);
        });
    }
}
