package dev.texon.cli;

import dev.texon.gpu.files.UserFiles;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a network is made of. */
@Command(
        name = "describe",
        description =
                "Show what a network file or an architecture in JSON (docs/network-file.md) holds: each layer with its shape, "
                        + "parameters and multiply-adds, then the classes, the scaling and where a training stands. It needs no GPU.")
final class DescribeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DescriptionText text;

    @Parameters(paramLabel = "FILE", description = "A file written by train --save, or an architecture.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the graph to this file, as SVG.")
    private @Nullable Path svg;

    @Inject
    DescribeCommand(Terminal terminal, DescriptionText text) {
        this.terminal = terminal;
        this.text = text;
    }

    @Override
    public Integer call() throws IOException {
        Description description = Description.read(file);
        if (json) {
            terminal.out().println(description.json());
        } else {
            text.lines(description).forEach(terminal.out()::println);
        }
        if (svg != null) {
            NetworkPicture.write(UserFiles.name(file), description, svg);
            if (!json) {
                terminal.out().println("Picture written to " + svg + ".");
            }
        }
        return 0;
    }
}
