package dev.texon.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.networks.Loss;
import dev.texon.networks.Network;
import dev.texon.networks.Snapshot;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported apps in the real browser, with their server and without. */
class WebAppTest {
    private static final String TITLE = "Boots </title><b>&\" VERSION";

    private final Path folder;

    WebAppTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anAppWorksWithoutItsServerAndIsReplacedByTheNext() throws Exception {
        Path app = folder.resolve("site/app");
        Path image = folder.resolve("image.png");
        ImageIO.write(new BufferedImage(12, 10, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        Snapshot classifier = WebPageTest.classifier(3);
        WebApp.write(classifier, WebOptions.of(TITLE), null, app);
        try (FolderServer server = new FolderServer(folder.resolve("site"));
                Chromium browser = Chromium.start("swiftshader", folder.resolve("profile"))) {
            browser.visit(server.url("app/index.html"));
            browser.value("navigator.serviceWorker.ready.then(() => 0)");
            browser.until("navigator.serviceWorker.controller !== null");
            JsonNode manifest = browser.call("Page.getAppManifest", Chromium.parameters());
            assertEquals("[]", manifest.get("errors").toString());
            assertEquals(
                    TITLE,
                    new JsonMapper()
                            .readTree(manifest.get("data").asText())
                            .get("name")
                            .asText());
            assertEquals(
                    "[]",
                    browser.call("Page.getInstallabilityErrors", Chromium.parameters())
                            .get("installabilityErrors")
                            .toString());
            // Another app of the site has a cache that is none of this one's.
            browser.value("caches.open('texon http://127.0.0.1/other/ 1').then(() => 0)");
            String first = browser.value("caches.keys().then((names) => names.find((name) => name.includes('/app/ ')))")
                    .asText();

            WebApp.write(classifier, WebOptions.of("Next"), null, app);
            browser.value("navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => 0)");
            browser.until("caches.keys().then((names) => names.length === 2 && !names.includes('" + first + "'))");

            server.stop();
            for (String address : List.of("app/index.html", "app/", "app/index.html?from=home")) {
                browser.value("window.old = true");
                browser.visit(server.url(address));
                browser.until("!window.old && document.getElementById('status')?.textContent === 'Ready'");
                assertEquals("Next", browser.value("document.title").asText());
                browser.choose(image, "image/png");
                browser.until("document.querySelectorAll('#result li').length > 0");
            }
        }
    }

    @Test
    void theManifestNamesIconsThatAreThere() throws Exception {
        Path app = folder.resolve("app");
        WebApp.write(WebPageTest.classifier(1), WebOptions.of(TITLE), null, app);
        JsonNode manifest =
                new JsonMapper().readTree(app.resolve("manifest.webmanifest").toFile());
        assertEquals("standalone", manifest.get("display").asText());
        assertTrue(Files.exists(app.resolve(manifest.get("start_url").asText())));
        assertEquals(3, manifest.get("icons").size());
        for (JsonNode icon : manifest.get("icons")) {
            BufferedImage image =
                    ImageIO.read(app.resolve(icon.get("src").asText()).toFile());
            assertEquals(icon.get("sizes").asText(), image.getWidth() + "x" + image.getHeight());
            int corner = image.getRGB(0, 0) >>> 24;
            assertEquals(icon.get("purpose").asText().equals("maskable") ? 255 : 0, corner);
            int middle = image.getRGB(image.getWidth() / 2, image.getHeight() * 5 / 8);
            assertEquals(255, middle >>> 24);
        }
        String page = Files.readString(app.resolve("index.html"));
        assertTrue(page.contains("<title>Boots &lt;/title&gt;&lt;b&gt;&amp;&quot; VERSION</title>"));
        assertTrue(page.contains("default-src 'none'; img-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "));
        assertFalse(Files.readString(app.resolve("manifest.webmanifest")).contains("<"));
        assertFalse(Files.readString(app.resolve("sw.js")).contains("VERSION"));
    }

    @Test
    void whatAPageRefusesAnAppDoesAndOtherFilesStay() throws Exception {
        Snapshot numbers =
                WebPageTest.random(Network.input(7).dense(2), Loss.MEAN_SQUARED_ERROR, List.of(), Optional.empty());
        Path app = folder.resolve("none");
        assertThrows(IllegalArgumentException.class, () -> WebApp.write(numbers, WebOptions.of("no"), null, app));
        assertFalse(Files.exists(app));
        Files.createDirectories(app);
        Files.writeString(app.resolve("index.html"), "mine");
        IOException refusal = assertThrows(
                IOException.class, () -> WebApp.write(WebPageTest.classifier(1), WebOptions.of("no"), null, app));
        assertTrue(String.valueOf(refusal.getMessage()).contains("' holds 'index.html', which is not of"));
        assertEquals("mine", Files.readString(app.resolve("index.html")));
    }
}
