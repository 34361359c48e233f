package dev.texon.benchmarks;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Storage;
import dev.texon.networks.Window;
import dev.texon.networks.layers.AveragePool;
import dev.texon.networks.layers.Convolution;
import dev.texon.networks.layers.Dense;
import dev.texon.networks.layers.DepthwiseConvolution;
import dev.texon.networks.layers.Flatten;
import dev.texon.networks.layers.Layer;
import dev.texon.networks.layers.LayerQuery;
import dev.texon.networks.layers.MaxPool;
import dev.texon.networks.layers.Softmax;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A network in double precision, in plain Java, and beside each value how far off the same value may be on a GPU.
 *
 * <p>A sum of n products in binary32 is off by at most n · 2⁻²⁴ · Σ|a·b| (Higham, Accuracy and Stability of Numerical Algorithms,
 * 3.1; PRE-13 of docs/contract.md). What inputs bring along is added as independent errors are, as the root of the sum of squares
 * (Higham and Mary 2019, A New Approach to Probabilistic Rounding Error Analysis), since worst cases of worst cases exceed the values
 * after a few of the 28 layers of a MobileNet; a single layer has exact inputs, and its bound is a strict one. What is stored in half
 * floats is off by 2⁻¹¹ of itself besides (IEEE 754).
 */
final class Reference {
    private static final double UNIT = 0x1p-24;
    /** SPV-7 of docs/contract.md, for softmax and its logarithm. */
    private static final double SOFTMAX_ERROR = 0x1p-19;

    private final Network network;
    private final List<FloatBuffer> parameters;
    private final double stored;
    private final double storedParameter;

    Reference(Network network, List<FloatBuffer> parameters, Storage storage) {
        this.network = network;
        this.parameters = parameters;
        stored = unit(storage.activations().elementType());
        storedParameter = unit(storage.parameters().elementType());
    }

    /** What storing a number changes, relatively. */
    static double unit(ElementType type) {
        return type == ElementType.HALF_FLOAT ? 0x1p-11 : 0;
    }

    /** Values of one sample, and their errors. */
    static final class Values {
        final double[] v;
        final double[] e;

        Values(int count) {
            this(new double[count]);
        }

        /** @param exact used, not copied */
        Values(double[] exact) {
            v = exact;
            e = new double[exact.length];
        }
    }

    /**
     * What the network makes of a sample.
     *
     * @param inputError of the values, relatively, before they are stored
     */
    Values forward(double[] sample, double inputError) {
        Values values = new Values(sample);
        for (int i = 0; i < sample.length; i++) {
            values.e[i] = inputError * Math.abs(sample[i]);
        }
        return forward(values);
    }

    /**
     * What the network makes of a sample.
     *
     * @param sample with its errors before it is stored; changed
     */
    Values forward(Values sample) {
        Values values = sample;
        for (int i = 0; i < sample.v.length; i++) {
            values.e[i] += stored * Math.abs(sample.v[i]);
        }
        List<Shape> shapes = network.shapes();
        for (int i = 0; i < network.layers().size(); i++) {
            values = layer(network.layers().get(i), parameters.get(i), shapes.get(i), shapes.get(i + 1), values);
        }
        return values;
    }

    /** Softmax cross-entropy of a sample: its value, and its error. */
    double[] loss(double[] sample, double inputError, int label) {
        Values logits = forward(sample, inputError);
        double largest = max(logits.v);
        double sum = 0;
        for (double logit : logits.v) {
            sum += Math.exp(logit - largest);
        }
        double loss = largest + Math.log(sum) - logits.v[label];
        // The logarithm of softmax changes by at most twice as much as its inputs.
        return new double[] {loss, 2 * max(logits.e) + SOFTMAX_ERROR * Math.max(1, loss)};
    }

    private Values layer(Layer layer, FloatBuffer numbers, Shape in, Shape out, Values x) {
        return layer.accept(new LayerQuery<Optional<Values>>(Optional.empty()) {
                    @Override
                    public Optional<Values> visit(Dense dense) {
                        return Optional.of(convolution(Window.of(1), dense.activation(), numbers, in, out, x));
                    }

                    @Override
                    public Optional<Values> visit(Convolution convolution) {
                        return Optional.of(
                                convolution(convolution.window(), convolution.activation(), numbers, in, out, x));
                    }

                    @Override
                    public Optional<Values> visit(DepthwiseConvolution depthwise) {
                        return Optional.of(depthwise(depthwise.window(), depthwise.activation(), numbers, in, out, x));
                    }

                    @Override
                    public Optional<Values> visit(MaxPool pool) {
                        return Optional.of(maxPool(pool.window(), in, out, x));
                    }

                    @Override
                    public Optional<Values> visit(AveragePool pool) {
                        return Optional.of(averagePool(pool.window(), in, out, x));
                    }

                    @Override
                    public Optional<Values> visit(Softmax softmax) {
                        return Optional.of(softmax(x));
                    }

                    @Override
                    public Optional<Values> visit(Flatten flatten) {
                        return Optional.of(x);
                    }
                })
                .orElseThrow(() -> new IllegalArgumentException("The reference has no layer " + layer.type() + "."));
    }

    /** Collects a sum of products. */
    private final class Sum {
        private double value;
        private double magnitude;
        private double inherited;
        private int terms;

        void clear() {
            value = 0;
            magnitude = 0;
            inherited = 0;
            terms = 0;
        }

        void add(double a, double ea, double b) {
            value += a * b;
            magnitude += (Math.abs(a) + ea) * Math.abs(b);
            inherited += ea * b * (ea * b);
            terms++;
        }

        void put(Values into, int at, Activation activation) {
            double error = (terms * UNIT + storedParameter) * magnitude + Math.sqrt(inherited);
            into.v[at] = switch (activation.kind()) {
                case LINEAR -> value;
                case RELU -> Math.max(value, 0);
                default -> throw new IllegalArgumentException("The reference has no activation " + activation + ".");
            };
            into.e[at] = error + stored * (Math.abs(value) + error);
        }
    }

    /** Weights are filters × taps × channels, and then biases. */
    private Values convolution(
            Window window, Activation activation, FloatBuffer numbers, Shape in, Shape out, Values x) {
        Values y = new Values(out.values());
        Sum sum = new Sum();
        int channels = in.channels();
        for (int place = 0; place < out.height() * out.width(); place++) {
            for (int f = 0; f < out.channels(); f++) {
                sum.clear();
                for (int tap = 0; tap < window.taps(); tap++) {
                    int from = source(window, in, out, place, tap);
                    if (from >= 0) {
                        int weight = (f * window.taps() + tap) * channels;
                        for (int c = 0; c < channels; c++) {
                            int i = from * channels + c;
                            sum.add(x.v[i], x.e[i], numbers.get(weight + c));
                        }
                    }
                }
                sum.add(1, 0, numbers.get(out.channels() * window.taps() * channels + f));
                sum.put(y, place * out.channels() + f, activation);
            }
        }
        return y;
    }

    /** Weights are channels × taps, and then biases. */
    private Values depthwise(Window window, Activation activation, FloatBuffer numbers, Shape in, Shape out, Values x) {
        Values y = new Values(out.values());
        Sum sum = new Sum();
        int channels = in.channels();
        for (int place = 0; place < out.height() * out.width(); place++) {
            for (int c = 0; c < channels; c++) {
                sum.clear();
                for (int tap = 0; tap < window.taps(); tap++) {
                    int from = source(window, in, out, place, tap);
                    if (from >= 0) {
                        int i = from * channels + c;
                        sum.add(x.v[i], x.e[i], numbers.get(c * window.taps() + tap));
                    }
                }
                sum.add(1, 0, numbers.get(channels * window.taps() + c));
                sum.put(y, place * channels + c, activation);
            }
        }
        return y;
    }

    private static Values maxPool(Window window, Shape in, Shape out, Values x) {
        Values y = new Values(out.values());
        for (int place = 0; place < out.height() * out.width(); place++) {
            for (int c = 0; c < in.channels(); c++) {
                double largest = Double.NEGATIVE_INFINITY;
                double error = 0;
                for (int tap = 0; tap < window.taps(); tap++) {
                    int from = source(window, in, out, place, tap);
                    if (from >= 0) {
                        largest = Math.max(largest, x.v[from * in.channels() + c]);
                        error = Math.max(error, x.e[from * in.channels() + c]);
                    }
                }
                y.v[place * in.channels() + c] = largest;
                y.e[place * in.channels() + c] = error;
            }
        }
        return y;
    }

    private Values averagePool(Window window, Shape in, Shape out, Values x) {
        Values y = new Values(out.values());
        Sum sum = new Sum();
        for (int place = 0; place < out.height() * out.width(); place++) {
            for (int c = 0; c < in.channels(); c++) {
                sum.clear();
                for (int tap = 0; tap < window.taps(); tap++) {
                    int from = source(window, in, out, place, tap);
                    if (from >= 0) {
                        int i = from * in.channels() + c;
                        sum.add(x.v[i], x.e[i], 1.0 / window.taps());
                    }
                }
                sum.put(y, place * in.channels() + c, Activation.LINEAR);
            }
        }
        return y;
    }

    private Values softmax(Values x) {
        Values y = new Values(x.v.length);
        double largest = max(x.v);
        double error = max(x.e);
        double sum = 0;
        for (double logit : x.v) {
            sum += Math.exp(logit - largest);
        }
        for (int i = 0; i < x.v.length; i++) {
            double share = Math.exp(x.v[i] - largest) / sum;
            y.v[i] = share;
            // Its derivatives by all inputs sum to at most twice the value.
            y.e[i] = (2 * error + stored) * share + SOFTMAX_ERROR;
        }
        return y;
    }

    /** The place of the input that a tap of an output's window falls on; −1 if on padding. */
    private static int source(Window window, Shape in, Shape out, int place, int tap) {
        int row = place / out.width() * window.stride() + tap / window.width() - window.padding();
        int column = place % out.width() * window.stride() + tap % window.width() - window.padding();
        return row < 0 || row >= in.height() || column < 0 || column >= in.width() ? -1 : row * in.width() + column;
    }

    private static double max(double[] values) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
