package dev.texon.networks.data;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.files.UserFiles;
import dev.texon.networks.Shape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * IDX files, the format of MNIST (LeCun, Cortes and Burges): samples of any of its element types, with one to three dimensions each, as
 * values, rows × columns, or rows × columns × channels, and labels of whole numbers from 0; compressed by gzip or not, which is seen from
 * the content. Samples lie in memory as they are. Unsigned bytes are pixels, which networks see as 0 to 1; other types are taken as they
 * are, as 32-bit floats.
 */
public final class IdxFiles {
    /** Labels beyond it are refused: each takes an output of the network. */
    private static final int MOST_CLASSES = 1 << 16;

    private static final int MOST_DIMENSIONS = 4;
    private static final int GZIP = 0x1f8b;
    /** What one byte of deflate makes at most (zlib's technical details, "Maximum compression factor"). */
    private static final long LARGEST_RATIO = 1032;

    private static final String AGAIN = "; get the file again.";

    private IdxFiles() {}

    /**
     * Images with classes that are called by their numbers, from 0 to the largest label.
     *
     * @throws IOException if a file cannot be read, is damaged, larger than memory, or of another format, or the two do not belong together
     */
    public static Dataset read(Path images, Path labels) throws IOException {
        return read(images, labels, List.of());
    }

    /**
     * Images with named classes.
     *
     * @param classes a name for each label, from 0; empty: their numbers
     * @throws IOException if a file cannot be read, is damaged, larger than memory, or of another format, or the two do not belong together
     */
    public static Dataset read(Path images, Path labels, List<String> classes) throws IOException {
        Content labelled = read(labels, 1, 1, "labels");
        Content pictured = read(images, 2, MOST_DIMENSIONS, "images");
        int size = pictured.sizes[0];
        if (size != labelled.sizes[0]) {
            throw new IOException("'" + images + "' holds " + size + " images, and '" + labels + "' "
                    + labelled.sizes[0] + " labels; take two files that belong together.");
        }
        int[] indices = new int[size];
        int largest = 0;
        for (int i = 0; i < size; i++) {
            double label = labelled.type.value(labelled.values, i);
            if (!classes.isEmpty() && label >= classes.size()) {
                throw new IOException("Label " + i + " of '" + labels + "' is " + (long) label + ", and there are "
                        + classes.size() + " classes, from 0; take the labels that belong to them.");
            }
            if (!(label >= 0 && label < MOST_CLASSES && label == Math.rint(label))) {
                throw new IOException("Label " + i + " of '" + labels + "' is " + label
                        + ", and labels are whole numbers from 0 to below " + MOST_CLASSES
                        + "; take the file of labels.");
            }
            indices[i] = (int) label;
            largest = Math.max(largest, indices[i]);
        }
        List<String> names = classes.isEmpty()
                ? IntStream.rangeClosed(0, largest).mapToObj(String::valueOf).toList()
                : List.copyOf(classes);
        return new Samples(shape(pictured.sizes), pictured, indices, names);
    }

    /** Images alone; all have label 0, and there are no classes. */
    static Dataset images(Path images) throws IOException {
        Content content = read(images, 2, MOST_DIMENSIONS, "images");
        return new Samples(shape(content.sizes), content, new int[content.sizes[0]], List.of());
    }

    private static Shape shape(int[] sizes) {
        return switch (sizes.length) {
            case 2 -> new Shape(1, 1, sizes[1]);
            case 3 -> new Shape(sizes[1], sizes[2], 1);
            default -> new Shape(sizes[1], sizes[2], sizes[3]);
        };
    }

    private static final class Content {
        final IdxType type;
        final int[] sizes;
        final ByteBuffer values;

        Content(IdxType type, int[] sizes, byte[] values) {
            this.type = type;
            this.sizes = sizes;
            this.values = ByteBuffer.wrap(values);
        }
    }

    private static Content read(Path file, int fewest, int most, String what) throws IOException {
        try (BufferedInputStream raw = new BufferedInputStream(UserFiles.open(file))) {
            raw.mark(2);
            boolean compressed = (raw.read() << 8 | raw.read()) == GZIP;
            raw.reset();
            try (DataInputStream in = new DataInputStream(compressed ? new GZIPInputStream(raw, 1 << 16) : raw)) {
                int magic = in.readInt();
                int dimensions = magic & 0xff;
                if (magic >>> 16 != 0) {
                    throw new IOException(String.format(
                            "'%s' begins with %08x, and an IDX file with 0000, the type of its elements and the number of "
                                    + "its dimensions; name the file of %s.",
                            file, magic, what));
                }
                IdxType type = IdxType.of(file, magic >> 8);
                if (dimensions < fewest || dimensions > most) {
                    throw new IOException("'" + file + "' has " + dimensions + " dimensions, and an IDX file of " + what
                            + " has " + (fewest == most ? "" : fewest + " to ") + most + "; name the file of " + what
                            + ".");
                }
                int[] sizes = new int[dimensions];
                for (int i = 0; i < dimensions; i++) {
                    sizes[i] = in.readInt();
                }
                int total = total(file, sizes, type.size, what);
                long possible = Files.size(file) * (compressed ? LARGEST_RATIO : 1);
                if (total > possible) {
                    throw new IOException("'" + file + "' declares " + total + " bytes of " + what
                            + ", and holds at most " + possible + AGAIN);
                }
                return new Content(type, sizes, values(file, in, total, what));
            } catch (EOFException e) {
                throw new IOException("'" + file + "' is cut off" + AGAIN, e);
            } catch (ZipException e) {
                throw new IOException("'" + file + "' is damaged (" + e.getMessage() + ")" + AGAIN, e);
            }
        }
    }

    /** Bytes that the header declares. */
    private static int total(Path file, int[] sizes, int bytes, String what) throws IOException {
        long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory());
        long total = bytes;
        for (int size : sizes) {
            // A negative size is one of 2³¹ or more.
            if (size == 0 || (size & 0xffffffffL) > most / total) {
                throw new IOException("'" + file + "' declares " + text(sizes) + " values of " + what
                        + ", and this Java takes 1 to " + most
                        + "; get the file again, or give Java more memory, for example by JAVA_OPTS=-Xmx4g.");
            }
            total *= size;
        }
        if (sizes[0] > Dataset.MAX_SIZE) {
            throw new IOException("'" + file + "' declares " + sizes[0] + " " + what + ", and a data set has at most "
                    + Dataset.MAX_SIZE + "; take fewer.");
        }
        return (int) total;
    }

    private static byte[] values(Path file, InputStream in, int total, String what) throws IOException {
        byte[] values = new byte[total];
        int length = in.readNBytes(values, 0, total);
        if (length < total) {
            throw new IOException("'" + file + "' ends after " + length + " of " + total + " bytes of " + what + AGAIN);
        }
        // The end of a compressed file holds its checksum, which this compares.
        if (in.read() >= 0) {
            throw new IOException(
                    "'" + file + "' goes on after the " + total + " bytes of " + what + " that it declares" + AGAIN);
        }
        return values;
    }

    private static String text(int[] sizes) {
        return String.join(
                "×", Arrays.stream(sizes).mapToObj(Integer::toUnsignedString).toList());
    }

    private static final class Samples implements Dataset {
        private final Shape shape;
        private final IdxType type;
        private final ByteBuffer samples;
        private final int[] labels;
        private final List<String> classes;

        Samples(Shape shape, Content samples, int[] labels, List<String> classes) {
            this.shape = shape;
            this.type = samples.type;
            this.samples = samples.values;
            this.labels = labels;
            this.classes = classes;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public ElementType elementType() {
            return type == IdxType.UNSIGNED_BYTE ? ElementType.UNSIGNED_BYTE : ElementType.FLOAT;
        }

        @Override
        public void sample(int index, ByteBuffer into) {
            int first = index * shape.values();
            if (type == IdxType.UNSIGNED_BYTE) {
                into.put(samples.slice(first, shape.values()));
                return;
            }
            for (int i = 0; i < shape.values(); i++) {
                into.putFloat((float) type.value(samples, first + i));
            }
        }

        @Override
        public List<String> classes() {
            return classes;
        }

        @Override
        public int label(int index) {
            return labels[index];
        }
    }
}
