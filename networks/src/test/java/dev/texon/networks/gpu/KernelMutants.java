package dev.texon.networks.gpu;

import dev.texon.shaders.Shaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the tests: changes one operator in one kernel of the networks at a time, and runs the checks until one fails. A mutant that all
 * checks let pass is printed; it is a gap in the tests, or computes the same. No part of the usual tests, since it takes an hour:
 * docs/reliability.md has the command. The system properties {@code texon.mutants} and {@code texon.mutants.seed} say
 * how many, and which.
 */
class KernelMutants {
    private static final int COUNT = Integer.getInteger("texon.mutants", 60);
    private static final long SEED = Long.getLong("texon.mutants.seed", 1);
    /** A mutant that loops takes longer than all checks; so many times is given to it. */
    private static final int PATIENCE = 4;
    /** Seen from the module's folder, in which tests run. */
    private static final Path SHADERS = Path.of("../shaders/src/main/resources").resolve(folderOfShaders());

    /** Each operator, and what it becomes. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry(" + ", " - "),
            Map.entry(" - ", " + "),
            Map.entry(" * ", " / "),
            Map.entry(" / ", " * "),
            Map.entry(" += ", " -= "),
            Map.entry(" < ", " <= "),
            Map.entry(" <= ", " < "),
            Map.entry(" > ", " >= "),
            Map.entry(" >= ", " > "),
            Map.entry(" == ", " != "),
            Map.entry(" && ", " || "),
            Map.entry("min(", "max("),
            Map.entry("max(", "min("));

    private static final Pattern OPERATOR = Pattern.compile(" (?:[-+*/<>]|\\+=|<=|>=|==|&&) |\\b(?:min|max)\\(");

    /** One operator in a file. */
    private record Site(Path file, int at, String operator) {
        String mutated(String source) {
            return source.substring(0, at)
                    + Objects.requireNonNull(OPERATORS.get(operator))
                    + source.substring(at + operator.length());
        }
    }

    private final Path work;

    KernelMutants(@TempDir Path work) {
        this.work = work;
    }

    @Test
    void mutantsAreKilled() throws Exception {
        Path sources = SHADERS.toRealPath();
        List<Site> sites = sites(sources);
        Collections.shuffle(sites, new Random(SEED));
        long start = System.nanoTime();
        String whole = run(work.resolve("none"), TimeUnit.HOURS.toSeconds(1));
        long seconds = Math.max(30, PATIENCE * TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        if (!whole.isEmpty()) {
            throw new AssertionError("The checks fail without a mutant: " + whole);
        }
        int killed = 0;
        int tried = 0;
        for (Site site : sites.subList(0, Math.min(COUNT, sites.size()))) {
            String source = Files.readString(site.file());
            Path mutant = work.resolve("mutant" + tried);
            Path copy = mutant.resolve(folderOfShaders())
                    .resolve(sources.relativize(site.file()).toString());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, site.mutated(source));
            String killer = run(mutant, seconds);
            tried++;
            killed += killer.isEmpty() ? 0 : 1;
            int line = (int) source.substring(0, site.at()).lines().count();
            System.out.printf(
                    "%s %s:%d, '%s' becomes '%s'%s (%d of %d killed)%n",
                    killer.isEmpty() ? "SURVIVED" : "killed",
                    sources.relativize(site.file()),
                    line,
                    site.operator().strip(),
                    String.valueOf(OPERATORS.get(site.operator())).strip(),
                    killer.isEmpty() ? "" : ": " + killer,
                    killed,
                    tried);
        }
    }

    private static String folderOfShaders() {
        return Shaders.class.getPackageName().replace('.', '/');
    }

    private static List<Site> sites(Path sources) throws IOException {
        List<Site> sites = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(KernelMutants::isOfNetworks).sorted().toList()) {
                String source = Files.readString(file);
                for (Matcher found = OPERATOR.matcher(source); found.find(); ) {
                    String line = source.substring(source.lastIndexOf('\n', found.start()) + 1, found.start());
                    if (!line.contains("//") && !line.startsWith("#")) {
                        sites.add(new Site(file, found.start(), found.group()));
                    }
                }
            }
        }
        return sites;
    }

    private static boolean isOfNetworks(Path file) {
        return file.toString().endsWith(".glsl")
                && file.getParent() != null
                && file.getParent().endsWith("networks");
    }

    /** The first check that fails with these sources before the others; empty if none does. */
    private static String run(Path before, long seconds) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path output = Files.createTempFile("mutant", ".txt");
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-ea",
                            "-Dtexon.only=" + System.getProperty("texon.only", "lwjgl-gles/es3-0"),
                            "-cp",
                            before + System.getProperty("path.separator") + classPath,
                            FirstFailure.class.getName())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return "no end after " + seconds + " s";
            }
            if (process.exitValue() == 0) {
                return "";
            }
            List<String> lines =
                    Files.readString(output, StandardCharsets.UTF_8).lines().toList();
            return lines.isEmpty() ? "exit status " + process.exitValue() : lines.get(lines.size() - 1);
        } finally {
            Files.delete(output);
        }
    }
}
