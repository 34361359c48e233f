package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Connectivity;
import dev.texon.networks.Shape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every unit sees every input: activation(W·x + b).
 *
 * @param units values that come out
 * @param activation of the sums
 * @param connectivity which inputs each unit sees; null: all
 */
public record Dense(
        int units, Activation activation, @Nullable Connectivity connectivity) implements Layer {
    /** @throws IllegalArgumentException if it has no units */
    public Dense {
        Inputs.demand(units >= 1, "A dense layer has " + units + " units; it has at least 1.");
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        Inputs.demandFlat(input);
        Connectivity connections = connectivity;
        Inputs.demand(
                connections == null || (connections.units() == units && connections.inputs() == input.channels()),
                "its connectivity is "
                        + (connections == null ? "" : connections.units() + " units × " + connections.inputs())
                        + " inputs, and the layer has " + units + " × " + input.channels()
                        + "; make them the same");
        return Shape.flat(units);
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
        int values = inputs.get(0).channels();
        return List.of(
                Parameter.weights(List.of(units, values), values, units, activation, connectivity),
                Parameter.vector("biases", units, 0f));
    }

    @Override
    public ParameterForm form() {
        return ParameterForm.MATRIX;
    }

    @Override
    public long multiplyAdds(List<Shape> inputs) {
        return (long) units * inputs.get(0).channels();
    }

    @Override
    public Optional<Layer> withUnits(int count) {
        Inputs.demand(
                connectivity == null,
                "its connectivity is of " + units + " units; name a layer whose units see all inputs");
        return Optional.of(new Dense(count, activation, null));
    }

    @Override
    public boolean hasUnits() {
        return true;
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
