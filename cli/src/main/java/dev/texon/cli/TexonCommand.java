package dev.texon.cli;

import dev.texon.gpu.TexonVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that holds all others. */
@Command(
        name = "texon",
        description = "Deep learning on any GPU that can draw.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = TexonCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackendsCommand.class,
            CapabilitiesCommand.class,
            ConformanceCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            DescribeCommand.class,
            ExportCommand.class,
            ExperimentCommand.class,
            BenchCommand.class,
            BundleCommand.class,
            TestCommand.class,
        },
        footer = {"", "Exit status: 0 all is well, 1 something failed, 2 wrong usage, 130 interrupted (143 terminated)."
        })
final class TexonCommand implements Callable<Integer> {
    static final String DEBUG = "texon.debug";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error (also: -Dtexon.debug=true).")
    private boolean verbose;

    @Option(
            names = "--with-deps",
            scope = ScopeType.INHERIT,
            description = "Install missing system packages first (Debian, Ubuntu); the script ./texon does it.")
    @SuppressWarnings("UnusedVariable") // the script reads it
    private boolean withDependencies;

    /** Asks the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"texon " + TexonVersion.TEXT};
        }
    }

    boolean verbose() {
        return verbose || Boolean.getBoolean(DEBUG);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
