package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/commands.md holds what every {@code --help} prints; the script {@code ./texon} answers from it where nothing is built. */
class CommandsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Path NEW = Path.of("target", "commands.md");

    @Test
    void thePageHoldsTheHelpOfEveryCommand() throws IOException {
        StringBuilder page = new StringBuilder("""
                # The commands of `./texon`

                What each `--help` prints, also where nothing is built yet. Made by a test, which compares it.
                """);
        StringWriter sink = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(sink), new PrintWriter(sink), false, false);
        append(page, Main.commandLine(terminal, new CliModule(terminal)));
        Files.writeString(NEW, page);
        assertTrue(
                Files.readString(PAGE).contentEquals(page),
                "docs/commands.md is not what --help prints; copy cli/target/commands.md there.");
    }

    private static void append(StringBuilder page, CommandLine command) {
        page.append("\n## ")
                .append(command.getCommandSpec().qualifiedName(" "))
                .append("\n\n```text\n")
                .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).replace(System.lineSeparator(), "\n"))
                .append("```\n");
        command.getSubcommands().values().forEach(sub -> append(page, sub));
    }
}
