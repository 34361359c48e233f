package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Activation;
import dev.texon.networks.Loss;
import dev.texon.networks.Model;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Window;
import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.Scaling;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported modules in pages and workers of the real browser, and in the tools that their users have. */
class WebModuleTest {
    private static final String TITLE = "A </script> & `Größe` */ ${x}\n# \"quoted\"";
    private static final String NAME = "a-script-gro-e-x-quoted-network";
    private static final String ESBUILD = "esbuild@0.25.12";
    private static final String TYPESCRIPT = "typescript@5.9.3";

    /** What is loaded must be allowed by a strict policy. */
    private static final String PAGE = """
            <!doctype html>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; script-src 'self'; worker-src 'self'; img-src blob:">
            <script type="module" src="main.js"></script>
            """;

    /** An image of noise without transparency, in the page and, by {@link #pixels}, in Java. */
    private static final String MAIN = """
            import * as images from "./images/index.js";
            import * as maps from "./maps/index.js";
            import * as rows from "./rows/index.js";
            const noise = (width, height) => {
              const pixels = new ImageData(width, height);
              for (let i = 0; i < pixels.data.length; i++) {
                pixels.data[i] = i % 4 === 3 ? 255 : i * 97 % 251;
              }
              return pixels;
            };
            const canvasOf = (pixels) => {
              const canvas = document.createElement("canvas");
              [canvas.width, canvas.height] = [pixels.width, pixels.height];
              canvas.getContext("2d").putImageData(pixels, 0, 0);
              return canvas;
            };
            /** Whatever a page may set in a context that passes depend on. */
            const disturb = (gl) => {
              const webgl2 = gl instanceof WebGL2RenderingContext;
              for (const name of ["BLEND", "CULL_FACE", "DEPTH_TEST", "SCISSOR_TEST", "STENCIL_TEST"]) {
                gl.enable(gl[name]);
              }
              gl.cullFace(gl.FRONT_AND_BACK);
              gl.depthFunc(gl.NEVER);
              gl.stencilFunc(gl.NEVER, 0, 0);
              gl.scissor(0, 0, 1, 1);
              gl.blendFunc(gl.ZERO, gl.ZERO);
              gl.blendEquation(gl.FUNC_REVERSE_SUBTRACT);
              gl.colorMask(false, true, false, true);
              gl.viewport(1, 1, 1, 1);
              gl.clearColor(1, 1, 1, 1);
              gl.useProgram(null);
              gl.activeTexture(gl.TEXTURE3);
              gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
              gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
              gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
              gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
              gl.pixelStorei(gl.UNPACK_ALIGNMENT, 8);
              gl.pixelStorei(gl.PACK_ALIGNMENT, 8);
              gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
              gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(64), gl.STATIC_DRAW);
              gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 16);
              if (webgl2) {
                gl.vertexAttribDivisor(0, 1);
                gl.enable(gl.RASTERIZER_DISCARD);
                for (const store of ["PACK_ROW_LENGTH", "PACK_SKIP_ROWS", "PACK_SKIP_PIXELS",
                    "UNPACK_ROW_LENGTH", "UNPACK_SKIP_ROWS", "UNPACK_SKIP_PIXELS"]) {
                  gl.pixelStorei(gl[store], 3);
                }
                const sampler = gl.createSampler();
                gl.samplerParameteri(sampler, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
                for (let unit = 0; unit < 16; unit++) {
                  gl.bindSampler(unit, sampler);
                }
                gl.bindBuffer(gl.PIXEL_PACK_BUFFER, gl.createBuffer());
                gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, gl.createBuffer());
                gl.bindVertexArray(gl.createVertexArray());
              } else {
                gl.getExtension("ANGLE_instanced_arrays")?.vertexAttribDivisorANGLE(0, 1);
              }
              gl.disableVertexAttribArray(0);
            };
            const texels = (gl, texture, width, height) => {
              const framebuffer = gl.createFramebuffer();
              gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
              gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
              const all = new Float32Array(4 * width * height);
              gl.readPixels(0, 0, width, height, gl.RGBA, gl.FLOAT, all);
              gl.deleteFramebuffer(framebuffer);
              return all;
            };
            const failure = (promise) => promise.then(() => "nothing fails", (error) => error.message);
            Object.assign(window, { images, maps, rows, noise, canvasOf, disturb, texels, failure });
            """;

    private static final String WORKER = """
            import { load } from "./images/index.js";
            onmessage = async ({ data }) => {
              const own = await load();
              const given = await load(new OffscreenCanvas(3, 3));
              postMessage({
                bits: own.check.bits,
                outputs: [...await own.predict(data)],
                others: [...await given.predict(data)],
                drawn: own.gl.canvas instanceof OffscreenCanvas,
              });
            };
            """;

    @TempDir
    private static Path folder = Path.of("");

    private static float[] images = {};
    private static float[] row = {};

    private static @Nullable FolderServer server;
    private static @Nullable Chromium browser;

    private static Snapshot rows() {
        Network network = Network.input(7).dense(12, Activation.TANH).dense(2);
        Snapshot random = WebPageTest.random(
                network,
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                Optional.of(new Scaling(
                        new Scaling.Units(List.of(0.5f), List.of(0.25f)),
                        new Scaling.Units(List.of(100f, -3f), List.of(8f, 0.5f)))));
        return new Snapshot(
                network,
                random.loss(),
                random.classes(),
                random.parameters(),
                random.statistics(),
                random.scaling(),
                Optional.of(
                        new ColumnNames(List.of("a", "b", "c", "</script>", "```", "\u202e", "g"), List.of("x", "y"))),
                Optional.empty());
    }

    private static ByteBuffer pixels(int width, int height) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(4 * width * height);
        while (pixels.hasRemaining()) {
            int i = pixels.position();
            pixels.put((byte) (i % 4 == 3 ? 255 : i * 97 % 251));
        }
        return pixels.flip();
    }

    @BeforeAll
    static void exportAll() throws Exception {
        WebOptions options = WebOptions.of(TITLE).withWeights(Weights.FLOAT32);
        // Six channels of a place are two texels.
        Snapshot maps = WebPageTest.random(
                Network.input(5, 4, 3).convolution(6, Window.same(3), Activation.TANH),
                Loss.MEAN_SQUARED_ERROR,
                List.of(),
                Optional.empty());
        try (GpuDevice judge = WebPageTest.judge()) {
            Snapshot classifier = WebPageTest.classifier(3);
            WebModule.write(classifier, options, judge, folder.resolve("images"));
            WebModule.write(maps, options, judge, folder.resolve("maps"));
            WebModule.write(rows(), options, judge, folder.resolve("rows"));
            WebModule.write(
                    WebPageTest.random(
                            Network.input(5, 4, 1).convolution(3, Window.same(3), Activation.TANH),
                            Loss.MEAN_SQUARED_ERROR,
                            List.of(),
                            Optional.empty()),
                    options,
                    null,
                    folder.resolve("pictures"));
            try (Model model = Model.open(judge, classifier)) {
                images = model.predict(pixels(31, 17), 31, 17);
            }
            try (Model model = Model.open(judge, rows())) {
                row = model.predict(1, 2, 3, 4, 5, 6, 7);
            }
        }
        Files.writeString(folder.resolve("page.html"), PAGE);
        Files.writeString(folder.resolve("main.js"), MAIN);
        Files.writeString(folder.resolve("worker.js"), WORKER);
        server = new FolderServer(folder);
        browser = Chromium.start("swiftshader", folder.resolve("profile"));
    }

    @AfterAll
    static void closeAll() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static FolderServer server() {
        return Objects.requireNonNull(server);
    }

    /** A fresh page with all modules. */
    private static Chromium page() throws Exception {
        Chromium opened = Objects.requireNonNull(browser);
        opened.visit(server().url("page.html"));
        opened.until("typeof failure === 'function'");
        return opened;
    }

    /** What a function of the page returns. */
    private static JsonNode run(Chromium page, String body) throws Exception {
        return page.value("(async () => {\n" + body + "\n})()");
    }

    private static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) array.get(i).asDouble();
        }
        return floats;
    }

    @Test
    void aPlainScriptPredictsWhatJavaDoes() throws Exception {
        Chromium page = page();
        JsonNode found = run(page, """
                const net = await images.load();
                return {
                  outputs: [...await net.predict(noise(31, 17))],
                  check: net.check, variant: net.variant, input: net.input, output: net.output,
                  classes: net.classes, columns: net.columns, probabilities: net.probabilities,
                  top: net.top([0.1, 0.5, 0.2, 0.15, 0.05], 2),
                };
                """);
        assertArrayEquals(images, floats(found.get("outputs")), 1e-6f);
        assertEquals(new JsonMapper().readTree("{\"bits\":24,\"fit\":true}"), found.get("check"));
        assertEquals(
                new JsonMapper().readTree("{\"storage\":\"float32\",\"webgl\":2,\"targets\":4}"), found.get("variant"));
        assertEquals(
                "[10,12,3] [1,1,5] true []",
                found.get("input") + " " + found.get("output") + " " + found.get("probabilities") + " "
                        + found.get("columns"));
        assertEquals(WebPageTest.CLASSES.get(1), found.get("classes").get(1).asText());
        assertEquals(
                WebPageTest.CLASSES.get(1), found.get("top").get(0).get("name").asText());
        assertEquals(2, found.get("top").get(1).get("index").asInt());
    }

    @Test
    void everyKindOfSourceIsPredictedAlike() throws Exception {
        JsonNode found = run(page(), """
                const net = await images.load();
                const pixels = noise(31, 17);
                const canvas = canvasOf(pixels);
                const offscreen = new OffscreenCanvas(31, 17);
                offscreen.getContext("2d").putImageData(pixels, 0, 0);
                const blob = await new Promise((resolve) => canvas.toBlob(resolve));
                const image = new Image();
                image.src = URL.createObjectURL(blob);
                await image.decode();
                const sources = {
                  canvas, offscreen, blob, image,
                  file: new File([blob], "image.png"),
                  bitmap: await createImageBitmap(canvas),
                  frame: new VideoFrame(canvas, { timestamp: 0 }),
                };
                const all = {};
                for (const [name, source] of Object.entries(sources)) {
                  all[name] = [...await net.predict(source)];
                }
                return all;
                """);
        assertEquals(7, found.size());
        found.forEachEntry((name, outputs) -> assertArrayEquals(images, floats(outputs), 1e-6f, name));
    }

    @Test
    void aWorkerPredictsWhatItsPageDoes() throws Exception {
        JsonNode found = run(page(), """
                const worker = new Worker("worker.js", { type: "module" });
                const answer = await new Promise((resolve, reject) => {
                  worker.onmessage = ({ data }) => resolve(data);
                  worker.onerror = (event) => reject(new Error(event.message));
                  worker.postMessage(noise(31, 17));
                });
                const net = await images.load();
                return { ...answer, page: [...await net.predict(noise(31, 17))] };
                """);
        assertEquals(24, found.get("bits").asInt());
        assertTrue(found.get("drawn").asBoolean());
        assertArrayEquals(floats(found.get("page")), floats(found.get("outputs")));
        assertArrayEquals(floats(found.get("page")), floats(found.get("others")));
    }

    @Test
    void rowsOfNumbersArePredictedInTheirUnits() throws Exception {
        JsonNode found = run(page(), """
                const net = await rows.load();
                return {
                  outputs: [...await net.predict(Float32Array.of(1, 2, 3, 4, 5, 6, 7))],
                  bits: net.check.bits, columns: net.columns, targets: net.targets,
                  few: await failure(net.predict(Float32Array.of(1))),
                  image: await failure(net.predict(noise(3, 3))),
                };
                """);
        assertArrayEquals(row, floats(found.get("outputs")), 1e-4f);
        assertEquals(24, found.get("bits").asInt());
        assertEquals("</script>", found.get("columns").get(3).asText());
        assertEquals(8, found.get("targets").get("deviations").get(0).asInt());
        assertEquals(
                "the network takes 7 numbers, and is given 1", found.get("few").asText());
        assertEquals(
                "the network takes numbers; give it a Float32Array",
                found.get("image").asText());
    }

    @Test
    void outputsOnTheGpuAreThoseThatArePredicted() throws Exception {
        JsonNode found = run(page(), """
                const all = [];
                for (const module of [images, maps, rows]) {
                  const net = await module.load();
                  const source = module === rows ? Float32Array.of(1, 2, 3, 4, 5, 6, 7) : noise(31, 17);
                  const [across, , channels] = net.output;
                  const texture = net.gl.createTexture();
                  const { width, height } = await net.run(source, texture);
                  const read = texels(net.gl, texture, width, height);
                  const { targets } = net;
                  const ran = Array.from(await net.predict(source), (_, i) => {
                    const c = i % channels;
                    const place = (i - c) / channels;
                    const texel = Math.floor(place / across) * width + (c >> 2) * across + place % across;
                    const value = read[4 * texel + c % 4];
                    return targets ? Math.fround(value * targets.deviations[c] + targets.means[c]) : value;
                  });
                  all.push({ ran, predicted: [...await net.predict(source)], error: net.gl.getError() });
                  all.at(-1).wrong = await failure(net.run(source, null));
                  const other = document.createElement("canvas").getContext("webgl2");
                  all.at(-1).foreign = await failure(net.run(source, other.createTexture()));
                }
                return all;
                """);
        for (JsonNode one : found) {
            assertArrayEquals(floats(one.get("predicted")), floats(one.get("ran")));
            assertEquals(0, one.get("error").asInt());
            assertEquals(
                    "run fills a 2D texture that net.gl has made",
                    one.get("wrong").asText());
            assertEquals(
                    "run fills a 2D texture that net.gl has made",
                    one.get("foreign").asText());
        }
        assertEquals(120, found.get(1).get("predicted").size());
    }

    @Test
    void runSaysThatItNeedsWebGl2() throws Exception {
        JsonNode found = run(page(), """
                const canvas = document.createElement("canvas");
                canvas.getContext("webgl");
                const net = await images.load(canvas);
                return {
                  webgl: net.variant.webgl,
                  refusal: await failure(net.run(noise(3, 3), net.gl.createTexture())),
                  predicted: (await net.predict(noise(3, 3))).length,
                };
                """);
        assertEquals(1, found.get("webgl").asInt());
        assertEquals(
                "run needs WebGL 2, and this browser gives WebGL 1; take predict",
                found.get("refusal").asText());
        assertEquals(5, found.get("predicted").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"webgl2", "webgl"})
    void aContextThatOthersChangeIsShared(String version) throws Exception {
        JsonNode found = run(page(), """
                const canvas = document.createElement("canvas");
                [canvas.width, canvas.height] = [40, 30];
                const gl = canvas.getContext("%s");
                disturb(gl);
                const loading = images.load(canvas);
                for (let i = 0; i < 50; i++) {
                  await new Promise((resolve) => setTimeout(resolve));
                  disturb(gl);
                }
                const [net, second, third] = [await loading, await maps.load(canvas), await images.load()];
                const source = noise(31, 17);
                const other = [...await second.predict(source)];
                disturb(gl);
                const pending = Promise.all([net.predict(source), second.predict(source), third.predict(source)]);
                // Between all microtasks of the predictions.
                let over = false;
                const meanwhile = (async () => {
                  for (let i = 0; i < 20; i++) {
                    disturb(gl);
                    await null;
                  }
                  while (!over) {
                    disturb(gl);
                    await new Promise((resolve) => setTimeout(resolve));
                  }
                })();
                const [outputs, others, thirds] = await pending;
                over = true;
                await meanwhile;
                await net.predict(source);
                // The page's own drawing: the state is that of a new context.
                const state = ["BLEND", "CULL_FACE", "DEPTH_TEST", "SCISSOR_TEST", "STENCIL_TEST"].map((name) => gl.isEnabled(gl[name]));
                gl.clearColor(0.2, 0.4, 0.6, 1);
                gl.clear(gl.COLOR_BUFFER_BIT);
                const pixel = new Uint8Array(4);
                gl.readPixels(30, 20, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
                return {
                  outputs: [...outputs], others: [...others], thirds: [...thirds], other,
                  state, pixel: [...pixel], viewport: [...gl.getParameter(gl.VIEWPORT)],
                  alignment: gl.getParameter(gl.UNPACK_ALIGNMENT), same: net.gl === gl && second.gl === gl,
                };
                """.formatted(version));
        assertArrayEquals(images, floats(found.get("outputs")), 1e-5f);
        assertArrayEquals(images, floats(found.get("thirds")), 1e-5f);
        assertArrayEquals(floats(found.get("other")), floats(found.get("others")));
        assertNotEquals(0f, floats(found.get("other"))[0]);
        assertEquals("[false,false,false,false,false]", found.get("state").toString());
        assertEquals("[51,102,153,255]", found.get("pixel").toString());
        assertEquals("[0,0,40,30]", found.get("viewport").toString());
        assertEquals(4, found.get("alignment").asInt());
        assertTrue(found.get("same").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"webgl2", "webgl"})
    void whatIsDisposedIsFreedAndSaysSo(String version) throws Exception {
        JsonNode found = run(page(), """
                const gl = document.createElement("canvas").getContext("%s");
                const kinds = ["Texture", "Framebuffer", "Program", "Shader", "Buffer", "VertexArray"];
                const living = new Set();
                for (const kind of kinds.filter((one) => gl[`create${one}`])) {
                  const [create, remove] = [gl[`create${kind}`], gl[`delete${kind}`]];
                  gl[`create${kind}`] = (...rest) => {
                    const made = create.apply(gl, rest);
                    living.add(made);
                    return made;
                  };
                  gl[`delete${kind}`] = (object) => {
                    living.delete(object);
                    remove.call(gl, object);
                  };
                }
                const net = await images.load(gl.canvas);
                await net.predict(noise(5, 5));
                const before = living.size;
                const pending = failure(net.predict(noise(5, 5)));
                await null;
                await null;
                net.dispose();
                net.dispose();
                const own = await images.load();
                own.dispose();
                return {
                  before, after: living.size, error: gl.getError(), lost: gl.isContextLost(), ownLost: own.gl.isContextLost(),
                  pending: await pending, later: await failure(net.predict(noise(5, 5))), variant: net.variant,
                };
                """.formatted(version));
        assertTrue(found.get("before").asInt() > 20, found::toString);
        assertEquals(0, found.get("after").asInt());
        assertEquals(0, found.get("error").asInt());
        assertFalse(found.get("lost").asBoolean());
        assertTrue(found.get("ownLost").asBoolean());
        assertEquals("the network has been disposed", found.get("pending").asText());
        assertEquals("the network has been disposed", found.get("later").asText());
        assertTrue(found.get("variant").isNull());
    }

    @Test
    void aLostContextIsToldAndComesBack() throws Exception {
        JsonNode found = run(page(), """
                const net = await images.load(document.createElement("canvas"));
                const before = [...await net.predict(noise(31, 17))];
                const extension = net.gl.getExtension("WEBGL_lose_context");
                const next = (type) => new Promise((resolve) => net.addEventListener(type, resolve, { once: true }));
                const pending = failure(net.predict(noise(31, 17)));
                const lost = next("lost");
                extension.loseContext();
                await lost;
                const later = await failure(net.predict(noise(31, 17)));
                const restored = next("restored");
                await new Promise((resolve) => setTimeout(resolve, 50));
                extension.restoreContext();
                const { detail } = await restored;
                return {
                  before, after: [...await net.predict(noise(31, 17))], pending: await pending, later, detail, bits: net.check.bits,
                };
                """);
        assertArrayEquals(images, floats(found.get("before")), 1e-6f);
        assertArrayEquals(floats(found.get("before")), floats(found.get("after")));
        assertEquals("the GPU was taken away", found.get("pending").asText());
        assertEquals("the GPU was taken away", found.get("later").asText());
        assertTrue(found.get("detail").isNull());
        assertEquals(24, found.get("bits").asInt());
    }

    @Test
    void theExamplePageOfEachIsShortAndPredicts() throws Exception {
        Chromium page = Objects.requireNonNull(browser);
        for (String module : List.of("images", "maps", "rows", "pictures")) {
            Path example = folder.resolve(module).resolve("example.html");
            assertTrue(Files.readAllLines(example).size() <= 15, module);
            assertTrue(Files.readString(folder.resolve(module).resolve("README.md"))
                    .contains(Files.readString(example).stripTrailing()));
            page.visit(server().url(module + "/example.html"));
            page.until("document.querySelector('input').onchange !== null");
            run(page, module.equals("rows") ? """
                    const input = document.querySelector("input");
                    input.value = "1, 2, 3, 4, 5, 6, 7";
                    input.dispatchEvent(new Event("change"));
                    """ : """
                    const canvas = document.createElement("canvas");
                    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
                    const files = new DataTransfer();
                    files.items.add(new File([blob], "image.png", { type: "image/png" }));
                    const input = document.querySelector("input");
                    input.files = files.files;
                    input.dispatchEvent(new Event("change"));
                    """);
            page.until(
                    module.equals("pictures")
                            ? "document.querySelector('canvas').getContext('2d').getImageData(2, 2, 1, 1).data[3] === 255"
                            : "document.querySelector('pre').textContent.includes('\\n')");
            assertEquals(
                    1, page.value("document.querySelectorAll('script').length").asInt());
        }
    }

    /** Where a tool of npm's is installed; the test is absent where it cannot be. */
    private static Path installed(String tool) throws Exception {
        Path tools = Files.createDirectories(folder.resolve(tool.replaceAll("@.*", "")));
        Files.writeString(tools.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}");
        String said = "npm cannot be started";
        try {
            Process npm = new ProcessBuilder(
                            "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", tool)
                    .directory(tools.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(tools.resolve("npm.log").toFile())
                    .start();
            if (npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0) {
                return tools;
            }
            npm.destroyForcibly();
            said = Files.readString(tools.resolve("npm.log"));
        } catch (IOException e) {
            said += ": " + e.getMessage();
        }
        throw Absence.of("npm", tool + " cannot be installed: " + said);
    }

    /** The output of a process and its status. */
    private static String output(Path where, String... command) throws Exception {
        Path log = where.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        return Files.readString(log) + "status " + process.exitValue();
    }

    private static void putPackage(Path tools, String module) throws IOException {
        Path target = Files.createDirectories(tools.resolve("node_modules").resolve(NAME));
        for (String name : List.of("index.js", "data.js", "index.d.ts", "package.json")) {
            Files.copy(folder.resolve(module).resolve(name), target.resolve(name));
        }
    }

    @Test
    void aBundlerTakesIt() throws Exception {
        Path tools = installed(ESBUILD);
        putPackage(tools, "images");
        Files.writeString(tools.resolve("used.js"), """
                import { load } from "%s";
                window.load = load;
                """.formatted(NAME));
        Files.writeString(tools.resolve("unused.js"), """
                import { load } from "%s";
                window.unused = true;
                """.formatted(NAME));
        String esbuild = tools.resolve("node_modules/.bin/esbuild").toString();
        String said = output(tools, esbuild, "used.js", "unused.js", "--bundle", "--minify", "--outdir=" + folder);
        assertTrue(said.endsWith("status 0"), said);
        assertTrue(Files.size(folder.resolve("unused.js")) < 100, "what is not used is left out");
        Files.writeString(folder.resolve("bundled.html"), """
                <!doctype html>
                <meta charset="utf-8">
                <script src="used.js"></script>
                """);
        Chromium page = Objects.requireNonNull(browser);
        page.visit(server().url("bundled.html"));
        JsonNode found = run(page, """
                const net = await load();
                return { bits: net.check.bits, outputs: (await net.predict(new ImageData(3, 3))).length };
                """);
        assertEquals("{\"bits\":24,\"outputs\":5}", found.toString());
        // A server that renders pages imports what they do: that opens nothing and ends.
        Files.writeString(tools.resolve("server.js"), """
                import { load } from "%s";
                console.log(typeof load);
                """.formatted(NAME));
        assertEquals("function\nstatus 0", output(tools, "node", "server.js"));
    }

    @Test
    void typesAreThoseOfTheModule() throws Exception {
        Path tools = installed(TYPESCRIPT);
        putPackage(tools, "images");
        Files.writeString(tools.resolve("right.ts"), """
                import { load, type Network, type Output } from "%s";
                const canvas = document.createElement("canvas");
                const net: Network = await load(canvas);
                const outputs: Float32Array = await net.predict(canvas, { fit: "cover" });
                await net.predict(new File([], "name"));
                await net.predict(new VideoFrame(canvas, { timestamp: 0 }));
                const best: Output | undefined = net.top(outputs, 1)[0];
                const texture = net.gl.createTexture();
                const { width }: { width: number } = await net.run(Float32Array.of(1), texture);
                net.addEventListener("restored", ({ detail }) => console.log(detail?.message, width, best?.name));
                const [across] = net.input;
                console.log(across.toFixed(), net.check.bits ?? 0, net.variant?.storage === "float16", net.classes[0]);
                net.dispose();
                """.formatted(NAME));
        Files.writeString(tools.resolve("wrong.ts"), """
                import { load } from "%s";
                const net = await load("canvas");
                await net.predict(5);
                await net.predict(new ImageData(1, 1), { fit: "fill" });
                net.classes.push("more");
                """.formatted(NAME));
        String tsc = tools.resolve("node_modules/.bin/tsc").toString();
        List<String> command = List.of(
                tsc, "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom");
        assertEquals("status 0", output(tools, with(command, "right.ts")));
        String said = output(tools, with(command, "wrong.ts"));
        for (int line : new int[] {2, 3, 4, 5}) {
            assertTrue(said.contains("wrong.ts(" + line + ","), said);
        }
    }

    private static String[] with(List<String> command, String more) {
        List<String> all = new ArrayList<>(command);
        all.add(more);
        return all.toArray(new String[0]);
    }

    @Test
    void namesOfTheNetworkAreNeitherMarkupNorScript() throws Exception {
        JsonNode manifest = new JsonMapper()
                .readTree(folder.resolve("rows").resolve("package.json").toFile());
        assertEquals(NAME, manifest.get("name").asText());
        assertEquals("module", manifest.get("type").asText());
        String readme = Files.readString(folder.resolve("rows").resolve("README.md"));
        assertTrue(
                readme.startsWith("# A \\<\\/script\\> \\& \\`Größe\\` \\*\\/ \\$\\{x\\} \\# \\\"quoted\\\"\n"),
                readme);
        assertTrue(readme.contains("\n    </script>\n    ```\n     \n    g\n"), readme);
        String data = Files.readString(folder.resolve("images").resolve("data.js"));
        assertFalse(data.contains("<"), "no markup");
        for (String[] one : new String[][] {
            {"http", "http-network"},
            {"", "network"},
            {"../..", "network"},
            {"Größe 3.0", "gro-e-3-0-network"},
            {"手写", "network"}
        }) {
            assertEquals(one[1], WebModule.packageName(one[0]));
        }
        assertEquals(208, WebModule.packageName("a".repeat(500)).length());
    }

    @Test
    void filesOfOthersAreNotTouched() throws Exception {
        Path target = folder.resolve("deep/er/module");
        WebOptions options = WebOptions.of("first");
        WebModule.write(rows(), options, null, target);
        WebModule.write(rows(), WebOptions.of("second"), null, target);
        assertTrue(Files.readString(target.resolve("package.json")).contains("second-network"));
        Files.writeString(target.resolve("notes.txt"), "mine");
        refused(target, "' holds 'notes.txt', which is not of an earlier export of this kind");
        Files.delete(target.resolve("notes.txt"));
        // Somebody's own package has files of these names, too.
        Files.writeString(target.resolve("index.js"), "export const mine = 1;\n");
        refused(target, "' holds 'README.md', which is not of");
        assertEquals("export const mine = 1;\n", Files.readString(target.resolve("index.js")));
        refused(target.resolve("index.js"), "' is a file; name a folder to export to.");
        refused(target.resolve("index.js/below"), "' cannot be made in '");
    }

    private static void refused(Path target, String words) {
        IOException refusal =
                assertThrows(IOException.class, () -> WebModule.write(rows(), WebOptions.of("third"), null, target));
        assertTrue(String.valueOf(refusal.getMessage()).contains(words), refusal.getMessage());
    }
}
