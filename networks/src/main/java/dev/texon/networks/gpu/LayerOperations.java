package dev.texon.networks.gpu;

import dev.texon.networks.Window;
import dev.texon.networks.layers.Activate;
import dev.texon.networks.layers.Add;
import dev.texon.networks.layers.AveragePool;
import dev.texon.networks.layers.BatchNormalization;
import dev.texon.networks.layers.Concatenate;
import dev.texon.networks.layers.Convolution;
import dev.texon.networks.layers.Dense;
import dev.texon.networks.layers.DepthwiseConvolution;
import dev.texon.networks.layers.Dropout;
import dev.texon.networks.layers.Flatten;
import dev.texon.networks.layers.GlobalAveragePool;
import dev.texon.networks.layers.LayerVisitor;
import dev.texon.networks.layers.MaxPool;
import dev.texon.networks.layers.Softmax;

/** The operation of each kind of layer. */
record LayerOperations(Operation.Site site) implements LayerVisitor<Operation> {
    @Override
    public Operation visit(Dense layer) {
        return ConvolutionOperation.full(site, Window.of(1), layer.activation());
    }

    @Override
    public Operation visit(Convolution layer) {
        return site.interleaving().lanes() > 0
                ? LaneOperation.convolution(site, layer)
                : ConvolutionOperation.full(site, layer.window(), layer.activation());
    }

    @Override
    public Operation visit(DepthwiseConvolution layer) {
        return site.interleaving().lanes() > 0
                ? LaneOperation.depthwise(site, layer)
                : ConvolutionOperation.depthwise(site, layer.window(), layer.activation());
    }

    @Override
    public Operation visit(MaxPool layer) {
        return PlainOperation.maxPool(site, layer.window());
    }

    @Override
    public Operation visit(AveragePool layer) {
        return AveragePoolOperation.of(site, layer.window());
    }

    @Override
    public Operation visit(GlobalAveragePool layer) {
        return AveragePoolOperation.of(site, Decisions.whole(site.input().shape()));
    }

    @Override
    public Operation visit(BatchNormalization layer) {
        return new BatchNormalizationOperation(site, layer);
    }

    @Override
    public Operation visit(Dropout layer) {
        return new DropoutOperation(site, layer.rate());
    }

    @Override
    public Operation visit(Flatten layer) {
        return site.decided().isFlattenedInput(site.layer())
                ? PlainOperation.nothing(site)
                : PlainOperation.reshape(site);
    }

    @Override
    public Operation visit(Activate layer) {
        return PlainOperation.activation(site, layer.activation());
    }

    @Override
    public Operation visit(Softmax layer) {
        return PlainOperation.softmax(site);
    }

    @Override
    public Operation visit(Add layer) {
        return JoinOperation.add(site, layer.activation());
    }

    @Override
    public Operation visit(Concatenate layer) {
        return JoinOperation.concatenate(site);
    }
}
