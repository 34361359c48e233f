package dev.texon.gpu.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutablesTest {
    private final Path folder;

    ExecutablesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aPropertyThatNamesNothingIsNotReplacedByThePath() throws IOException {
        executable("chromium");
        Executables.Found found = Executables.find("/no/such", Map.of("PATH", folder.toString()), "Linux");
        assertNull(found.path());
        assertEquals(
                "the system property texon.chromium names '/no/such', which is not an executable file", found.reason());
    }

    @Test
    void thePropertyComesBeforeTheVariableBeforeThePath() throws IOException {
        Path first = executable("first");
        Path second = executable("second");
        Path third = executable("google-chrome");
        Map<String, String> path = Map.of("PATH", folder.toString());
        Map<String, String> both = Map.of("PATH", folder.toString(), "TEXON_CHROMIUM", second.toString());
        assertEquals(first, Executables.find(first.toString(), both, "Linux").path());
        assertEquals(second, Executables.find(null, both, "Linux").path());
        assertEquals(third, Executables.find(null, path, "Linux").path());
    }

    @Test
    void noBrowserIsExplained() {
        Executables.Found found = Executables.find(null, Map.of("PATH", folder.toString()), "Windows 11");
        assertNull(found.path());
        assertEquals("no Chromium, Chrome or Edge is found", found.reason());
        assertEquals("install the package chromium, or set texon.chromium to its path", found.hint());
    }

    private Path executable(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
