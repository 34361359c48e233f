package dev.texon.networks.gpu;

import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
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
import dev.texon.networks.layers.LayerQuery;
import dev.texon.networks.layers.LayerVisitor;
import dev.texon.networks.layers.MaxPool;
import dev.texon.networks.layers.Softmax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;

/**
 * Every layer and loss, forwards and backwards, in plain Java and double precision, with a bound of what binary32 may make of it. Tensors
 * are [sample][row][column][channel]; parameters are counted as {@code Snapshot} says.
 */
final class Reference {
    private final Network network;
    private final List<Shape> shapes;
    private final int batch;
    private final int count;
    private final long seed;
    private final long step;
    private final boolean training;
    /** Relative rounding of what is stored between passes; 0 if binary32 is. */
    private final double unit;

    private ToDoubleBiFunction<Shape, Window> poolError = (input, window) -> 0;

    final List<Bounded> parameters;
    /** Input, and what each layer makes. */
    final List<Bounded> values = new ArrayList<>();
    /** Sums before the activation; only their signs matter. */
    private final List<Bounded> sums = new ArrayList<>();
    /** Of the sums before each layer's activation, of single samples; index 0, the input, is empty. */
    final List<Bounded> gradients = new ArrayList<>();
    /** Of the parameters of each layer, means over the mini-batch. */
    final List<Bounded> parameterGradients = new ArrayList<>();
    /** Losses of the samples. */
    Bounded losses = new Bounded(0);

    /**
     * @param count samples of the batch that count
     * @param unit relative rounding of what is stored between passes: 2⁻¹⁰ for half floats, 0 for binary32
     */
    Reference(
            Network network,
            List<Bounded> parameters,
            int batch,
            int count,
            boolean training,
            long seed,
            long step,
            double unit) {
        this.network = network;
        this.parameters = parameters;
        this.batch = batch;
        this.count = count;
        this.training = training;
        this.seed = seed;
        this.step = step;
        this.unit = unit;
        shapes = network.shapes();
    }

    /** @param error of an average pool beside that of its sums, relative to the largest input */
    void pooledBy(ToDoubleBiFunction<Shape, Window> error) {
        poolError = error;
    }

    Bounded output() {
        return values.get(network.outputs().get(0));
    }

    Reference forward(Bounded input) {
        values.clear();
        sums.clear();
        values.add(input);
        sums.add(input);
        for (int i = 0; i < network.nodes().size(); i++) {
            Network.Node node = network.nodes().get(i);
            Bounded sum = node.layer().accept(new Forward(i));
            sums.add(sum);
            Bounded y = activate(node.layer().activation(), sum);
            boolean copied = node.layer().accept(COPIES);
            values.add(copied || y == values.get(node.inputs().get(0)) ? y : stored(y));
        }
        return this;
    }

    /** Whether a layer stores what has been stored before. */
    private static final LayerVisitor<Boolean> COPIES = new LayerQuery<>(false) {
        @Override
        public Boolean visit(MaxPool layer) {
            return true;
        }

        @Override
        public Boolean visit(Flatten layer) {
            return true;
        }

        @Override
        public Boolean visit(Concatenate layer) {
            return true;
        }
    };

    /** What a layer takes, and the shapes around it. */
    private class Around {
        final int layer;
        final List<Integer> from;
        final Bounded x;
        final Shape in;
        final Shape out;

        Around(int layer) {
            this.layer = layer;
            from = network.nodes().get(layer).inputs();
            x = values.get(from.get(0));
            in = shapes.get(from.get(0));
            out = network.outputShape(layer);
        }
    }

    /** The sums of a layer, before its activation. */
    private final class Forward extends Around implements LayerVisitor<Bounded> {
        private final Bounded p;

        Forward(int layer) {
            super(layer);
            p = parameters.get(layer);
        }

        @Override
        public Bounded visit(Dense dense) {
            return convolution(x, in, out, p, Window.of(1));
        }

        @Override
        public Bounded visit(Convolution convolution) {
            return convolution(x, in, out, p, convolution.window());
        }

        @Override
        public Bounded visit(DepthwiseConvolution depthwise) {
            return depthwise(x, in, out, p, depthwise.window());
        }

        @Override
        public Bounded visit(MaxPool pool) {
            return pool(x, in, out, pool.window(), true);
        }

        @Override
        public Bounded visit(AveragePool pool) {
            return pool(x, in, out, pool.window(), false);
        }

        @Override
        public Bounded visit(GlobalAveragePool pool) {
            return pool(x, in, out, Decisions.whole(in), false);
        }

        @Override
        public Bounded visit(BatchNormalization normalization) {
            return normalize(x, in, p, normalization);
        }

        @Override
        public Bounded visit(Dropout dropout) {
            return drop(x, in, layer, dropout);
        }

        @Override
        public Bounded visit(Flatten flatten) {
            return x;
        }

        @Override
        public Bounded visit(Activate activate) {
            return x;
        }

        @Override
        public Bounded visit(Softmax softmax) {
            return softmax(x, in.channels());
        }

        @Override
        public Bounded visit(Add add) {
            Bounded.Sum[] all = sums(x.size());
            for (int value : from) {
                Bounded one = values.get(value);
                for (int i = 0; i < all.length; i++) {
                    all[i].add(one.v[i], one.e[i]);
                }
            }
            Bounded y = new Bounded(x.size());
            store(all, y);
            return y;
        }

        @Override
        public Bounded visit(Concatenate concatenate) {
            Bounded y = new Bounded(batch * out.values());
            int first = 0;
            for (int value : from) {
                Bounded one = values.get(value);
                int channels = shapes.get(value).channels();
                for (int i = 0; i < one.size(); i++) {
                    int at = i / channels * out.channels() + first + i % channels;
                    y.v[at] = one.v[i];
                    y.e[at] = one.e[i];
                }
                first += channels;
            }
            return y;
        }
    }

    /** The gradients of what a layer takes, from that of its sums. */
    private final class Backward extends Around implements LayerVisitor<List<Bounded>> {
        private final Bounded delta;

        Backward(int layer, Bounded delta) {
            super(layer);
            this.delta = delta;
        }

        private List<Bounded> one(Consumer<Bounded> fill) {
            Bounded g = new Bounded(x.size());
            fill.accept(g);
            return List.of(g);
        }

        @Override
        public List<Bounded> visit(Dense dense) {
            return one(g -> convolutionBackward(layer, delta, x, in, out, Window.of(1), g));
        }

        @Override
        public List<Bounded> visit(Convolution convolution) {
            return one(g -> convolutionBackward(layer, delta, x, in, out, convolution.window(), g));
        }

        @Override
        public List<Bounded> visit(DepthwiseConvolution depthwise) {
            return one(g -> depthwiseBackward(layer, delta, x, in, out, depthwise.window(), g));
        }

        @Override
        public List<Bounded> visit(MaxPool pool) {
            return one(g -> poolBackward(delta, x, in, out, pool.window(), true, g));
        }

        @Override
        public List<Bounded> visit(AveragePool pool) {
            return one(g -> poolBackward(delta, x, in, out, pool.window(), false, g));
        }

        @Override
        public List<Bounded> visit(GlobalAveragePool pool) {
            return one(g -> poolBackward(delta, x, in, out, Decisions.whole(in), false, g));
        }

        @Override
        public List<Bounded> visit(BatchNormalization normalization) {
            return one(g -> normalizeBackward(layer, delta, x, in, normalization, g));
        }

        @Override
        public List<Bounded> visit(Dropout dropout) {
            return one(g -> dropBackward(layer, delta, in, dropout, g));
        }

        @Override
        public List<Bounded> visit(Flatten flatten) {
            return List.of(delta);
        }

        @Override
        public List<Bounded> visit(Activate activate) {
            return List.of(delta);
        }

        @Override
        public List<Bounded> visit(Softmax softmax) {
            return one(g -> softmaxBackward(delta, values.get(network.value(layer)), in.channels(), g));
        }

        @Override
        public List<Bounded> visit(Add add) {
            return Collections.nCopies(from.size(), delta);
        }

        @Override
        public List<Bounded> visit(Concatenate concatenate) {
            List<Bounded> all = new ArrayList<>();
            int first = 0;
            for (int value : from) {
                Bounded g = new Bounded(values.get(value).size());
                int channels = shapes.get(value).channels();
                for (int i = 0; i < g.size(); i++) {
                    int at = i / channels * out.channels() + first + i % channels;
                    g.v[i] = delta.v[at];
                    g.e[i] = delta.e[at];
                }
                all.add(g);
                first += channels;
            }
            return all;
        }
    }

    /** A store rounds once more, and halves below 2⁻¹⁴ keep steps of 2⁻²⁴. */
    private Bounded stored(Bounded x) {
        if (unit == 0) {
            return x;
        }
        Bounded result = new Bounded(x.size());
        for (int i = 0; i < x.size(); i++) {
            result.v[i] = x.v[i];
            result.e[i] = x.e[i] + unit * (Math.abs(x.v[i]) + x.e[i]) + 0x1p-24;
        }
        return result;
    }

    /** Mean loss over the samples that count. */
    double loss(Loss loss, double[] targets) {
        int width = network.output().values();
        Bounded z = output();
        losses = new Bounded(batch);
        Bounded p = loss == Loss.SOFTMAX_CROSS_ENTROPY ? softmax(z, width) : z;
        double total = 0;
        for (int n = 0; n < batch; n++) {
            double value = 0;
            double error = 0;
            for (int c = 0; c < width; c++) {
                int i = n * width + c;
                if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
                    double q = -Math.log(p.v[i]);
                    value += targets[i] * q;
                    // log of a sum in [1, width]: 3 ULP, or 2⁻²¹ in [0.5, 2]; the difference and the product are
                    // rounded.
                    error += Math.abs(targets[i])
                            * (p.e[i] / p.v[i] * 1.01
                                    + 0x1p-21
                                    + 6 * Bounded.EPS * (1 + Math.abs(q) + spread(z, n, width)));
                } else {
                    double d = z.v[i] - targets[i];
                    value += d * d / width;
                    error += (2 * Math.abs(d) * z.e[i]
                                    + z.e[i] * z.e[i]
                                    + (width + 6) * Bounded.EPS * (d * d + Math.abs(d * z.v[i])))
                            / width;
                }
            }
            losses.v[n] = value;
            losses.e[n] = error;
            total += n < count ? value : 0;
        }
        losses = stored(losses);
        return total / count;
    }

    private static double spread(Bounded z, int n, int width) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < width; c++) {
            low = Math.min(low, z.v[n * width + c]);
            high = Math.max(high, z.v[n * width + c]);
        }
        return high - low;
    }

    /** Call {@link #forward} and {@link #loss} first. */
    Reference backward(Loss loss, double[] targets) {
        gradients.clear();
        parameterGradients.clear();
        int last = network.outputs().get(0);
        for (int i = 0; i < shapes.size(); i++) {
            gradients.add(new Bounded(0));
        }
        for (int i = 0; i < network.nodes().size(); i++) {
            parameterGradients.add(new Bounded(0));
        }
        int width = shapes.get(last).values();
        Bounded z = output();
        Bounded p = loss == Loss.SOFTMAX_CROSS_ENTROPY ? softmax(z, width) : z;
        Bounded d = new Bounded(z.size());
        for (int i = 0; i < z.size(); i++) {
            if (i / width >= count) {
                continue;
            }
            if (loss == Loss.SOFTMAX_CROSS_ENTROPY) {
                d.set(i, p.v[i] - targets[i], p.e[i] + Bounded.EPS * p.v[i] * width, 2);
            } else {
                double scale = 2.0 / width;
                d.set(
                        i,
                        scale * (z.v[i] - targets[i]),
                        scale * z.e[i] + 3 * Bounded.EPS * scale * (Math.abs(z.v[i]) + Math.abs(targets[i])),
                        1);
            }
        }
        gradients.set(last, network.maker(last) < 0 ? d : stored(derivative(last, d)));
        for (int i = network.nodes().size() - 1; i >= 0; i--) {
            Network.Node node = network.nodes().get(i);
            Bounded delta = gradients.get(network.value(i));
            if (delta.size() == 0) {
                continue;
            }
            List<Bounded> shares = node.layer().accept(new Backward(i, delta));
            for (int j = 0; j < shares.size(); j++) {
                int value = node.inputs().get(j);
                if (network.maker(value) >= 0) {
                    Bounded share = stored(derivative(value, shares.get(j)));
                    Bounded others = gradients.get(value);
                    gradients.set(value, others.size() == 0 ? share : sum(others, share));
                }
            }
        }
        return this;
    }

    private Bounded sum(Bounded a, Bounded b) {
        Bounded sum = new Bounded(a.size());
        for (int i = 0; i < a.size(); i++) {
            sum.set(i, a.v[i] + b.v[i], a.e[i] + b.e[i], 1);
        }
        return stored(sum);
    }

    static double activate(Activation activation, double v) {
        double a = activation.parameter();
        return switch (activation.kind()) {
            case LINEAR -> v;
            case RELU -> Math.max(v, 0);
            case LEAKY_RELU -> v > 0 ? v : a * v;
            case ELU -> v > 0 ? v : a * Math.expm1(v);
            case SIGMOID -> 1 / (1 + Math.exp(-v));
            case TANH -> Math.tanh(v);
            case SOFTPLUS -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
        };
    }

    private static Bounded activate(Activation activation, Bounded sum) {
        if (activation.kind() == Activation.Kind.LINEAR) {
            return sum;
        }
        Bounded y = new Bounded(sum.size());
        double a = Math.max(1, activation.parameter());
        for (int i = 0; i < sum.size(); i++) {
            double value = activate(activation, sum.v[i]);
            switch (activation.kind()) {
                case LINEAR, RELU -> y.set(i, value, sum.e[i], 0);
                case LEAKY_RELU -> y.set(i, value, a * sum.e[i], 3);
                // Rule SPV-7 of the contract: the safe activations are within 2⁻²⁰ · max(1, |y|).
                case ELU -> y.set(i, value, a * sum.e[i] + a * 0x1p-20 * Math.max(1, Math.abs(value)), 1);
                case SIGMOID -> y.set(i, value, 0.25 * sum.e[i] + 0x1p-20, 0);
                case TANH, SOFTPLUS -> y.set(i, value, sum.e[i] + 0x1p-20 * Math.max(1, Math.abs(value)), 0);
            }
        }
        return y;
    }

    /** A gradient of what a layer makes, times the derivative of its activation. */
    private Bounded derivative(int index, Bounded g) {
        Activation activation =
                network.nodes().get(network.maker(index)).layer().activation();
        if (activation.kind() == Activation.Kind.LINEAR) {
            return g;
        }
        Bounded sum = sums.get(index);
        Bounded y = values.get(index);
        Bounded result = new Bounded(g.size());
        double a = activation.parameter();
        for (int i = 0; i < g.size(); i++) {
            boolean above = sum.v[i] > 0;
            // Where the sign of the sum is not sure, neither is the side of the kink.
            boolean unsure = Math.abs(sum.v[i]) <= sum.e[i];
            double value = y.v[i];
            double e = y.e[i];
            double slope =
                    switch (activation.kind()) {
                        case LINEAR -> 1;
                        case RELU -> above ? 1 : 0;
                        case LEAKY_RELU -> above ? 1 : a;
                        case ELU -> above ? 1 : value + a;
                        case SIGMOID -> value * (1 - value);
                        case TANH -> 1 - value * value;
                        case SOFTPLUS -> 1 - Math.exp(-value);
                    };
            double error =
                    switch (activation.kind()) {
                        case LINEAR -> 0;
                        case RELU -> unsure ? 1 : 0;
                        case LEAKY_RELU -> unsure ? Math.abs(1 - a) : 2 * Bounded.EPS;
                        case ELU -> (unsure ? Math.abs(1 - a) : 0) + e + 3 * Bounded.EPS * (a + Math.abs(value));
                        case SIGMOID -> e * Math.abs(1 - 2 * value) + e * e + 3 * Bounded.EPS;
                        case TANH -> 2 * Math.abs(value) * e + e * e + 3 * Bounded.EPS;
                        case SOFTPLUS -> e + 6 * Bounded.EPS;
                    };
            result.set(i, g.v[i] * slope, Math.abs(g.v[i]) * error + g.e[i] * (Math.abs(slope) + error), 2);
        }
        return result;
    }

    private static int at(Shape shape, int n, int y, int x, int c) {
        return ((n * shape.height() + y) * shape.width() + x) * shape.channels() + c;
    }

    private interface Tap {
        void visit(int iy, int ix, int tap);
    }

    /** The places of the image that a window at an output's place covers. */
    private static void window(Shape in, Window window, int oy, int ox, Tap visit) {
        for (int ky = 0; ky < window.height(); ky++) {
            for (int kx = 0; kx < window.width(); kx++) {
                int iy = oy * window.stride() + ky - window.padding();
                int ix = ox * window.stride() + kx - window.padding();
                if (iy >= 0 && ix >= 0 && iy < in.height() && ix < in.width()) {
                    visit.visit(iy, ix, ky * window.width() + kx);
                }
            }
        }
    }

    private interface Place {
        void visit(int n, int oy, int ox);
    }

    private void places(Shape out, Place visit) {
        for (int n = 0; n < batch; n++) {
            for (int oy = 0; oy < out.height(); oy++) {
                for (int ox = 0; ox < out.width(); ox++) {
                    visit.visit(n, oy, ox);
                }
            }
        }
    }

    private Bounded convolution(Bounded x, Shape in, Shape out, Bounded p, Window window) {
        Bounded y = new Bounded(batch * out.values());
        int weights = out.channels() * window.taps() * in.channels();
        places(out, (n, oy, ox) -> {
            for (int o = 0; o < out.channels(); o++) {
                int output = o;
                Bounded.Sum sum = new Bounded.Sum().add(p.v[weights + o], p.e[weights + o]);
                window(in, window, oy, ox, (iy, ix, tap) -> {
                    int from = at(in, n, iy, ix, 0);
                    int w = (output * window.taps() + tap) * in.channels();
                    for (int c = 0; c < in.channels(); c++) {
                        sum.add(x.v[from + c], x.e[from + c], p.v[w + c], p.e[w + c]);
                    }
                });
                int i = at(out, n, oy, ox, o);
                y.v[i] = sum.value();
                y.e[i] = sum.error();
            }
        });
        return y;
    }

    private void convolutionBackward(
            int layer, Bounded delta, Bounded x, Shape in, Shape out, Window window, Bounded g) {
        Bounded p = parameters.get(layer);
        int weights = out.channels() * window.taps() * in.channels();
        Bounded.Sum[] dp = sums(p.size());
        Bounded.Sum[] dx = sums(x.size());
        places(out, (n, oy, ox) -> {
            for (int o = 0; o < out.channels(); o++) {
                int output = o;
                int i = at(out, n, oy, ox, o);
                dp[weights + o].add(delta.v[i], delta.e[i]);
                window(in, window, oy, ox, (iy, ix, tap) -> {
                    int from = at(in, n, iy, ix, 0);
                    int w = (output * window.taps() + tap) * in.channels();
                    for (int c = 0; c < in.channels(); c++) {
                        dp[w + c].add(delta.v[i], delta.e[i], x.v[from + c], x.e[from + c]);
                        dx[from + c].add(delta.v[i], delta.e[i], p.v[w + c], p.e[w + c]);
                    }
                });
            }
        });
        parameterGradients.set(layer, mean(dp, layer));
        store(dx, g);
    }

    private Bounded depthwise(Bounded x, Shape in, Shape out, Bounded p, Window window) {
        Bounded y = new Bounded(batch * out.values());
        int weights = out.channels() * window.taps();
        places(out, (n, oy, ox) -> {
            for (int c = 0; c < out.channels(); c++) {
                int channel = c;
                Bounded.Sum sum = new Bounded.Sum().add(p.v[weights + c], p.e[weights + c]);
                window(in, window, oy, ox, (iy, ix, tap) -> {
                    int from = at(in, n, iy, ix, channel);
                    int w = channel * window.taps() + tap;
                    sum.add(x.v[from], x.e[from], p.v[w], p.e[w]);
                });
                int i = at(out, n, oy, ox, c);
                y.v[i] = sum.value();
                y.e[i] = sum.error();
            }
        });
        return y;
    }

    private void depthwiseBackward(int layer, Bounded delta, Bounded x, Shape in, Shape out, Window window, Bounded g) {
        Bounded p = parameters.get(layer);
        int weights = out.channels() * window.taps();
        Bounded.Sum[] dp = sums(p.size());
        Bounded.Sum[] dx = sums(x.size());
        places(out, (n, oy, ox) -> {
            for (int c = 0; c < out.channels(); c++) {
                int channel = c;
                int i = at(out, n, oy, ox, c);
                dp[weights + c].add(delta.v[i], delta.e[i]);
                window(in, window, oy, ox, (iy, ix, tap) -> {
                    int from = at(in, n, iy, ix, channel);
                    int w = channel * window.taps() + tap;
                    dp[w].add(delta.v[i], delta.e[i], x.v[from], x.e[from]);
                    dx[from].add(delta.v[i], delta.e[i], p.v[w], p.e[w]);
                });
            }
        });
        parameterGradients.set(layer, mean(dp, layer));
        store(dx, g);
    }

    private Bounded pool(Bounded x, Shape in, Shape out, Window window, boolean max) {
        Bounded y = new Bounded(batch * out.values());
        double largest = 0;
        for (double value : x.v) {
            largest = Math.max(largest, Math.abs(value));
        }
        double levels = largest * poolError.applyAsDouble(in, window);
        places(out, (n, oy, ox) -> {
            for (int c = 0; c < out.channels(); c++) {
                int channel = c;
                int i = at(out, n, oy, ox, c);
                if (max) {
                    y.v[i] = Double.NEGATIVE_INFINITY;
                    window(in, window, oy, ox, (iy, ix, tap) -> {
                        int from = at(in, n, iy, ix, channel);
                        y.v[i] = Math.max(y.v[i], x.v[from]);
                        y.e[i] = Math.max(y.e[i], x.e[from]);
                    });
                } else {
                    Bounded.Sum sum = new Bounded.Sum();
                    window(in, window, oy, ox, (iy, ix, tap) -> {
                        int from = at(in, n, iy, ix, channel);
                        sum.add(x.v[from], x.e[from]);
                    });
                    y.set(i, sum.value() / window.taps(), sum.error() / window.taps() + levels, 3);
                }
            }
        });
        return y;
    }

    private void poolBackward(Bounded delta, Bounded x, Shape in, Shape out, Window window, boolean max, Bounded g) {
        Bounded.Sum[] dx = sums(x.size());
        places(out, (n, oy, ox) -> {
            for (int c = 0; c < out.channels(); c++) {
                int channel = c;
                int i = at(out, n, oy, ox, c);
                int[] best = {-1};
                window(in, window, oy, ox, (iy, ix, tap) -> {
                    int from = at(in, n, iy, ix, channel);
                    if (max) {
                        best[0] = best[0] < 0 || x.v[from] > x.v[best[0]] ? from : best[0];
                    } else {
                        dx[from].add(delta.v[i], delta.e[i], 1.0 / window.taps(), 3 * Bounded.EPS / window.taps());
                    }
                });
                if (max) {
                    dx[best[0]].add(delta.v[i], delta.e[i]);
                }
            }
        });
        store(dx, g);
    }

    /** Mean and variance of a channel over the samples that count, and what is made of them. */
    private final class Moments {
        private final double mean;
        private final double meanError;
        private final double scale;
        /** Relative. */
        private final double scaleError;

        private final int places;

        Moments(Bounded x, Shape shape, int channel, float epsilon) {
            Bounded.Sum sum = new Bounded.Sum();
            places = count * shape.height() * shape.width();
            for (int i = 0; i < places; i++) {
                int at = i * shape.channels() + channel;
                sum.add(x.v[at], x.e[at]);
            }
            mean = sum.value() / places;
            // Two divisions, of the mean of a sample and of the mean of these.
            meanError =
                    (sum.error() + (6 * Bounded.EPS + 2 * unit) * sum.magnitude()) / places + (unit > 0 ? 0x1p-23 : 0);
            double variance = 0;
            double error = 0;
            for (int i = 0; i < places; i++) {
                int at = i * shape.channels() + channel;
                double d = x.v[at] - mean;
                double e = x.e[at] + meanError + Bounded.EPS * Math.abs(d);
                variance += d * d / places;
                error += (2 * Math.abs(d) * e + e * e) / places;
            }
            error += ((places + 8) * Bounded.EPS + 2 * unit) * (variance + error) + (unit > 0 ? 0x1p-23 : 0);
            scale = 1 / Math.sqrt(variance + epsilon);
            // sqrt inherits from 1 / inversesqrt: 2 and 2.5 ULP; the quotient by it 2.5; the sum below the root 1,
            // halved by it.
            scaleError = error / (2 * (variance + epsilon)) * 1.01 + 8 * Bounded.EPS;
        }

        double normal(Bounded x, int at) {
            return (x.v[at] - mean) * scale;
        }

        double normalError(Bounded x, int at) {
            double d = Math.abs(x.v[at] - mean);
            double e = x.e[at] + meanError + Bounded.EPS * (d + meanError);
            return scale * (1 + scaleError) * e + d * scale * (scaleError + 2 * Bounded.EPS);
        }
    }

    private Bounded normalize(Bounded x, Shape in, Bounded p, BatchNormalization layer) {
        if (!training) {
            throw new IllegalStateException("The reference knows the statistics of mini-batches only.");
        }
        Bounded y = new Bounded(x.size());
        for (int c = 0; c < in.channels(); c++) {
            Moments moments = new Moments(x, in, c, layer.epsilon());
            for (int i = c; i < x.size(); i += in.channels()) {
                double normal = moments.normal(x, i);
                Bounded.Sum sum = new Bounded.Sum()
                        .add(normal, moments.normalError(x, i), p.v[c], p.e[c])
                        .add(p.v[in.channels() + c], p.e[in.channels() + c]);
                y.v[i] = sum.value();
                y.e[i] = sum.error();
            }
        }
        return y;
    }

    /** Ioffe and Szegedy 2015, section 3. */
    private void normalizeBackward(
            int layer, Bounded delta, Bounded x, Shape in, BatchNormalization normalization, Bounded g) {
        Bounded p = parameters.get(layer);
        int channels = in.channels();
        Bounded.Sum[] dp = sums(2 * channels);
        for (int c = 0; c < channels; c++) {
            Moments moments = new Moments(x, in, c, normalization.epsilon());
            int last = count * in.values();
            for (int i = c; i < last; i += channels) {
                dp[c].add(
                        delta.v[i],
                        delta.e[i],
                        moments.normal(x, i),
                        moments.normalError(x, i) + 4 * Bounded.EPS * Math.abs(moments.normal(x, i)));
                dp[channels + c].add(delta.v[i], delta.e[i]);
            }
            double places = moments.places;
            double meanNormal = dp[c].value() / places;
            double meanNormalError = dp[c].error() / places
                    + (8 * Bounded.EPS + 3 * unit) * dp[c].magnitude() / places
                    + (unit > 0 ? 0x1p-22 : 0);
            double meanDelta = dp[channels + c].value() / places;
            double meanDeltaError = dp[channels + c].error() / places
                    + (8 * Bounded.EPS + 3 * unit) * dp[channels + c].magnitude() / places
                    + (unit > 0 ? 0x1p-22 : 0);
            for (int i = c; i < last; i += channels) {
                Bounded.Sum sum = new Bounded.Sum()
                        .add(delta.v[i], delta.e[i])
                        .add(-meanDelta, meanDeltaError)
                        .add(moments.normal(x, i), moments.normalError(x, i), -meanNormal, meanNormalError);
                double scale = p.v[c] * moments.scale;
                g.set(
                        i,
                        scale * sum.value(),
                        Math.abs(scale) * sum.error() + Math.abs(scale * sum.value()) * moments.scaleError,
                        4);
            }
        }
        Bounded mean = mean(dp, layer);
        for (int i = 0; i < mean.size(); i++) {
            mean.e[i] += (8 * Bounded.EPS + 2 * unit) * dp[i].magnitude() / count
                    + (unit > 0 ? in.height() * in.width() * 0x1p-23 : 0);
        }
        parameterGradients.set(layer, mean);
    }

    private boolean kept(Shape in, int layer, Dropout dropout, int i) {
        int c = i % in.channels();
        int x = i / in.channels() % in.width();
        int row = i / in.channels() / in.width();
        return !training
                || RandomNumbers.number(RandomNumbers.state(seed, layer, step), c / 4 * in.width() + x, row, c % 4)
                        >= RandomNumbers.threshold(dropout.rate());
    }

    private double scale(Dropout dropout) {
        return training
                ? RandomNumbers.PRIME / (double) (RandomNumbers.PRIME - RandomNumbers.threshold(dropout.rate()))
                : 1;
    }

    private Bounded drop(Bounded x, Shape in, int layer, Dropout dropout) {
        Bounded y = new Bounded(x.size());
        for (int i = 0; i < x.size(); i++) {
            if (kept(in, layer, dropout, i)) {
                y.set(i, scale(dropout) * x.v[i], scale(dropout) * x.e[i], 2);
            }
        }
        return y;
    }

    private void dropBackward(int layer, Bounded delta, Shape in, Dropout dropout, Bounded g) {
        for (int i = 0; i < g.size(); i++) {
            if (kept(in, layer, dropout, i)) {
                g.set(i, scale(dropout) * delta.v[i], scale(dropout) * delta.e[i], 3);
            }
        }
    }

    private Bounded softmax(Bounded z, int width) {
        Bounded p = new Bounded(z.size());
        for (int n = 0; n < z.size() / width; n++) {
            double high = Double.NEGATIVE_INFINITY;
            double worst = 0;
            for (int c = 0; c < width; c++) {
                high = Math.max(high, z.v[n * width + c]);
                worst = Math.max(worst, z.e[n * width + c]);
            }
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += Math.exp(z.v[n * width + c] - high);
            }
            // Inputs off by d change p by a factor of at most exp(2d); two exponentials of (3 + 2|x|) ULP whose
            // arguments are rounded once, the
            // sums, and one quotient of 2.5 ULP.
            double spread = spread(z, n, width);
            double ulps = 2 * (3 + 3 * spread) + width + 2.5;
            if (width > 252) {
                // Summed in parts, each multiplied by the exponential of what its largest is below the row's: the two
                // exponents add up to
                // that of one exponential, and there are 3 ULP and a product more.
                ulps += 3.5;
            }
            for (int c = 0; c < width; c++) {
                int i = n * width + c;
                double value = Math.exp(z.v[i] - high) / sum;
                p.set(i, value, value * Math.expm1(2 * worst), ulps);
            }
        }
        return p;
    }

    private static void softmaxBackward(Bounded delta, Bounded y, int width, Bounded g) {
        for (int n = 0; n < y.size() / width; n++) {
            Bounded.Sum sum = new Bounded.Sum();
            for (int c = 0; c < width; c++) {
                int i = n * width + c;
                sum.add(y.v[i], y.e[i], delta.v[i], delta.e[i]);
            }
            for (int c = 0; c < width; c++) {
                int i = n * width + c;
                double d = delta.v[i] - sum.value();
                double e = delta.e[i] + sum.error() + Bounded.EPS * (Math.abs(d) + sum.error());
                g.set(i, y.v[i] * d, y.v[i] * e + y.e[i] * (Math.abs(d) + e), 2);
            }
        }
    }

    private static Bounded.Sum[] sums(int count) {
        Bounded.Sum[] sums = new Bounded.Sum[count];
        for (int i = 0; i < count; i++) {
            sums[i] = new Bounded.Sum();
        }
        return sums;
    }

    private static void store(Bounded.Sum[] sums, Bounded into) {
        for (int i = 0; i < sums.length; i++) {
            into.v[i] = sums[i].value();
            into.e[i] = sums[i].error();
        }
    }

    private Bounded mean(Bounded.Sum[] sums, int layer) {
        Bounded mean = new Bounded(sums.length);
        for (int i = 0; i < sums.length; i++) {
            Connectivity connectivity = network.nodes()
                    .get(layer)
                    .layer()
                    .parameters(network.inputShapes(layer))
                    .get(0)
                    .connectivity();
            int inputs = network.inputShapes(layer).get(0).channels();
            boolean free = connectivity == null
                    || i >= connectivity.units() * inputs
                    || connectivity.connects(i / inputs, i % inputs);
            if (free) {
                // The scale 1 / count is rounded, and so is the product.
                // In halves each part of the sum is rounded, and the sum of the parts.
                mean.set(
                        i,
                        sums[i].value() / count,
                        (sums[i].error() + unit * sums[i].magnitude()) / count + (unit > 0 ? batch * 0x1p-24 : 0),
                        3 + unit / Bounded.EPS);
            }
        }
        return mean;
    }
}
