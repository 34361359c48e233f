package dev.texon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void everyKnownFailureOfTheClassPathNamesACase() {
        assertTrue(KnownFailures.standard().entries().size() > 2);
    }
}
