package dev.texon.networks.layers;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.List;
import java.util.Optional;

/**
 * One layer, as plain data, and what follows from it: the shape of its output, its parameters and its work. How a layer is computed stands
 * where the layers are visited ({@link LayerVisitor}).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Dense.class, name = "dense"),
    @JsonSubTypes.Type(value = Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = DepthwiseConvolution.class, name = "depthwise-convolution"),
    @JsonSubTypes.Type(value = MaxPool.class, name = "max-pool"),
    @JsonSubTypes.Type(value = AveragePool.class, name = "average-pool"),
    @JsonSubTypes.Type(value = BatchNormalization.class, name = "batch-normalization"),
    @JsonSubTypes.Type(value = Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = Flatten.class, name = "flatten"),
    @JsonSubTypes.Type(value = Activate.class, name = "activation"),
    @JsonSubTypes.Type(value = Softmax.class, name = "softmax"),
    @JsonSubTypes.Type(value = Add.class, name = "add"),
    @JsonSubTypes.Type(value = Concatenate.class, name = "concatenate"),
    @JsonSubTypes.Type(value = GlobalAveragePool.class, name = "global-average-pool")
})
public sealed interface Layer
        permits Dense,
                Convolution,
                DepthwiseConvolution,
                MaxPool,
                AveragePool,
                BatchNormalization,
                Dropout,
                Flatten,
                Activate,
                Softmax,
                Add,
                Concatenate,
                GlobalAveragePool {
    /** The kind of layer, as it stands in files and messages. */
    default String type() {
        for (JsonSubTypes.Type type :
                Layer.class.getAnnotation(JsonSubTypes.class).value()) {
            if (type.value() == getClass()) {
                return type.name();
            }
        }
        throw new IllegalStateException(getClass() + " has no name.");
    }

    /**
     * The shape of the output, for one sample.
     *
     * @throws IllegalArgumentException if the layer does not take such inputs; the message continues "layer … does not fit: "
     */
    Shape output(List<Shape> inputs);

    /** Calls the visitor's method for this kind of layer. */
    <R> R accept(LayerVisitor<R> visitor);

    /** What is done with each sum; {@link Activation#LINEAR} for layers without an activation. */
    default Activation activation() {
        return Activation.LINEAR;
    }

    /** The parameters, in the order in which snapshots and files count them; those that are regularized come first. */
    default List<Parameter> parameters(List<Shape> inputs) {
        return List.of();
    }

    /** How the parameters lie in a texture. */
    default ParameterForm form() {
        return ParameterForm.NONE;
    }

    /** The running statistics, in the order in which snapshots and files count them. */
    default List<Statistic> statistics(List<Shape> inputs) {
        return List.of();
    }

    /** Multiplications with an addition for one sample. Only products with parameters count. */
    default long multiplyAdds(List<Shape> inputs) {
        return 0;
    }

    /**
     * The same layer with another number of units; empty if it has none.
     *
     * @throws IllegalArgumentException if the layer allows no other number; the message continues "layer … keeps its units: "
     */
    default Optional<Layer> withUnits(int units) {
        return Optional.empty();
    }

    /** Whether it has units, which decide how many values the network makes. */
    default boolean hasUnits() {
        return false;
    }
}
