package dev.texon.gpu.webgl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnavailableException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class GuestPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ECHO = """
            const socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws")));
            socket.onopen = () => socket.send("ready");
            socket.onmessage = ({ data }) => data === "end" ? socket.close() : data === "nothing" || socket.send(data + data);
            """;

    @BeforeAll
    static void findBrowser() {
        var unused = TestBrowser.require();
    }

    private static GuestPage open(String script) {
        return GuestPage.open(
                "webgl2-swiftshader",
                Map.of(
                        "index.html",
                        "<!doctype html><script src=\"page.js\"></script>".getBytes(US_ASCII),
                        "page.js",
                        script.getBytes(US_ASCII)),
                Map.of());
    }

    @Test
    void aQuestionHasAnAnswerUntilThePageEnds() {
        try (GuestPage page = open(ECHO)) {
            assertEquals("abab", page.ask("ab", PATIENCE));
            String long1 = "x".repeat(1 << 20);
            assertEquals(long1 + long1, page.ask(long1, PATIENCE));
            GpuDeviceLostException silence =
                    assertThrows(GpuDeviceLostException.class, () -> page.ask("nothing", Duration.ofSeconds(1)));
            assertTrue(String.valueOf(silence.getMessage()).contains("it says nothing for 1 s"), silence.getMessage());
            assertThrows(GpuDeviceLostException.class, () -> page.ask("end", PATIENCE));
        }
    }

    @Test
    void aPageThatIsNotReadySaysWhy() {
        GpuUnavailableException refusal = assertThrows(
                GpuUnavailableException.class,
                () -> open(ECHO.replace("\"ready\"", "\"no float textures\"")).close());
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("is not ready: no float textures"), refusal.getMessage());
    }

    @Test
    void anAdapterThatThereIsNotIsRefused() {
        assertThrows(GpuUnavailableException.class, () -> GuestPage.open("webgl3-system", Map.of(), Map.of())
                .close());
    }
}
