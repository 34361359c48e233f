package dev.texon.networks;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the learning rate changes: a factor for each point of training. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Schedule.Steps.class, name = "steps"),
    @JsonSubTypes.Type(value = Schedule.Exponential.class, name = "exponential"),
    @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine")
})
public sealed interface Schedule {
    /**
     * @param epochs passed since the start, with their fraction
     * @return what the learning rate is multiplied with
     */
    double factor(double epochs);

    /** Always 1. */
    record Constant() implements Schedule {
        @Override
        public double factor(double epochs) {
            return 1;
        }
    }

    /** Times a factor whenever so many epochs have passed. */
    record Steps(double every, double times) implements Schedule {
        public Steps {
            demand(every > 0 && times > 0 && times <= 1, "steps every " + every + " epochs times " + times);
        }

        @Override
        public double factor(double epochs) {
            return Math.pow(times, Math.floor(epochs / every));
        }
    }

    /** Times a factor for each epoch, smoothly. */
    record Exponential(double times) implements Schedule {
        public Exponential {
            demand(times > 0 && times <= 1, "exponential times " + times);
        }

        @Override
        public double factor(double epochs) {
            return Math.pow(times, epochs);
        }
    }

    /** From 1 to 0 along half a cosine (Loshchilov and Hutter 2017), then 0. */
    record Cosine(double total) implements Schedule {
        public Cosine {
            demand(total > 0, "cosine over " + total + " epochs");
        }

        @Override
        public double factor(double epochs) {
            return epochs >= total ? 0 : 0.5 * (1 + Math.cos(Math.PI * epochs / total));
        }
    }

    private static void demand(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "The schedule is " + what + "; numbers of epochs are above 0, and factors above 0 and at most 1.");
        }
    }
}
