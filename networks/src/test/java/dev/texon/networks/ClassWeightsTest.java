package dev.texon.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    /** As compute_class_weight("balanced") of scikit-learn, which leaves out classes without samples. */
    @Test
    void allClassesTogetherCountAlike() {
        int[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 3, 3};
        Dataset data = Datasets.of(Shape.flat(1), new float[10][1], labels, List.of("a", "b", "none", "c"));
        assertArrayEquals(new float[] {10 / 24f, 10 / 8f, 0, 10 / 8f}, ClassWeights.BALANCED.of(data));
    }
}
