package dev.texon.gpu.jogl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XDisplayTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", ":", ":x", "host", ":99999", ":0.0.0", "localhost:59999", "no.such.host.invalid:0"})
    void nobody_answers(String name) {
        assertFalse(XDisplay.answers(name));
    }

    @Test
    void a_listener_answers_until_it_is_gone() throws IOException {
        String name;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertTrue(server.getLocalPort() > 6000, "an ephemeral port below the X ports");
            name = "localhost:" + (server.getLocalPort() - 6000);
            assertTrue(XDisplay.answers(name));
            assertTrue(XDisplay.answers(name + ".0"));
        }
        assertFalse(XDisplay.answers(name));
    }

    @Test
    void the_display_of_this_process_answers_as_the_backend_says() {
        String display = System.getenv().getOrDefault("DISPLAY", "");
        boolean missing = new JoglBackend().probe().toString().contains("no X display");
        assertEquals(System.getProperty("os.name").equals("Linux") && !XDisplay.answers(display), missing);
    }
}
