package dev.texon.gpu.webgl;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.spi.Cleanup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A page of somebody else's in the browser that this backend starts, with the flags of one of its adapters, so that the two can be
 * compared. The page's {@code index.html} loads its scripts by name, opens the WebSocket {@code socket} beside itself, and
 * says {@code ready}, or why it is not; from then on it answers every text with one text. It is served as the bridge's own page is:
 * on loopback, under a token, to one client, with a policy that lets it load only its own scripts.
 */
public final class GuestPage implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    /** Characters. */
    private static final int LONGEST_ANSWER = 16 << 20;

    private final TextConnection connection;
    private final PageServer server;
    private final Browser browser;

    private GuestPage(TextConnection connection, PageServer server, Browser browser) {
        this.connection = connection;
        this.server = server;
        this.browser = browser;
    }

    /**
     * Starts the browser and waits until the page is ready.
     *
     * @param adapter id of an adapter of the backend {@code webgl}, for example {@code webgl2-system}
     * @param files the pages and scripts that it consists of, by their names, with {@code index.html} among them
     * @param environment added to the browser's
     * @throws GpuUnavailableException if there is no such adapter or no browser, or the page does not come or is not ready
     */
    public static GuestPage open(String adapter, Map<String, byte[]> files, Map<String, String> environment) {
        List<String> flags = WebGlAdapter.byId(adapter)
                .orElseThrow(() -> new GpuUnavailableException(
                        "The backend webgl has no adapter '" + adapter + "'; it has " + WebGlAdapter.offered() + "."))
                .flags();
        Executables.Found found = Executables.find();
        if (found.path() == null) {
            throw new GpuUnavailableException(
                    "The browser for a page is missing: " + found.reason() + "; " + found.hint() + ".");
        }
        TextConnection connection = new TextConnection();
        PageServer server = null;
        try {
            server = new PageServer(connection, LONGEST_ANSWER, files);
            GuestPage page =
                    new GuestPage(connection, server, Browser.start(found.path(), flags, server.url(), environment));
            page.watch();
            return page;
        } catch (IOException e) {
            connection.close();
            if (server != null) {
                server.close();
            }
            throw new GpuUnavailableException(
                    "The browser '" + found.path() + "' cannot be started: " + e.getMessage(), e);
        }
    }

    private void watch() {
        var unused = browser.onExit()
                .thenAccept(code ->
                        connection.lose("the browser has ended with exit code " + code + ". " + browser.lastWords()));
        try {
            String word = connection.next(START);
            if (!word.equals("ready")) {
                throw new GpuUnavailableException("The page is not ready: " + word);
            }
        } catch (GpuDeviceLostException e) {
            close();
            throw new GpuUnavailableException("The page does not come: " + e.getMessage(), e);
        } catch (GpuUnavailableException e) {
            close();
            throw e;
        }
    }

    /**
     * Sends a text and waits for the answer.
     *
     * @param patience how long to wait
     * @throws GpuDeviceLostException if the page is gone, or gives no answer in time
     */
    public String ask(String text, Duration patience) {
        connection.send(text);
        return connection.next(patience);
    }

    /** Ends the browser; closing twice is fine. */
    @Override
    public void close() {
        Cleanup cleanup = new Cleanup();
        cleanup.run(connection::close);
        cleanup.run(server::close);
        cleanup.run(browser::close);
        cleanup.finish();
    }
}
