package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.List;

/**
 * The sum of several inputs of the same shape: activation(Σ x), as a residual connection has it (He et al. 2016).
 *
 * @param activation of the sums
 */
public record Add(Activation activation) implements Layer {
    @Override
    public Shape output(List<Shape> inputs) {
        Inputs.several(inputs);
        for (Shape input : inputs) {
            Inputs.demand(
                    input.equals(inputs.get(0)),
                    "its inputs are " + inputs.get(0) + " and " + input + "; give it inputs of the same shape");
        }
        return inputs.get(0);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
