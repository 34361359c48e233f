package dev.texon.networks.layers;

/**
 * A question about layers that only a few kinds answer in a way of their own: these are overridden, and all others give the same answer.
 *
 * @param <R> the answer
 */
public abstract class LayerQuery<R> implements LayerVisitor<R> {
    private final R otherwise;

    /** @param otherwise the answer of all kinds that are not overridden */
    protected LayerQuery(R otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public R visit(Dense layer) {
        return otherwise;
    }

    @Override
    public R visit(Convolution layer) {
        return otherwise;
    }

    @Override
    public R visit(DepthwiseConvolution layer) {
        return otherwise;
    }

    @Override
    public R visit(MaxPool layer) {
        return otherwise;
    }

    @Override
    public R visit(AveragePool layer) {
        return otherwise;
    }

    @Override
    public R visit(GlobalAveragePool layer) {
        return otherwise;
    }

    @Override
    public R visit(BatchNormalization layer) {
        return otherwise;
    }

    @Override
    public R visit(Dropout layer) {
        return otherwise;
    }

    @Override
    public R visit(Flatten layer) {
        return otherwise;
    }

    @Override
    public R visit(Activate layer) {
        return otherwise;
    }

    @Override
    public R visit(Softmax layer) {
        return otherwise;
    }

    @Override
    public R visit(Add layer) {
        return otherwise;
    }

    @Override
    public R visit(Concatenate layer) {
        return otherwise;
    }
}
