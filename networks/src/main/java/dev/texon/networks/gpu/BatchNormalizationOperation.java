package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Shape;
import dev.texon.networks.layers.BatchNormalization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each channel with mean 0 and variance 1, times a gain, plus an offset. */
final class BatchNormalizationOperation implements Operation {
    private final Planner kernels;
    private final String name;
    private final Shape shape;
    private final int batch;
    private final float momentum;
    private final float epsilon;
    private final Parameters parameters;
    private final Parameters.Place place;
    private final Tensor output;
    /** Of places that are summed together, and how many times a sample has so many. */
    private final int lines;

    private final int parts;
    private final Slot sampleMeans;
    private final Slot means;
    private final Slot variances;
    private final Pair running;
    private final Stage normalize;
    private final Stage sumValues;
    private final Stage meanOfValues;
    private final Stage sumSquares;
    private final Stage meanOfSquares;
    private final Stage moveRunning;
    private final @Nullable Stage sumOffsets;
    private final @Nullable Stage meanOfOffsets;
    private final @Nullable Stage sumGains;
    private final @Nullable Stage meanOfGains;
    private final @Nullable Stage inputGradient;

    BatchNormalizationOperation(Site site, BatchNormalization layer) {
        kernels = site.kernels();
        Numbers numbers = kernels.numbers();
        Tensor input = site.input();
        name = site.name();
        shape = input.shape();
        batch = input.batch();
        momentum = layer.momentum();
        epsilon = layer.epsilon();
        parameters = site.parameters();
        place = parameters.place(site.layer());
        output = site.output(layer.activation());
        int groups = shape.groups();
        var format = numbers.storage().parameters();
        lines = Math.max(1, Math.min(shape.height(), kernels.turns() / shape.width()));
        parts = (shape.height() + lines - 1) / lines;
        int side = kernels.capabilities().limits().textureSize();
        if ((long) batch * parts > side) {
            throw new IllegalArgumentException("The statistics of " + name + " are sums over " + batch + " samples, "
                    + parts + " of each, and this adapter holds " + side + " of them; take mini-batches of at most "
                    + side / parts + ".");
        }
        sampleMeans = kernels.texture("means of samples of " + name, groups, batch * parts, format);
        means = kernels.texture("means of " + name, groups, 1, format);
        variances = kernels.texture("variances of " + name, groups, 1, format);
        running = new Pair(kernels::texture, "running statistics of " + name, groups, 2, format);
        kernels.whenMade(() -> upload(new float[shape.channels()], ones(shape.channels())));

        normalize = kernels.stage(
                        name,
                        "output",
                        output.writes(input.reads(Kernels.kernel("batch_normalization"), "x"))
                                .constant("WIDTH", shape.width())
                                .constant("CHANNELS", shape.channels())
                                .texels("means")
                                .texels("variances")
                                .texels("weights")
                                .uniform("block", UniformType.VEC2)
                                .uniform("rows", UniformType.VEC2)
                                .constant("EPSILON", epsilon)
                                .with(numbers.activation(layer.activation()))
                                .with(numbers.storeActivations())
                                .output("y"))
                .input("x", input.values())
                .uniform("block", place.x(), place.y())
                .target(output.values());
        sumValues = channelMean("means of samples", "term_value", List.of("x")).input("x", input.values());
        meanOfValues = batchMean("means", means, null);
        sumSquares = channelMean("variances of samples", "term_square", List.of("x"), "means")
                .input("x", input.values())
                .input("means", means);
        meanOfSquares = batchMean("variances", variances, null);
        moveRunning = kernels.stage(
                        name,
                        "running statistics",
                        Kernels.kernel("running_statistics")
                                .texels("running")
                                .texels("means")
                                .texels("variances")
                                .uniform("keep", UniformType.FLOAT)
                                .uniform("correction", UniformType.FLOAT)
                                .output("moved"))
                .input("means", means)
                .input("variances", variances)
                .uniform("keep", 1f - momentum);
        if (!site.learning()) {
            sumOffsets = null;
            meanOfOffsets = null;
            sumGains = null;
            meanOfGains = null;
            inputGradient = null;
            return;
        }
        Slot delta = WeightGradient.delta(output);
        sumOffsets = channelMean("gradients of samples' offsets", "term_value", List.of("x"))
                .input("x", delta);
        meanOfOffsets = batchMean(
                "gradient of its offsets", parameters.gradients(0), new Region(place.x(), place.y() + 1, groups, 1));
        sumGains = channelMean("gradients of samples' gains", "term_scale", List.of("delta", "x"), "means", "variances")
                .input("delta", delta)
                .input("x", input.values())
                .input("means", means)
                .input("variances", variances);
        meanOfGains = batchMean(
                "gradient of its gains", parameters.gradients(0), new Region(place.x(), place.y(), groups, 1));
        Slot gradient = input.gradient();
        inputGradient = gradient == null
                ? null
                : kernels.stage(
                                name,
                                "gradient of its input",
                                input.writes(input.reads(
                                                output.reads(Kernels.kernel("batch_normalization_gradient"), "delta"),
                                                "x"))
                                        .constant("WIDTH", shape.width())
                                        .constant("HEIGHT", shape.height())
                                        .texels("means")
                                        .texels("variances")
                                        .texels("weights")
                                        .texels("gradients")
                                        .uniform("block", UniformType.VEC2)
                                        .uniform("count", UniformType.FLOAT)
                                        .constant("EPSILON", epsilon)
                                        .with(numbers.activation(input.activation()))
                                        .with(numbers.storeActivations())
                                        .output("gradient"))
                        .input("delta", delta)
                        .input("x", input.values())
                        .input("means", means)
                        .input("variances", variances)
                        .input("gradients", parameters.gradients(0))
                        .uniform("block", place.x(), place.y())
                        .target(gradient);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        java.util.Arrays.fill(ones, 1f);
        return ones;
    }

    /**
     * The mean of a term over the places of each sample.
     *
     * @param term the file for the slot of this name
     * @param tensors inputs that lie as the output does
     */
    private Stage channelMean(String makes, String term, List<String> tensors, String... statistics) {
        ProgramDescriptor.Builder kernel = Kernels.kernel("channel_mean")
                .slot("term", "networks/" + term)
                .constant("WIDTH", shape.width())
                .constant("HEIGHT", shape.height())
                .constant("LINES", lines)
                .constant("PARTS", parts)
                .constant("EPSILON", epsilon)
                .output("mean");
        tensors.forEach(tensor -> output.reads(kernel, tensor));
        for (String input : statistics) {
            kernel.texels(input);
        }
        return kernels.stage(name, makes, kernel).target(sampleMeans);
    }

    private Stage batchMean(String makes, Slot target, @Nullable Region region) {
        Stage stage = kernels.stage(
                        name,
                        makes,
                        Kernels.kernel("batch_mean")
                                .constant("SAMPLES", batch)
                                .constant("PARTS", parts)
                                .texels("means")
                                .uniform("origin", UniformType.VEC2)
                                .uniform("count", UniformType.FLOAT)
                                .uniform("scale", UniformType.FLOAT)
                                .output("mean"))
                .input("means", sampleMeans)
                .target(target);
        return region == null
                ? stage.uniform("origin", 0f, 0f).uniform("scale", 1f)
                : stage.uniform("origin", region.x(), region.y())
                        .uniform("scale", (float) shape.height() * shape.width())
                        .region(region);
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void forward(Step step) {
        normalize.input("weights", parameters.values().front());
        if (!step.training()) {
            normalize
                    .input("means", running.front())
                    .input("variances", running.front())
                    .uniform("rows", 0f, 1f)
                    .draw();
            return;
        }
        sumValues.draw();
        meanOfValues.uniform("count", step.count()).draw();
        sumSquares.draw();
        meanOfSquares.uniform("count", step.count()).draw();
        normalize
                .input("means", means)
                .input("variances", variances)
                .uniform("rows", 0f, 0f)
                .draw();
        double places = (double) step.count() * shape.height() * shape.width();
        moveRunning
                .input("running", running.front())
                .uniform("correction", (float) (places / Math.max(1, places - 1)))
                .target(running.back())
                .draw();
        running.swap();
    }

    @Override
    public void backward(Step step) {
        if (sumOffsets == null || meanOfOffsets == null || sumGains == null || meanOfGains == null) {
            return;
        }
        sumOffsets.draw();
        meanOfOffsets.uniform("count", step.count()).draw();
        sumGains.draw();
        meanOfGains.uniform("count", step.count()).draw();
        if (inputGradient != null) {
            inputGradient
                    .input("weights", parameters.values().front())
                    .uniform("count", step.count())
                    .draw();
        }
    }

    @Override
    public Texture statistics() {
        return running.front().texture();
    }

    private void upload(float[] mean, float[] variance) {
        float[] texels = new float[2 * 4 * shape.groups()];
        System.arraycopy(mean, 0, texels, 0, mean.length);
        System.arraycopy(variance, 0, texels, 4 * shape.groups(), variance.length);
        running.front().texture().upload(texels);
    }
}
