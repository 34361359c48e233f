package dev.texon.benchmarks;

import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.layers.Layer;
import dev.texon.networks.layers.Parameter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Numbers that look random and are the same for every contender. */
final class Formula {
    /** Seeds of what a network is given; its layers have the seeds from {@link #LAYERS} on. */
    static final int INPUT = 1;

    static final int LABELS = 2;
    static final int SUMMAND = 3;
    static final int LAYERS = 100;

    private Formula() {}

    /** 32 bits that depend on all bits of both (the finaliser of Chris Wellons's triple32, without its last round). */
    private static int hash(int seed, int i) {
        int h = i * 0x9E3779B1 + seed * 0x85EBCA77;
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >>> 12)) * 0x297A2D39;
        return h ^ (h >>> 15);
    }

    /** Number i of a sequence, in [−1, 1), a multiple of 2⁻²³. */
    static float value(int seed, int i) {
        return (hash(seed, i) >>> 8) * 0x1p-23f - 1f;
    }

    static float[] values(int seed, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value(seed, i);
        }
        return values;
    }

    /** Number i of a sequence of bytes, 0 to 255. */
    static int octet(int seed, int i) {
        return hash(seed, i) >>> 24;
    }

    /**
     * Parameters in the order of {@link Snapshot#parameterCounts}: weights in ±√(6 / fan-in) before rectifiers (He et al. 2015), else
     * in ±√(3 / fan-in), so that values keep their size from layer to layer; biases are 0.
     */
    static List<FloatBuffer> parameters(Network network) {
        List<FloatBuffer> all = new ArrayList<>();
        for (int layer = 0; layer < network.nodes().size(); layer++) {
            FloatBuffer own =
                    FloatBuffer.allocate(Snapshot.parameterCounts(network).get(layer));
            Layer one = network.layers().get(layer);
            for (Parameter parameter : one.parameters(network.inputShapes(layer))) {
                float bound = parameter.regularized() ? bound(one.activation(), parameter.fanIn()) : 0f;
                for (int i = 0; i < parameter.count(); i++) {
                    own.put(parameter.regularized() ? bound * value(LAYERS + layer, i) : parameter.first());
                }
            }
            all.add(own.flip());
        }
        return all;
    }

    private static float bound(Activation activation, int fanIn) {
        return (float) Math.sqrt((activation.kind() == Activation.Kind.RELU ? 6.0 : 3.0) / fanIn);
    }
}
