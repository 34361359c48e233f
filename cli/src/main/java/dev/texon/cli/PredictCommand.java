package dev.texon.cli;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.UsageException;
import dev.texon.networks.Model;
import dev.texon.networks.Snapshot;
import dev.texon.networks.data.DataOptions;
import dev.texon.networks.data.SampleFiles;
import dev.texon.networks.file.NetworkFile;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uses a trained network. */
@Command(
        name = "predict",
        description =
                "Show what a trained network makes of samples: images, which are scaled to its input, rows of CSV files, and "
                        + "images in IDX files. Status 1 if one of the files cannot be read; the others are shown all the same.")
final class PredictCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    /** Samples that are computed at once. */
    private static final int BATCH = 64;

    private final Terminal terminal;
    private final Style style;

    @Parameters(index = "0", paramLabel = "NETWORK", description = "A file written by train --save.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "PNG, JPEG, BMP, GIF or WebP images; CSV files (.csv, .tsv, .data) with or without the class; IDX files "
                            + "of images; folders of these; or - for a CSV file from the standard input.")
    private List<String> sources = List.of();

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "3",
            description = "Show the K most probable classes (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--json", description = "Write a JSON object in each line, for every sample, with all outputs.")
    private boolean json;

    @Option(names = "--csv", description = "Write CSV with a header, a row for every sample, with all outputs.")
    private boolean csv;

    @Option(
            names = "--frames",
            paramLabel = "WIDTHxHEIGHT",
            description =
                    "The files, or - for the standard input, are raw frames of a video, rows of 4 bytes a pixel (RGBA), as ffmpeg "
                            + "gives them by -f rawvideo -pix_fmt rgba. A JSON object in each line for every frame, unless --csv.")
    private @Nullable String frames;

    @Option(
            names = "--plan",
            description = "Show the passes and textures that the network takes on the adapter, and use it on nothing.")
    private boolean plan;

    @Mixin
    private CsvChoice csvChoice = new CsvChoice();

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
        if (json && csv) {
            throw new UsageException("--json and --csv are given; leave out one or the other.");
        }
        if (sources.isEmpty() && !plan) {
            throw new UsageException(
                    "There is no FILE; name images, CSV files or folders, or - for the standard input.");
        }
        RawFrames raw = frames == null ? null : RawFrames.of(frames);
        Snapshot snapshot = NetworkFile.read(file);
        List<String> classes = snapshot.classes();
        int outputs = snapshot.network().output().values();
        DataOptions options = DataOptions.defaults()
                .withTargets(classes.isEmpty() ? outputs : 0)
                .withCsv(csvChoice.options())
                .withColumns(snapshot.columns())
                .withNotes(note -> terminal.err().println("note: " + PlainText.message(note)));
        int failed = 0;
        try (GpuDevice gpu = model.device();
                Model opened = model.open(gpu, snapshot)) {
            if (plan) {
                PlanText.lines(opened.plan()).forEach(terminal.out()::println);
                return 0;
            }
            PredictionWriter writer = json || (raw != null && !csv)
                    ? PredictionWriter.json(terminal.out(), classes)
                    : csv
                            ? PredictionWriter.csv(terminal.out(), classes, outputs)
                            : PredictionWriter.text(terminal.out(), style, classes, top);
            for (String source : sources) {
                failed += raw == null ? predict(opened, source, options, writer) : predict(opened, source, raw, writer);
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private int predict(Model opened, String source, RawFrames raw, PredictionWriter writer) {
        try {
            raw.predict(source, source.equals(STANDARD_INPUT), opened, writer);
            return 0;
        } catch (InvalidPathException e) {
            terminal.complain("'" + source + "' is not the name of a file: " + e.getReason() + "; name a file.");
        } catch (IOException e) {
            terminal.complain(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            terminal.complain("'" + source + "' does not fit: " + e.getMessage());
        }
        return 1;
    }

    /** How many files could not be read. */
    private int predict(Model opened, String source, DataOptions options, PredictionWriter writer) {
        int failed = 0;
        try {
            if (source.equals(STANDARD_INPUT)) {
                Samples samples = new Samples(opened, source, writer);
                SampleFiles.read(
                        "The standard input", System.in, opened.network().input(), options, samples);
                samples.flush();
                return 0;
            }
            for (Path path : SampleFiles.in(Path.of(source))) {
                try {
                    Samples samples = new Samples(opened, path.toString(), writer);
                    SampleFiles.read(path, opened.network().input(), options, samples);
                    samples.flush();
                } catch (IOException e) {
                    terminal.complain(String.valueOf(e.getMessage()));
                    failed++;
                } catch (IllegalArgumentException e) {
                    terminal.complain("'" + path + "' does not fit: " + e.getMessage());
                    failed++;
                }
            }
        } catch (InvalidPathException e) {
            terminal.complain(
                    "'" + source + "' is not the name of a file: " + e.getReason() + "; name a file or a folder.");
            failed++;
        } catch (IOException e) {
            terminal.complain(String.valueOf(e.getMessage()));
            failed++;
        }
        return failed;
    }

    /** The samples of one file, of which some are computed together. */
    private static final class Samples implements SampleFiles.Taker {
        private final Model model;
        private final String file;
        private final PredictionWriter writer;
        private final int size;
        private final float[] values;
        private int first = 1;
        private int count;

        Samples(Model model, String file, PredictionWriter writer) {
            this.model = model;
            this.file = file;
            this.writer = writer;
            size = model.network().input().values();
            values = new float[BATCH * size];
        }

        @Override
        public void image(BufferedImage image) {
            writer.write(file, null, model.predict(image));
        }

        @Override
        public void sample(int number, float[] sample) {
            System.arraycopy(sample, 0, values, count * size, size);
            if (++count == BATCH) {
                flush();
            }
        }

        void flush() {
            if (count == 0) {
                return;
            }
            float[] outputs = model.predict(Arrays.copyOf(values, count * size));
            int each = outputs.length / count;
            for (int i = 0; i < count; i++) {
                writer.write(file, first + i, Arrays.copyOfRange(outputs, i * each, (i + 1) * each));
            }
            first += count;
            count = 0;
        }
    }
}
