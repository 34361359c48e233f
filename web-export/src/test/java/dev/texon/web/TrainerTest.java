package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Training;
import dev.texon.networks.Window;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.networks.file.NetworkFile;
import dev.texon.testing.Absence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        String script = Sources.script(Sources.resource("trainer.js")).replace("})();\n", glue + "})();\n");
        Files.writeString(
                page,
                "<!doctype html><meta charset=utf-8><p id=status></p><script id=data type=application/json>"
                        + Sources.json(data) + "</script><script>" + script + "</script>");
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
            assertEquals(
                    "{\"bits\":24,\"fit\":true}", browser.value("trainer.check").toString());
            assertEquals("float32", browser.value("trainer.variant.storage").asText());
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

    /** A script that gives an input so many images of one shade with some noise. */
    private static String give(String input, int images, int shade) {
        return """
                (async () => {
                  const files = new DataTransfer();
                  for (let i = 0; i < %d; i++) {
                    const canvas = Object.assign(document.createElement('canvas'), { width: 10, height: 12 });
                    const context = canvas.getContext('2d');
                    for (let j = 0; j < 120; j++) {
                      const grey = %d + (j * 7 + i * 13) %% 40;
                      context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
                      context.fillRect(j %% 10, Math.floor(j / 10), 1, 1);
                    }
                    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
                    files.items.add(new File([blob], `image ${i}`, { type: 'image/png' }));
                  }
                  const input = %s;
                  input.files = files.files;
                  input.dispatchEvent(new Event('change'));
                })()
                """.formatted(images, shade, input);
    }

    private static String classInput(int label, String type) {
        return "document.querySelectorAll('#classes input[type=" + type + "]')[" + label + "]";
    }

    private static String shown(Chromium browser) throws Exception {
        browser.until("document.querySelectorAll('#result li').length > 0");
        return browser.texts("#result .name").get(0);
    }

    private static void predict(Chromium browser, int shade) throws Exception {
        browser.value("document.getElementById('result').replaceChildren()");
        browser.value(give("document.getElementById('file')", 1, shade));
    }

    @Test
    void aVisitorTeachesClassesAndTakesThemAway() throws Exception {
        Path page = folder.resolve("teach.html");
        Path saved = folder.resolve("taught.texon");
        try (GpuDevice judge = judge("webgl2-swiftshader")) {
            TeachablePage.write(network(), WebOptions.of("Teach <b>"), CLASSES, judge, page);
        }
        List<String> names = List.of("dark", "<b>light</b>", "class 3");
        List<String> shares;
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.before("""
                    const get = HTMLCanvasElement.prototype.getContext;
                    window.contexts = [];
                    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
                      const context = get.call(this, kind, ...rest);
                      if (kind === 'webgl2' && !window.contexts.includes(context)) {
                        window.contexts.push(context);
                      }
                      return context;
                    };
                    URL.createObjectURL = (blob) => { window.saved = blob; return 'blob:none'; };
                    """);
            browser.open(page);
            assertEquals("Ready", browser.text("status"));
            assertTrue(browser.text("check").matches(".*agree with Java to 2[0-4] bits\\."), browser.text("check"));
            browser.value("document.getElementById('train').click()");
            assertEquals("Give at least two classes some images first.", browser.text("status"));
            browser.value(give(classInput(0, "file"), 9, 10));
            browser.value(give(classInput(1, "file"), 8, 200));
            browser.until("document.querySelectorAll('#classes output')[0].textContent === '9 images'"
                    + " && document.querySelectorAll('#classes output')[1].textContent === '8 images'");
            browser.value("document.querySelectorAll('#classes fieldset')[0].querySelectorAll('button')[1].click()");
            browser.until("document.querySelectorAll('#classes output')[0].textContent === '8 images'");
            for (int i = 0; i < 2; i++) {
                browser.value("{ const name = " + classInput(i, "text") + "; name.value = '" + names.get(i)
                        + "'; name.dispatchEvent(new Event('input')); }");
            }
            String steps = "Number(document.getElementById('progress').textContent.split(' ')[0])";
            browser.value("document.getElementById('train').click()");
            browser.until(steps + " > 100");
            // In the middle of a training; what was read last is where it goes on.
            browser.value("window.lost = contexts[2].getExtension('WEBGL_lose_context'); lost.loseContext()");
            browser.until("document.getElementById('status').textContent.startsWith('The GPU was taken away')");
            int before = browser.value(steps).asInt();
            browser.value("lost.restoreContext()");
            browser.until(steps + " > " + (before + 400));
            browser.value("document.getElementById('train').click()");
            browser.until("document.getElementById('status').textContent === 'Trained.'");
            assertTrue(browser.text("progress").endsWith("100 % of the last images right"), browser.text("progress"));
            predict(browser, 190);
            assertEquals(names.get(1), shown(browser));
            predict(browser, 20);
            assertEquals(names.get(0), shown(browser));
            shares = browser.texts("#result .share");
            assertEquals(2, shares.size(), "a class without images is not shown");
            assertEquals(
                    0, browser.value("document.querySelectorAll('b').length").asInt());
            browser.value("document.getElementById('save').click()");
            browser.until("window.saved !== undefined");
            Files.write(saved, Base64.getDecoder().decode(browser.value("""
                    (async () => {
                      let text = '';
                      new Uint8Array(await window.saved.arrayBuffer()).forEach((byte) => text += String.fromCharCode(byte));
                      return btoa(text);
                    })()""").asText()));
        }
        Snapshot taught = NetworkFile.read(saved);
        assertEquals(names, taught.classes());
        float[] grey = new float[120];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (20 + i * 7 % 40) / 255f;
        }
        try (GpuDevice judge = judge("webgl2-swiftshader");
                Model model = Model.open(judge, taught)) {
            float[] outputs = model.predict(grey);
            assertEquals(Float.parseFloat(shares.get(0).replace(" %", "")), 100 * outputs[0], 0.051f);
        }
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("another"))) {
            browser.open(page);
            browser.value("""
                    (() => {
                      const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
                      for (const [name, part] of [['part', bytes.slice(0, -9)], ['whole', bytes]]) {
                        const files = new DataTransfer();
                        files.items.add(new File([part], name));
                        const input = document.getElementById('load');
                        input.files = files.files;
                        input.dispatchEvent(new Event('change'));
                        window.said = [...(window.said ?? []), document.getElementById('status').textContent];
                      }
                    })()""".formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(saved))));
            browser.until("document.getElementById('status').textContent === 'Loaded whole'");
            assertEquals(
                    names.get(1),
                    browser.value(classInput(1, "text") + ".value").asText());
            predict(browser, 20);
            assertEquals(names.get(0), shown(browser));
            assertEquals(shares.get(0), browser.texts("#result .share").get(0));
        }
    }

    @Test
    void whatCannotBeTaughtIsRefused() {
        Snapshot plain = Snapshot.untrained(
                Network.input(4, 4, 1)
                        .convolution(2, Window.same(3), Activation.RELU)
                        .flatten(),
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                1);
        for (IllegalArgumentException refusal : List.of(
                assertThrows(
                        IllegalArgumentException.class, () -> TeachableNetwork.of(plain, WebOptions.of("no"), 3, null)),
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TeachableNetwork.of(network(), WebOptions.of("no"), 17, null)))) {
            assertTrue(
                    String.valueOf(refusal.getMessage())
                            .matches("The network has no dense layer .*|A page teaches 2 to 16 .*"),
                    refusal.getMessage());
        }
    }
}
