package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileFilesTest {
    private static final DeviceProfile PROFILE = new FakeHarness().profile(FakeHarness.GOOD);
    private static final DeviceInfo DEVICE = PROFILE.device();

    private final String before = System.getProperty(ProfileFiles.FOLDER_PROPERTY, "");
    private final List<String> complaints = new ArrayList<>();
    private final ProfileFiles files = new ProfileFiles(complaints::add);
    private final Path file;

    ProfileFilesTest(@TempDir Path folder) {
        System.setProperty(ProfileFiles.FOLDER_PROPERTY, folder.toString());
        file = ProfileFiles.file(Map.of(), DEVICE);
    }

    @AfterEach
    void restore() {
        System.setProperty(ProfileFiles.FOLDER_PROPERTY, before);
    }

    private Path bad() {
        return file.resolveSibling(file.getFileName() + ".bad");
    }

    @Test
    void aProfileIsKept() {
        assertEquals(Optional.empty(), files.find(DEVICE));
        files.keep(PROFILE);
        assertEquals(Optional.of(PROFILE), files.find(DEVICE));
        assertEquals(List.of(), complaints);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(file.getParent(), "in the way");
        files.keep(PROFILE);
        assertEquals(
                List.of("What was measured cannot be kept in '" + file + "'; it is measured again next time."),
                complaints);
    }

    @Test
    void aDamagedFileIsSetAsideAndNamedOnce() throws IOException {
        files.keep(PROFILE);
        for (String damaged : List.of("", "{", "null", "[1]", "\u0000\u0000\u0001", "{\"schema\": 99}")) {
            Files.writeString(file, damaged);
            assertEquals(Optional.empty(), files.find(DEVICE));
            assertEquals(1, complaints.size(), damaged);
            String complaint = complaints.get(0);
            assertTrue(complaint.startsWith("Device profile '" + file + "' "), complaint);
            assertTrue(
                    complaint.endsWith(
                            "; the device is measured anew. The file is renamed to '" + bad().getFileName() + "'."),
                    complaint);
            assertEquals(damaged, Files.readString(bad()));
            assertEquals(Optional.empty(), files.find(DEVICE));
            assertEquals(1, complaints.size(), "it is said once");
            complaints.clear();
        }
        files.keep(PROFILE);
        assertEquals(Optional.of(PROFILE), files.find(DEVICE));
    }

    @Test
    void aProfileThatDoesNotFitIsSetAside() {
        files.keep(PROFILE);
        files.rejected(DEVICE, "textureSize is 1073741824, and here it is 64 to 16384");
        assertEquals(
                List.of("Device profile '" + file + "' does not fit: textureSize is 1073741824, and here it is 64 to"
                        + " 16384; the device is measured anew. The file is renamed to '" + bad().getFileName()
                        + "'."),
                complaints);
        assertTrue(Files.exists(bad()));
        assertFalse(Files.exists(file));
    }
}
