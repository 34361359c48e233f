package dev.texon.networks.layers;

/**
 * Something that is done with layers, in another way for each kind. A new kind of layer does not compile until every visitor has a method
 * for it.
 *
 * @param <R> what a visit returns
 */
public interface LayerVisitor<R> {
    R visit(Dense layer);

    R visit(Convolution layer);

    R visit(DepthwiseConvolution layer);

    R visit(MaxPool layer);

    R visit(AveragePool layer);

    R visit(BatchNormalization layer);

    R visit(Dropout layer);

    R visit(Flatten layer);

    R visit(Activate layer);

    R visit(Softmax layer);

    R visit(Add layer);

    R visit(Concatenate layer);

    R visit(GlobalAveragePool layer);
}
