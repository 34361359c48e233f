package dev.texon.cli;

import dev.texon.gpu.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stands here for the help only. */
@Command(
        name = "bundle",
        description =
                "Put all of Texon into one jar that runs on every system, or with its own Java (the script ./texon does it).")
@SuppressWarnings("UnusedVariable") // the script reads them
final class BundleCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "OUT",
            description = "The jar to make; with --runtime a folder, or a tar if the name ends in .tar.gz or .tgz.")
    private @Nullable Path out;

    @Option(
            names = "--backends",
            paramLabel = "ID",
            split = ",",
            description = "Only these (default: jogl,lwjgl-gles,webgl).")
    private @Nullable List<String> backends;

    @Option(
            names = "--runtime",
            description =
                    "With a Java for this system, so that a machine needs neither JDK nor network: OUT/texon COMMAND.")
    private boolean runtime;

    @Override
    public Integer call() {
        throw new UsageException(
                "'bundle' is done by the script ./texon at the root of the source, not by this program.");
    }
}
