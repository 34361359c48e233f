package dev.texon.networks;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How parameters follow their gradients. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
    @JsonSubTypes.Type(value = Optimizer.Momentum.class, name = "momentum"),
    @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam")
})
public sealed interface Optimizer {
    /** Learning rate before its schedule. */
    float learningRate();

    /** w ← w − rate·g */
    record Sgd(float learningRate) implements Optimizer {
        public Sgd {
            check(learningRate);
        }
    }

    /** v ← momentum·v + g, w ← w − rate·v */
    record Momentum(float learningRate, float momentum) implements Optimizer {
        public Momentum {
            check(learningRate);
            checkShare("momentum", momentum);
        }
    }

    /** Adam (Kingma and Ba 2015, algorithm 1). */
    record Adam(float learningRate, float beta1, float beta2, float epsilon) implements Optimizer {
        public Adam {
            check(learningRate);
            checkShare("beta1", beta1);
            checkShare("beta2", beta2);
            if (!(epsilon > 0f && epsilon <= 1f)) {
                throw new IllegalArgumentException("Adam's epsilon is " + epsilon + "; it is above 0 and at most 1.");
            }
        }
    }

    static Optimizer sgd(double learningRate) {
        return new Sgd((float) learningRate);
    }

    static Optimizer momentum(double learningRate, double momentum) {
        return new Momentum((float) learningRate, (float) momentum);
    }

    /** With β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. */
    static Optimizer adam(double learningRate) {
        return new Adam((float) learningRate, 0.9f, 0.999f, 1e-8f);
    }

    private static void check(float learningRate) {
        if (!(learningRate > 0f && learningRate <= 1e6f)) {
            throw new IllegalArgumentException(
                    "The learning rate is " + learningRate + "; it is above 0 and at most 1e6.");
        }
    }

    private static void checkShare(String name, float value) {
        if (!(value >= 0f && value < 1f)) {
            throw new IllegalArgumentException(
                    "The optimizer's " + name + " is " + value + "; it is from 0 to below 1.");
        }
    }
}
