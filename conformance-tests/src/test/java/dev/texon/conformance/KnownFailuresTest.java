package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.DeviceInfo;
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
    void everyKnownFailureOfTheClassPathNamesACase() {
        assertTrue(KnownFailures.standard().entries().size() > 2);
    }
}
