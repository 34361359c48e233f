package dev.texon.networks.gpu;

import dev.texon.networks.Network;
import dev.texon.networks.Optimizer;
import dev.texon.networks.Regularization;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.Dataset;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A training in double precision, exact or with rounding errors drawn at random. */
final class ReferenceTraining {
    private final Network network;
    private final Dataset data;
    private final TrainingOptions options;
    private final double unit;
    private final Random errors;
    private final boolean exact;
    private final List<Bounded> parameters;
    private final List<double[]> first = new ArrayList<>();
    private final List<double[]> second = new ArrayList<>();
    private int[] order = new int[0];
    private long steps;
    private double lossError;

    /**
     * @param unit relative rounding of a store, 0 for binary32
     * @param seed of the errors; 0: none
     */
    ReferenceTraining(
            Network network, Dataset data, TrainingOptions options, List<FloatBuffer> initial, double unit, long seed) {
        this.network = network;
        this.data = data;
        this.options = options;
        this.unit = unit;
        exact = seed == 0;
        errors = new Random(seed);
        parameters = LayerChecks.exact(initial);
        for (Bounded own : parameters) {
            first.add(new double[own.size()]);
            second.add(new double[own.size()]);
        }
    }

    List<Bounded> parameters() {
        return parameters;
    }

    /** What the arithmetic of the last step may have changed of its loss. */
    double lossError() {
        return lossError;
    }

    /** Largest distance of two parameters. */
    double distance(ReferenceTraining other) {
        double largest = 0;
        for (int layer = 0; layer < parameters.size(); layer++) {
            for (int i = 0; i < parameters.get(layer).size(); i++) {
                largest = Math.max(largest, Math.abs(parameters.get(layer).v[i] - other.parameters.get(layer).v[i]));
            }
        }
        return largest;
    }

    private double somewhere(double value, double bound) {
        return exact ? value : value + bound * (2 * errors.nextDouble() - 1);
    }

    private double stored(double value) {
        return somewhere(value, Math.max(unit, Bounded.EPS) * Math.abs(value));
    }

    /** @return the mean loss of the mini-batch */
    double step() throws java.io.IOException {
        int batch = options.batch();
        int perEpoch = (data.size() + batch - 1) / batch;
        int epoch = (int) (steps / perEpoch);
        int inEpoch = (int) (steps % perEpoch);
        if (inEpoch == 0) {
            order = shuffled(epoch);
        }
        int count = Math.min(batch, data.size() - inEpoch * batch);
        int values = data.shape().values();
        int classes = data.classes().size();
        double[] inputs = new double[batch * values];
        double[] targets = new double[batch * classes];
        for (int n = 0; n < batch; n++) {
            int sample = order[Math.min(inEpoch * batch + n, data.size() - 1)];
            System.arraycopy(Samples.values(data, sample), 0, inputs, n * values, values);
            targets[n * classes + data.label(sample)] = 1;
        }
        Bounded input = new Bounded(inputs);
        for (int i = 0; i < inputs.length; i++) {
            // A byte over 255 is rounded, and again when it is stored.
            input.e[i] = (Bounded.EPS + unit) * inputs[i];
        }
        Reference reference =
                new Reference(network, parameters, batch, count, true, options.seed(), steps, unit).forward(input);
        double loss = reference.loss(options.loss(), targets);
        lossError = 0;
        for (int n = 0; n < count; n++) {
            lossError += reference.losses.e[n] / count;
        }
        reference.backward(options.loss(), targets);
        update(reference, steps / (double) perEpoch);
        steps++;
        return loss;
    }

    private int[] shuffled(int epoch) {
        int[] shuffled = new int[data.size()];
        for (int i = 0; i < shuffled.length; i++) {
            shuffled[i] = i;
        }
        Random random = new Random(options.seed() * 1_000_003 + epoch);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swapped;
        }
        return shuffled;
    }

    private void update(Reference reference, double epochs) {
        List<double[]> gradients = new ArrayList<>();
        double squares = 0;
        for (Bounded own : reference.parameterGradients) {
            double[] g = new double[own.size()];
            for (int i = 0; i < g.length; i++) {
                g[i] = somewhere(own.v[i], own.e[i]);
                squares += g[i] * g[i];
            }
            gradients.add(g);
        }
        double norm = Math.sqrt(squares);
        double clip = norm > options.clipNorm() ? options.clipNorm() / norm : 1;
        double rate = options.optimizer().learningRate() * options.schedule().factor(epochs);
        for (int layer = 0; layer < parameters.size(); layer++) {
            double[] w = parameters.get(layer).v;
            double[] g = gradients.get(layer);
            Block block = Block.of(network, layer);
            for (int i = 0; i < w.length && block != null; i++) {
                double value = w[i] - rate * direction(layer, i, clip * g[i]);
                w[i] = block.free(i) ? stored(i < block.weights() ? regularized(value, rate) : value) : 0;
            }
        }
    }

    private double regularized(double w, double rate) {
        Regularization r = options.regularization();
        double shrunk = r.decay() * Math.signum(w) * Math.max(Math.abs(w) - rate * r.l1(), 0);
        return Math.max(-r.limit(), Math.min(r.limit(), shrunk));
    }

    private double direction(int layer, int i, double g) {
        double[] m = first.get(layer);
        double[] s = second.get(layer);
        if (options.optimizer() instanceof Optimizer.Adam adam) {
            double b1 = adam.beta1();
            double b2 = adam.beta2();
            m[i] = stored(b1 * m[i] + (1 - b1) * g);
            s[i] = stored(Math.sqrt(b2 * s[i] * s[i] + (1 - b2) * g * g));
            double t = steps + 1.0;
            double root = s[i] / Math.sqrt(1 - Math.pow(b2, t));
            return m[i] / (1 - Math.pow(b1, t)) / (root + adam.epsilon());
        } else if (options.optimizer() instanceof Optimizer.Momentum momentum) {
            m[i] = stored(momentum.momentum() * m[i] + g);
            return m[i];
        }
        return g;
    }
}
