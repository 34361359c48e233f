package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a layer: numbers that training changes.
 *
 * @param name for tables and files
 * @param dimensions the last counts fastest
 * @param fanIn inputs that each output sums up; 0 where nothing is summed
 * @param fanOut outputs that each input reaches; 0 where nothing is summed
 * @param first value before the first step
 * @param bound first values are uniform within this distance of {@code first}; 0 if all are the same
 * @param regularized whether weight decay, l1 and the limit of norms act on it
 * @param connectivity which elements are there; the others are and stay 0. Null: all
 */
public record Parameter(
        String name,
        List<Integer> dimensions,
        int fanIn,
        int fanOut,
        float first,
        float bound,
        boolean regularized,
        @Nullable Connectivity connectivity) {
    public Parameter {
        dimensions = List.copyOf(dimensions);
    }

    /**
     * Weights, which are regularized. Their first values are uniform within √(6 / fan-in) before rectifiers (He et al. 2015), else within √(6
     * / (fan-in + fan-out)) (Glorot and Bengio 2010).
     */
    static Parameter weights(
            List<Integer> dimensions,
            int fanIn,
            int fanOut,
            Activation activation,
            @Nullable Connectivity connectivity) {
        float bound =
                switch (activation.kind()) {
                    case RELU, LEAKY_RELU, ELU -> (float) Math.sqrt(6.0 / fanIn);
                    case LINEAR, SIGMOID, TANH, SOFTPLUS -> (float) Math.sqrt(6.0 / (fanIn + fanOut));
                };
        return new Parameter("weights", dimensions, fanIn, fanOut, 0f, bound, true, connectivity);
    }

    /** One number for each channel, which is not regularized. */
    static Parameter vector(String name, int channels, float first) {
        return new Parameter(name, List.of(channels), 0, 0, first, 0f, false, null);
    }

    /**
     * How many numbers it has.
     *
     * @throws ArithmeticException if they are more than an int counts
     */
    public int count() {
        int count = 1;
        for (int dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** A number to start with; draws from the random numbers only where first values differ. */
    public float initial(Random random) {
        return bound == 0f ? first : first + bound * (2 * random.nextFloat() - 1);
    }
}
