package dev.texon.cli;

import dev.texon.gpu.UsageException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands here for the help only. */
@Command(
        name = "test",
        description = "Run the whole test suite on all backends, and demand each (the script ./texon does it).")
@SuppressWarnings("UnusedVariable") // the script reads them
final class TestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MAVEN", description = "Arguments for Maven, such as --fail-at-end.")
    private List<String> maven = List.of();

    @Override
    public Integer call() {
        throw new UsageException(
                "'test' is done by the script ./texon at the root of the source, not by this program.");
    }
}
