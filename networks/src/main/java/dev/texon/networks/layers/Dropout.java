package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import java.util.List;

/**
 * When training, makes values zero and scales the others so that their mean stays (Srivastava et al. 2014).
 *
 * @param rate probability of zero, from 0 to below 1, realised in steps of 1/4091
 */
public record Dropout(float rate) implements Layer {
    /** @throws IllegalArgumentException if the rate is not from 0 to 0.99 */
    public Dropout {
        Inputs.demand(rate >= 0f && rate <= 0.99f, "A dropout has the rate " + rate + "; it is from 0 to 0.99.");
    }

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
