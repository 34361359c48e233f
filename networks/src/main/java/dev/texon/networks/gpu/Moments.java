package dev.texon.networks.gpu;

import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Optimizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What an optimizer remembers of the gradients before, a number of each kind for every parameter: nothing for SGD, velocities for momentum,
 * first moments and roots of second moments for Adam.
 */
final class Moments {
    private final Parameters parameters;
    /** Of the inputs of a kernel that hold them. */
    private final List<String> inputs;

    private final List<Pair> pairs = new ArrayList<>();

    Moments(Kernels kernels, Parameters parameters, Optimizer optimizer) {
        this.parameters = parameters;
        inputs = optimizer instanceof Optimizer.Adam
                ? List.of("moments", "roots")
                : optimizer instanceof Optimizer.Momentum ? List.of("velocities") : List.of();
        TextureFormat format = kernels.numbers().storage().parameters();
        for (String input : inputs) {
            pairs.add(new Pair(kernels::slot, "optimizer's " + input, parameters.width(), parameters.height(), format));
        }
    }

    List<String> inputs() {
        return inputs;
    }

    int size() {
        return pairs.size();
    }

    Pair get(int i) {
        return pairs.get(i);
    }

    /** Takes what was written for what is. */
    void swap() {
        for (int i = 0; i < pairs.size(); i++) {
            pairs.get(i).swap();
        }
    }

    List<List<FloatBuffer>> read() {
        return pairs.stream().map(pair -> parameters.read(pair.front())).toList();
    }

    void upload(List<List<FloatBuffer>> numbers) {
        for (int i = 0; i < pairs.size(); i++) {
            parameters.upload(numbers.get(i), pairs.get(i).front());
        }
    }
}
