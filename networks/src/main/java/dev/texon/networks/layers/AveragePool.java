package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.List;

/**
 * The mean of each window; padding counts as zeros.
 *
 * @param window that moves over the image
 */
public record AveragePool(Window window) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return window.output(input, input.channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
