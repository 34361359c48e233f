package dev.texon.cli;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.KnownProfiles;
import dev.texon.gpu.TexonVersion;
import dev.texon.json.ProfileJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Device profiles that are kept between commands: a file for each device, driver and version of Texon in the user's folder of caches.
 * Without a folder that can be written, a device is measured every time. A file that is damaged, or that cannot be of the device, is
 * renamed, so that it is complained of once.
 */
final class ProfileFiles implements KnownProfiles {
    /** The folder of caches, instead of the user's. */
    static final String FOLDER_PROPERTY = "texon.cache";

    private final Consumer<String> complaints;

    /** @param complaints takes a sentence for each file that is damaged or cannot be written */
    ProfileFiles(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    @Override
    public Optional<DeviceProfile> find(DeviceInfo device) {
        Path file = file(System.getenv(), device);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ProfileJson.read(file));
        } catch (IOException e) {
            setAside(file, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public void rejected(DeviceInfo device, String fault) {
        Path file = file(System.getenv(), device);
        setAside(file, "Device profile '" + file + "' does not fit: " + fault + "; the device is measured anew.");
    }

    private void setAside(Path file, String fault) {
        Path bad = file.resolveSibling(file.getFileName() + ".bad");
        try {
            Files.move(file, bad, StandardCopyOption.REPLACE_EXISTING);
            complaints.accept(fault + " The file is renamed to '" + bad.getFileName() + "'.");
        } catch (IOException e) {
            complaints.accept(fault + " The file cannot be renamed (" + e + "); delete it.");
        }
    }

    /** Writes a profile unless it is there already. */
    void keep(DeviceProfile profile) {
        Path file = file(System.getenv(), profile.device());
        if (find(profile.device()).equals(Optional.of(profile))) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ProfileJson.write(profile, file);
        } catch (IOException e) {
            complaints.accept("What was measured cannot be kept in '" + file + "'; it is measured again next time.");
        }
    }

    /** Where a device's profile is kept. */
    static Path file(Map<String, String> environment, DeviceInfo device) {
        UUID name = UUID.nameUUIDFromBytes((device + TexonVersion.TEXT).getBytes(StandardCharsets.UTF_8));
        return folder(environment).resolve("texon").resolve("device-" + name + ".json");
    }

    private static Path folder(Map<String, String> environment) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String set = System.getProperty(FOLDER_PROPERTY, environment.get("XDG_CACHE_HOME"));
        set = set == null && system.startsWith("windows") ? environment.get("LOCALAPPDATA") : set;
        String home = System.getProperty("user.home");
        return set != null
                ? Path.of(set)
                : system.startsWith("mac") ? Path.of(home, "Library", "Caches") : Path.of(home, ".cache");
    }
}
