package dev.texon.networks.gpu;

import java.util.List;
import java.util.Optional;

/**
 * Where the parameters of a network lie in their texture, which has four bands, one below the other ({@link Parameters}).
 *
 * @param width of the texture
 * @param bandHeight rows of a band
 * @param layers a rectangle for each layer; empty for those without parameters
 */
public record ParameterLayout(int width, int bandHeight, List<Optional<Rectangle>> layers) {
    public ParameterLayout {
        layers = List.copyOf(layers);
    }

    /** How the texels of a rectangle are counted. */
    public enum Kind {
        /** Dense layers and convolutions. */
        MATRIX,
        /** Depthwise convolutions. */
        CHANNELS,
        /** Batch normalizations: a row for each parameter. */
        VECTORS
    }

    /**
     * The parameters of a layer.
     *
     * @param outputs of a matrix; else channels
     * @param taps places of a window; 1 where there is none
     * @param inputs of a matrix; else 1
     * @param x first column
     * @param y first row of each band
     */
    public record Rectangle(Kind kind, int outputs, int taps, int inputs, int x, int y) {}
}
