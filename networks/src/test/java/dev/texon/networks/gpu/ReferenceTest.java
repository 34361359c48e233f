package dev.texon.networks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.data.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares the reference's gradients with central differences of its loss. */
class ReferenceTest {
    private static final int BATCH = 4;
    /** Rounding makes about 10⁻¹⁶ / H of the difference wrong, curvature about H². */
    private static final double H = 1e-5;

    private static final double TOLERANCE = 1e-6;

    @TestFactory
    List<DynamicTest> gradientsAreSlopes() {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, Network> all = new LinkedHashMap<>(LayerChecks.networks());
        all.forEach((name, network) ->
                tests.add(DynamicTest.dynamicTest(name, () -> check(network, Loss.MEAN_SQUARED_ERROR))));
        tests.add(DynamicTest.dynamicTest(
                "softmax cross-entropy",
                () -> check(
                        Network.input(9)
                                .depthwise(LayerChecks.FRONT, Activation.TANH)
                                .dense(10),
                        Loss.SOFTMAX_CROSS_ENTROPY)));
        return tests;
    }

    private static void check(Network network, Loss loss) throws Exception {
        boolean classes = loss == Loss.SOFTMAX_CROSS_ENTROPY;
        int outputs = network.output().values();
        Dataset data = Samples.random(network.input(), BATCH, classes ? 0 : outputs, classes ? outputs : 0, 11);
        List<Bounded> parameters = LayerChecks.exact(LayerChecks.parameters(network, 5));
        Bounded input = LayerChecks.inputs(data, BATCH);
        double[] targets = LayerChecks.targets(data, BATCH);
        Reference reference = new Reference(network, parameters, BATCH, BATCH, true, 42, 7, 0).forward(input);
        reference.loss(loss, targets);
        reference.backward(loss, targets);
        List<Bounded> gradients = List.copyOf(reference.parameterGradients);
        for (int layer = 0; layer < parameters.size(); layer++) {
            double[] own = parameters.get(layer).v;
            // Of many parameters every seventh, which meets every kind and place.
            for (int i = 0; i < own.length; i += own.length > 60 ? 7 : 1) {
                if (own[i] == 0) {
                    continue;
                }
                double before = own[i];
                own[i] = before + H;
                double above = reference.forward(input).loss(loss, targets);
                own[i] = before - H;
                double below = reference.forward(input).loss(loss, targets);
                own[i] = before;
                double slope = (above - below) / (2 * H);
                assertEquals(
                        slope,
                        gradients.get(layer).v[i],
                        TOLERANCE * Math.max(1, Math.abs(slope)),
                        "parameter " + i + " of layer " + network.name(layer));
            }
        }
        // The first layer hands the gradient of its sums on to the
        // inputs by one factor a channel: check it by moving inputs.
        double[] factors = parameters.get(0).v;
        int channels = network.input().channels();
        reference.forward(input);
        reference.loss(loss, targets);
        reference.backward(loss, targets);
        Bounded ofInput = reference.gradients.get(1);
        for (int i = 0; i < input.size(); i += 5) {
            double before = input.v[i];
            input.v[i] = before + H;
            double above = reference.forward(input).loss(loss, targets);
            input.v[i] = before - H;
            double below = reference.forward(input).loss(loss, targets);
            input.v[i] = before;
            double slope = BATCH * (above - below) / (2 * H);
            assertEquals(
                    slope,
                    factors[i % channels] * ofInput.v[i],
                    TOLERANCE * Math.max(1, Math.abs(slope)) * 10,
                    "input " + i);
        }
    }
}
