package dev.texon.networks;

/**
 * What keeps weights small. Biases, gains and offsets are left alone.
 *
 * @param decay L2: factor d of every weight after each step, w ← d·w; 1 for none
 * @param l1 L1: every weight moves towards 0 by l1 times the learning rate in each step, and stops there; 0 for none
 * @param limit largest weight, to which larger ones are clamped; infinite for none
 */
public record Regularization(float decay, float l1, float limit) {
    public static final Regularization NONE = new Regularization(1f, 0f, Float.POSITIVE_INFINITY);

    /** @throws IllegalArgumentException if a number is out of range */
    public Regularization {
        if (!(decay > 0f && decay <= 1f && l1 >= 0f && l1 < Float.POSITIVE_INFINITY && limit > 0f)) {
            throw new IllegalArgumentException("The regularization has decay " + decay + ", l1 " + l1 + " and limit "
                    + limit + "; decay is above 0 and at most 1, l1 at least 0, and limit above 0.");
        }
    }

    public Regularization withDecay(double value) {
        return new Regularization((float) value, l1, limit);
    }

    public Regularization withL1(double value) {
        return new Regularization(decay, (float) value, limit);
    }

    public Regularization withLimit(double value) {
        return new Regularization(decay, l1, (float) value);
    }
}
