package dev.texon.cli;

import dev.texon.conformance.ExtraClassPath;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

    /** Makes this process know them as well. They stay loaded until it ends, since a driver may be in use. */
    void applyHere() throws IOException {
        apply();
        String extra = System.getProperty(ExtraClassPath.PROPERTY, "");
        if (extra.isEmpty()) {
            return;
        }
        List<URL> urls = new ArrayList<>();
        for (String part : extra.split(Pattern.quote(File.pathSeparator), -1)) {
            if (part.endsWith("*")) {
                try (DirectoryStream<Path> jars =
                        Files.newDirectoryStream(Path.of(part.substring(0, part.length() - 1)), "*.jar")) {
                    for (Path jar : jars) {
                        urls.add(jar.toUri().toURL());
                    }
                }
            } else {
                urls.add(Path.of(part).toUri().toURL());
            }
        }
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(new URLClassLoader(urls.toArray(URL[]::new), thread.getContextClassLoader()));
    }
}
