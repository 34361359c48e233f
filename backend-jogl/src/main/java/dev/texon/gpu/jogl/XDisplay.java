package dev.texon.gpu.jogl;

import dev.texon.gpu.spi.Uninterrupted;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out, without an X library, whether somebody listens at an X display. */
final class XDisplay {
    private static final Pattern NAME = Pattern.compile("(?<host>[^:]*):(?<number>\\d{1,5})(\\.\\d+)?");
    private static final int FIRST_PORT = 6000;
    private static final int TIMEOUT_MILLISECONDS = 2000;

    private XDisplay() {}

    /** @param name as in the environment variable DISPLAY: {@code :0}, {@code :0.0}, {@code host:10}; empty is none */
    static boolean answers(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group("host");
        int number = Integer.parseInt(matcher.group("number"));
        boolean local = host.isEmpty() || host.equals("unix");
        return local
                // A channel is closed under a thread that is interrupted, which says nothing about the display.
                ? Uninterrupted.<Boolean, RuntimeException>call(() -> unixSocket(number)) || tcp("localhost", number)
                : tcp(host, number);
    }

    private static boolean unixSocket(int number) {
        Path socket = Path.of("/tmp/.X11-unix/X" + number);
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean tcp(String host, int number) {
        int port = FIRST_PORT + number;
        if (port > 0xFFFF) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLISECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
