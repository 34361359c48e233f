package dev.texon.web;

import dev.texon.gpu.HalfFloat;
import dev.texon.networks.Snapshot;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** How an export holds the parameters of its network. */
public enum Weights {
    /** As halves, which become 32-bit floats in the page; those above 65504 stay 32-bit floats. */
    FLOAT16,
    FLOAT32;

    /** The network whose parameters are those that the export holds. */
    Snapshot of(Snapshot snapshot) {
        if (this == FLOAT32) {
            return snapshot;
        }
        List<FloatBuffer> rounded = new ArrayList<>();
        for (FloatBuffer numbers : snapshot.parameters()) {
            FloatBuffer copy = FloatBuffer.allocate(numbers.limit());
            for (int i = 0; i < numbers.limit(); i++) {
                float half = HalfFloat.toFloat(HalfFloat.fromFloat(numbers.get(i)));
                copy.put(Float.isFinite(half) ? half : numbers.get(i));
            }
            rounded.add(copy.flip());
        }
        return new Snapshot(
                snapshot.network(),
                snapshot.loss(),
                snapshot.classes(),
                rounded,
                snapshot.statistics(),
                snapshot.scaling(),
                snapshot.columns(),
                snapshot.training());
    }
}
