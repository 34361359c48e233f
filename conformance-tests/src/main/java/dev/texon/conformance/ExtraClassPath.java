package dev.texon.conformance;

import dev.texon.gpu.UsageException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jars and folders that are not Texon's, for example a backend under test, separated as the platform separates paths; {@code
 * folder/*} means all jars of a folder. They stand in the system property {@code texon.classpath}, which child processes inherit,
 * and behind Texon's own on the class path of every child process.
 */
public final class ExtraClassPath {
    /** The system property. */
    public static final String PROPERTY = "texon.classpath";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]*");

    private ExtraClassPath() {}

    /**
     * Sets the property.
     *
     * @throws UsageException if a part does not exist
     */
    public static void set(String path) {
        check(path);
        System.setProperty(PROPERTY, path);
    }

    /**
     * A class path with the property's parts behind it.
     *
     * @throws UsageException if a part does not exist
     */
    public static String behind(String classPath) {
        String extra = System.getProperty(PROPERTY, "");
        if (extra.isEmpty()) {
            return classPath;
        }
        check(extra);
        return classPath + File.pathSeparator + extra;
    }

    /** The option of {@code ./texon} that sets the property as it is, followed by a space; empty if it is not set. */
    static String option() {
        String extra = System.getProperty(PROPERTY, "");
        if (extra.isEmpty()) {
            return "";
        }
        boolean plain = PLAIN.matcher(extra).matches();
        return "--classpath " + (plain ? extra : "'" + extra.replace("'", "'\\''") + "'") + " ";
    }

    private static void check(String path) {
        Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(part -> !exists(part))
                .findFirst()
                .ifPresent(part -> {
                    throw new UsageException("The class path '" + path + "' names '" + part
                            + "', which does not exist; name jars and folders, separated by '" + File.pathSeparator
                            + "'.");
                });
    }

    private static boolean exists(String part) {
        boolean jars = part.endsWith("/*") || part.endsWith(File.separator + "*");
        try {
            return !part.isBlank()
                    && (jars
                            ? Files.isDirectory(Path.of(part.substring(0, part.length() - 1)))
                            : Files.exists(Path.of(part)));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
