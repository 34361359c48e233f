package dev.texon.networks;

/** What training makes small: the mean over the samples of a mini-batch. */
public enum Loss {
    /** −Σ t·log softmax(z) over the classes; for networks that end without softmax. */
    SOFTMAX_CROSS_ENTROPY,
    /** Σ (z − t)² / values */
    MEAN_SQUARED_ERROR
}
