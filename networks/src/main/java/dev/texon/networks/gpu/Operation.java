package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Layer;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import org.jspecify.annotations.Nullable;

/** A layer on the GPU. */
interface Operation {
    Tensor output();

    void forward(Step step);

    /** From the gradient of the output to that of the input, if it has one, and to those of the parameters that this takes. */
    void backward(Step step);

    /** From the gradient of the output to parts of those of the parameters, where these are summed in parts. */
    default void learn(Step step) {}

    /**
     * Completes the gradients of the parameters. All layers do so one after the other, since they draw to the same textures, and another
     * framebuffer costs more than a small draw.
     */
    default void completeLearning(Step step) {}

    /** Running statistics, means in row 0 and variances in row 1; null if the layer has none. */
    default @Nullable Texture statistics() {
        return null;
    }

    /** What an operation is made in. */
    record Site(Kernels kernels, Parameters parameters, Network network, int layer, Tensor input, boolean learning) {
        /** The same with other programs and textures. */
        Site with(Kernels other) {
            return new Site(other, parameters, network, layer, input, learning);
        }

        /** The same with another input. */
        Site from(Tensor other) {
            return new Site(kernels, parameters, network, layer, other, learning);
        }

        String name() {
            return "layer " + network.name(layer);
        }

        Shape shape() {
            return network.shapes().get(layer + 1);
        }

        /** Whether this layer or one before it has parameters to learn: only then is a gradient of what comes out needed. */
        private boolean learningSoFar() {
            for (int i = 0; learning && i <= layer; i++) {
                if (Block.of(network.layers().get(i), network.shapes().get(i)) != null) {
                    return true;
                }
            }
            return false;
        }

        /** The output's tensor, with mip levels if the next layer pools by them. */
        Tensor output(dev.texon.networks.Activation activation) {
            boolean levels = layer + 1 < network.layers().size()
                    && network.layers().get(layer + 1) instanceof Layer.AveragePool next
                    && AveragePoolOperation.byMipmaps(kernels, shape(), input.batch(), next.window());
            return Tensor.create(kernels, name(), input.batch(), shape(), activation, learningSoFar(), levels);
        }
    }

    static Operation of(Site site) {
        Layer layer = site.network().layers().get(site.layer());
        if (LaneOperation.pays(site)) {
            return LaneOperation.of(site);
        } else if (layer instanceof Layer.Dense dense) {
            return ConvolutionOperation.full(site, Window.of(1), dense.activation());
        } else if (layer instanceof Layer.Convolution convolution) {
            return ConvolutionOperation.full(site, convolution.window(), convolution.activation());
        } else if (layer instanceof Layer.DepthwiseConvolution depthwise) {
            return ConvolutionOperation.depthwise(site, depthwise.window(), depthwise.activation());
        } else if (layer instanceof Layer.MaxPool pool) {
            return PlainOperation.maxPool(site, pool.window());
        } else if (layer instanceof Layer.AveragePool pool) {
            return AveragePoolOperation.of(site, pool.window());
        } else if (layer instanceof Layer.BatchNormalization normalization) {
            return new BatchNormalizationOperation(site, normalization);
        } else if (layer instanceof Layer.Dropout dropout) {
            return new DropoutOperation(site, dropout.rate());
        } else if (layer instanceof Layer.Flatten) {
            return PlainOperation.reshape(site);
        } else if (layer instanceof Layer.Activate activate) {
            return PlainOperation.activation(site, activate.activation());
        } else if (layer instanceof Layer.Softmax) {
            return PlainOperation.softmax(site);
        }
        throw new IllegalStateException(site.name() + " has no operation.");
    }
}
