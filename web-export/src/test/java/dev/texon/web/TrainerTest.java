package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Training;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.testing.Absence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded step of a training in the real browser, compared with Java's training on the same adapter. */
class TrainerTest {
    private static final int CLASSES = 3;
    private static final int SAMPLES = 41;
    private static final int FEATURES = 9;

    private final Path folder;

    TrainerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static GpuDevice judge(String adapter) {
        try {
            return Gpu.open(GpuOptions.defaults().withBackend("webgl").withAdapter(adapter));
        } catch (GpuUnavailableException e) {
            throw Absence.of("webgl", String.valueOf(e.getMessage()));
        }
    }

    private static Snapshot network() {
        return Snapshot.untrained(
                Network.input(12, 10, 1)
                        .convolution(6, Window.same(3), Activation.RELU)
                        .batchNormalization(Activation.LINEAR)
                        .depthwise(Window.same(3), Activation.elu(1f))
                        .averagePool(2)
                        .flatten()
                        .dense(FEATURES, Activation.TANH)
                        .dense(5),
                Loss.SOFTMAX_CROSS_ENTROPY,
                List.of("a", "b", "c", "d", "e"),
                3);
    }

    private static float[] features(int sample) {
        float[] values = new float[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            values[i] = (sample * 37 + i * 101 + sample * i * 7) % 256 / 256f - 0.5f;
        }
        return values;
    }

    private static Dataset data() {
        float[][] samples = new float[SAMPLES][];
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = features(i);
            labels[i] = i % CLASSES;
        }
        return Datasets.of(new Shape(1, 1, FEATURES), samples, labels, List.of("x", "y", "z"));
    }

    /** A page with nothing but the trainer and its body. */
    private Path page(GpuDevice judge) throws Exception {
        ObjectNode data =
                TeachableNetwork.of(network(), WebOptions.of("taught").withWeights(Weights.FLOAT32), CLASSES, judge);
        Path page = folder.resolve("trainer.html");
        String glue = """
                const data = JSON.parse(document.getElementById("data").textContent);
                window.data = data;
                window.body = new Network(data.body);
                window.trainer = new Trainer(data.training, data.file.head);
                window.parametersOf = parametersOf;
                window.networkFile = networkFile;
                window.readNetworkFile = readNetworkFile;
                """;
        String script = Html.script("network.js", "trainer.js").replace("})();\n", glue + "})();\n");
        Files.writeString(
                page,
                "<!doctype html><meta charset=utf-8><p id=status></p><script id=data type=application/json>"
                        + Html.json(data) + "</script><script>" + script + "</script>");
        return page;
    }

    private static void addAll(Chromium browser) throws Exception {
        StringBuilder script = new StringBuilder("(async () => {");
        for (int i = 0; i < SAMPLES; i++) {
            script.append("await trainer.add(new Float32Array(")
                    .append(java.util.Arrays.toString(features(i)))
                    .append("), ")
                    .append(i % CLASSES)
                    .append(");");
        }
        browser.value(script.append("})()").toString());
    }

    private static float[] parameters(Chromium browser) throws Exception {
        JsonNode numbers = browser.value("(async () => [...parametersOf(data.file.head, await trainer.read())])()");
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"webgl2-swiftshader", "webgl1-swiftshader", "webgl2-system", "webgl1-system"})
    void fiftyStepsGiveJavasParameters(String adapter) throws Exception {
        try (GpuDevice judge = judge(adapter);
                Chromium browser = Chromium.start(adapter.substring(7), folder.resolve("profile"))) {
            if (adapter.startsWith("webgl1")) {
                browser.before(WebPageTest.NO_WEBGL2);
            }
            browser.open(page(judge));
            browser.value("trainer.start()");
            assertTrue(
                    browser.value("trainer.check.fit").asBoolean(),
                    browser.value("trainer.check").toString());
            addAll(browser);
            browser.value("trainer.train(20)");
            browser.value("trainer.read()");
            browser.value("trainer.train(30)");
            float[] expected;
            try (Training training =
                    Training.start(judge, Network.input(FEATURES).dense(CLASSES), data(), TeachableNetwork.options())) {
                for (int i = 0; i < 50; i++) {
                    training.step();
                }
                expected = training.snapshot().parameters().get(0).array();
            }
            assertArrayEquals(expected, parameters(browser));
        }
    }
}
