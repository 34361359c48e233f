package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.gl.GlDriver;
import dev.texon.gpu.spi.DriverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Texon measures of float textures, against the list of extensions and against a page that was written by hand and shares no
 * code with Texon, in the same browser with the same flags. All three must agree about every {@link Fact}.
 */
final class KhronosFactsTest {
    private static final int PAGE_SECONDS = 60;

    private static Path executable = Path.of("");

    /** One page for each set of flags. */
    private static final Map<List<String>, JsonNode> ANSWERS = new HashMap<>();

    @BeforeAll
    static void findBrowser() {
        executable = TestBrowser.require();
    }

    private static final List<Fact> FACTS = List.of(
            new Fact(
                    "floatRender",
                    TextureFormat.RGBA32F,
                    FormatFeature.RENDER,
                    List.of(Set.of("OES_texture_float", "WEBGL_color_buffer_float")),
                    List.of(Set.of("EXT_color_buffer_float"))),
            new Fact(
                    "halfRender",
                    TextureFormat.RGBA16F,
                    FormatFeature.RENDER,
                    List.of(Set.of("OES_texture_half_float", "EXT_color_buffer_half_float")),
                    List.of(Set.of("EXT_color_buffer_float"), Set.of("EXT_color_buffer_half_float"))),
            new Fact(
                    "floatLinear",
                    TextureFormat.RGBA32F,
                    FormatFeature.LINEAR_FILTER,
                    List.of(Set.of("OES_texture_float", "OES_texture_float_linear")),
                    List.of(Set.of("OES_texture_float_linear"))),
            new Fact(
                    "halfLinear",
                    TextureFormat.RGBA16F,
                    FormatFeature.LINEAR_FILTER,
                    List.of(Set.of("OES_texture_half_float", "OES_texture_half_float_linear")),
                    List.of(Set.of())),
            new Fact(
                    "floatBlend",
                    TextureFormat.RGBA32F,
                    FormatFeature.BLEND,
                    List.of(Set.of("OES_texture_float", "WEBGL_color_buffer_float", "EXT_float_blend")),
                    List.of(Set.of("EXT_color_buffer_float", "EXT_float_blend"))),
            new Fact(
                    "halfBlend",
                    TextureFormat.RGBA16F,
                    FormatFeature.BLEND,
                    List.of(Set.of("OES_texture_half_float", "EXT_color_buffer_half_float")),
                    List.of(Set.of("EXT_color_buffer_float"), Set.of("EXT_color_buffer_half_float"))));

    /**
     * Something that can be asked in three ways.
     *
     * @param name what the page calls it
     * @param format and feature: where Texon measures it
     * @param byWebGl1 sets of extensions each of which promises it in WebGL 1; an empty set: the version does
     * @param byWebGl2 the same in WebGL 2
     */
    private record Fact(
            String name,
            TextureFormat format,
            FormatFeature feature,
            List<Set<String>> byWebGl1,
            List<Set<String>> byWebGl2) {
        boolean promised(int version, Set<String> extensions) {
            return (version == 2 ? byWebGl2 : byWebGl1).stream().anyMatch(extensions::containsAll);
        }

        /** Empty if all three agree. */
        Optional<String> disagreement(boolean promised, boolean drawn, boolean measured) {
            return promised == drawn && drawn == measured
                    ? Optional.empty()
                    : Optional.of(name + ": by the extensions " + promised + ", drawn by the page " + drawn
                            + ", measured by Texon " + measured);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.texon.gpu.webgl.WebGlAdapter#offered")
    void extensionsPageAndTexonAgree(WebGlAdapter adapter) throws Exception {
        JsonNode page = answer(adapter);
        Set<String> extensions = new HashSet<>();
        page.path("extensions").forEach(name -> extensions.add(name.asText()));
        List<String> disagreements = new ArrayList<>();
        DriverOptions options = DriverOptions.DEFAULT;
        try (GpuDevice device =
                GpuDevice.over(GlDriver.open(WebGlBackend.open(adapter, options), "webgl", adapter.id(), options))) {
            Capabilities capabilities = device.capabilities();
            for (Fact fact : FACTS) {
                fact.disagreement(
                                fact.promised(adapter.version(), extensions),
                                drawn(page.path("drawn"), fact),
                                capabilities.supports(fact.format(), fact.feature()))
                        .ifPresent(disagreements::add);
            }
        }
        assertEquals(List.of(), disagreements, () -> adapter + " with " + extensions);
    }

    /** A page that said yes to everything would agree with a good browser: without extensions it must say no. */
    @ParameterizedTest
    @MethodSource("dev.texon.gpu.webgl.WebGlAdapter#offered")
    void withoutExtensionsThePageDrawsNoFloats(WebGlAdapter adapter) throws Exception {
        JsonNode bare = answer(adapter).path("bare");
        for (Fact fact : FACTS) {
            assertEquals(fact.promised(adapter.version(), Set.of()), drawn(bare, fact), fact.name() + " in " + bare);
        }
    }

    @Test
    void everyDisagreementIsNamed() {
        for (int i = 0; i < 8; i++) {
            boolean promised = (i & 1) != 0;
            boolean drawn = (i & 2) != 0;
            boolean measured = (i & 4) != 0;
            String expected = i == 0 || i == 7
                    ? ""
                    : "floatRender: by the extensions " + promised + ", drawn by the page " + drawn
                            + ", measured by Texon " + measured;
            assertEquals(
                    expected,
                    FACTS.get(0).disagreement(promised, drawn, measured).orElse(""));
        }
    }

    private static boolean drawn(JsonNode facts, Fact fact) {
        JsonNode found = facts.path(fact.name());
        if (!found.isBoolean()) {
            throw new AssertionError("The page says nothing of " + fact.name() + ": " + facts);
        }
        return found.asBoolean();
    }

    private static JsonNode answer(WebGlAdapter adapter) throws Exception {
        JsonNode known = ANSWERS.get(adapter.flags());
        if (known == null) {
            known = new JsonMapper().readTree(openPage(adapter.flags()));
            ANSWERS.put(adapter.flags(), known);
        }
        JsonNode version = known.path(Integer.toString(adapter.version()));
        if (!version.isObject()) {
            throw new AssertionError("The page answers " + known);
        }
        return version;
    }

    /** Shows the page in a browser as the adapter would start it, and returns what it posts. */
    private static String openPage(List<String> flags) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> serve(exchange, answer));
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/facts.html";
        try (Browser browser = Browser.start(executable, flags, url, Map.of())) {
            var unused = browser.onExit()
                    .thenAccept(code -> answer.completeExceptionally(
                            new AssertionError("The browser has ended with exit code " + code)));
            return answer.get(PAGE_SECONDS, TimeUnit.SECONDS);
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpExchange exchange, CompletableFuture<String> answer) throws IOException {
        try (exchange;
                InputStream page = Objects.requireNonNull(
                        KhronosFactsTest.class.getResourceAsStream("facts.html"), "facts.html")) {
            if (exchange.getRequestMethod().equals("POST")) {
                answer.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(204, -1);
            } else if (exchange.getRequestURI().getPath().equals("/facts.html")) {
                byte[] bytes = page.readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }
}
