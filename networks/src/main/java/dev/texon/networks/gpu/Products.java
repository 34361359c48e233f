package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
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
            @Nullable Slot x) {
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
            Slot from,
            TextureLayout fromLayout,
            int groups,
            Window window,
            int batch,
            Shape inputs,
            Shape outputs,
            Shape shape,
            Slot result,
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

    /**
     * How a task is divided.
     *
     * @param task in rows, if each place is by itself
     * @param targets render targets, each of a share of the samples; 1 without blocks
     * @param samples of a share
     * @param parts of each sum that are computed side by side
     * @param part groups of channels of a part
     */
    record Division(Task task, int targets, int samples, int parts, int part) {
        int rows() {
            return samples * task.shape().height();
        }

        /** Whether the sums are finished where they are computed. */
        boolean inOnePass() {
            return targets == 1 && parts == 1;
        }
    }

    /** In blocks if that is worth it, of the size that the adapter is fastest with. */
    static Products of(Operation.Site site, Task whole) {
        Planner planner = site.kernels();
        Task task = whole.inRows();
        int most = Math.min(
                Math.min(MOST_TARGETS, task.batch()), planner.adapter().limits().renderTargets());
        // Sums wait in floats, which not every adapter draws to.
        if (task.fetches() < WORTH || most < USUAL_TARGETS || !planner.adapter().drawsFloats()) {
            return new Products(site, divide(site, task, 1));
        }
        List<String> ways = most == USUAL_TARGETS ? List.of(way(most)) : List.of(way(most), way(USUAL_TARGETS));
        String way = planner.choose(new Planner.Question(
                task.sizeClass(),
                ways,
                (own, one) -> {
                    Products products = new Products(site.with(own), divide(site, task, targets(one)));
                    Slot weights = site.parameters().values().front();
                    return () -> products.draw(weights);
                },
                task.result()));
        return new Products(site, divide(site, task, targets(way)));
    }

    private static String way(int targets) {
        return targets + " targets";
    }

    private static int targets(String way) {
        return Integer.parseInt(way.substring(0, way.indexOf(' ')));
    }

    private static Division divide(Operation.Site site, Task task, int targets) {
        Planner kernels = site.kernels();
        int samples = (task.batch() + targets - 1) / targets;
        int needed = (int) ((task.terms() + kernels.turns() - 1) / kernels.turns());
        int parts = targets == 1 ? 1 : parts(kernels, task);
        if (parts < needed) {
            parts = demandParts(site, task, samples * task.shape().height(), needed);
        }
        int part = (task.groups() + parts - 1) / parts;
        return new Division(task, targets, samples, (task.groups() + part - 1) / part, part);
    }

    private Products(Operation.Site site, Division division) {
        Planner kernels = site.kernels();
        Parameters.Place place = site.parameters().place(site.layer());
        Task task = division.task();
        int batch = task.batch();
        int height = task.shape().height();
        int columns = task.columns();
        int targets = division.targets();
        int samples = division.samples();
        int rows = division.rows();
        int parts = division.parts();
        int part = division.part();
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
        if (division.inOnePass()) {
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
                Slot some = kernels.scratch(i, layout);
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
        sums.input(task.source(), task.from())
                .uniform("block", place.left(), place.top())
                .parts(parts)
                .fetches((long) (targets + Parameters.BANDS) * task.window().taps() * part);
    }

    /** So many parts that no sum has more terms than a loop takes turns. */
    private static int demandParts(Operation.Site site, Task task, int rows, int needed) {
        int most = site.kernels().adapter().drawsFloats()
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
    private static int parts(Planner kernels, Task task) {
        int fragments = task.columns() * task.shape().height() * ((task.batch() + MOST_TARGETS - 1) / MOST_TARGETS);
        int wanted = Math.min((Adapter.BUSY_FRAGMENTS + fragments - 1) / fragments, task.groups() / LONG);
        int rows = (task.batch() + USUAL_TARGETS - 1)
                / USUAL_TARGETS
                * task.shape().height();
        return Math.max(1, Math.min(wanted, partsSideBySide(kernels, task, rows)));
    }

    /** As many parts as a texture holds in full rows; a row that is cut into strips has one. */
    private static int partsSideBySide(Planner kernels, Task task, int rows) {
        return Math.max(
                1,
                kernels.capabilities().limits().textureSize()
                        / kernels.layout(task.columns(), rows).width());
    }

    void draw(Slot weights) {
        sums.input("weights", weights).draw();
        for (int i = 0; i < finish.size(); i++) {
            finish.get(i).draw();
        }
    }
}
