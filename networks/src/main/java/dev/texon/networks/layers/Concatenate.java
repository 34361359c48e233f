package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import java.util.List;

/** The channels of several inputs of the same height and width, one input after the other. */
public record Concatenate() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.several(inputs);
        Shape first = inputs.get(0);
        int channels = 0;
        for (Shape input : inputs) {
            Inputs.demand(
                    input.height() == first.height() && input.width() == first.width(),
                    "its inputs are " + first + " and " + input + "; give it inputs of the same height and width");
            channels = Math.addExact(channels, input.channels());
        }
        return new Shape(first.height(), first.width(), channels);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
