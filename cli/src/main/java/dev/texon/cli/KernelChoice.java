package dev.texon.cli;

import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Tuning;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Opens a device with what was measured before on it, which is what it can do and which kernels are the fastest. */
final class KernelChoice {
    @Option(
            names = "--no-tune",
            description =
                    "Do not measure which kernels are the fastest on this adapter: take those that were found before, "
                            + "or the usual ones. The numbers are the same.")
    private boolean off;

    @Option(names = "--require-hardware", description = "Refuse software renderers, such as llvmpipe and SwiftShader.")
    private boolean hardware;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    GpuDevice open(AdapterChoice adapters) {
        PrintWriter err = spec.commandLine().getErr();
        return adapters.open(
                !off, hardware, new ProfileFiles(line -> err.println("texon: " + PlainText.message(line))));
    }

    /** Writes down what was measured since the device was opened, and says what was found to be fastest, line by line. */
    void keep(GpuDevice gpu, Consumer<String> out) {
        ProfileFiles files = new ProfileFiles(out);
        List<Tuning.Choice> before =
                files.find(gpu.info()).map(DeviceProfile::choices).orElse(List.of());
        gpu.profile().choices().stream()
                .filter(choice -> !before.contains(choice))
                .forEach(choice -> out.accept(text(choice)));
        files.keep(gpu.profile());
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
}
