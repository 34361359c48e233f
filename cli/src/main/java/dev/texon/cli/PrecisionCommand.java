package dev.texon.cli;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.UsageException;
import dev.texon.networks.LearningCurve;
import dev.texon.networks.NumericException;
import dev.texon.networks.NumericExperiment;
import dev.texon.networks.Rounding;
import dev.texon.networks.Storage;
import dev.texon.networks.Training;
import dev.texon.networks.TrainingOptions;
import dev.texon.networks.data.DataSplit;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import dev.texon.networks.data.Scaling;
import dev.texon.plots.LineChart;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many significant bits training needs. */
@Command(
        name = "precision",
        description =
                "Train the network mlp again and again, the same but for its storage: rounded to so many significant "
                        + "bits whenever something is stored, in half floats, and in bytes. Writes precision.md, .csv and .png.")
final class PrecisionCommand implements Callable<Integer> {
    private static final int FULL = 24;
    private static final int CLAIMED = 11;
    private static final int BYTE = 8;
    /** Points below the lowest accuracy of all bits, from which on a line would flatten the others. */
    private static final double FAR_BELOW = 10;

    private final Terminal terminal;
    private final Style style;

    @Mixin
    private DataChoice data = new DataChoice();

    @Option(
            names = "--take",
            paramLabel = "N",
            description = "Train with the first N training samples only (default: all).")
    private @Nullable Integer take;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds through the training samples, for each row (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--bits",
            paramLabel = "N",
            split = ",",
            defaultValue = "6,7,8,9,10,11,12,13,14,15,16",
            description = "Significant bits to try beside " + FULL + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> bits = List.of();

    @Mixin
    private TrainingChoice choice = new TrainingChoice();

    @Mixin
    private AdapterChoice adapters = new AdapterChoice();

    @Mixin
    private KernelChoice kernels = new KernelChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Mixin
    private OutputFolder folder = new OutputFolder();

    @Inject
    PrecisionCommand(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    /**
     * One way to store.
     *
     * @param bits significant bits; 0 where their number is not what it is about
     */
    private record Variant(String name, int bits, Storage storage, Rounding rounding) {
        static Variant bits(int bits) {
            return new Variant(bits + " bits", bits, Storage.FLOAT32, new Rounding.Bits(bits));
        }
    }

    /**
     * What came of it.
     *
     * @param failure why it did not come to the end; null if it did
     */
    private record Row(
            Variant variant,
            List<LearningCurve.Epoch> epochs,
            @Nullable String failure) {
        LearningCurve.Epoch last() {
            return epochs.get(epochs.size() - 1);
        }

        double accuracy() {
            return failure == null ? judged(last()).accuracy() : 0;
        }
    }

    private static final Variant HALF = new Variant("half float", 0, Storage.FLOAT16, Rounding.NONE);
    private static final Variant BYTES_OF_1 =
            new Variant("bytes in [-1, 1]", 0, Storage.FLOAT32, new Rounding.Fixed(1f));

    @Override
    public Integer call() throws IOException {
        classPath.applyHere();
        if (epochs < 1 || (take != null && take < 1)) {
            throw new UsageException(
                    "--epochs is " + epochs + (take == null ? "" : " and --take is " + take) + "; both start at 1.");
        }
        List<Variant> variants = variants();
        TrainingOptions options = choice.optionsWithoutStorage(epochs);
        DataSplit split = data.readBoth();
        if (split.train().classes().isEmpty()) {
            throw new UsageException("The experiment looks at accuracy, and the data set " + data.source()
                    + " has numbers for targets; name one with classes.");
        }
        Dataset chosen = take == null ? split.train() : Datasets.take(split.train(), take, TrainCommand.SEED);
        // As train does.
        Dataset train =
                chosen.elementType().normalized() ? chosen : Scaling.of(chosen).apply(chosen);
        folder.make();
        List<Row> rows = new ArrayList<>();
        int status = 0;
        String device;
        try (GpuDevice gpu = kernels.open(adapters);
                Interruption interruption = Interruption.watch(terminal.err())) {
            device = gpu.info().backend() + "/" + gpu.info().adapter() + " ("
                    + gpu.info().renderer() + ")";
            terminal.out().println("Training " + Figures.count(variants.size(), "time") + " on " + device);
            for (Variant variant : variants) {
                if (!variant.storage().fits(gpu.capabilities())) {
                    terminal.out().println(variant.name() + ": this adapter does not draw to its format");
                    continue;
                }
                Row row = train(gpu, variant, options, train, split.test(), interruption);
                if (interruption.requested()) {
                    status = interruption.status();
                    break;
                }
                rows.add(row);
                kernels.keep(gpu, line -> {});
                terminal.out().println(variant.name() + ": " + result(row));
            }
        }
        if (rows.isEmpty()) {
            terminal.out().println("Nothing is written, since no row came to its end.");
            return status == 0 ? 1 : status;
        }
        write(rows, device, train.size(), split.test().size(), options);
        return status;
    }

    private List<Variant> variants() {
        List<Variant> variants = new ArrayList<>();
        variants.add(Variant.bits(FULL));
        for (int number : bits) {
            if (number < 2 || number > FULL) {
                throw new UsageException("--bits has " + number + "; take 2 to " + FULL + ".");
            }
            if (number != FULL) {
                variants.add(Variant.bits(number));
            }
        }
        variants.add(HALF);
        variants.add(new Variant("mixed: parameters float, activations half", 0, Storage.MIXED, Rounding.NONE));
        variants.add(BYTES_OF_1);
        variants.add(new Variant("bytes in [-8, 8]", 0, Storage.FLOAT32, new Rounding.Fixed(8f)));
        return variants;
    }

    private Row train(
            GpuDevice gpu,
            Variant variant,
            TrainingOptions options,
            Dataset train,
            Dataset test,
            Interruption interruption)
            throws IOException {
        TrainingOptions own = options.toBuilder()
                .storage(variant.storage())
                .experiment(new NumericExperiment(variant.rounding(), false))
                .build();
        List<LearningCurve.Epoch> finished = new ArrayList<>();
        try (Training training = Training.start(gpu, TrainCommand.mlp(train), train, own);
                TrainingProgress progress = new TrainingProgress(terminal, training, epochs)) {
            new TrainingLoop(training, test, epochs, interruption::requested, new TrainingLoop.Listener() {
                        @Override
                        public void reported(Training.Report report) {
                            TrainCommand.demandNumber(report);
                            progress.reported(report);
                        }

                        @Override
                        public void epochFinished(LearningCurve.Epoch epoch) {
                            finished.add(epoch);
                            progress.pause();
                        }
                    })
                    .run();
            return new Row(variant, finished, null);
        } catch (NumericException e) {
            return new Row(variant, finished, e.getMessage());
        }
    }

    private static String result(Row row) {
        return row.failure() != null
                ? row.failure()
                : "test "
                        + Figures.result(
                                judged(row.last()).loss(), judged(row.last()).accuracy());
    }

    private static LearningCurve.Validation judged(LearningCurve.Epoch epoch) {
        return Objects.requireNonNull(epoch.validation());
    }

    private void write(List<Row> rows, String device, int samples, int tests, TrainingOptions options)
            throws IOException {
        Row full = rows.get(0);
        double margin = margin(full.accuracy(), tests);
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("stored as", "training loss", "test loss", "test accuracy", "against 24 bits"));
        List<String> csv = new ArrayList<>(List.of("stored_as,bits,epoch,training_loss,test_loss,test_accuracy"));
        for (Row row : rows) {
            if (row.failure() != null) {
                table.add(List.of(row.variant().name(), "NaN", "NaN", "-", "fails"));
                continue;
            }
            LearningCurve.Epoch last = row.last();
            table.add(List.of(
                    row.variant().name(),
                    Figures.loss(last.training().loss()),
                    Figures.loss(judged(last).loss()),
                    Figures.percent(row.accuracy()),
                    String.format(Locale.ROOT, "%+.2f points", 100 * (row.accuracy() - full.accuracy()))));
            for (LearningCurve.Epoch epoch : row.epochs()) {
                csv.add(String.format(
                        Locale.ROOT,
                        "\"%s\",%s,%d,%.6g,%.6g,%.6g",
                        row.variant().name(),
                        row.variant().bits() == 0 ? "" : row.variant().bits(),
                        epoch.number(),
                        epoch.training().loss(),
                        judged(epoch).loss(),
                        judged(epoch).accuracy()));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("# How many significant bits does training need?");
        lines.add("");
        lines.add("The network mlp (" + TrainCommand.HIDDEN + " relu), " + Figures.count(samples, "training sample")
                + " of " + data.source() + ", " + Figures.count(epochs, "epoch") + ", "
                + options.optimizer() + ", mini-batches of " + options.batch() + ", seed " + options.seed() + ", on "
                + device + ".");
        lines.add(
                "Bits and bytes: parameters, activations and their gradients are rounded whenever a pass stores them; a pass "
                        + "computes in 32-bit floats, and so are the parameters' gradients and what the optimizer remembers. Bytes have "
                        + "255 steps in their range and clamp what is beyond, as an RGBA8 texture does. Half float: all is stored in "
                        + "RGBA16F textures.");
        lines.add("");
        lines.addAll(OutputFolder.markdown(table));
        lines.add("");
        lines.addAll(findings(rows, margin, tests));
        terminal.out().println();
        findings(rows, margin, tests).forEach(line -> terminal.out().println(style.strong(line)));
        terminal.out()
                .println("Written: " + folder.write("precision.md", lines) + ", "
                        + folder.write("precision.csv", csv) + ", "
                        + folder.write("precision.svg", plot(rows)));
    }

    /**
     * Two standard errors of the difference between two accuracies of so many samples (binomial, independent): what is nearer than that may
     * be chance.
     */
    private static double margin(double accuracy, int samples) {
        return 2 * Math.sqrt(2 * accuracy * (1 - accuracy) / samples);
    }

    private static List<String> findings(List<Row> rows, double margin, int tests) {
        double full = rows.get(0).accuracy();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "A row falls behind if its accuracy is more than %.2f points below that of 24 bits: two standard errors of a "
                        + "difference with %d test samples.",
                100 * margin,
                tests));
        int enough = FULL;
        List<Row> ofBits = rows.stream()
                .filter(row -> row.variant().bits() > 0)
                .sorted((a, b) -> b.variant().bits() - a.variant().bits())
                .toList();
        for (Row row : ofBits) {
            if (full - row.accuracy() > margin) {
                break;
            }
            enough = row.variant().bits();
        }
        lines.add("From " + enough + " bits on, no row falls behind"
                + (enough == ofBits.get(ofBits.size() - 1).variant().bits() ? "; fewer were not tried." : "."));
        find(rows, Variant.bits(CLAIMED - 1))
                .ifPresent(row -> lines.add("\"At least " + CLAIMED + " bits are needed\": with one less, "
                        + judge(full - row.accuracy() > margin, row)));
        find(rows, Variant.bits(BYTE))
                .ifPresent(row -> lines.add("\"" + BYTE + " bits are not enough\": significant bits of a float: "
                        + judge(full - row.accuracy() > margin, row)
                        + find(rows, BYTES_OF_1)
                                .map(bytes -> " Bytes in [-1, 1]: " + judge(full - bytes.accuracy() > margin, bytes))
                                .orElse("")));
        find(rows, HALF)
                .ifPresent(
                        row -> lines.add("\"Half float is enough\": " + judge(full - row.accuracy() <= margin, row)));
        return lines;
    }

    private static String judge(boolean holds, Row row) {
        return (holds ? "holds here, with " : "does not hold here, with ") + Figures.percent(row.accuracy()) + ".";
    }

    private static Optional<Row> find(List<Row> rows, Variant variant) {
        return rows.stream().filter(row -> row.variant().equals(variant)).findFirst();
    }

    private static LineChart plot(List<Row> rows) {
        List<Row> shown = rows.stream().filter(row -> row.failure() == null).toList();
        List<LineChart.Point> accuracy = new ArrayList<>();
        List<LineChart.Point> loss = new ArrayList<>();
        for (Row row : shown) {
            if (row.variant().bits() > 0) {
                accuracy.add(new LineChart.Point(row.variant().bits(), 100 * row.accuracy()));
                loss.add(new LineChart.Point(
                        row.variant().bits(), row.last().training().loss()));
            }
        }
        Comparator<LineChart.Point> byBits = Comparator.comparingDouble(LineChart.Point::x);
        accuracy.sort(byBits);
        loss.sort(byBits);
        double lowest = accuracy.stream().mapToDouble(LineChart.Point::y).min().orElse(0);
        List<LineChart.Line> lines = new ArrayList<>(List.of(new LineChart.Line("rounded to bits", accuracy)));
        for (Row row : shown) {
            double level = 100 * row.accuracy();
            if (row.variant().bits() == 0) {
                boolean below = level < lowest - FAR_BELOW;
                lines.add(new LineChart.Line(
                        row.variant().name() + (below ? " (" + Figures.percent(row.accuracy()) + ", not shown)" : ""),
                        below || accuracy.isEmpty()
                                ? List.of()
                                : List.of(
                                        new LineChart.Point(accuracy.get(0).x(), level),
                                        new LineChart.Point(FULL, level))));
            }
        }
        return new LineChart(
                "Test accuracy over significant bits",
                "significant bits",
                List.of(
                        new LineChart.Part("test accuracy in %", 2, lines),
                        new LineChart.Part(
                                "training loss",
                                1,
                                List.of(new LineChart.Line("rounded to bits, training loss", loss)))),
                Optional.empty());
    }
}
