package dev.texon.networks.layers;

/** How the parameters of a layer lie in a texture: which of its kernels can read them. */
public enum ParameterForm {
    /** The layer has no parameters. */
    NONE,
    /** Weights of outputs × … × inputs, and a bias for each output. */
    MATRIX,
    /** Weights of channels × …, and a bias for each channel. */
    CHANNELS,
    /** Parameters of one number for each channel. */
    VECTORS
}
