package dev.texon.networks;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** One layer, as plain data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Layer.Dense.class, name = "dense"),
    @JsonSubTypes.Type(value = Layer.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = Layer.DepthwiseConvolution.class, name = "depthwise-convolution"),
    @JsonSubTypes.Type(value = Layer.MaxPool.class, name = "max-pool"),
    @JsonSubTypes.Type(value = Layer.AveragePool.class, name = "average-pool"),
    @JsonSubTypes.Type(value = Layer.BatchNormalization.class, name = "batch-normalization"),
    @JsonSubTypes.Type(value = Layer.Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = Layer.Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = Layer.Activate.class, name = "activation"),
    @JsonSubTypes.Type(value = Layer.Softmax.class, name = "softmax")
})
public sealed interface Layer {
    /** The kind of layer, as it stands in files and messages. */
    default String type() {
        for (JsonSubTypes.Type type :
                Layer.class.getAnnotation(JsonSubTypes.class).value()) {
            if (type.value() == getClass()) {
                return type.name();
            }
        }
        throw new IllegalStateException(getClass() + " has no name.");
    }

    /**
     * The shape of what the layer makes of an input.
     *
     * @throws IllegalArgumentException if it cannot take such an input; the message goes on where "layer … does not fit: " ends
     */
    Shape output(Shape input);

    /**
     * Every unit sees every input: activation(W·x + b).
     *
     * @param units values that come out
     * @param connectivity which inputs each unit sees; null: all
     */
    record Dense(int units, Activation activation, @Nullable Connectivity connectivity) implements Layer {
        public Dense {
            demand(units >= 1, "A dense layer has " + units + " units; it has at least 1.");
        }

        @Override
        public Shape output(Shape input) {
            demandFlat(input);
            Connectivity connections = connectivity;
            demand(
                    connections == null || (connections.units() == units && connections.inputs() == input.channels()),
                    "its connectivity is "
                            + (connections == null ? "" : connections.units() + " units × " + connections.inputs())
                            + " inputs, and the layer has " + units + " × " + input.channels()
                            + "; make them the same");
            return Shape.flat(units);
        }
    }

    /**
     * A convolution (as in deep learning: a cross-correlation) over all channels, with a bias for each filter.
     *
     * @param filters channels that come out
     */
    record Convolution(int filters, Window window, Activation activation) implements Layer {
        public Convolution {
            demand(filters >= 1, "A convolution has " + filters + " filters; it has at least 1.");
        }

        @Override
        public Shape output(Shape input) {
            return window.output(input, filters);
        }
    }

    /** A convolution of each channel with a kernel of its own, with a bias for each channel. */
    record DepthwiseConvolution(Window window, Activation activation) implements Layer {
        @Override
        public Shape output(Shape input) {
            return window.output(input, input.channels());
        }
    }

    /** The largest value of each window; padding does not count. */
    record MaxPool(Window window) implements Layer {
        @Override
        public Shape output(Shape input) {
            return window.output(input, input.channels());
        }
    }

    /** The mean of each window; padding counts as zeros. */
    record AveragePool(Window window) implements Layer {
        @Override
        public Shape output(Shape input) {
            return window.output(input, input.channels());
        }
    }

    /**
     * Each channel with mean 0 and variance 1 over the mini-batch, times a gain, plus an offset (Ioffe and Szegedy 2015). When used, running
     * statistics stand for those of the mini-batch.
     *
     * @param momentum share of a mini-batch in the running statistics
     * @param epsilon added to the variance
     */
    record BatchNormalization(float momentum, float epsilon, Activation activation) implements Layer {
        public BatchNormalization {
            demand(
                    momentum > 0f && momentum <= 1f && epsilon > 0f && epsilon <= 1f,
                    "A batch normalization has momentum " + momentum + " and epsilon " + epsilon
                            + "; both are above 0 and at most 1.");
        }

        @Override
        public Shape output(Shape input) {
            return input;
        }
    }

    /**
     * When training, makes values zero and scales the others so that their mean stays (Srivastava et al. 2014).
     *
     * @param rate probability of zero, from 0 to below 1, realised in steps of 1/4091
     */
    record Dropout(float rate) implements Layer {
        public Dropout {
            demand(rate >= 0f && rate <= 0.99f, "A dropout has the rate " + rate + "; it is from 0 to 0.99.");
        }

        @Override
        public Shape output(Shape input) {
            return input;
        }
    }

    /** All values in one row, counted row by row, place by place, channel by channel. */
    record Flatten() implements Layer {
        @Override
        public Shape output(Shape input) {
            return Shape.flat(input.values());
        }
    }

    /** An activation alone. */
    record Activate(Activation activation) implements Layer {
        @Override
        public Shape output(Shape input) {
            return input;
        }
    }

    /** exp(x) / Σ exp(x) over the channels. A network trained with softmax cross-entropy ends without it: the loss has its own. */
    record Softmax() implements Layer {
        @Override
        public Shape output(Shape input) {
            demandFlat(input);
            return input;
        }
    }

    private static void demandFlat(Shape input) {
        demand(input.isFlat(), "its input is " + input + "; put a flatten layer before it");
    }

    private static void demand(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
