package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.FormatFeature;
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
 * fragment works on the same place of four samples, so that it fetches each weight once for all of them, and writes four render targets
 * with a quarter of the samples each; and few but long sums are cut into parts. A second pass adds up the parts, finishes the sums and
 * brings the quarters together, which takes four draws to one framebuffer.
 */
final class Products {
    /** Render targets of a pass in blocks. */
    private static final int TARGETS = 4;
    /** Fetches of inputs below which a second pass costs more than it saves. */
    private static final long WORTH = 1 << 17;
    /** Terms that are worth a part. */
    private static final int LONG = 16;

    private final Stage sums;
    private final List<Stage> finish = new ArrayList<>();

    /**
     * What is made of a sum.
     *
     * @param expression of {@code sum} and of {@code group}, the group of its channels
     * @param activation whose functions {@code activate} and {@code slope} it uses
     * @param x texture that it fetches as x; null if none
     */
    record Finish(
            String expression,
            Activation activation,
            @Nullable Texture x) {
        private ProgramDescriptor.Builder declare(Numbers numbers, ProgramDescriptor.Builder kernel) {
            kernel.functions(numbers.activation(activation))
                    .functions(numbers.storeActivations())
                    .functions("#define FINISH(sum, group) " + expression + "\n");
            return x == null ? kernel : kernel.texels("x");
        }

        private Stage bind(Stage stage) {
            return x == null ? stage : stage.input("x", x);
        }
    }

    /**
     * @param makes what messages call the result
     * @param kernel reads the source and the weights
     * @param source what the kernel calls the texture that it goes over
     * @param groups of channels of the source
     * @param window of the convolution
     * @param shape of a sample of the result
     */
    Products(
            Operation.Site site,
            String makes,
            String kernel,
            String source,
            Texture from,
            int groups,
            Window window,
            Shape shape,
            Texture result,
            Finish finisher) {
        Kernels kernels = site.kernels();
        Parameters.Place place = site.parameters().place(site.layer());
        int batch = site.input().batch();
        int columns = shape.groups() * shape.width();
        boolean blocks = blocks(
                kernels.device().capabilities(),
                batch,
                (long) columns * shape.height() * batch * window.taps() * groups);
        int samples = blocks ? (batch + TARGETS - 1) / TARGETS : batch;
        int rows = samples * shape.height();
        int part = groups;
        if (blocks) {
            int room = kernels.device().capabilities().limits().textureSize() / columns;
            int wanted = Math.min((Kernels.BUSY + columns * rows - 1) / (columns * rows), groups / LONG);
            int parts = Math.max(1, Math.min(wanted, room));
            part = (groups + parts - 1) / parts;
        }
        int parts = (groups + part - 1) / part;
        ProgramDescriptor.Builder builder = Kernels.windowed(
                        Kernels.repeated(kernel, 0, blocks ? TARGETS : 1),
                        site.input().shape(),
                        site.shape(),
                        window)
                .constant("BAND", site.parameters().bandHeight())
                .constant("BATCH", batch)
                .constant("SAMPLES", samples)
                .constant("PARTS", parts)
                .constant("PART", part)
                .texels(source)
                .texels("weights")
                .uniform("block", UniformType.VEC2);
        for (int i = 0; i < (blocks ? TARGETS : 1); i++) {
            builder.output("y" + i);
        }
        Numbers numbers = kernels.numbers();
        if (!blocks) {
            sums = finisher.bind(kernels.stage(site.name(), makes, finisher.declare(numbers, builder)))
                    .target(result);
        } else {
            sums = kernels.stage(
                    site.name(), "sums of the " + makes, builder.functions("#define FINISH(sum, group) (sum)\n"));
            for (int i = 0; i < TARGETS; i++) {
                Texture quarter = kernels.scratch(i, parts * columns, rows);
                sums.target(i, quarter);
                int first = i * rows;
                int count = Math.min(rows, batch * shape.height() - first);
                if (count > 0) {
                    finish.add(finisher.bind(kernels.stage(
                                    site.name(),
                                    makes,
                                    finisher.declare(numbers, Kernels.kernel("finish"))
                                            .constant("PARTS", parts)
                                            .constant("COLUMNS", columns)
                                            .constant("WIDTH", shape.width())
                                            .texels("sums")
                                            .uniform("origin", UniformType.FLOAT)
                                            .output("y")))
                            .input("sums", quarter)
                            .uniform("origin", first)
                            .target(result)
                            .region(new Region(0, first, columns, count)));
                }
            }
        }
        sums.input(source, from).uniform("block", place.x(), place.y());
    }

    /** Sums wait in floats, which not every adapter draws to. */
    private static boolean blocks(Capabilities capabilities, int batch, long fetches) {
        return fetches >= WORTH
                && batch >= TARGETS
                && capabilities.limits().renderTargets() >= TARGETS
                && capabilities.supports(TextureFormat.RGBA32F, FormatFeature.RENDER);
    }

    void draw(Texture weights) {
        sums.input("weights", weights).draw();
        for (int i = 0; i < finish.size(); i++) {
            finish.get(i).draw();
        }
    }
}
