package dev.texon.networks;

/**
 * Numbers that are worse than they need be, for experiments about precision and overflow; training wants {@link #NONE}.
 *
 * @param rounding what is done to every parameter and activation before it is stored
 * @param naive activations and loss by the textbook's formulas, which overflow
 */
public record NumericExperiment(Rounding rounding, boolean naive) {
    public static final NumericExperiment NONE = new NumericExperiment(Rounding.NONE, false);
}
