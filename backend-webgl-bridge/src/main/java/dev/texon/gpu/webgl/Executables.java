package dev.texon.gpu.webgl;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the browser: the system property {@code texon.chromium}, the environment variable {@code TEXON_CHROMIUM}, the PATH, the
 * usual places.
 */
final class Executables {
    static final String PROPERTY = "texon.chromium";
    static final String VARIABLE = "TEXON_CHROMIUM";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge");

    /**
     * The browser, or why there is none.
     *
     * @param path of the executable; null if there is none
     * @param reason why there is none; empty if there is one
     * @param hint what helps
     */
    record Found(@Nullable Path path, String reason, String hint) {}

    private Executables() {}

    static Found find() {
        return find(System.getProperty(PROPERTY), System.getenv(), System.getProperty("os.name"));
    }

    static Found find(@Nullable String property, Map<String, String> environment, String system) {
        String hint = "install the package chromium, or set " + PROPERTY + " to its path";
        String chosen = property != null ? property : environment.get(VARIABLE);
        if (chosen != null) {
            Optional<Path> path = executable(chosen);
            String by = property != null ? "the system property " + PROPERTY : "the environment variable " + VARIABLE;
            String reason = path.isPresent() ? "" : by + " names '" + chosen + "', which is not an executable file";
            return new Found(path.orElse(null), reason, hint);
        }
        return candidates(environment, system.toLowerCase(Locale.ROOT)).stream()
                .flatMap(candidate -> executable(candidate).stream())
                .findFirst()
                .map(path -> new Found(path, "", hint))
                .orElse(new Found(null, "no Chromium, Chrome or Edge is found", hint));
    }

    private static List<String> candidates(Map<String, String> environment, String system) {
        List<String> candidates = new ArrayList<>();
        String path = environment.getOrDefault("PATH", "");
        for (String name : NAMES) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                if (!folder.isEmpty()) {
                    candidates.add(folder + File.separator + name);
                }
            }
        }
        if (system.startsWith("windows")) {
            for (String variable : List.of("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")) {
                String folder = environment.get(variable);
                if (folder != null) {
                    candidates.add(folder + "\\Google\\Chrome\\Application\\chrome.exe");
                    candidates.add(folder + "\\Chromium\\Application\\chrome.exe");
                    candidates.add(folder + "\\Microsoft\\Edge\\Application\\msedge.exe");
                }
            }
        } else if (system.startsWith("mac")) {
            for (String name : List.of("Google Chrome", "Chromium", "Microsoft Edge")) {
                candidates.add("/Applications/" + name + ".app/Contents/MacOS/" + name);
            }
        } else {
            for (String name : NAMES) {
                candidates.add("/usr/bin/" + name);
            }
            candidates.add("/usr/lib/chromium/chromium");
            candidates.add("/opt/google/chrome/chrome");
            candidates.add("/opt/microsoft/msedge/msedge");
        }
        return candidates;
    }

    private static Optional<Path> executable(String text) {
        try {
            Path path = Path.of(text).toAbsolutePath();
            return Files.isRegularFile(path) && Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
