package dev.texon.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.conformance.report.SuiteVersion;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Tuning;
import dev.texon.networks.file.UserFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/**
 * Opens a device with what was found before to be fastest on it, and keeps what is found now: a file for each device, driver and
 * version of Texon in the user's folder of caches. Without a folder that can be written, it is measured every time.
 */
final class KernelChoice {
    private static final int MOST_BYTES = 1 << 20;
    /** The folder of caches, instead of the user's. */
    static final String FOLDER_PROPERTY = "texon.cache";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Option(
            names = "--no-tune",
            description =
                    "Do not measure which kernels are the fastest on this adapter: take those that were found before, "
                            + "or the usual ones. The numbers are the same.")
    private boolean off;

    /** What a file holds. */
    record Kept(DeviceInfo device, String version, List<Tuning.Choice> choices) {}

    GpuDevice open(AdapterChoice adapters) {
        GpuDevice gpu = adapters.open(!off);
        gpu.tuning().adopt(read(file(System.getenv(), gpu.info()), gpu.info()));
        return gpu;
    }

    /** Says what was measured since the device was opened, line by line, and writes it down. */
    void keep(GpuDevice gpu, Consumer<String> out) {
        Path file = file(System.getenv(), gpu.info());
        List<Tuning.Choice> known = read(file, gpu.info());
        List<Tuning.Choice> all = gpu.tuning().choices();
        all.stream().filter(choice -> !known.contains(choice)).forEach(choice -> out.accept(text(choice)));
        if (!all.equals(known)) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                byte[] json = MAPPER.writeValueAsBytes(new Kept(gpu.info(), SuiteVersion.TEXT, all));
                UserFiles.replace(file, to -> to.write(json));
            } catch (IOException e) {
                out.accept("What is fastest is not kept: " + e.getMessage());
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

    /** Where a device's choices are kept. */
    static Path file(Map<String, String> environment, DeviceInfo device) {
        UUID name = UUID.nameUUIDFromBytes((device + SuiteVersion.TEXT).getBytes(StandardCharsets.UTF_8));
        return folder(environment).resolve("texon").resolve("tuning-" + name + ".json");
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
    static List<Tuning.Choice> read(Path file, DeviceInfo device) {
        try (InputStream in = Files.newInputStream(file)) {
            Kept kept = MAPPER.readValue(in.readNBytes(MOST_BYTES), Kept.class);
            return kept.device().equals(device) && kept.version().equals(SuiteVersion.TEXT)
                    ? kept.choices()
                    : List.of();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }
}
