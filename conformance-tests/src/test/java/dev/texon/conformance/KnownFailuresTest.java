package dev.texon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.DeviceInfo;
import dev.texon.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFailuresTest {
    @Test
    void anEntryThatNamesNoCaseIsAnErrorWithFileAndEntry(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("known-failures.json");
        Files.writeString(
                file,
                "[{\"backend\": \"b\", \"renderer\": \"r\", \"case\": \"a/x\", \"message\": \"m\", \"evidence\": \"e\"}]");
        assertEquals(1, KnownFailures.read(file.toUri().toURL(), Set.of("a/x")).size());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> KnownFailures.read(file.toUri().toURL(), Set.of("a/xy")));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(file.toString()) && message.contains("names the case 'a/x'"), message);
        assertTrue(message.contains("message=m"), message);
    }

    @Test
    void anEntryWithoutBackendIsAboutARendererWhicheverBackendReachesIt() {
        KnownFailures.Entry entry = new KnownFailures.Entry(null, null, "SwiftShader", "a/x", "NaN", "tried");
        for (String backend : List.of("webgl", "lwjgl-gles")) {
            DeviceInfo device = new DeviceInfo(backend, "any", "", "ANGLE (SwiftShader driver)", "", "");
            assertTrue(entry.concerns(device, "a/x"));
            assertFalse(entry.concerns(device, "a/y"));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new KnownFailures(List.of(new KnownFailures.Entry("webgl", null, "", "a/x", "NaN", "tried"))));
    }

    @Test
    void hostileFilesAreRefusedInOneSentence(@TempDir Path folder) throws IOException {
        String good = """
                [{"backend": "b", "renderer": "r", "case": "a/x", "message": "m", "evidence": "e"},
                 {"adapter": "one", "renderer": "s", "case": "a/y", "message": "n", "evidence": "f"}]
                """;
        Fuzz.files("known failures", folder.resolve("known.json"), 3000, List.of(good.getBytes(UTF_8)), file -> {
            try {
                KnownFailures.read(file.toUri().toURL(), Set.of("a/x", "a/y"));
            } catch (IllegalArgumentException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("names the case"), e.getMessage());
            }
        });
    }

    @Test
    void everyKnownFailureOfTheClassPathNamesACase() {
        assertTrue(KnownFailures.standard().entries().size() > 2);
    }
}
