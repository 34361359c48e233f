package dev.texon.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page of a headless Chromium, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final HttpClient client;
    private final URI socketAddress;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> heard;
    private final List<JsonNode> events = new ArrayList<>();
    private int calls;

    private Chromium(Process process, HttpClient client, URI address) throws Exception {
        this.process = process;
        this.client = client;
        this.socketAddress = address;
        this.heard = new LinkedBlockingQueue<>();
        this.socket = client.newWebSocketBuilder()
                .buildAsync(address, new Listener(heard))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * @param adapter what draws, {@code swiftshader} or the {@code system}'s GL, as of the backend {@code webgl}
     * @param folder of its profile, which is left there
     * @param switches more of the command line; of two that say the same the last one counts
     */
    static Chromium start(String adapter, Path folder, String... switches) throws Exception {
        Files.createDirectories(folder);
        Path executable = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":", -1)).map(dir -> Path.of(dir, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> Absence.of("webgl", "no Chromium is on the PATH; install the package chromium"));
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--remote-debugging-port=0",
                // A camera with a moving picture, without a question to a person.
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                // Whatever language the machine speaks.
                "--accept-lang=en",
                "--user-data-dir=" + folder));
        command.addAll(
                adapter.equals("swiftshader")
                        ? List.of("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
                        : List.of("--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"));
        command.addAll(List.of(switches));
        command.add("about:blank");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.start();
        try {
            Path port = folder.resolve("DevToolsActivePort");
            while (!Files.exists(port) || Files.readAllLines(port).isEmpty()) {
                if (!process.isAlive()) {
                    throw new IOException("Chromium ends with status " + process.exitValue());
                }
                Thread.sleep(20);
            }
            HttpClient client = HttpClient.newHttpClient();
            URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
            String address = "";
            while (address.isEmpty()) {
                String targets = client.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                for (JsonNode target : MAPPER.readTree(targets)) {
                    if (target.get("type").asText().equals("page")) {
                        address = target.get("webSocketDebuggerUrl").asText();
                    }
                }
            }
            return new Chromium(process, client, URI.create(address));
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Another page of this browser, in a tab or a window of its own. It is closed when this one is. */
    Chromium another(boolean window) throws Exception {
        String target = call(
                        "Target.createTarget",
                        parameters().put("url", "about:blank").put("newWindow", window))
                .get("targetId")
                .asText();
        return new Chromium(process, client, socketAddress.resolve("/devtools/page/" + target));
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> heard;
        private final StringBuilder text = new StringBuilder();

        Listener(BlockingQueue<JsonNode> heard) {
            this.heard = heard;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    heard.add(MAPPER.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /** Calls a method of the protocol and waits for its answer. */
    JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = ++calls;
        ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (true) {
            JsonNode answer = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException(method + " gets no answer");
            }
            if (answer.path("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new IOException(method + " fails: " + answer.get("error"));
                }
                return answer.get("result");
            }
            if (answer.has("method")) {
                events.add(answer);
            }
        }
    }

    /** From now on, what goes wrong in the page is told as events. */
    void watch() throws Exception {
        call("Runtime.enable", parameters());
        call("Log.enable", parameters());
    }

    /** Parameters of the events of a name that came until now. */
    List<JsonNode> events(String name) throws Exception {
        // What came before the answer to this is heard.
        value("0");
        return events.stream()
                .filter(event -> event.get("method").asText().equals(name))
                .map(event -> event.get("params"))
                .toList();
    }

    /** Exceptions that nobody caught, and errors of the console, since {@link #watch}. */
    List<String> troubles() throws Exception {
        List<String> troubles = new ArrayList<>();
        events("Runtime.exceptionThrown").forEach(event -> troubles.add(event.toString()));
        events("Log.entryAdded").stream()
                .map(event -> event.get("entry"))
                .filter(entry -> entry.get("level").asText().equals("error"))
                .forEach(entry -> troubles.add(entry.toString()));
        events("Runtime.consoleAPICalled").stream()
                .filter(event -> event.get("type").asText().matches("error|assert"))
                .forEach(event -> troubles.add(event.toString()));
        return troubles;
    }

    static ObjectNode parameters() {
        return MAPPER.createObjectNode();
    }

    /** Runs this before the scripts of every page that is opened from now on. */
    void before(String script) throws Exception {
        call("Page.enable", parameters());
        call("Page.addScriptToEvaluateOnNewDocument", parameters().put("source", script));
    }

    void open(Path page) throws Exception {
        open(page.toUri());
    }

    void open(URI page) throws Exception {
        call("Page.enable", parameters());
        call("Page.navigate", parameters().put("url", page.toString()));
        until(
                "document.readyState === 'complete' && !document.getElementById('status').textContent.startsWith('Starting')");
    }

    /** Opens an address and waits until its scripts have run. */
    void visit(String address) throws Exception {
        call("Page.enable", parameters());
        call("Page.navigate", parameters().put("url", address));
        until("document.readyState === 'complete'");
    }

    void size(int width, int height, boolean dark) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                parameters()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = parameters();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", media);
    }

    /** The value of an expression. */
    JsonNode value(String expression) throws Exception {
        JsonNode answer = call(
                "Runtime.evaluate",
                parameters()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + " fails: " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    String text(String id) throws Exception {
        return value("document.getElementById('" + id + "').textContent").asText();
    }

    List<String> texts(String selector) throws Exception {
        List<String> all = new ArrayList<>();
        value("[...document.querySelectorAll('" + selector + "')].map((one) => one.textContent)")
                .forEach(one -> all.add(one.asText()));
        return all;
    }

    /** Waits for a condition. */
    void until(String condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value(condition).asBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("This does not come: " + condition);
            }
            Thread.sleep(20);
        }
    }

    /** Chooses a file, as a person does. */
    void choose(Path file, String type) throws Exception {
        String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        value("""
                (() => {
                  const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
                  const files = new DataTransfer();
                  files.items.add(new File([bytes], 'chosen', { type: '%s' }));
                  document.getElementById('result').replaceChildren();
                  const input = document.getElementById('file');
                  input.files = files.files;
                  input.dispatchEvent(new Event('change'));
                })()""".formatted(content, type));
    }

    /**
     * Presses a key.
     *
     * @param code of Windows, by which Chromium knows a key
     * @param text that it writes; empty for none
     */
    void key(String key, int code, String text) throws Exception {
        ObjectNode event = parameters().put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
        call("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown").put("text", text));
        call("Input.dispatchKeyEvent", event.put("type", "keyUp"));
    }

    void mouse(String type, int x, int y) throws Exception {
        call(
                "Input.dispatchMouseEvent",
                parameters()
                        .put("type", type)
                        .put("x", x)
                        .put("y", y)
                        .put("button", "left")
                        .put("buttons", 1)
                        .put("clickCount", 1));
    }

    byte[] screenshot() throws Exception {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", parameters()).get("data").asText());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
