package dev.texon.networks.gpu;

import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.function.BiFunction;

/**
 * Pooling over windows of so many places that a loop over all of them is too long: first along the rows of the image, and then along the
 * columns of what this makes. The largest value, the mean, and the first place of the largest value, row by row, are the same.
 */
record TwoSteps(Operation rows, Operation columns) implements Operation {
    /** What makes a pass of pooling: of a site, for the output that it is given. */
    interface Pooling extends BiFunction<Site, Tensor, Operation> {}

    /** Along rows, and then along columns. */
    static Operation of(Site site, Pooling alongRows, Pooling alongColumns) {
        Tensor input = site.input();
        Tensor between = Tensor.create(
                site.kernels(),
                site.name() + ", along rows",
                input.batch(),
                new Shape(
                        input.shape().height(),
                        site.shape().width(),
                        input.shape().channels()),
                Activation.LINEAR,
                input.gradient() != null,
                false);
        return new TwoSteps(
                alongRows.apply(site, between), alongColumns.apply(site.from(between), site.output(Activation.LINEAR)));
    }

    @Override
    public Tensor output() {
        return columns.output();
    }

    @Override
    public void forward(Step step) {
        rows.forward(step);
        columns.forward(step);
    }

    @Override
    public void backward(Step step) {
        columns.backward(step);
        rows.backward(step);
    }
}
