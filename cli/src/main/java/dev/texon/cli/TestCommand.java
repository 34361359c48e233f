package dev.texon.cli;

import dev.texon.conformance.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands here for the help only. */
@Command(
        name = "test",
        description = "Run the whole test suite on all backends, and demand each (the script ./texon does it).")
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageException(
                "'test' is done by the script ./texon at the root of the source, not by this program.");
    }
}
