package dev.texon.networks.data;

import dev.texon.testing.Absence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data set of Debian's package, which --with-deps installs beside the backends. */
public final class FashionMnist {
    private FashionMnist() {}

    /** Fails where it must be there and is not, and is skipped elsewhere. */
    public static DataSplit read() throws IOException {
        if (!Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist"))) {
            throw Absence.ofAnything("Fashion-MNIST is not there: apt-get install dataset-fashion-mnist");
        }
        return DataFolder.read("fashion-mnist", DataOptions.defaults());
    }
}
