package dev.texon.networks.gpu;

import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products of a mini-batch with weights: a convolution, or the gradient of its input. Small ones are one pass. For large ones a
 * fragment works on the same place of several samples, so that it fetches each weight once for all of them, and writes as many render
 * targets with a share of the samples each; and few but long sums are cut into parts. A second pass adds up the parts, finishes the sums
 * and brings the shares together, which takes a draw for each to one framebuffer.
 */
final class Products {
    /** Render targets of a pass in blocks; more would take too many registers. */
    private static final int MOST_TARGETS = 8;
    /** Which all adapters with several have. */
    private static final int USUAL_TARGETS = 4;
    /** Fetches of inputs below which a second pass costs more than it saves. */
    private static final long WORTH = 1 << 17;

    /** Terms that are worth a part. */
    private static final int LONG = 16;

    private final Stage sums;
    private final List<Stage> finish = new ArrayList<>();

    /**
     * What is made of a sum.
     *
     * @param epilogue the file for the slot of this name
     * @param activation whose functions {@code activate} and {@code derivative} it uses
     * @param x texture that it fetches as x and that lies as the result does; null if none
     */
    record Finish(
            String epilogue,
            Activation activation,
            @Nullable Texture x) {
        private ProgramDescriptor.Builder declare(
                Numbers numbers, TextureLayout result, ProgramDescriptor.Builder kernel) {
            result.writes(kernel)
                    .slot("epilogue", "networks/" + epilogue)
                    .with(numbers.activation(activation))
                    .with(numbers.storeActivations());
            return x == null ? kernel : result.reads(kernel, "x");
        }

        private Stage bind(Stage stage) {
            return x == null ? stage : stage.input("x", x);
        }
    }

    /**
     * What is computed.
     *
     * @param makes what messages call the result
     * @param kernel reads the source and the weights
     * @param source what the kernel calls the texture that it goes over
     * @param fromLayout how that texture is laid out
     * @param groups of channels of the source
     * @param window of the convolution
     * @param batch samples
     * @param inputs shape of a sample before the convolution
     * @param outputs shape of a sample after it
     * @param shape of a sample of the result: one of the two
     * @param resultLayout how the texture of the result is laid out
     */
    record Task(
            String makes,
            String kernel,
            String source,
            Texture from,
            TextureLayout fromLayout,
            int groups,
            Window window,
            int batch,
            Shape inputs,
            Shape outputs,
            Shape shape,
            Texture result,
            TextureLayout resultLayout,
            Finish finish) {
        /** Where each place is by itself, every row of an image is a sample: blocks find more samples then. */
        Task inRows() {
            if (window.taps() > 1 || window.stride() > 1 || window.padding() > 0) {
                return this;
            }
            return new Task(
                    makes,
                    kernel,
                    source,
                    from,
                    fromLayout,
                    groups,
                    window,
                    batch * shape.height(),
                    row(inputs),
                    row(outputs),
                    row(shape),
                    result,
                    resultLayout,
                    finish);
        }

        private static Shape row(Shape image) {
            return new Shape(1, image.width(), image.channels());
        }

        int columns() {
            return shape.groups() * shape.width();
        }

        /** Fetches of inputs, if each fragment works on one sample. */
        long fetches() {
            return (long) columns() * shape.height() * batch * window.taps() * groups;
        }

        /** Turns of the loops for one value. */
        long terms() {
            return (long) window.taps() * groups;
        }

        /** Names tasks of about this size. */
        String sizeClass() {
            return kernel + ", " + window.taps() + " taps, stride " + window.stride() + ", "
                    + (inputs.channels() == 1 ? "one channel" : upToPowerOfTwo(groups) + " groups") + " to "
                    + upToPowerOfTwo(columns()) + "×" + upToPowerOfTwo(batch * shape.height()) + ", "
                    + result.descriptor().format();
        }

        private static int upToPowerOfTwo(int number) {
            return number <= 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
        }
    }

    /** In blocks if that is worth it, of the size that this device is fastest with. */
    static Products of(Operation.Site site, Task whole) {
        GpuDevice device = site.kernels().device();
        Task task = whole.inRows();
        int most = Math.min(
                Math.min(MOST_TARGETS, task.batch()),
                device.capabilities().limits().renderTargets());
        // Sums wait in floats, which not every adapter draws to.
        if (task.fetches() < WORTH
                || most < USUAL_TARGETS
                || !device.capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER)) {
            return new Products(site, task, 1);
        }
        List<String> ways = most == USUAL_TARGETS ? List.of(way(most)) : List.of(way(most), way(USUAL_TARGETS));
        String way = Tuner.fastest(device, task.sizeClass(), ways, one -> new Attempt(site, task, targets(one)));
        return new Products(site, task, targets(way));
    }

    private static String way(int targets) {
        return targets + " targets";
    }

    private static int targets(String way) {
        return Integer.parseInt(way.substring(0, way.indexOf(' ')));
    }

    /** Draws with programs and textures of its own. */
    private static final class Attempt implements Tuner.Trial {
        private final Task task;
        private final Texture weights;
        private final Kernels kernels;
        private final Products products;

        Attempt(Operation.Site site, Task task, int targets) {
            this.task = task;
            weights = site.parameters().values().front();
            kernels = new Kernels(site.kernels().device(), site.kernels().numbers(), false);
            try {
                products = new Products(site.with(kernels), task, targets);
            } catch (Throwable e) {
                kernels.close();
                throw e;
            }
        }

        @Override
        public void draw() {
            products.draw(weights);
        }

        @Override
        public Texture result() {
            return task.result();
        }

        @Override
        public void close() {
            kernels.close();
        }
    }

    private Products(Operation.Site site, Task task, int targets) {
        Kernels kernels = site.kernels();
        Parameters.Place place = site.parameters().place(site.layer());
        int batch = task.batch();
        int height = task.shape().height();
        int columns = task.columns();
        int samples = (batch + targets - 1) / targets;
        int rows = samples * height;
        int needed = (int) ((task.terms() + kernels.turns() - 1) / kernels.turns());
        int parts = targets == 1 ? 1 : parts(kernels, task);
        if (parts < needed) {
            parts = demandParts(site, task, rows, needed);
        }
        int part = (task.groups() + parts - 1) / parts;
        parts = (task.groups() + part - 1) / part;
        ProgramDescriptor.Builder builder = task.fromLayout()
                .reads(Kernels.windowed(task.kernel(), task.inputs(), task.outputs(), task.window()), task.source())
                .slot("rows", "networks/rows_of_samples")
                .constant("TARGETS", targets)
                .constant("SOURCES", 1)
                .constant("SOURCE_HEIGHT", task.fromLayout().rows() / batch)
                .constant("CHANNELS", task.shape().channels())
                .constant("BATCH", batch)
                .constant("SAMPLES", samples)
                .constant("PARTS", parts)
                .constant("PART", part);
        site.parameters().reads(builder, place);
        for (int i = 0; i < targets; i++) {
            builder.output("y" + i);
        }
        Numbers numbers = kernels.numbers();
        if (targets == 1 && parts == 1) {
            sums = task.finish()
                    .bind(kernels.stage(
                            site.name(), task.makes(), task.finish().declare(numbers, task.resultLayout(), builder)))
                    .target(task.result());
        } else {
            TextureLayout layout = kernels.layout(parts * columns, rows);
            sums = kernels.stage(
                    site.name(),
                    "sums of the " + task.makes(),
                    layout.writes(builder).slot("epilogue", "networks/epilogue_sum"));
            for (int i = 0; i < targets; i++) {
                Texture some = kernels.scratch(i, layout);
                sums.target(i, some);
                int first = i * rows;
                int count = Math.min(rows, batch * height - first);
                List<Region> regions = count > 0 ? task.resultLayout().regions(first, count) : List.of();
                for (Region region : regions) {
                    finish.add(task.finish()
                            .bind(kernels.stage(
                                    site.name(),
                                    task.makes(),
                                    layout.reads(
                                                    task.finish()
                                                            .declare(
                                                                    numbers,
                                                                    task.resultLayout(),
                                                                    Kernels.kernel("sum_split")),
                                                    "sums")
                                            .constant("PARTS", parts)
                                            .constant("COLUMNS", columns)
                                            .constant("WIDTH", task.shape().width())
                                            .constant("CHANNELS", task.shape().channels())
                                            .uniform("origin", UniformType.FLOAT)
                                            .output("y")))
                            .input("sums", some)
                            .uniform("origin", first)
                            .target(task.result())
                            .region(region));
                }
            }
        }
        sums.input(task.source(), task.from()).uniform("block", place.left(), place.top());
    }

    /** So many parts that no sum has more terms than a loop takes turns. */
    private static int demandParts(Operation.Site site, Task task, int rows, int needed) {
        int most = site.kernels().device().capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER)
                ? Math.min(task.groups(), partsSideBySide(site.kernels(), task, rows))
                : 1;
        if (needed > most) {
            throw new IllegalArgumentException("The " + task.makes() + " of " + site.name() + " sums " + task.terms()
                    + " products for each value; this adapter sums "
                    + (long) most * site.kernels().turns()
                    + " at most: make the layer smaller.");
        }
        return needed;
    }

    /** However many targets there are, so that the sums are added up in the same order. */
    private static int parts(Kernels kernels, Task task) {
        int fragments = task.columns() * task.shape().height() * ((task.batch() + MOST_TARGETS - 1) / MOST_TARGETS);
        int wanted = Math.min((Kernels.BUSY + fragments - 1) / fragments, task.groups() / LONG);
        int rows = (task.batch() + USUAL_TARGETS - 1)
                / USUAL_TARGETS
                * task.shape().height();
        return Math.max(1, Math.min(wanted, partsSideBySide(kernels, task, rows)));
    }

    /** As many parts as a texture holds in full rows; a row that is cut into strips has one. */
    private static int partsSideBySide(Kernels kernels, Task task, int rows) {
        return Math.max(
                1,
                kernels.device().capabilities().limits().textureSize()
                        / kernels.layout(task.columns(), rows).width());
    }

    void draw(Texture weights) {
        sums.input("weights", weights).draw();
        for (int i = 0; i < finish.size(); i++) {
            finish.get(i).draw();
        }
    }
}
