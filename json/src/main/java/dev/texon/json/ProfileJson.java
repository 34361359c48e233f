package dev.texon.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.Tuning;
import dev.texon.gpu.files.UserFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Device profiles as JSON; {@link JsonFiles} says how. */
public final class ProfileJson {
    private static final int SCHEMA = 2;
    private static final int MAX_BYTES = 1 << 20;

    private record File(int schema, DeviceInfo device, Capabilities capabilities, List<Tuning.Choice> choices) {}

    private ProfileJson() {}

    /** The profile as a JSON document. */
    static String text(DeviceProfile profile) {
        try {
            return JsonFiles.MAPPER.writeValueAsString(
                            new File(SCHEMA, profile.device(), profile.capabilities(), profile.choices()))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The device profile cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Saves a profile: all of it or nothing.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(DeviceProfile profile, Path file) throws IOException {
        byte[] bytes = text(profile).getBytes(StandardCharsets.UTF_8);
        UserFiles.replace(file, out -> out.write(bytes));
    }

    /** @throws IOException if the file cannot be read, is larger than 1 MiB, damaged, or of another schema */
    public static DeviceProfile read(Path path) throws IOException {
        File file =
                JsonFiles.read(path, File.class, SCHEMA, MAX_BYTES, "Device profile", "the device is measured anew");
        return new DeviceProfile(file.device(), file.capabilities(), file.choices());
    }
}
