package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import java.util.List;

/** All values in one row, counted row by row, place by place, channel by channel. */
public record Flatten() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return Shape.flat(input.values());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
