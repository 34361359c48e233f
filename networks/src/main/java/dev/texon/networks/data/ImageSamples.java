package dev.texon.networks.data;

import dev.texon.networks.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The samples that images become, all of one shape. */
final class ImageSamples {
    /** So many files are named in one message. */
    private static final int NAMED = 10;
    /** Images of more pixels are decoded one at a time: several take too much memory. */
    private static final int LARGE = 1 << 23;

    private static final Object ONE_LARGE = new Object();

    private final ImageOptions options;
    private final Shape shape;
    private final Path first;
    private final List<Integer> kept;
    private final List<Item> items;

    private ImageSamples(ImageOptions options, Shape shape, Path first, List<Integer> kept, List<Item> items) {
        this.options = options;
        this.shape = shape;
        this.first = first;
        this.kept = kept;
        this.items = items;
    }

    /** A file, and what is known of it. */
    private static final class Item {
        final Path file;
        ImageFile.@Nullable Header header;
        byte @Nullable [] sample;

        @Nullable
        String warning;

        @Nullable
        IOException error;

        Item(Path file) {
            this.file = file;
        }
    }

    /** Something that is done with each file. */
    @FunctionalInterface
    private interface Work {
        /** @throws IOException if the file is damaged */
        void with(Item item) throws IOException;
    }

    /** @param alike images whose shape these must have; null: they decide */
    static ImageSamples read(
            Path folder, List<Path> files, ImageOptions options, @Nullable ImageSamples alike, Consumer<String> notes)
            throws IOException {
        List<Item> items = files.stream().map(Item::new).toList();
        forEach(items, item -> item.header = ImageFile.header(item.file));
        Item first =
                items.stream().filter(item -> item.header != null).findFirst().orElse(null);
        if (first == null) {
            throw bad(folder, items);
        }
        Path pattern = alike == null ? first.file : alike.first;
        Shape shape = alike == null ? shape(Objects.requireNonNull(first.header), items, options) : alike.shape;
        if (options.height() == 0) {
            demandOneSize(items, shape, pattern);
        }
        boolean fits =
                (long) shape.values() * items.size() <= Runtime.getRuntime().maxMemory() / 4;
        forEach(items, item -> {
            ImageFile.Decoded decoded = decode(item);
            item.warning =
                    decoded.warnings().isEmpty() ? null : decoded.warnings().get(0);
            if (fits) {
                item.sample = sample(decoded.image(), options, shape);
            }
        });
        List<Integer> kept = IntStream.range(0, items.size())
                .filter(i -> items.get(i).error == null)
                .boxed()
                .toList();
        if (kept.isEmpty() || (kept.size() < items.size() && !options.skipBad())) {
            throw bad(folder, items);
        }
        if (kept.size() < items.size()) {
            notes.accept(badNames(folder, items) + "; they are left out (--skip-bad).");
        }
        List<Item> warned = items.stream().filter(item -> item.warning != null).toList();
        if (!warned.isEmpty()) {
            notes.accept(warned.size() + " of " + items.size() + " images in '" + folder
                    + "' are not quite as they should be, and were read all the same; the first: '"
                    + warned.get(0).file + "': "
                    + String.valueOf(warned.get(0).warning).replaceFirst("[.]$", "") + ".");
        }
        return new ImageSamples(options, shape, pattern, kept, items);
    }

    private static void forEach(List<Item> items, Work work) {
        items.parallelStream().filter(item -> item.error == null).forEach(item -> {
            try {
                work.with(item);
            } catch (IOException e) {
                item.error = e;
            }
        });
    }

    private static Shape shape(ImageFile.Header first, List<Item> items, ImageOptions options) {
        boolean grey = options.color() == ImageColor.AUTO
                ? items.stream().allMatch(item -> item.header == null || item.header.grey())
                : options.color() == ImageColor.GREY;
        int channels = options.color() == ImageColor.RGBA ? 4 : grey ? 1 : 3;
        return options.height() == 0
                ? new Shape(first.height(), first.width(), channels)
                : new Shape(options.height(), options.width(), channels);
    }

    private static void demandOneSize(List<Item> items, Shape shape, Path pattern) throws IOException {
        for (Item item : items) {
            ImageFile.Header header = item.header;
            if (header != null && (header.width() != shape.width() || header.height() != shape.height())) {
                throw new IOException("'" + item.file + "' has " + header.width() + "×" + header.height()
                        + " pixels, and '" + pattern + "' has " + shape.width() + "×" + shape.height()
                        + "; scale all images to one size by --size HEIGHTxWIDTH.");
            }
        }
    }

    private static IOException bad(Path folder, List<Item> items) {
        return new IOException(badNames(folder, items) + "; replace or remove them, or leave them out by --skip-bad.");
    }

    private static String badNames(Path folder, List<Item> items) {
        List<Item> damaged = items.stream().filter(item -> item.error != null).toList();
        String names = damaged.stream()
                .limit(NAMED)
                .map(item -> folder.relativize(item.file) + " (" + why(item) + ")")
                .collect(Collectors.joining(", "));
        return damaged.size() + " of " + items.size() + " images in '" + folder + "' cannot be read: " + names
                + (damaged.size() > NAMED ? " and " + (damaged.size() - NAMED) + " more" : "");
    }

    /** The reason without the file's name before it and the advice after it. */
    private static String why(Item item) {
        String message = String.valueOf(Objects.requireNonNull(item.error).getMessage());
        String file = "'" + item.file + "'";
        int from = message.indexOf(file) < 0 ? 0 : message.indexOf(file) + file.length();
        int to = message.indexOf("; ", from);
        return message.substring(from, to < 0 ? message.length() : to)
                .replaceFirst("^ cannot be decoded: ", "")
                .strip();
    }

    private static ImageFile.Decoded decode(Item item) throws IOException {
        ImageFile.Header header = Objects.requireNonNull(item.header);
        if ((long) header.width() * header.height() <= LARGE) {
            return ImageFile.decode(item.file);
        }
        synchronized (ONE_LARGE) {
            return ImageFile.decode(item.file);
        }
    }

    private static byte[] sample(BufferedImage decoded, ImageOptions options, Shape shape) {
        BufferedImage image = ImageScale.apply(decoded, options);
        byte[] sample = new byte[shape.values()];
        int at = 0;
        int[] row = new int[shape.width()];
        for (int y = 0; y < shape.height(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int argb : row) {
                if (shape.channels() == 1) {
                    sample[at++] = (byte) ImageFile.luma(argb);
                    continue;
                }
                sample[at++] = (byte) (argb >> 16);
                sample[at++] = (byte) (argb >> 8);
                sample[at++] = (byte) argb;
                if (shape.channels() == 4) {
                    sample[at++] = (byte) (argb >>> 24);
                }
            }
        }
        return sample;
    }

    Shape shape() {
        return shape;
    }

    /** Which of the files can be read. */
    List<Integer> kept() {
        return kept;
    }

    byte[] sample(int index) throws IOException {
        Item item = items.get(kept.get(index));
        if (item.sample != null) {
            return item.sample;
        }
        BufferedImage image = ImageFile.read(item.file);
        if (options.height() == 0 && (image.getWidth() != shape.width() || image.getHeight() != shape.height())) {
            throw new IOException("'" + item.file + "' has changed while it was in use; start again.");
        }
        return sample(image, options, shape);
    }
}
