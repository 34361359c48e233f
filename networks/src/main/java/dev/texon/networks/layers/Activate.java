package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.List;

/**
 * An activation alone.
 *
 * @param activation of each value
 */
public record Activate(Activation activation) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return input;
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
