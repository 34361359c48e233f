package dev.texon.networks;

import org.jspecify.annotations.Nullable;

/**
 * How to train. Made by a {@link #builder}, which has the default of each option.
 *
 * @param loss what becomes small
 * @param optimizer how parameters follow their gradients
 * @param schedule how the learning rate changes
 * @param regularization what keeps weights small
 * @param clipNorm largest Euclidean norm of all gradients together, to which larger ones are scaled; infinite for no clipping
 * @param batch samples of a mini-batch; the last one of an epoch may have fewer
 * @param seed of the initial parameters, the shuffling and the dropout
 * @param storage how numbers are stored; null: {@link Storage#best}
 * @param numericCheck look after every pass for the first Inf or NaN; costs two small passes each
 * @param classWeights how much a sample of each class counts in the gradient; null: all count alike
 * @param experiment numbers that are worse than they need be, to see what comes of it
 */
public record TrainingOptions(
        Loss loss,
        Optimizer optimizer,
        Schedule schedule,
        Regularization regularization,
        float clipNorm,
        int batch,
        long seed,
        @Nullable Storage storage,
        boolean numericCheck,
        @Nullable ClassWeights classWeights,
        NumericExperiment experiment) {

    /** From here to below 1 a weight decay is more likely a factor of each step, which Texon once took: others are seldom above a half. */
    private static final double LIKE_A_FACTOR = 0.9;

    /** @throws IllegalArgumentException if a number is out of range, or the weight decay seems to be a factor */
    public TrainingOptions {
        double decay = regularization.weightDecay();
        float rate = optimizer.learningRate();
        if (decay >= LIKE_A_FACTOR && decay < 1) {
            throw new IllegalArgumentException("The weight decay is " + decay
                    + ", which looks like a factor of the weights in each step; for that factor at the learning rate "
                    + rate + " give " + Regularization.weightDecayOf(decay, rate)
                    + ", for none 0, and for such a weight decay less than " + LIKE_A_FACTOR + " or at least 1.");
        }
        if (rate * decay >= 1) {
            throw new IllegalArgumentException("The weight decay is " + decay + " at the learning rate " + rate
                    + ", which takes all of a weight away in one step; give less than "
                    + Regularization.rounded(1.0 / rate) + ".");
        }
        if (batch < 1 || batch > 4096) {
            throw new IllegalArgumentException("The mini-batch has " + batch + " samples; take 1 to 4096.");
        }
        if (!(clipNorm > 0f)) {
            throw new IllegalArgumentException("Gradients are clipped to the norm " + clipNorm + "; take one above 0.");
        }
    }

    /** What a {@link #builder} begins with. */
    public static TrainingOptions defaults() {
        return builder().build();
    }

    /** Softmax cross-entropy, Adam at 10⁻³, mini-batches of 64, seed 1. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.loss = loss;
        builder.optimizer = optimizer;
        builder.schedule = schedule;
        builder.regularization = regularization;
        builder.clipNorm = clipNorm;
        builder.batch = batch;
        builder.seed = seed;
        builder.storage = storage;
        builder.numericCheck = numericCheck;
        builder.classWeights = classWeights;
        builder.experiment = experiment;
        return builder;
    }

    /** Collects options; what is not set has its default. */
    public static final class Builder {
        private Loss loss = Loss.SOFTMAX_CROSS_ENTROPY;
        private Optimizer optimizer = Optimizer.adam(1e-3);
        private Schedule schedule = new Schedule.Constant();
        private Regularization regularization = Regularization.NONE;
        private float clipNorm = Float.POSITIVE_INFINITY;
        private int batch = 64;
        private long seed = 1;
        private @Nullable Storage storage;
        private boolean numericCheck;
        private @Nullable ClassWeights classWeights;
        private NumericExperiment experiment = NumericExperiment.NONE;

        private Builder() {}

        public Builder loss(Loss value) {
            loss = value;
            return this;
        }

        public Builder optimizer(Optimizer value) {
            optimizer = value;
            return this;
        }

        public Builder schedule(Schedule value) {
            schedule = value;
            return this;
        }

        public Builder regularization(Regularization value) {
            regularization = value;
            return this;
        }

        public Builder clipNorm(double value) {
            clipNorm = (float) value;
            return this;
        }

        public Builder batch(int samples) {
            batch = samples;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder storage(@Nullable Storage value) {
            storage = value;
            return this;
        }

        public Builder numericCheck(boolean on) {
            numericCheck = on;
            return this;
        }

        public Builder classWeights(@Nullable ClassWeights value) {
            classWeights = value;
            return this;
        }

        public Builder experiment(NumericExperiment value) {
            experiment = value;
            return this;
        }

        /** @throws IllegalArgumentException if a number is out of range */
        public TrainingOptions build() {
            return new TrainingOptions(
                    loss,
                    optimizer,
                    schedule,
                    regularization,
                    clipNorm,
                    batch,
                    seed,
                    storage,
                    numericCheck,
                    classWeights,
                    experiment);
        }
    }
}
