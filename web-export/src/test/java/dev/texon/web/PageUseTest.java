package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported pages as people use them, in the real browser: whatever they do, nothing goes wrong in the console. */
class PageUseTest {
    private static final List<String> CLASSES = List.of("first", "second", "third");
    /** Inputs of a network of colours. */
    private static final int INPUTS = 48;
    /** Shares are shown to a tenth of a percent. */
    private static final double SHOWN = 0.0005 + 1e-6;

    private static final String SOME_RESULT = "document.querySelectorAll('#result li').length > 0";

    private final Path folder;
    private final Path page;

    PageUseTest(@TempDir Path folder) {
        this.folder = folder;
        this.page = folder.resolve("page.html");
    }

    private static Snapshot network(int channels) {
        Network network = Network.input(4, 4, channels).flatten().dense(CLASSES.size());
        return WebPageTest.random(network, Loss.SOFTMAX_CROSS_ENTROPY, CLASSES, Optional.empty());
    }

    @BeforeEach
    void export() throws IOException {
        try (GpuDevice judge = WebPageTest.judge()) {
            WebPage.write(network(1), WebOptions.of("In use").withWeights(Weights.FLOAT32), judge, page);
        }
    }

    private Chromium browser(String... switches) throws Exception {
        Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"), switches);
        browser.watch();
        return browser;
    }

    /** Left half black, and right half of a grey. */
    private static BufferedImage halves(int width, int height, int grey) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = width / 2; x < width; x++) {
                image.setRGB(x, y, grey * 0x010101);
            }
        }
        return image;
    }

    /** The value of a DataTransfer with one file. */
    private static String transfer(BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return transfer(png.toByteArray(), "image/png");
    }

    private static String transfer(byte[] content, String type) {
        return """
                (() => {
                  const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
                  const files = new DataTransfer();
                  files.items.add(new File([bytes], 'given', { type: '%s' }));
                  return files;
                })()""".formatted(Base64.getEncoder().encodeToString(content), type);
    }

    private static void drop(Chromium browser, String transfer) throws Exception {
        browser.value("""
                document.getElementById('result').replaceChildren();
                for (const name of ['dragenter', 'dragover', 'drop']) {
                  document.getElementById('drop').dispatchEvent(new DragEvent(
                    name, { bubbles: true, cancelable: true, dataTransfer: %s }));
                }""".formatted(transfer));
    }

    private static void paste(Chromium browser, String transfer) throws Exception {
        browser.value("""
                document.getElementById('result').replaceChildren();
                document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: %s }))""".formatted(transfer));
    }

    private static float[] predicted(int channels, BufferedImage image) {
        try (GpuDevice judge = WebPageTest.judge();
                Model model = Model.open(judge, network(channels))) {
            return model.predict(image);
        }
    }

    private static void assertShown(Chromium browser, float[] expected, double tolerance) throws Exception {
        browser.until(SOME_RESULT);
        List<String> names = browser.texts("#result .name");
        List<String> shares = browser.texts("#result .share");
        assertEquals(CLASSES.size(), names.size());
        for (int i = 0; i < names.size(); i++) {
            double share = Double.parseDouble(shares.get(i).replace(" %", "")) / 100;
            assertEquals(expected[CLASSES.indexOf(names.get(i))], share, tolerance, names.get(i));
        }
    }

    @Test
    void whatIsDroppedOrPastedIsPredicted() throws Exception {
        BufferedImage image = halves(4, 4, 200);
        BufferedImage other = halves(8, 12, 90);
        try (Chromium browser = browser()) {
            browser.open(page);
            drop(browser, transfer(image));
            assertShown(browser, predicted(1, image), SHOWN);
            assertEquals(
                    "",
                    browser.value("document.getElementById('drop').className").asText());
            paste(browser, transfer(other));
            assertShown(browser, predicted(1, other), SHOWN);
            String none = transfer("no image".getBytes(StandardCharsets.UTF_8), "text/plain");
            drop(browser, none);
            browser.until(
                    "document.getElementById('status').textContent === 'This file is no image that the browser can read.'");
            assertEquals(List.of(), browser.texts("#result li"));
            // Without any file, nothing happens.
            drop(browser, "new DataTransfer()");
            paste(browser, "new DataTransfer()");
            drop(browser, transfer(image));
            assertShown(browser, predicted(1, image), SHOWN);
            assertEquals(List.of(), browser.troubles());
        }
    }

    private static String focused(Chromium browser) throws Exception {
        return browser.value("document.activeElement.id").asText();
    }

    private static String tabTo(Chromium browser) throws Exception {
        browser.key("Tab", 9, "");
        assertEquals(
                "solid",
                browser.value("getComputedStyle(document.activeElement).outlineStyle")
                        .asText(),
                "where the keyboard is can be seen");
        return focused(browser);
    }

    @Test
    void aKeyboardReachesAndWorksEverything() throws Exception {
        BufferedImage image = halves(4, 4, 200);
        Path file = folder.resolve("chosen.png");
        ImageIO.write(image, "png", file.toFile());
        try (Chromium browser = browser()) {
            browser.open(page);
            drop(browser, transfer(image));
            browser.until(SOME_RESULT);
            assertEquals("clear", tabTo(browser));
            browser.key("Enter", 13, "\r");
            assertEquals(List.of(), browser.texts("#result li"));
            assertEquals("file", tabTo(browser));
            browser.call(
                    "Page.setInterceptFileChooserDialog", Chromium.parameters().put("enabled", true));
            browser.key(" ", 32, " ");
            while (browser.events("Page.fileChooserOpened").isEmpty()) {
                Thread.onSpinWait();
            }
            var chosen = Chromium.parameters()
                    .put(
                            "backendNodeId",
                            browser.events("Page.fileChooserOpened")
                                    .get(0)
                                    .get("backendNodeId")
                                    .asInt());
            chosen.putArray("files").add(file.toString());
            browser.call("DOM.setFileInputFiles", chosen);
            assertShown(browser, predicted(1, image), SHOWN);
            assertEquals("camera", tabTo(browser));
            browser.key(" ", 32, " ");
            browser.until("document.getElementById('camera').ariaPressed === 'true'");
            // It has the keyboard all the while that the camera opens.
            assertEquals("camera", focused(browser));
            browser.key("Enter", 13, "\r");
            browser.until("document.getElementById('camera').ariaPressed === 'false'");
            assertEquals("The camera is off.", browser.text("status"));
            assertEquals(List.of(), browser.troubles());
        }
    }

    private static String property(JsonNode node, String name) {
        for (JsonNode property : node.path("properties")) {
            if (property.get("name").asText().equals(name)) {
                return property.get("value").path("value").asText();
            }
        }
        return "";
    }

    /** What a screen reader is given. */
    @Test
    void everythingHasARoleAndAName() throws Exception {
        try (Chromium browser = browser()) {
            browser.open(page);
            drop(browser, transfer(halves(4, 4, 200)));
            browser.until(SOME_RESULT);
            List<String> found = new ArrayList<>();
            List<String> live = new ArrayList<>();
            for (JsonNode node : browser.call("Accessibility.getFullAXTree", Chromium.parameters())
                    .get("nodes")) {
                if (!node.path("ignored").asBoolean()) {
                    String what = node.path("role").path("value").asText() + " "
                            + node.path("name").path("value").asText();
                    found.add(what.strip());
                    if (property(node, "live").equals("polite")
                            && property(node, "root").isEmpty()) {
                        live.add(what);
                    }
                }
            }
            assertTrue(
                    found.containsAll(List.of(
                            "heading In use",
                            "status Status",
                            "list Result",
                            "button Clear",
                            "button Camera",
                            "meter first",
                            "image Draw here with mouse, finger or pen")),
                    found.toString());
            assertTrue(live.containsAll(List.of("status Status", "list Result")), live.toString());
            assertEquals(List.of(), browser.troubles());
        }
    }

    /** How much a share can change, at most, when each input of a network of one dense layer changes by so much. */
    private static double change(Snapshot snapshot, double each) {
        double most = 0;
        for (int output = 0; output < CLASSES.size(); output++) {
            double sum = 0;
            for (int input = 0; input < INPUTS; input++) {
                sum += Math.abs(snapshot.parameters().get(1).get(output * INPUTS + input));
            }
            most = Math.max(most, sum * each);
        }
        // The derivative of a softmax is p (1 - p), at most a fourth, times how far the change of its own input is from
        // the others' mean.
        return most / 2;
    }

    /**
     * Luma is from 16 to 235, and grey has no colour. The page's bytes are 255 / 219 (Y - 16), and may be rounded to either side: each input
     * is within a step of 255.
     */
    @Test
    void theCameraIsSeenAsJavaSeesItsFrames() throws Exception {
        int side = 64;
        int luma = 126;
        Path video = folder.resolve("camera.y4m");
        try (var out = Files.newOutputStream(video)) {
            out.write(
                    ("YUV4MPEG2 W" + side + " H" + side + " F10:1 Ip A1:1 C420\n").getBytes(StandardCharsets.US_ASCII));
            byte[] frame = new byte[side * side * 3 / 2];
            Arrays.fill(frame, (byte) 128);
            for (int i = 0; i < side * side; i++) {
                frame[i] = (byte) (i % side < side / 2 ? 16 : luma);
            }
            for (int i = 0; i < 3; i++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                out.write(frame);
            }
        }
        float[] expected = predicted(3, halves(side, side, Math.round((luma - 16) * 255 / 219f)));
        WebPage.write(network(3), WebOptions.of("Camera").withWeights(Weights.FLOAT32), null, page);
        try (Chromium browser = browser("--use-file-for-fake-video-capture=" + video)) {
            browser.open(page);
            browser.value("document.getElementById('camera').click()");
            assertShown(browser, expected, change(network(3), 1 / 255.0) + SHOWN);
            // An image that is dropped meanwhile is what is shown, and not the next frame.
            BufferedImage dropped = halves(4, 4, 255);
            drop(browser, transfer(dropped));
            browser.until("document.getElementById('camera').ariaPressed === 'false'");
            browser.until(SOME_RESULT);
            assertShown(browser, predicted(3, dropped), SHOWN);
            assertEquals(List.of(), browser.troubles());
        }
    }

    private static final String COUNTS = """
            window.alive = {};
            for (const kind of ['Texture', 'Buffer', 'Program', 'Shader', 'Framebuffer']) {
              for (const context of [WebGLRenderingContext.prototype, WebGL2RenderingContext.prototype]) {
                const { [`create${kind}`]: create, [`delete${kind}`]: free } = context;
                context[`create${kind}`] = function (...rest) {
                  alive[kind] = (alive[kind] ?? 0) + 1;
                  return create.apply(this, rest);
                };
                context[`delete${kind}`] = function (object) {
                  alive[kind] -= object ? 1 : 0;
                  free.call(this, object);
                };
              }
            }
            { const { fenceSync, deleteSync } = WebGL2RenderingContext.prototype;
              WebGL2RenderingContext.prototype.fenceSync = function (...rest) {
                alive.Sync = (alive.Sync ?? 0) + 1;
                return fenceSync.apply(this, rest);
              };
              WebGL2RenderingContext.prototype.deleteSync = function (sync) {
                alive.Sync--;
                deleteSync.call(this, sync);
              }; }
            { const { close } = ImageBitmap.prototype;
              const make = createImageBitmap;
              window.createImageBitmap = async (...rest) => {
                const bitmap = await make(...rest);
                alive.Bitmap = (alive.Bitmap ?? 0) + 1;
                return bitmap;
              };
              ImageBitmap.prototype.close = function () {
                alive.Bitmap--;
                close.call(this);
              }; }
            """;

    /** Strokes, and each twentieth an image that is dropped; one after another. */
    private static void predictions(Chromium browser, int count) throws Exception {
        browser.value("""
                (async () => {
                  const pad = document.getElementById('pad');
                  const box = pad.getBoundingClientRect();
                  let shown;
                  const observer = new MutationObserver(() => shown());
                  observer.observe(document.getElementById('result'), { childList: true });
                  for (let i = 0; i < %d; i++) {
                    const done = new Promise((resolve) => { shown = resolve; });
                    if (i %% 20 === 19) {
                      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: given }));
                    } else {
                      pad.dispatchEvent(new PointerEvent(
                        'pointermove', { clientX: box.left + i * 7 %% 200, clientY: box.top + i * 13 %% 200 }));
                    }
                    await done;
                  }
                  observer.disconnect();
                })()""".formatted(count));
    }

    private static long heap(Chromium browser) throws Exception {
        for (int i = 0; i < 3; i++) {
            browser.call("HeapProfiler.collectGarbage", Chromium.parameters());
        }
        return browser.call("Runtime.getHeapUsage", Chromium.parameters())
                .get("usedSize")
                .asLong();
    }

    @Test
    void tenThousandPredictionsLeaveNothingBehind() throws Exception {
        try (Chromium browser = browser()) {
            browser.before(COUNTS);
            browser.open(page);
            browser.value("window.given = " + transfer(halves(4, 4, 200)) + "; 0");
            int top = browser.value("Math.ceil(document.getElementById('pad').getBoundingClientRect().top)")
                    .asInt();
            browser.mouse("mousePressed", 60, top + 40);
            browser.until(SOME_RESULT);
            // Painting takes most of the time, and is not what is counted.
            browser.value("document.body.style.visibility = 'hidden'");
            predictions(browser, 500);
            predictions(browser, 500);
            JsonNode alive = browser.value("alive");
            long heap = heap(browser);
            for (int i = 0; i < 18; i++) {
                predictions(browser, 500);
            }
            assertEquals(alive, browser.value("alive"));
            // Of each prediction there would be 16 bytes at least.
            assertTrue(heap(browser) - heap < 9_000 * 16, heap + " and then " + heap(browser) + " bytes");
            assertTrue(alive.get("Texture").asInt() > 0, alive.toString());
            assertEquals(List.of(), browser.troubles());
        }
    }

    /** What is translated says so; all else stays English, and so does a page for a visitor of another language. */
    @Test
    void aFewWordsAreInTheVisitorsLanguage() throws Exception {
        try (Chromium browser = browser()) {
            for (String[] visitor : new String[][] {
                {"['de-AT', 'en']", "Bereit", "Kamera", "de"},
                {"['nl', 'fr-CA']", "Prêt", "Caméra", "fr"},
                {"['en-GB', 'de']", "Ready", "Camera", "en"},
                {"['nl']", "Ready", "Camera", "en"}
            }) {
                // The last script of all counts.
                browser.before(
                        "Object.defineProperty(Navigator.prototype, 'languages', { configurable: true, get: () => "
                                + visitor[0] + " });");
                browser.open(page);
                assertEquals(visitor[1], browser.text("status"));
                assertEquals(visitor[2], browser.text("camera"));
                assertEquals(
                        visitor[3],
                        browser.value("document.getElementById('camera').lang").asText());
                assertEquals(
                        "en", browser.value("document.documentElement.lang").asText());
                drop(browser, transfer(halves(4, 4, 200)));
                browser.until(SOME_RESULT);
                assertEquals(
                        "en",
                        browser.value("document.getElementById('status').lang").asText());
                assertEquals(List.of(), browser.troubles());
            }
        }
    }

    @Test
    void whatIsClearedStaysCleared() throws Exception {
        try (Chromium browser = browser()) {
            browser.before("""
                    window.reads = 0;
                    const read = WebGL2RenderingContext.prototype.getBufferSubData;
                    WebGL2RenderingContext.prototype.getBufferSubData = function (...rest) {
                      window.reads++;
                      return read.apply(this, rest);
                    };
                    """);
            browser.open(page);
            drop(browser, transfer(halves(4, 4, 200)));
            browser.until(SOME_RESULT);
            int reads = browser.value("reads").asInt();
            int top = browser.value("Math.ceil(document.getElementById('pad').getBoundingClientRect().top)")
                    .asInt();
            // While a stroke is predicted.
            browser.value("document.getElementById('pad').addEventListener('pointermove',"
                    + " () => document.getElementById('clear').click())");
            browser.mouse("mousePressed", 60, top + 40);
            browser.mouse("mouseMoved", 80, top + 60);
            browser.mouse("mouseReleased", 80, top + 60);
            browser.until("reads > " + reads);
            browser.value("new Promise((resolve) => setTimeout(resolve))");
            assertEquals(List.of(), browser.texts("#result li"));
            assertEquals(List.of(), browser.troubles());
        }
    }

    @Test
    void pagesPredictSideBySideAndHidden() throws Exception {
        BufferedImage dark = halves(4, 4, 20);
        BufferedImage light = halves(4, 4, 250);
        BufferedImage grey = halves(4, 4, 128);
        try (Chromium first = browser()) {
            first.open(page);
            Chromium tab = first.another(false);
            Chromium window = first.another(true);
            for (Chromium other : List.of(tab, window)) {
                other.watch();
                other.open(page);
            }
            drop(first, transfer(dark));
            drop(tab, transfer(light));
            drop(window, transfer(grey));
            assertShown(first, predicted(1, dark), SHOWN);
            assertShown(tab, predicted(1, light), SHOWN);
            assertShown(window, predicted(1, grey), SHOWN);
            // A camera that nobody watches rests, and goes on.
            first.call("Page.bringToFront", Chromium.parameters());
            first.value("document.getElementById('camera').click()");
            first.until("document.getElementById('camera').ariaPressed === 'true'");
            tab.call("Page.bringToFront", Chromium.parameters());
            first.call("Page.setWebLifecycleState", Chromium.parameters().put("state", "frozen"));
            first.call("Page.setWebLifecycleState", Chromium.parameters().put("state", "active"));
            first.call("Page.bringToFront", Chromium.parameters());
            first.value("document.getElementById('result').replaceChildren()");
            first.until(SOME_RESULT);
            for (Chromium one : List.of(first, tab, window)) {
                assertEquals(List.of(), one.troubles());
            }
        }
    }

    @Test
    void aPageFromAServerAsksForNothingElse() throws Exception {
        byte[] content = Files.readAllBytes(page);
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            boolean known = path.equals("/page.html");
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? content.length : -1);
            if (known) {
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
        BufferedImage image = halves(4, 4, 200);
        try (Chromium browser = browser()) {
            browser.call("Network.enable", Chromium.parameters());
            browser.open(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/page.html"));
            drop(browser, transfer(image));
            assertShown(browser, predicted(1, image), SHOWN);
            browser.value("document.getElementById('camera').click()");
            browser.until("document.getElementById('camera').ariaPressed === 'true'");
            browser.value("document.getElementById('camera').click()");
            String policy = browser.value("document.querySelector('meta[http-equiv]').content")
                    .asText();
            assertTrue(policy.startsWith("default-src 'none';"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals(
                    1,
                    browser.events("Network.requestWillBeSent").stream()
                            .filter(event ->
                                    event.get("request").get("url").asText().startsWith("http"))
                            .count());
            assertEquals(List.of(), browser.troubles());
        } finally {
            server.stop(0);
        }
        asked.remove("/favicon.ico");
        assertEquals(List.of("/page.html"), List.copyOf(asked));
    }

    @Test
    void whatIsPrintedIsTheResult() throws Exception {
        try (Chromium browser = browser()) {
            browser.open(page);
            drop(browser, transfer(halves(4, 4, 200)));
            browser.until(SOME_RESULT);
            browser.call("Emulation.setEmulatedMedia", Chromium.parameters().put("media", "print"));
            for (String shown : List.of("#seen", "#result .name", "#result meter", "#result .share", "h1", "#check")) {
                assertTrue(
                        browser.value("document.querySelector('" + shown + "').checkVisibility()")
                                .asBoolean(),
                        shown);
            }
            for (String hidden : List.of("#drop", "#file", "#camera", "#clear", "#anyway")) {
                assertFalse(
                        browser.value("document.querySelector('" + hidden + "').checkVisibility()")
                                .asBoolean(),
                        hidden);
            }
            assertEquals(List.of(), browser.troubles());
        }
    }
}
