package dev.texon.cli;

import dev.texon.conformance.UsageException;
import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Model;
import dev.texon.networks.Snapshot;
import dev.texon.networks.data.ImageFile;
import dev.texon.networks.file.NetworkFile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uses a trained network. */
@Command(
        name = "predict",
        description =
                "Show what a trained network takes images for. They are scaled to the network's input. Status 1 if "
                        + "one of them cannot be read; the others are shown all the same.")
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Style style;

    @Parameters(index = "0", paramLabel = "NETWORK", description = "A file written by train --save.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "PNG, JPEG, BMP, GIF or WebP files.")
    private List<Path> images = List.of();

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "3",
            description = "Show the K most probable classes (default: ${DEFAULT-VALUE}).")
    private int top;

    @Mixin
    private ModelChoice model = new ModelChoice();

    @Inject
    PredictCommand(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    @Override
    public Integer call() throws IOException {
        model.check();
        if (top < 1) {
            throw new UsageException("--top is " + top + "; it starts at 1.");
        }
        Snapshot snapshot = NetworkFile.read(file);
        int failed = 0;
        try (GpuDevice gpu = model.device();
                Model opened = model.open(gpu, snapshot)) {
            for (Path image : images) {
                try {
                    float[] outputs = opened.predict(ImageFile.read(image));
                    terminal.out().println(style.strong(image.toString()) + ": " + text(outputs, snapshot.classes()));
                } catch (IOException e) {
                    terminal.complain(String.valueOf(e.getMessage()));
                    failed++;
                } catch (IllegalArgumentException e) {
                    terminal.complain("Image '" + image + "' does not fit: " + e.getMessage());
                    failed++;
                }
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private String text(float[] outputs, List<String> classes) {
        if (classes.isEmpty()) {
            return IntStream.range(0, outputs.length)
                    .mapToObj(i -> String.format(Locale.ROOT, "%.6g", outputs[i]))
                    .collect(Collectors.joining(", "));
        }
        return IntStream.range(0, outputs.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> outputs[i]).reversed())
                .limit(top)
                .map(i -> PlainText.name(classes.get(i)) + " " + Figures.percent(outputs[i]))
                .collect(Collectors.joining(", "));
    }
}
