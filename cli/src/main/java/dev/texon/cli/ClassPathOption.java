package dev.texon.cli;

import dev.texon.conformance.ExtraClassPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Backends that are not Texon's. */
final class ClassPathOption {
    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description = "Jars and folders with further backends, separated as the system separates paths.")
    private @Nullable String path;

    /** Makes every child process know them. */
    void apply() {
        if (path != null) {
            ExtraClassPath.set(path);
        }
    }
}
