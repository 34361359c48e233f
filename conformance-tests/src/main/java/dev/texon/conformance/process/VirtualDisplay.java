package dev.texon.conformance.process;

import dev.texon.gpu.spi.GuardedProcess;
import dev.texon.gpu.spi.Uninterrupted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An X server without a screen (Xvfb), for drivers that insist on a display where there is none. Ends with this process. */
final class VirtualDisplay implements AutoCloseable {
    private static final Pattern DISPLAY = Pattern.compile("([^:]*):(\\d{1,4})(\\.\\d+)?");
    private static final int X_PORT = 6000;
    private static final int CONNECT_MILLISECONDS = 500;

    private final GuardedProcess server;
    private final String name;

    private VirtualDisplay(GuardedProcess server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Whether there is no display here, but a virtual one can be started. */
    static boolean helps() {
        return installed() && !answers(System.getenv("DISPLAY"));
    }

    /** Whether a virtual one can be started. */
    static boolean installed() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux") && onPath("Xvfb");
    }

    /** @throws IOException if the server does not start */
    static VirtualDisplay start() throws IOException {
        // Without -noreset the server starts over whenever its last client leaves, and refuses the next one meanwhile.
        GuardedProcess server = GuardedProcess.start(
                List.of("Xvfb", "-displayfd", "1", "-screen", "0", "64x64x24", "-nolisten", "tcp", "-noreset"),
                GuardedProcess.createPrivateFolder("texon-display-"),
                Map.of());
        // The server writes its number when it is ready, and its end ends the stream.
        String number =
                new BufferedReader(new InputStreamReader(server.output(), StandardCharsets.US_ASCII)).readLine();
        if (number == null) {
            server.close();
            throw new IOException("Xvfb does not start: " + server.lastWords());
        }
        return new VirtualDisplay(server, ":" + number.strip());
    }

    /** The value for DISPLAY, for example {@code :99}. */
    String name() {
        return name;
    }

    @Override
    public void close() {
        server.close();
    }

    /** Whether a server listens at a display. */
    static boolean answers(@Nullable String display) {
        // A channel is closed under a thread that is interrupted, which says nothing about the display.
        return Uninterrupted.<Boolean, RuntimeException>call(() -> connects(display));
    }

    private static boolean connects(@Nullable String display) {
        Matcher parts = DISPLAY.matcher(display == null ? "" : display);
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1);
        int number = Integer.parseInt(parts.group(2));
        if (host.isEmpty() || host.equals("unix")) {
            Path socket = Path.of("/tmp/.X11-unix/X" + number);
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                return channel.isConnected();
            } catch (IOException e) {
                return false;
            }
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, X_PORT + number), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(":", -1))
                        .filter(folder -> !folder.isEmpty())
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
