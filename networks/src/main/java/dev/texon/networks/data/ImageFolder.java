package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A folder that holds a folder of images for each class, in that folder or in folders below it. Classes are called like their folders, and
 * samples stand in the order of their names. All images are decoded when the folder is read, so that all that are damaged are told at
 * once; what they become stays in memory if it fits into a quarter of it, else they are decoded again when they are asked for.
 */
public final class ImageFolder implements Dataset {
    private final List<String> classes;
    private final ImageSamples samples;
    private final List<Integer> labels;

    private ImageFolder(List<String> classes, ImageFiles found, ImageSamples samples) {
        this.classes = classes;
        this.samples = samples;
        labels = samples.kept().stream().map(found.labels::get).toList();
    }

    /**
     * @param notes is told what was decided or passed over
     * @throws IOException if the folder cannot be read, holds no images, or holds images that are damaged or of several sizes
     */
    public static ImageFolder read(Path folder, ImageOptions options, Consumer<String> notes) throws IOException {
        List<String> classes = new ArrayList<>();
        for (Path path : Clutter.without(folder)) {
            if (Files.isDirectory(path)) {
                classes.add(UserFiles.name(path));
            }
        }
        if (classes.isEmpty()) {
            throw new IOException(
                    "'" + folder + "' holds no folders; put the images of each class in a folder of its own.");
        }
        ImageFiles found = ImageFiles.find(folder, classes, false, notes);
        return of(folder, List.copyOf(classes), found, ImageSamples.read(folder, found.files, options, null, notes));
    }

    /** Another folder with the same classes and images of the same shape; a class may have no images in it. */
    ImageFolder readAlike(Path folder, ImageOptions options, Consumer<String> notes) throws IOException {
        for (Path path : Clutter.without(folder)) {
            if (Files.isDirectory(path) && !classes.contains(UserFiles.name(path))) {
                throw new IOException("'" + path + "' is not one of the " + classes.size()
                        + " classes that there are images to train with of; remove it, or give it some.");
            }
        }
        ImageFiles found = ImageFiles.find(folder, classes, true, notes);
        return of(folder, classes, found, ImageSamples.read(folder, found.files, options, samples, notes));
    }

    private static ImageFolder of(Path folder, List<String> classes, ImageFiles found, ImageSamples samples)
            throws IOException {
        ImageFolder data = new ImageFolder(classes, found, samples);
        for (int label = 0; label < classes.size(); label++) {
            if (found.labels.contains(label) && !data.labels.contains(label)) {
                throw new IOException("None of the images in '" + folder.resolve(classes.get(label))
                        + "' can be read; put some in that can, or remove the folder.");
            }
        }
        return data;
    }

    @Override
    public Shape shape() {
        return samples.shape();
    }

    @Override
    public int size() {
        return labels.size();
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
        into.put(samples.sample(index));
    }
}
