package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import java.util.List;

/** exp(x) / Σ exp(x) over the channels. A network trained with softmax cross-entropy ends without it: the loss has its own. */
public record Softmax() implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        Inputs.demandFlat(input);
        return input;
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
