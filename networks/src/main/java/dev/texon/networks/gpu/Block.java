package dev.texon.networks.gpu;

import dev.texon.networks.Connectivity;
import dev.texon.networks.Layer;
import dev.texon.networks.Shape;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How the parameters of one layer lie in a rectangle of texels. Parameters are counted as {@code Snapshot.parameterCounts} says: first
 * those that are regularised, and then biases.
 */
sealed interface Block {
    int columns();

    int rows();

    /** Number of parameters. */
    int count();

    /** Number of parameters that are regularised; they come first. */
    int weights();

    /** The band in which parameter i lies. */
    default int band(int i) {
        return 0;
    }

    /** Where parameter i lies in its band: (row · columns + column) · 4 + component. */
    int offset(int i);

    /** Whether parameter i may differ from 0. */
    default boolean free(int i) {
        return true;
    }

    /** The rectangle that begins there. */
    ParameterLayout.Rectangle at(int x, int y);

    /** A number to start with. */
    float initial(int i, Random random);

    /** The parameters of a layer; null if it has none. */
    static @Nullable Block of(Layer layer, Shape input) {
        if (layer instanceof Layer.Dense dense) {
            return new Matrix(
                    dense.units(),
                    1,
                    input.channels(),
                    dense.connectivity(),
                    bound(dense.activation(), input.channels(), dense.units()));
        } else if (layer instanceof Layer.Convolution convolution) {
            int taps = convolution.window().taps();
            return new Matrix(
                    convolution.filters(),
                    taps,
                    input.channels(),
                    null,
                    bound(convolution.activation(), taps * input.channels(), taps * convolution.filters()));
        } else if (layer instanceof Layer.DepthwiseConvolution depthwise) {
            int taps = depthwise.window().taps();
            return new Channels(input.channels(), taps, bound(depthwise.activation(), taps, taps));
        } else if (layer instanceof Layer.BatchNormalization) {
            return new Gains(input.channels());
        }
        return null;
    }

    /**
     * Weights are uniform in [−bound, bound]: √(6 / fan-in) before rectifiers (He et al. 2015), else √(6 / (fan-in + fan-out)) (Glorot and
     * Bengio 2010). Biases are 0.
     */
    private static float bound(dev.texon.networks.Activation activation, int fanIn, int fanOut) {
        return switch (activation.kind()) {
            case RELU, LEAKY_RELU, ELU -> (float) Math.sqrt(6.0 / fanIn);
            case LINEAR, SIGMOID, TANH, SOFTPLUS -> (float) Math.sqrt(6.0 / (fanIn + fanOut));
        };
    }

    /**
     * A row of texels for every four outputs, one of them in each band: for each tap the inputs, four a texel, and then a column whose
     * first component is the bias.
     */
    record Matrix(
            int outputs, int taps, int inputs, @Nullable Connectivity connectivity, float bound) implements Block {
        private int groups() {
            return (inputs + 3) / 4;
        }

        @Override
        public ParameterLayout.Rectangle at(int x, int y) {
            return new ParameterLayout.Rectangle(ParameterLayout.Kind.MATRIX, outputs, taps, inputs, x, y);
        }

        @Override
        public int columns() {
            return taps * groups() + 1;
        }

        @Override
        public int rows() {
            return (outputs + 3) / 4;
        }

        @Override
        public int count() {
            return weights() + outputs;
        }

        @Override
        public int band(int i) {
            return output(i) % Parameters.BANDS;
        }

        private int output(int i) {
            return i < weights() ? i / inputs / taps : i - weights();
        }

        @Override
        public int weights() {
            return outputs * taps * inputs;
        }

        @Override
        public int offset(int i) {
            int row = output(i) / Parameters.BANDS;
            if (i >= weights()) {
                return (row * columns() + columns() - 1) * 4;
            }
            int input = i % inputs;
            int tap = i / inputs % taps;
            return (row * columns() + tap * groups() + input / 4) * 4 + input % 4;
        }

        @Override
        public boolean free(int i) {
            Connectivity connections = connectivity;
            return connections == null || i >= weights() || connections.connects(i / inputs, i % inputs);
        }

        @Override
        public float initial(int i, Random random) {
            float value = i < weights() ? bound * (2 * random.nextFloat() - 1) : 0f;
            return free(i) ? value : 0f;
        }
    }

    /** A row of texels for each group of channels: a column for each tap, and then the biases. */
    record Channels(int channels, int taps, float bound) implements Block {
        @Override
        public ParameterLayout.Rectangle at(int x, int y) {
            return new ParameterLayout.Rectangle(ParameterLayout.Kind.CHANNELS, channels, taps, 1, x, y);
        }

        @Override
        public int columns() {
            return taps + 1;
        }

        @Override
        public int rows() {
            return (channels + 3) / 4;
        }

        @Override
        public int count() {
            return channels * (taps + 1);
        }

        @Override
        public int weights() {
            return channels * taps;
        }

        @Override
        public int offset(int i) {
            int channel = i < weights() ? i / taps : i - weights();
            int column = i < weights() ? i % taps : taps;
            return (channel / 4 * columns() + column) * 4 + channel % 4;
        }

        @Override
        public float initial(int i, Random random) {
            return i < weights() ? bound * (2 * random.nextFloat() - 1) : 0f;
        }
    }

    /** A row of gains, 1 at first, and a row of offsets; neither is regularised. */
    record Gains(int channels) implements Block {
        @Override
        public ParameterLayout.Rectangle at(int x, int y) {
            return new ParameterLayout.Rectangle(ParameterLayout.Kind.GAINS, channels, 1, 1, x, y);
        }

        @Override
        public int columns() {
            return (channels + 3) / 4;
        }

        @Override
        public int rows() {
            return 2;
        }

        @Override
        public int count() {
            return 2 * channels;
        }

        @Override
        public int weights() {
            return 0;
        }

        @Override
        public int offset(int i) {
            int channel = i % channels;
            return (i / channels * columns() + channel / 4) * 4 + channel % 4;
        }

        @Override
        public float initial(int i, Random random) {
            return i < channels ? 1f : 0f;
        }
    }
}
