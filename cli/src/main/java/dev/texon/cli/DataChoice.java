package dev.texon.cli;

import dev.texon.gpu.UsageException;
import dev.texon.networks.Shape;
import dev.texon.networks.Snapshot;
import dev.texon.networks.data.ColumnNames;
import dev.texon.networks.data.DataFolder;
import dev.texon.networks.data.DataOptions;
import dev.texon.networks.data.DataSplit;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.Datasets;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which data a command is about. */
final class DataChoice {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DataFolder.FASHION_MNIST,
            description =
                    "A folder with IDX files, with train.csv and test.csv, or with a folder of images for each class; "
                            + "a CSV file (.csv, .tsv, .data); or the word " + DataFolder.FASHION_MNIST
                            + " (default: ${DEFAULT-VALUE}).")
    private String source = DataFolder.FASHION_MNIST;

    @Option(
            names = "--targets",
            paramLabel = "N",
            defaultValue = "0",
            description = "The last N columns of a CSV file are numbers to predict; 0: there is a column of classes "
                    + "(default: ${DEFAULT-VALUE}).")
    private int targets;

    @Option(
            names = "--validation",
            paramLabel = "SHARE|N",
            description =
                    "Samples that are set aside to judge by: a share such as 0.2, a number, or 0 for none. They are "
                            + "chosen from the training samples, of each class its share, always the same (default: the data "
                            + "set's own test samples, else one in six).")
    private @Nullable String validation;

    @Option(
            names = "--shape",
            paramLabel = "HEIGHTxWIDTHxCHANNELS",
            description = "The shape of the samples in a CSV file, for example 28x28x1 for cnn (default: flat).")
    private @Nullable String shape;

    @Mixin
    private CsvChoice csv = new CsvChoice();

    @Mixin
    private ImageChoice images = new ImageChoice();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * What a command gets to work with.
     *
     * @param train samples to learn from
     * @param validation other samples to judge by; null if none are wanted
     * @param rule which these are, in words
     */
    record Parts(Dataset train, @Nullable Dataset validation, String rule) {}

    /** @throws UsageException if an option has no such value */
    Parts read() throws IOException {
        return read(options());
    }

    /**
     * As {@link #read()}, for a network that is there: what no option says, its input, outputs and columns say. A CSV file need not hold all
     * of its classes.
     *
     * @param own whether the classes have to be all of the network's
     */
    Parts read(Snapshot network, boolean own) throws IOException {
        Shape input = network.network().input();
        DataOptions options = options().withColumns(network.columns());
        if (network.classes().isEmpty() && targets == 0) {
            options = options.withTargets(network.network().output().values());
        } else if (targets == 0 && !own) {
            options = options.withClasses(network.classes());
        }
        if (shape == null && !input.isFlat()) {
            options = options.withCsv(options.csv().withShape(input));
        }
        return read(options.withImages(images.options(input)));
    }

    /** As {@link #read()}, with the columns that a network takes, and any class or numbers to predict beside them. */
    Parts readInputs(Snapshot network) throws IOException {
        return read(
                options().withColumns(network.columns().map(columns -> new ColumnNames(columns.inputs(), List.of()))));
    }

    private DataOptions options() {
        if (targets < 0) {
            throw new UsageException("--targets is " + targets + "; it starts at 0.");
        }
        return DataOptions.defaults()
                .withTargets(targets)
                .withCsv(csv.options().withShape(shape == null ? null : CsvChoice.shape(shape)))
                .withImages(images.options())
                .withNotes(this::say);
    }

    private Parts read(DataOptions options) throws IOException {
        double wanted = wanted();
        DataFolder.Parts parts = DataFolder.parts(source, options);
        Dataset all = parts.train();
        if (validation == null && parts.test().isPresent()) {
            Dataset test = parts.test().get();
            return new Parts(all, test, "the data set's own " + Figures.count(test.size(), "test sample"));
        }
        if (wanted == 0) {
            return new Parts(all, null, "no samples");
        }
        long count = validation == null ? 1 : wanted < 1 ? Math.max(1, Math.round(wanted * all.size())) : (long) wanted;
        if (count >= all.size()) {
            throw new IOException(
                    "'" + source + "' has " + Figures.count(all.size(), "sample") + " to learn from, of which " + count
                            + " cannot be set aside; give it more, or change --validation.");
        }
        DataSplit split = validation == null
                ? Datasets.split(all, options.seed())
                : Datasets.split(all, (int) count, options.seed());
        return new Parts(
                split.train(),
                split.test(),
                split.test().size() + " of " + Figures.count(all.size(), "sample") + ", set aside"
                        + (all.classes().isEmpty() ? "" : " of each class in its share")
                        + (validation == null ? " (one in six; --validation changes it)" : ""));
    }

    /** As {@link #read}, for commands that have no use for less than both parts. */
    DataSplit readBoth() throws IOException {
        Parts parts = read();
        if (parts.validation() == null) {
            throw new UsageException(
                    "--validation is 0, and there would be nothing to judge by; set some samples aside.");
        }
        return new DataSplit(parts.train(), parts.validation());
    }

    /** A share below 1, a whole number, or 0. */
    private double wanted() {
        if (validation == null) {
            return Double.NaN;
        }
        try {
            double number = Double.parseDouble(validation);
            if (number >= 0 && (number < 1 || number == Math.rint(number)) && number <= Dataset.MAX_SIZE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("--validation is '" + validation
                + "'; take a share such as 0.2, a whole number of samples, or 0 for none.");
    }

    private void say(String note) {
        if (command != null) {
            command.commandLine().getErr().println("note: " + PlainText.message(note));
        }
    }

    /** As the user named it. */
    String source() {
        return source;
    }

    /** The options, each with a space before it. */
    String asOptions() {
        return " --data " + Figures.quote(source) + (targets == 0 ? "" : " --targets " + targets)
                + (validation == null ? "" : " --validation " + validation)
                + (shape == null ? "" : " --shape " + shape)
                + csv.asOptions()
                + images.asOptions();
    }
}
