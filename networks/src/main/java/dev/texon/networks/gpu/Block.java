package dev.texon.networks.gpu;

import dev.texon.networks.Connectivity;
import dev.texon.networks.Network;
import dev.texon.networks.layers.Layer;
import dev.texon.networks.layers.Parameter;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How the parameters of one layer lie in a rectangle of texels. Parameters are counted as {@code Snapshot.parameterCounts} says: first
 * those that are regularised, and then biases.
 */
sealed interface Block {
    int columns();

    int rows();

    /** Of the layer, in their order. */
    List<Parameter> parameters();

    /** The band in which parameter i lies. */
    default int band(int i) {
        return 0;
    }

    /** Where parameter i lies in its band: (row · columns + column) · 4 + component. */
    int offset(int i);

    /** The rectangle that begins there. */
    ParameterLayout.Rectangle at(int x, int y);

    /** A number to start with. */
    default float initial(int i, Random random) {
        int at = i;
        for (Parameter parameter : parameters()) {
            if (at < parameter.count()) {
                float value = parameter.initial(random);
                return free(i) ? value : 0f;
            }
            at -= parameter.count();
        }
        throw new IndexOutOfBoundsException("There are " + count() + " parameters, and none is number " + i + ".");
    }

    /** Numbers of all parameters. */
    int count();

    /** Numbers that are regularized; they come first. */
    int weights();

    /** Whether parameter i may differ from 0. */
    default boolean free(int i) {
        Parameter first = parameters().get(0);
        Connectivity connections = first.connectivity();
        return connections == null
                || i >= first.count()
                || connections.connects(i / connections.inputs(), i % connections.inputs());
    }

    /** The parameters of a layer; null if it has none. */
    static @Nullable Block of(Network network, int layer) {
        Layer one = network.nodes().get(layer).layer();
        List<Parameter> parameters = one.parameters(network.inputShapes(layer));
        return switch (one.form()) {
            case NONE -> null;
            case MATRIX -> {
                List<Integer> sides = parameters.get(0).dimensions();
                int inputs = sides.get(sides.size() - 1);
                yield new Matrix(sides.get(0), parameters.get(0).count() / sides.get(0) / inputs, inputs, parameters);
            }
            case CHANNELS -> {
                int channels = parameters.get(0).dimensions().get(0);
                yield new Channels(channels, parameters.get(0).count() / channels, parameters);
            }
            case VECTORS -> new Vectors(parameters.get(0).count(), parameters);
        };
    }

    /**
     * A row of texels for every four outputs, one of them in each band: for each tap the inputs, four a texel, and then a column whose
     * first component is the bias.
     */
    record Matrix(int outputs, int taps, int inputs, List<Parameter> parameters) implements Block {
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
        public int band(int i) {
            return output(i) % Parameters.BANDS;
        }

        private int output(int i) {
            return i < weights() ? i / inputs / taps : i - weights();
        }

        @Override
        public int count() {
            return weights() + outputs;
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
    }

    /** A row of texels for each group of channels: a column for each tap, and then the biases. */
    record Channels(int channels, int taps, List<Parameter> parameters) implements Block {
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
    }

    /** A row of texels for each parameter. */
    record Vectors(int channels, List<Parameter> parameters) implements Block {
        @Override
        public ParameterLayout.Rectangle at(int x, int y) {
            return new ParameterLayout.Rectangle(ParameterLayout.Kind.VECTORS, channels, 1, 1, x, y);
        }

        @Override
        public int columns() {
            return (channels + 3) / 4;
        }

        @Override
        public int rows() {
            return parameters.size();
        }

        @Override
        public int count() {
            return parameters.size() * channels;
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
    }
}
