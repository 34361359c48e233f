package dev.texon.networks.gpu;

import dev.texon.gpu.UniformType;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a layer's weights: a sum over all samples and places. Where few weights see many places, parts of the mini-batch are
 * summed by themselves, so that the GPU has enough to do side by side, and then added. All bands are written at once, or one after the
 * other where an adapter has too few render targets.
 */
final class WeightGradient {
    /** Terms that are worth a fragment. */
    private static final int WORTH = 256;

    /** Samples or places that one iteration takes. */
    private static final int UNROLL = 4;

    private final List<Stage> parts = new ArrayList<>();
    private final List<Stage> sums = new ArrayList<>();
    /** Without parts. */
    private final List<Stage> whole = new ArrayList<>();

    /** @param kernel has inputs delta and x, and sums over PART samples for each of ROWS rows */
    WeightGradient(Operation.Site site, Tensor output, String kernel, Window window) {
        Planner kernels = site.kernels();
        Parameters parameters = site.parameters();
        Parameters.Place place = parameters.place(site.layer());
        int samples = output.batch();
        int places = output.shape().height() * output.shape().width();
        int rows = place.block().rows();
        int columns = place.block().columns();
        boolean matrix = place.block() instanceof Block.Matrix;
        int unrolledPlaces = matrix ? Kernels.unrolled(output.shape().width(), UNROLL) : 1;
        int lineTurns = output.shape().width() / unrolledPlaces;
        boolean lines = (long) output.shape().height() * lineTurns > kernels.turns();
        int units = lines ? Math.multiplyExact(samples, output.shape().height()) : samples;
        long turns = (long) units * (lines ? lineTurns : output.shape().height() * lineTurns);
        int needed = (int) Math.min(Integer.MAX_VALUE, (turns + kernels.turns() - 1) / kernels.turns());
        int wanted = Math.min((Adapter.BUSY_FRAGMENTS + rows * columns - 1) / (rows * columns), (int)
                Math.min(samples, (long) samples * places / WORTH));
        int side = kernels.capabilities().limits().textureSize();
        int room = Math.min(side, TextureLayout.mostRows(columns, side) / rows);
        if (needed > room) {
            throw new IllegalArgumentException("The gradient of the parameters of " + site.name() + " sums "
                    + turns + " products for each of them; this adapter sums " + (long) room * kernels.turns()
                    + " at most: take smaller mini-batches or images.");
        }
        int atMost = Math.max(1, Math.max(needed, Math.min(wanted, room)));
        int part = (units + atMost - 1) / atMost;
        int count = (units + part - 1) / part;
        int unrolledSamples = places == 1 ? Kernels.unrolled(part, UNROLL) : 1;
        Slot delta = delta(output);
        TextureLayout layout = kernels.layout(columns, rows * count);
        int folded = place.layout().folded() ? 1 : 0;
        int bands = matrix ? Parameters.BANDS : 1;
        int together = kernels.capabilities().limits().renderTargets() >= bands ? bands : 1;
        for (int first = 0; first < bands; first += together) {
            int end = first + together;
            var builder = Kernels.windowed(kernel, site.input().shape(), output.shape(), window)
                    .uniform("origin", UniformType.VEC2)
                    .uniform("scale", UniformType.FLOAT)
                    .constant("PART", part)
                    .constant("PARTS", count)
                    .constant("UNROLL_SAMPLES", unrolledSamples)
                    .constant("UNROLL_PLACES", unrolledPlaces)
                    .constant("SAMPLES", samples)
                    .constant("UNITS", units)
                    .constant("LINES", lines ? 1 : 0)
                    .constant("ROWS", rows)
                    .constant("FIRST_BAND", first)
                    .constant("END_BAND", end)
                    .constant("FOLDED", count == 1 ? folded : 0);
            site.input().reads(output.reads(builder, "delta"), "x");
            var sumBuilder = Kernels.kernel("sum_parts")
                    .uniform("origin", UniformType.VEC2)
                    .constant("PARTS", count)
                    .constant("ROWS", rows)
                    .constant("FIRST_BAND", first)
                    .constant("END_BAND", end)
                    .constant("FOLDED", folded);
            for (int band = first; band < end; band++) {
                builder.output("gradient" + band);
                layout.reads(sumBuilder, "parts" + band).output("gradient" + band);
            }
            if (count == 1) {
                place.writes(builder);
            } else {
                layout.writes(builder);
                place.writes(sumBuilder);
            }
            Stage stage = kernels.stage(
                            site.name(),
                            count == 1 ? "gradient of its parameters" : "parts of the gradient of its parameters",
                            builder)
                    .input("delta", delta)
                    .input("x", site.input().values())
                    .uniform("origin", count == 1 ? place.left() : 0f, count == 1 ? place.top() : 0f);
            Stage sum = count == 1
                    ? stage
                    : kernels.stage(site.name(), "gradient of its parameters", sumBuilder)
                            .uniform("origin", place.left(), place.top());
            sum.region(place.region());
            for (int band = first; band < end; band++) {
                Slot gradients = parameters.gradients(band);
                sum.target(band - first, gradients);
                if (count > 1) {
                    Slot scratch = kernels.texture(
                            "gradient of " + site.name() + ", band " + band + ", parts",
                            layout.width(),
                            layout.height(),
                            gradients.descriptor().format());
                    stage.target(band - first, scratch);
                    sum.input("parts" + band, scratch);
                }
            }
            if (count > 1) {
                parts.add(stage);
                sums.add(sum);
            } else {
                whole.add(stage);
            }
        }
    }

    static Slot delta(Tensor output) {
        Slot gradient = output.gradient();
        if (gradient == null) {
            throw new IllegalStateException(
                    "Tensor '" + output.label() + "' has no gradient, and its layer should learn from it.");
        }
        return gradient;
    }

    void drawParts(Step step) {
        drawScaled(parts, step);
    }

    /** The gradient itself, once its parts have been drawn. */
    void draw(Step step) {
        drawScaled(whole, step);
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).draw();
        }
    }

    private static void drawScaled(List<Stage> stages, Step step) {
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).uniform("scale", 1f / step.count()).draw();
        }
    }
}
