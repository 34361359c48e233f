package dev.texon.cli;

import dev.texon.conformance.UsageException;
import dev.texon.networks.data.DataFolder;
import dev.texon.networks.data.DataOptions;
import dev.texon.networks.data.DataSplit;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which data a command is about. */
final class DataChoice {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DataFolder.FASHION_MNIST,
            description =
                    "A folder with IDX files, with train.csv and test.csv, or with a folder of images for each class; "
                            + "a CSV file; or the word " + DataFolder.FASHION_MNIST + " (default: ${DEFAULT-VALUE}).")
    private String source = DataFolder.FASHION_MNIST;

    @Option(
            names = "--targets",
            paramLabel = "N",
            defaultValue = "0",
            description = "The last N columns of a CSV file are numbers to predict; 0: there is a column of classes "
                    + "(default: ${DEFAULT-VALUE}).")
    private int targets;

    DataSplit read() throws IOException {
        if (targets < 0) {
            throw new UsageException("--targets is " + targets + "; it starts at 0.");
        }
        return DataFolder.read(source, DataOptions.defaults().withTargets(targets));
    }

    /** As the user named it. */
    String source() {
        return source;
    }

    /** The options, each with a space before it. */
    String asOptions() {
        return " --data " + Figures.quote(source) + (targets == 0 ? "" : " --targets " + targets);
    }
}
