package dev.texon.networks;

/**
 * An activation function, applied to each pre-activation of a layer. It is finite for every finite input.
 *
 * @param kind the function
 * @param parameter derivative below 0 of LEAKY_RELU, α of ELU, else 0
 */
public record Activation(Kind kind, float parameter) {
    /** A function of one number. */
    public enum Kind {
        /** v */
        LINEAR,
        /** max(v, 0) */
        RELU,
        /** max(v, 0) + parameter · min(v, 0) */
        LEAKY_RELU,
        /** v for v &gt; 0, else parameter · (exp(v) − 1) (Clevert, Unterthiner and Hochreiter 2016) */
        ELU,
        /** 1 / (1 + exp(−v)) */
        SIGMOID,
        /** the hyperbolic tangent */
        TANH,
        /** log(1 + exp(v)) */
        SOFTPLUS
    }

    public static final Activation LINEAR = new Activation(Kind.LINEAR, 0f);
    public static final Activation RELU = new Activation(Kind.RELU, 0f);
    public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0f);
    public static final Activation TANH = new Activation(Kind.TANH, 0f);
    public static final Activation SOFTPLUS = new Activation(Kind.SOFTPLUS, 0f);

    /** @throws IllegalArgumentException if the parameter does not fit the function */
    public Activation {
        boolean parametric = kind == Kind.LEAKY_RELU || kind == Kind.ELU;
        if (parametric ? !(parameter > 0f && parameter <= 100f) : parameter != 0f) {
            throw new IllegalArgumentException("Activation " + kind + " has the parameter " + parameter + "; it takes "
                    + (parametric ? "one above 0, up to 100." : "none: give 0."));
        }
    }

    public static Activation leakyRelu(float derivative) {
        return new Activation(Kind.LEAKY_RELU, derivative);
    }

    public static Activation elu(float alpha) {
        return new Activation(Kind.ELU, alpha);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + (parameter == 0f ? "" : "(" + parameter + ")");
    }
}
