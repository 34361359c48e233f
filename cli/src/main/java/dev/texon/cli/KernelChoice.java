package dev.texon.cli;

import dev.texon.conformance.report.ProfileJson;
import dev.texon.conformance.report.ReportFiles;
import dev.texon.conformance.report.SuiteVersion;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Tuning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * Opens a device with what was measured before on it, which is what it can do and which kernels are the fastest, and keeps what is
 * measured now: a file for each device, driver and version of Texon in the user's folder of caches. Without a folder that can be written,
 * it is measured every time.
 */
final class KernelChoice {
    /** The folder of caches, instead of the user's. */
    static final String FOLDER_PROPERTY = "texon.cache";

    @Option(
            names = "--no-tune",
            description =
                    "Do not measure which kernels are the fastest on this adapter: take those that were found before, "
                            + "or the usual ones. The numbers are the same.")
    private boolean off;

    @Option(names = "--require-hardware", description = "Refuse software renderers, such as llvmpipe and SwiftShader.")
    private boolean hardware;

    GpuDevice open(AdapterChoice adapters) {
        return adapters.open(!off, hardware, device -> read(file(System.getenv(), device), device));
    }

    /** Writes down what was measured since the device was opened, and says what was found to be fastest, line by line. */
    void keep(GpuDevice gpu, Consumer<String> out) {
        Path file = file(System.getenv(), gpu.info());
        Optional<DeviceProfile> known = read(file, gpu.info());
        DeviceProfile all = gpu.profile();
        List<Tuning.Choice> before = known.map(DeviceProfile::choices).orElse(List.of());
        all.choices().stream().filter(choice -> !before.contains(choice)).forEach(choice -> out.accept(text(choice)));
        if (!known.equals(Optional.of(all))) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                ReportFiles.write(ProfileJson.write(all), file);
            } catch (IOException e) {
                out.accept("What was measured is not kept: " + e.getMessage());
            }
        }
    }

    /** For example {@code Fastest for fetch of RGBA32F: LEVEL (1.15 ms; PLAIN 1.17 ms)}. */
    static String text(Tuning.Choice choice) {
        Map<String, Double> times = choice.nanoseconds();
        return "Fastest for " + choice.question() + ": " + choice.way() + " ("
                + milliseconds(times.getOrDefault(choice.way(), Double.NaN))
                + times.entrySet().stream()
                        .filter(one -> !one.getKey().equals(choice.way()))
                        .sorted(Map.Entry.comparingByValue())
                        .map(one -> "; " + one.getKey() + " " + milliseconds(one.getValue()))
                        .collect(Collectors.joining())
                + ")";
    }

    private static String milliseconds(double nanoseconds) {
        return String.format(Locale.ROOT, "%.2f ms", nanoseconds / 1e6);
    }

    /** Where a device's profile is kept. */
    static Path file(Map<String, String> environment, DeviceInfo device) {
        UUID name = UUID.nameUUIDFromBytes((device + SuiteVersion.TEXT).getBytes(StandardCharsets.UTF_8));
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

    /** None if there is no such file, or it is damaged or of another device: then it is measured anew. */
    private static Optional<DeviceProfile> read(Path file, DeviceInfo device) {
        try {
            return Optional.of(ProfileJson.read(file))
                    .filter(profile -> profile.device().equals(device));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
