package dev.texon.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds the experiments. */
@Command(
        name = "experiment",
        description = "Measure what training needs of a GPU's numbers.",
        synopsisSubcommandLabel = "EXPERIMENT",
        subcommands = {PrecisionCommand.class, OverflowCommand.class})
final class ExperimentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "An experiment is missing.");
    }
}
