package dev.texon.networks;

import org.jspecify.annotations.Nullable;

/**
 * How to train.
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
 * @param rounding for experiments
 * @param naive for experiments: activations and loss by the textbook's formulas, which overflow
 * @param classWeights how much a sample of each class counts in the gradient; null: all count alike
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
        Rounding rounding,
        boolean naive,
        @Nullable ClassWeights classWeights) {

    private static final TrainingOptions DEFAULTS = new TrainingOptions(
            Loss.SOFTMAX_CROSS_ENTROPY,
            Optimizer.adam(1e-3),
            new Schedule.Constant(),
            Regularization.NONE,
            Float.POSITIVE_INFINITY,
            64,
            1,
            null,
            false,
            Rounding.NONE,
            false,
            null);

    /** @throws IllegalArgumentException if a number is out of range */
    public TrainingOptions {
        if (batch < 1 || batch > 4096) {
            throw new IllegalArgumentException("The mini-batch has " + batch + " samples; take 1 to 4096.");
        }
        if (!(clipNorm > 0f)) {
            throw new IllegalArgumentException("Gradients are clipped to the norm " + clipNorm + "; take one above 0.");
        }
    }

    /** Softmax cross-entropy, Adam at 10⁻³, mini-batches of 64, seed 1. */
    public static TrainingOptions defaults() {
        return DEFAULTS;
    }

    public TrainingOptions withLoss(Loss value) {
        return new TrainingOptions(
                value,
                optimizer,
                schedule,
                regularization,
                clipNorm,
                batch,
                seed,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withOptimizer(Optimizer value) {
        return new TrainingOptions(
                loss,
                value,
                schedule,
                regularization,
                clipNorm,
                batch,
                seed,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withSchedule(Schedule value) {
        return new TrainingOptions(
                loss,
                optimizer,
                value,
                regularization,
                clipNorm,
                batch,
                seed,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withRegularization(Regularization value) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                value,
                clipNorm,
                batch,
                seed,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withClipNorm(double value) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                regularization,
                (float) value,
                batch,
                seed,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withBatch(int value) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                regularization,
                clipNorm,
                value,
                seed,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withSeed(long value) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                regularization,
                clipNorm,
                batch,
                value,
                storage,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withStorage(Storage value) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                regularization,
                clipNorm,
                batch,
                seed,
                value,
                numericCheck,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withNumericCheck(boolean value) {
        return new TrainingOptions(
                loss,
                optimizer,
                schedule,
                regularization,
                clipNorm,
                batch,
                seed,
                storage,
                value,
                rounding,
                naive,
                classWeights);
    }

    public TrainingOptions withRounding(Rounding value) {
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
                value,
                naive,
                classWeights);
    }

    public TrainingOptions withNaive(boolean value) {
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
                rounding,
                value,
                classWeights);
    }

    public TrainingOptions withClassWeights(@Nullable ClassWeights value) {
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
                rounding,
                naive,
                value);
    }
}
