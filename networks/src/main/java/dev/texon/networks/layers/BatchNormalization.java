package dev.texon.networks.layers;

import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.List;

/**
 * Each channel with mean 0 and variance 1 over the mini-batch, times a scale γ, plus a shift β (Ioffe and Szegedy 2015). When the network is
 * used, running statistics stand for those of the mini-batch.
 *
 * @param momentum share of a mini-batch in the running statistics
 * @param epsilon added to the variance
 * @param activation of the result
 */
public record BatchNormalization(float momentum, float epsilon, Activation activation) implements Layer {
    /** @throws IllegalArgumentException if momentum or epsilon is not above 0 and at most 1 */
    public BatchNormalization {
        Inputs.demand(
                momentum > 0f && momentum <= 1f && epsilon > 0f && epsilon <= 1f,
                "A batch normalization has momentum " + momentum + " and epsilon " + epsilon
                        + "; both are above 0 and at most 1.");
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Shape input = Inputs.one(inputs);
        return input;
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
        int channels = inputs.get(0).channels();
        return List.of(Parameter.vector("scale", channels, 1f), Parameter.vector("shift", channels, 0f));
    }

    @Override
    public ParameterForm form() {
        return ParameterForm.VECTORS;
    }

    @Override
    public List<Statistic> statistics(List<Shape> inputs) {
        int channels = inputs.get(0).channels();
        return List.of(new Statistic("means", channels, 0f), new Statistic("variances", channels, 1f));
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
