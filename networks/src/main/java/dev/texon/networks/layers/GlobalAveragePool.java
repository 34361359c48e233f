package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import java.util.List;

/** The mean of each channel over the whole image; flat (Lin, Chen and Yan 2014). */
public record GlobalAveragePool() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return Shape.flat(input.channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
