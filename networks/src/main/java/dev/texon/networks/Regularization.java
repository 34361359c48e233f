package dev.texon.networks;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What keeps weights small. Biases, scales and shifts are left alone. After a step of the learning rate η, which the schedule has
 * changed, a weight becomes
 *
 * <pre>w ← clamp(factor · (1 − η · weightDecay) · sign(w) · max(|w| − η · l1, 0), −limit, limit)</pre>
 *
 * <p>Weight decay is decoupled from the gradient, for every optimizer, as in AdamW (Loshchilov and Hutter 2019) and in Keras. These shrink
 * the weight before the step, and so leave out η · weightDecay of the step itself. With {@link Optimizer.Sgd} it is L2 regularization, the
 * loss plus weightDecay / 2 · Σ w².
 *
 * @param weightDecay λ; 0 for none
 * @param l1 L1: every weight moves towards 0 by l1 times the learning rate in each step, and stops there; 0 for none
 * @param limit largest weight, to which larger ones are clamped; infinite for none
 * @param factor of every weight after each step, whatever the learning rate; 1 for none. Checkpoints from before weight decay have it
 */
public record Regularization(double weightDecay, float l1, float limit, float factor) {
    public static final Regularization NONE = new Regularization(0, 0f, Float.POSITIVE_INFINITY, 1f);

    /** @throws IllegalArgumentException if a number is out of range */
    public Regularization {
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The weight decay is " + weightDecay + "; it is 0 for none, or above 0 and finite.");
        }
        if (!(factor > 0f && factor <= 1f && l1 >= 0f && l1 < Float.POSITIVE_INFINITY && limit > 0f)) {
            throw new IllegalArgumentException("The regularization has l1 " + l1 + ", limit " + limit + " and factor "
                    + factor + "; l1 is at least 0 and finite, limit above 0, and factor above 0 and at most 1.");
        }
    }

    public Regularization withWeightDecay(double value) {
        return new Regularization(value, l1, limit, factor);
    }

    public Regularization withL1(double value) {
        return new Regularization(weightDecay, (float) value, limit, factor);
    }

    public Regularization withLimit(double value) {
        return new Regularization(weightDecay, l1, (float) value, factor);
    }

    /** What a weight is multiplied with after a step of this learning rate. */
    public double shrinkage(double rate) {
        return factor * (1 - rate * weightDecay);
    }

    /** The weight decay that multiplies weights with a factor after each step of a learning rate, to six digits. */
    public static double weightDecayOf(double factor, double rate) {
        return rounded((1 - factor) / rate);
    }

    static double rounded(double number) {
        return new BigDecimal(number).round(new MathContext(6)).doubleValue();
    }
}
