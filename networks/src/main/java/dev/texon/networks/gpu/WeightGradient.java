package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.UniformType;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a layer's weights: a sum over all samples and places. Where few weights see many places, parts of the mini-batch are
 * summed by themselves, so that the GPU has enough to do side by side, and then added.
 */
final class WeightGradient {
    /** Fragments that keep a GPU busy. */
    private static final int BUSY = 4096;
    /** Terms that are worth a fragment. */
    private static final int WORTH = 256;

    private final Stage parts;
    private final @Nullable Stage sum;

    /** @param kernel has inputs delta and x, and sums over PART samples for each of ROWS rows */
    WeightGradient(Operation.Site site, Tensor output, String name, ProgramDescriptor.Builder kernel) {
        Kernels kernels = site.kernels();
        Parameters.Place place = site.parameters().place(site.layer());
        int samples = output.batch();
        int places = output.shape().height() * output.shape().width();
        int rows = place.block().rows();
        int columns = place.block().columns();
        int wanted = Math.min((BUSY + rows * columns - 1) / (rows * columns), (int)
                Math.min(samples, (long) samples * places / WORTH));
        int room = kernels.device().capabilities().limits().textureSize() / rows;
        int part = (samples + Math.max(1, Math.min(wanted, room)) - 1) / Math.max(1, Math.min(wanted, room));
        int count = (samples + part - 1) / part;
        Texture gradients = site.parameters().gradients();
        Texture delta = delta(output);
        parts = kernels.stage(
                        site.name(),
                        count == 1 ? "gradient of its parameters" : "parts of the gradient of its parameters",
                        kernel.texels("delta")
                                .texels("x")
                                .uniform("origin", UniformType.VEC2)
                                .uniform("scale", UniformType.FLOAT)
                                .constant("PART", part)
                                .constant("SAMPLES", samples)
                                .constant("ROWS", rows)
                                .output("gradient"))
                .input("delta", delta)
                .input("x", site.input().values());
        Region region = place.region();
        if (count == 1) {
            parts.uniform("origin", place.x(), place.y()).target(gradients).region(region);
            sum = null;
        } else {
            Texture scratch = kernels.texture(
                    name + " of " + site.name() + ", parts",
                    columns,
                    rows * count,
                    gradients.descriptor().format());
            parts.uniform("origin", 0f, 0f).target(scratch);
            sum = kernels.stage(
                            site.name(),
                            "gradient of its parameters",
                            Kernels.kernel("sum_parts")
                                    .texels("parts")
                                    .uniform("origin", UniformType.VEC2)
                                    .constant("PARTS", count)
                                    .constant("ROWS", rows)
                                    .output("gradient"))
                    .input("parts", scratch)
                    .uniform("origin", place.x(), place.y())
                    .target(gradients)
                    .region(region);
        }
    }

    static Texture delta(Tensor output) {
        Texture gradient = output.gradient();
        if (gradient == null) {
            throw new IllegalStateException(
                    "Tensor '" + output.label() + "' has no gradient, and its layer should learn from it.");
        }
        return gradient;
    }

    void draw(Step step) {
        parts.uniform("scale", 1f / step.count()).draw();
        if (sum != null) {
            sum.draw();
        }
    }
}
