package dev.texon.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import dev.texon.conformance.Launcher;
import dev.texon.gpu.UsageException;
import java.security.CodeSource;
import java.util.List;
import picocli.CommandLine;

/** {@code ./texon COMMAND}. Exit status: 0 all is well, 1 something failed, 2 wrong usage. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Guice's generated classes take sun.misc.Unsafe, about which Java 24 and later warn; reflection does here.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        nameLauncher();
        Terminal terminal = Terminal.system();
        String encoding = System.getProperty("sun.jnu.encoding", "");
        if (lost(encoding, arguments)) {
            terminal.complain(
                    "This Java takes names in " + encoding
                            + ", and has lost letters of what was given; set LC_ALL=C.UTF-8 before it, as the script ./texon does.");
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(run(terminal, new CliModule(terminal), arguments));
    }

    /** @return the exit status */
    static int run(Terminal terminal, Module module, String... arguments) {
        try {
            return commandLine(terminal, module).execute(arguments);
        } catch (Error e) {
            complain(
                    terminal,
                    e,
                    Boolean.getBoolean(TexonCommand.DEBUG) || List.of(arguments).contains("--verbose"));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** All commands, which print to the terminal. */
    static CommandLine commandLine(Terminal terminal, Module module) {
        Injector injector = Guice.createInjector(module);
        TexonCommand root = injector.getInstance(TexonCommand.class);
        CommandLine line = new CommandLine(root, new CommandLine.IFactory() {
            private final CommandLine.IFactory plain = CommandLine.defaultFactory();

            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type.getName().startsWith("dev.texon.") ? injector.getInstance(type) : plain.create(type);
            }
        });
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, wrong) -> {
            CommandLine command = e.getCommandLine();
            complain(terminal, e, root.verbose());
            terminal.err()
                    .println("Try '" + Launcher.command()
                            + command.getCommandSpec().qualifiedName(" ").substring("texon".length()) + " --help'.");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            complain(terminal, e, root.verbose());
            return e instanceof UsageException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    /** Whether letters that the encoding lacks were given: Java has put a replacement for them before it calls {@link #main}. */
    static boolean lost(String encoding, String... arguments) {
        return !encoding.equalsIgnoreCase("UTF-8")
                && List.of(arguments).stream().anyMatch(word -> word.contains("\uFFFD"));
    }

    /** A jar is its own launcher; others say what they are called, or are {@code ./texon}. */
    private static void nameLauncher() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        String file = source == null ? "" : source.getLocation().getPath();
        if (System.getProperty(Launcher.PROPERTY) == null && file.endsWith(".jar")) {
            System.setProperty(Launcher.PROPERTY, "java -jar " + file.substring(file.lastIndexOf('/') + 1));
        }
    }

    private static void complain(Terminal terminal, Throwable e, boolean verbose) {
        terminal.complain(sentence(e));
        if (verbose) {
            e.printStackTrace(terminal.err());
        }
    }

    private static String sentence(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "The memory that Java may take is used up (" + e.getMessage() + "; the heap has "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB); give it more, as JAVA_OPTS=-Xmx8g does with ./texon, or take less data or a smaller network.";
        } else if (e instanceof StackOverflowError) {
            return "Something is nested too deep for Java's stack; give it more, as JAVA_OPTS=-Xss16m does with ./texon.";
        }
        return e.getMessage() == null || e instanceof Error ? e.toString() : e.getMessage();
    }
}
