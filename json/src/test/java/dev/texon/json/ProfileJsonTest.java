package dev.texon.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.Tuning;
import dev.texon.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileJsonTest {
    private final Path folder;

    ProfileJsonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static DeviceProfile profile(List<Tuning.Choice> choices) {
        return new DeviceProfile(
                new DeviceInfo("fake", "good", "Fake 1.0", "Fake renderer", "Nobody", "1.0"),
                new Capabilities(
                        Map.of(
                                TextureFormat.RGBA8,
                                new FormatSupport(
                                        Set.of(FormatFeature.RENDER), Set.of(FormatFeature.RENDER), 8, Double.NaN)),
                        Set.of(Feature.TIMER),
                        new Limits(64, 64, 8, 2, 2, 128, Limits.MOST_LOOP_TURNS),
                        new Numerics(24, true, true, false)),
                choices);
    }

    @Test
    void aProfileComesBackAsItWas() throws IOException {
        DeviceProfile profile =
                profile(List.of(new Tuning.Choice("fetch", "PLAIN", Map.of("PLAIN", 1.5, "LEVEL", 2.0))));
        Path file = folder.resolve("profile.json");
        ProfileJson.write(profile, file);
        assertEquals(profile, ProfileJson.read(file));
    }

    @Test
    void aDamagedProfileIsRefusedWithItsName() throws IOException {
        String good = ProfileJson.text(profile(List.of()));
        for (String damaged : List.of(
                "",
                "null",
                "{}",
                good.substring(0, good.length() / 2),
                good + "x",
                good.replace("\"schema\" : 2", "\"schema\" : 1"),
                "\u0000\u0000\u0001",
                good.replace("RGBA8", "RGBA9"),
                good.replace("\"choices\" : [ ]", "\"choices\" : null"),
                good.replace("\"renderer\"", "\"painter\""),
                good + " ".repeat(1 << 20))) {
            Path file = Files.writeString(folder.resolve("damaged.json"), damaged);
            IOException e = assertThrows(IOException.class, () -> ProfileJson.read(file));
            assertTrue(String.valueOf(e.getMessage()).contains("damaged.json"), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("measured anew"), e.getMessage());
        }
    }

    @Test
    void hostileProfilesAreReadOrRejected() throws IOException {
        byte[] good = ProfileJson.text(profile(List.of())).getBytes(UTF_8);
        Fuzz.files("device profiles", folder.resolve("device.json"), 4000, List.of(good), ProfileJson::read);
    }
}
