package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Window;
import dev.texon.networks.data.ImageFile;
import dev.texon.networks.data.Scaling;
import dev.texon.testing.Absence;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported pages in the real browser, compared with Java on the same adapter. */
class WebPageTest {
    static final List<String> CLASSES =
            List.of("cat", "</script><b>bold</b>", "\"quotes\" & 'more'", "\u05d0\u05d1\u05d2", "\u0000\u001b[31m");

    static final String NO_WEBGL2 = hidden("webgl2");

    private final Path folder;

    WebPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A script after which the browser gives no contexts of these kinds. */
    private static String hidden(String... kinds) {
        return """
                { const get = HTMLCanvasElement.prototype.getContext;
                  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
                    return '%s'.split(' ').includes(kind) ? null : get.call(this, kind, ...rest);
                  }; }
                """.formatted(String.join(" ", kinds));
    }

    /** A script after which the browser has no such extensions. */
    private static String without(String... extensions) {
        return """
                for (const context of [WebGLRenderingContext, WebGL2RenderingContext]) {
                  const get = context.prototype.getExtension;
                  context.prototype.getExtension = function (name) {
                    return '%s'.split(' ').includes(name) ? null : get.call(this, name);
                  };
                }
                """.formatted(String.join(" ", extensions));
    }

    static GpuDevice judge() {
        return judge("webgl2-swiftshader");
    }

    static GpuDevice judge(String adapter) {
        try {
            return Gpu.open(GpuOptions.defaults().withBackend("webgl").withAdapter(adapter));
        } catch (GpuUnavailableException e) {
            throw Absence.of("webgl", String.valueOf(e.getMessage()));
        }
    }

    static Snapshot random(Network network, Loss loss, List<String> classes, Optional<Scaling> scaling) {
        Random random = new Random(7);
        List<FloatBuffer> parameters = new ArrayList<>();
        for (int count : Snapshot.parameterCounts(network)) {
            FloatBuffer numbers = FloatBuffer.allocate(count);
            while (numbers.hasRemaining()) {
                numbers.put((float) random.nextGaussian() / 4);
            }
            parameters.add(numbers.flip());
        }
        List<FloatBuffer> statistics = new ArrayList<>();
        for (int count : Snapshot.statisticCounts(network)) {
            FloatBuffer numbers = FloatBuffer.allocate(count);
            while (numbers.hasRemaining()) {
                numbers.put(0.5f + random.nextFloat());
            }
            statistics.add(numbers.flip());
        }
        return new Snapshot(
                network, loss, classes, parameters, statistics, scaling, Optional.empty(), Optional.empty());
    }

    /** Of the kinds of layers that networks of images have. */
    static Snapshot classifier(int channels) {
        Network network = Network.input(12, 10, channels)
                .convolution(6, Window.same(3), Activation.RELU)
                .batchNormalization(Activation.LINEAR)
                .maxPool(2)
                .depthwise(Window.same(3), Activation.elu(1f))
                .averagePool(Window.of(2))
                .flatten()
                .dense(9, Activation.TANH)
                .dense(CLASSES.size());
        return random(network, Loss.SOFTMAX_CROSS_ENTROPY, CLASSES, Optional.empty());
    }

    private Path image(int height, int width) throws IOException {
        return image(height, width, false);
    }

    private Path image(int height, int width, boolean holes) throws IOException {
        Random random = new Random(3);
        BufferedImage image =
                new BufferedImage(width, height, holes ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = random.nextInt(1 << 24);
                image.setRGB(x, y, holes && (x + y) % 3 == 0 ? 0 : 0xff000000 | colour);
            }
        }
        Path file = folder.resolve("image.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** The passes and numbers are the same, so the bits are; outputs are shown to a tenth of a percent. */
    @ParameterizedTest
    @ValueSource(strings = {"webgl2-swiftshader", "webgl1-swiftshader", "webgl2-system", "webgl1-system"})
    void aPagePredictsWhatJavaDoes(String adapter) throws Exception {
        Path page = folder.resolve("page.html");
        try (GpuDevice judge = judge(adapter)) {
            for (int channels : new int[] {1, 3, 4}) {
                // Fully transparent pixels have no colour of their own in a canvas.
                Path image = image(12, 10, channels == 4);
                Snapshot snapshot = classifier(channels);
                WebPage.write(snapshot, WebOptions.of("A & <b> DATA $1").withWeights(Weights.FLOAT32), judge, page);
                float[] expected;
                try (Model model = Model.open(judge, snapshot)) {
                    expected = model.predict(ImageFile.read(image));
                }
                String version = adapter.substring(0, 6);
                try (Chromium browser = Chromium.start(adapter.substring(7), folder.resolve("profile" + channels))) {
                    if (version.equals("webgl1")) {
                        browser.before(NO_WEBGL2);
                    }
                    browser.open(page);
                    assertEquals("Ready", browser.text("status"));
                    assertTrue(
                            browser.text("device")
                                    .endsWith(
                                            version.equals("webgl1")
                                                    ? ", WebGL 1, float32, 1 target"
                                                    : ", WebGL 2, float32, 4 targets"),
                            browser.text("device"));
                    int bits = Integer.parseInt(browser.value("document.getElementById('check').dataset.bits")
                            .asText());
                    // In WebGL 1 Java draws to several textures at once where it can, and so adds up in another order.
                    assertTrue(version.equals("webgl1") ? bits >= 20 : bits == 24, bits + " bits");
                    browser.choose(image, "image/png");
                    browser.until("document.querySelectorAll('#result li').length > 0");
                    List<String> names = browser.texts("#result .name");
                    List<String> shares = browser.texts("#result .share");
                    assertEquals(CLASSES.size(), names.size());
                    for (int i = 0; i < names.size(); i++) {
                        float share = expected[CLASSES.indexOf(names.get(i))];
                        assertEquals(
                                100 * share, Float.parseFloat(shares.get(i).replace(" %", "")), 0.051f, names.get(i));
                    }
                    // Nothing of a name or title has become markup, and nothing was loaded.
                    assertEquals(
                            0,
                            browser.value("document.querySelectorAll('b').length")
                                    .asInt());
                    assertEquals(
                            "A & <b> DATA $1", browser.value("document.title").asText());
                    assertEquals(
                            0,
                            browser.value("performance.getEntriesByType('resource').length")
                                    .asInt());
                }
            }
        }
    }

    @Test
    void halvesAreWithinTheirRounding() throws Exception {
        Path small = folder.resolve("small.html");
        Path large = folder.resolve("large.html");
        Network network =
                Network.input(20, 20, 1).flatten().dense(64, Activation.RELU).dense(5);
        Snapshot snapshot = random(network, Loss.SOFTMAX_CROSS_ENTROPY, CLASSES, Optional.empty());
        try (GpuDevice judge = judge()) {
            WebPage.write(snapshot, WebOptions.of("small"), judge, small);
            WebPage.write(snapshot, WebOptions.of("large").withWeights(Weights.FLOAT32), judge, large);
        }
        // 26,000 parameters of 2 bytes, 5 fourths of that as text; what is empty in their texture costs nothing.
        long saved = Files.size(large) - Files.size(small);
        assertTrue(saved > 64_000 && saved < 100_000, () -> saved + " bytes");
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.open(small);
            // Java has computed with the same halves.
            assertEquals(
                    "24",
                    browser.value("document.getElementById('check').dataset.bits")
                            .asText());
            assertTrue(browser.text("check").endsWith("parameters float16."), browser.text("check"));
        }
    }

    @Test
    void numbersComeInTheUnitsOfTheTargets() throws Exception {
        Path page = folder.resolve("numbers.html");
        Scaling scaling = new Scaling(
                new Scaling.Units(List.of(0.5f), List.of(0.25f)),
                new Scaling.Units(List.of(100f, -3f), List.of(8f, 0.5f)));
        Network network = Network.input(6, 6, 1).flatten().dense(2);
        Snapshot snapshot = random(network, Loss.MEAN_SQUARED_ERROR, List.of(), Optional.of(scaling));
        Path image = image(6, 6);
        try (GpuDevice judge = judge();
                Model model = Model.open(judge, snapshot);
                Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            WebPage.write(snapshot, WebOptions.of("numbers").withWeights(Weights.FLOAT32), judge, page);
            float[] expected = model.predict(ImageFile.read(image));
            browser.open(page);
            browser.choose(image, "image/png");
            browser.until("document.querySelectorAll('#result li').length > 0");
            List<String> shown = browser.texts("#result .share");
            for (int i = 0; i < 2; i++) {
                // Six digits are shown; a canvas's grey of a colour may be one step of 255 from Java's.
                assertEquals(expected[i], Float.parseFloat(shown.get(i)), 0.02f * Math.abs(expected[i]) + 0.01f);
            }
        }
    }

    @Test
    void classesOfScaledSamplesHaveNoUnits() throws Exception {
        Path page = folder.resolve("scaled.html");
        Scaling scaling =
                new Scaling(new Scaling.Units(List.of(0.5f), List.of(0.5f)), new Scaling.Units(List.of(), List.of()));
        Network network = Network.input(6, 6, 1).flatten().dense(CLASSES.size());
        Snapshot snapshot = random(network, Loss.SOFTMAX_CROSS_ENTROPY, CLASSES, Optional.of(scaling));
        try (GpuDevice judge = judge();
                Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            WebPage.write(snapshot, WebOptions.of("scaled"), judge, page);
            browser.open(page);
            assertEquals(
                    "24",
                    browser.value("document.getElementById('check').dataset.bits")
                            .asText());
        }
    }

    @Test
    void aLostContextComesBackAndPredictsOn() throws Exception {
        Path page = folder.resolve("lost.html");
        Path image = image(12, 10);
        try (GpuDevice judge = judge()) {
            WebPage.write(classifier(1), WebOptions.of("lost"), judge, page);
        }
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.before("""
                    const get = HTMLCanvasElement.prototype.getContext;
                    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
                      const context = get.call(this, kind, ...rest);
                      if (kind === 'webgl2') {
                        window.lose = context.getExtension('WEBGL_lose_context');
                      }
                      return context;
                    };
                    """);
            browser.open(page);
            browser.choose(image, "image/png");
            browser.until("document.querySelectorAll('#result li').length > 0");
            List<String> before = browser.texts("#result .share");
            browser.value("document.getElementById('result').replaceChildren()");
            browser.value("lose.loseContext()");
            browser.until("document.getElementById('status').textContent.startsWith('The GPU was taken away')");
            browser.value("lose.restoreContext()");
            browser.until("document.querySelectorAll('#result li').length > 0");
            assertEquals(before, browser.texts("#result .share"));
            assertEquals(
                    "24",
                    browser.value("document.getElementById('check').dataset.bits")
                            .asText());
        }
    }

    @Test
    void whatABrowserLacksIsSaidInOneSentence() throws Exception {
        Path page = folder.resolve("lacking.html");
        WebPage.write(classifier(1), WebOptions.of("lacking"), null, page);
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.open(page);
            assertEquals("Not compared with Java.", browser.text("check"));
        }
        String small = "for (const context of [WebGLRenderingContext, WebGL2RenderingContext]) {"
                + " const get = context.prototype.getParameter; context.prototype.getParameter ="
                + " function (name) { return name === this.MAX_TEXTURE_SIZE ? 2048 : get.call(this, name); }; }";
        String broken =
                "WebGLRenderingContext.prototype.linkProgram = WebGL2RenderingContext.prototype.linkProgram = () => {};";
        String refusing = "const make = WebGL2RenderingContext.prototype.texImage2D;"
                + " WebGL2RenderingContext.prototype.texImage2D ="
                + " function (target, level, format, ...rest) { make.call(this, target, level, format, -1, ...rest.slice(1)); };";
        String floats = without(
                "EXT_color_buffer_float EXT_color_buffer_half_float WEBGL_color_buffer_float OES_texture_half_float");
        for (String[] lack : new String[][] {
            {small, "this GPU's MAX_TEXTURE_SIZE is 2048, and the network needs 4096."},
            {broken, "this GPU compiles no shaders of the network"},
            {refusing + hidden("webgl"), "the GPU refuses what the network needs, error 0x"},
            {
                floats,
                "this browser draws to no textures of 32-bit floats in WebGL 2 (EXT_color_buffer_float);"
                        + " this browser draws to no textures of half floats in WebGL 2 (EXT_color_buffer_half_float);"
                        + " this browser draws to no textures of 32-bit floats in WebGL 1 (WEBGL_color_buffer_float);"
                        + " this browser draws to no textures of half floats in WebGL 1"
                        + " (OES_texture_half_float, EXT_color_buffer_half_float)."
            },
            {hidden("webgl", "webgl2"), "this browser gives no WebGL 2; this browser gives no WebGL 1."}
        }) {
            Path profile = folder.resolve("profile" + lack[1].length());
            try (Chromium browser = Chromium.start("swiftshader", profile)) {
                browser.before(lack[0]);
                browser.open(page);
                String sentence = browser.text("status");
                assertTrue(sentence.startsWith("This page cannot compute here: " + lack[1]), sentence);
                // An image that comes all the same changes nothing about that.
                browser.choose(image(4, 4), "image/png");
                Thread.sleep(100);
                assertEquals(sentence, browser.text("status"));
                assertEquals(List.of(), browser.texts("#result li"));
            }
        }
    }

    /** Each variant is taken where those before it do not work, and computes as Java does in the same numbers. */
    @Test
    void everyVariantIsTakenWhereItIsTheBest() throws Exception {
        Path page = folder.resolve("variants.html");
        Path image = image(31, 45);
        try (GpuDevice judge = judge()) {
            WebPage.write(classifier(3), WebOptions.of("variants"), judge, page);
        }
        // As a GPU does whose tiles are too small for several targets: what is declared does not work.
        String oneTarget = "const draw = WebGL2RenderingContext.prototype.drawBuffers;"
                + " WebGL2RenderingContext.prototype.drawBuffers = function (all) { draw.call(this, all.length > 1 ? [all[0]] : all); };";
        String noFloats = without("EXT_color_buffer_float", "WEBGL_color_buffer_float");
        for (String[] one : new String[][] {
            {"", "WebGL 2, float32, 4 targets"},
            {oneTarget, "WebGL 2, float32, 1 target"},
            {noFloats, "WebGL 2, float16, 4 targets"},
            {noFloats + oneTarget, "WebGL 2, float16, 1 target"},
            {NO_WEBGL2, "WebGL 1, float32, 1 target"},
            {NO_WEBGL2 + noFloats, "WebGL 1, float16, 1 target"}
        }) {
            boolean halves = one[1].contains("float16");
            try (Chromium browser =
                    Chromium.start("swiftshader", folder.resolve("profile" + one[1].replaceAll("[^0-9]", "")))) {
                browser.before(one[0]);
                browser.open(page);
                assertEquals("Ready", browser.text("status"));
                assertTrue(browser.text("device").endsWith(", " + one[1]), browser.text("device"));
                int bits = Integer.parseInt(browser.value("document.getElementById('check').dataset.bits")
                        .asText());
                assertTrue(halves ? bits >= 7 && bits <= 16 : bits >= 20, one[1] + " agrees to " + bits + " bits");
                assertEquals(halves, browser.text("check").startsWith("Self-test: float16 only, agrees with Java"));
                browser.choose(image, "image/png");
                browser.until("document.querySelectorAll('#result li').length > 0");
            }
        }
    }

    @Test
    void aDeviceThatComputesWrongIsToldAndNotShown() throws Exception {
        Path page = folder.resolve("wrong.html");
        try (GpuDevice judge = judge()) {
            WebPage.write(classifier(1), WebOptions.of("wrong"), judge, page);
        }
        String text = Files.readString(page);
        // As if Java had had another result.
        String wrong = text.replaceFirst("\"float32\":\\[[-0-9.E]+,", "\"float32\":[5.0,");
        assertFalse(text.equals(wrong));
        Files.writeString(page, wrong);
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.open(page);
            assertTrue(browser.text("check").startsWith("Self-test: not fit on this device"), browser.text("check"));
            assertTrue(
                    browser.value("document.getElementById('sources').hidden").asBoolean());
            browser.choose(image(12, 10), "image/png");
            Thread.sleep(100);
            assertEquals(List.of(), browser.texts("#result li"), "nothing is shown unasked");
            browser.value("document.getElementById('anyway').click()");
            browser.choose(image(12, 10), "image/png");
            browser.until("document.querySelectorAll('#result li').length > 0");
            assertFalse(
                    browser.value("document.getElementById('sources').hidden").asBoolean());
        }
    }

    @Test
    void whatIsDrawnIsPredictedStrokeByStroke() throws Exception {
        Path page = folder.resolve("drawn.html");
        try (GpuDevice judge = judge()) {
            WebPage.write(classifier(1), WebOptions.of("Drawn"), judge, page);
        }
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.size(360, 900, true);
            browser.open(page);
            assertFalse(
                    browser.value("document.getElementById('pad-box').hidden").asBoolean());
            int top = browser.value("Math.ceil(document.getElementById('pad').getBoundingClientRect().top)")
                    .asInt();
            browser.mouse("mousePressed", 60, top + 40);
            browser.mouse("mouseMoved", 200, top + 150);
            browser.mouse("mouseReleased", 200, top + 150);
            browser.until("document.querySelectorAll('#result li').length > 0");
            List<String> shares = browser.texts("#result .share");
            assertTrue(
                    browser.value("document.documentElement.scrollWidth <= 360").asBoolean(),
                    "nothing is wider than the page");
            browser.value("document.getElementById('clear').click()");
            assertEquals(List.of(), browser.texts("#result .share"));
            browser.mouse("mousePressed", 100, top + 90);
            browser.mouse("mouseMoved", 110, top + 90);
            browser.mouse("mouseReleased", 110, top + 90);
            browser.until("document.querySelectorAll('#result li').length > 0");
            assertFalse(shares.equals(browser.texts("#result .share")));
        }
    }

    @Test
    void theCameraIsPredictedFrameByFrameUntilItIsOff() throws Exception {
        Path page = folder.resolve("camera.html");
        WebPage.write(classifier(3), WebOptions.of("Camera"), null, page);
        try (Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.open(page);
            browser.value("document.getElementById('camera').click()");
            browser.until("document.querySelectorAll('#result li').length > 0");
            browser.value("""
                    window.frames_ = 0;
                    new MutationObserver(() => { window.frames_++; })
                      .observe(document.getElementById('result'), { childList: true });
                    """);
            browser.until("frames_ > 5");
            assertEquals(
                    "true",
                    browser.value("document.getElementById('camera').ariaPressed")
                            .asText());
            browser.value("document.getElementById('camera').click()");
            assertEquals("The camera is off.", browser.text("status"));
            int frames = browser.value("frames_").asInt();
            Thread.sleep(200);
            assertTrue(browser.value("frames_").asInt() <= frames + 1);
            // Where there is none.
            browser.before("delete Navigator.prototype.mediaDevices;");
            browser.open(page);
            browser.value("document.getElementById('camera').click()");
            assertEquals(
                    "This browser gives no camera to a page that does not come over https or from a file.",
                    browser.text("status"));
        }
    }

    @Test
    void networksOfOtherThanImagesAreRefused() {
        for (Network network : List.of(
                Network.input(7).dense(2),
                Network.input(4, 4, 2).flatten().dense(2),
                Network.input(4, 4, 1).convolution(2, Window.same(3), Activation.LINEAR))) {
            Snapshot snapshot = random(network, Loss.MEAN_SQUARED_ERROR, List.of(), Optional.empty());
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> WebPage.write(snapshot, WebOptions.of("no"), null, folder.resolve("no.html")));
            assertTrue(String.valueOf(refusal.getMessage()).contains("export a network "));
        }
    }
}
