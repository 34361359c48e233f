package dev.texon.networks.layers;

import dev.texon.networks.Shape;
import java.util.List;

/** What layers demand of their inputs and numbers. */
final class Inputs {
    private Inputs() {}

    /** The only input. */
    static Shape one(List<Shape> inputs) {
        demand(inputs.size() == 1, "it has " + inputs.size() + " inputs; give it one");
        return inputs.get(0);
    }

    /** At least two inputs. */
    static void several(List<Shape> inputs) {
        demand(inputs.size() >= 2, "it has 1 input; give it at least two");
    }

    static void demandFlat(Shape input) {
        demand(input.isFlat(), "its input is " + input + "; put a flatten layer before it");
    }

    static void demand(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
