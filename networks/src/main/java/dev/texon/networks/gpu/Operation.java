package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer on the GPU. */
interface Operation {
    Tensor output();

    void forward(Step step);

    /** From the gradient of the output to those of the inputs that have one, and to those of the parameters that this takes. */
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

    /**
     * What an operation is planned in.
     *
     * @param decided of the layers and values of the network
     * @param inputs what the layer takes, each with the gradient that this layer writes
     */
    record Site(
            Planner kernels,
            Parameters parameters,
            Network network,
            Decisions decided,
            int layer,
            List<Tensor> inputs) {
        /** The same as part of another plan. */
        Site with(Planner other) {
            return new Site(other, parameters, network, decided, layer, inputs);
        }

        /** The same with another input. */
        Site from(Tensor other) {
            return new Site(kernels, parameters, network, decided, layer, List.of(other));
        }

        /** Of a layer with one input. */
        Tensor input() {
            return inputs.get(0);
        }

        String name() {
            return "layer " + network.name(layer);
        }

        Shape shape() {
            return network.outputShape(layer);
        }

        /** Whether gradients of its parameters are needed. */
        boolean learning() {
            return decided.learns(layer);
        }

        /** What is decided of how its rows lie. */
        Decisions.Interleaving interleaving() {
            return decided.interleaving(layer);
        }

        /** The output's tensor. */
        Tensor output(Activation activation) {
            int value = network.value(layer);
            return Tensor.create(
                    kernels,
                    name(),
                    input().batch(),
                    shape(),
                    activation,
                    decided.hasGradient(value),
                    decided.hasLevels(value));
        }

        /** Those of several inputs that have a gradient. */
        List<Tensor> learningInputs() {
            List<Tensor> all = new ArrayList<>();
            for (Tensor input : inputs) {
                if (input.gradient() != null) {
                    all.add(input);
                }
            }
            return all;
        }
    }
}
