package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Maven project in a folder of its own, against a local repository that holds what this build publishes and nothing else of Texon,
 * beside the libraries of others that are at hand.
 */
final class OutsideProject implements AutoCloseable {
    /** Where the modules of this build are. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w+)\\n(.*?)^ *```$");

    private final Path folder;
    private final Path repository;
    private final Path jdk;

    private record Output(int status, String text) {}

    /** @param folder empty */
    OutsideProject(Path folder, Path jdk) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("project"));
        this.jdk = jdk;
        repository = Files.createDirectories(folder.resolve("repository"));
        Path mine = Path.of(System.getProperty("texon.test.repository"));
        link(mine, repository, "dev");
        Path group = Files.createDirectories(repository.resolve("dev"));
        if (Files.isDirectory(mine.resolve("dev"))) {
            link(mine.resolve("dev"), group, "texon");
        }
        install("texon", ROOT, "pom");
        install("texon-bom", ROOT.resolve("bom"), "pom");
        for (Map.Entry<String, Path> library : libraries().entrySet()) {
            install(library.getKey(), library.getValue(), "pom", "jar");
        }
    }

    private static void link(Path from, Path to, String without) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
            for (Path child : children) {
                if (!child.getFileName().toString().equals(without)) {
                    Files.createSymbolicLink(to.resolve(child.getFileName()), child.toAbsolutePath());
                }
            }
        }
    }

    private void install(String artifact, Path module, String... types) throws IOException {
        Path to = Files.createDirectories(
                repository.resolve("dev/texon").resolve(artifact).resolve(version()));
        for (String type : types) {
            String name = artifact + "-" + version() + "." + type;
            Path from = type.equals("pom") ? module.resolve("pom.xml") : module.resolve("target/" + name);
            assertTrue(Files.exists(from), () -> "There is no '" + from + "'; run 'mvn verify', which packs it.");
            Files.copy(from, to.resolve(name));
        }
    }

    /** The modules that a repository gets as libraries: artifact, folder. */
    static Map<String, Path> libraries() throws IOException {
        Map<String, Path> libraries = new TreeMap<>();
        for (String module : all("<module>([^<]+)</module>", Files.readString(ROOT.resolve("pom.xml")))) {
            String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
            if (!pom.contains("<maven.deploy.skip>true<") && !pom.contains("<packaging>pom<")) {
                libraries.put(all("<artifactId>(texon-[^<]+)</artifactId>", pom).get(0), ROOT.resolve(module));
            }
        }
        libraries.remove("texon-bundle");
        return libraries;
    }

    static String version() {
        return new TexonCommand.Version().getVersion()[0].replace("texon ", "");
    }

    /** What a group of a pattern matches, wherever it does. */
    static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The blocks of a page in one language, as one would copy them. */
    static List<String> blocks(String page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
        while (matcher.find()) {
            if (matcher.group(2).equals(language)) {
                blocks.add(matcher.group(3).replaceAll("(?m)^" + matcher.group(1), ""));
            }
        }
        return blocks;
    }

    /** Takes the links away, so that what deletes the folder does not follow them. */
    @Override
    public void close() throws IOException {
        for (Path links : List.of(repository, repository.resolve("dev"))) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(links)) {
                for (Path child : children) {
                    if (Files.isSymbolicLink(child)) {
                        Files.delete(child);
                    }
                }
            }
        }
    }

    Path folder() {
        return folder;
    }

    Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    /** Runs Maven here, which must succeed. */
    void maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        Output output = run(command);
        assertEquals(0, output.status(), output.text());
    }

    /** Runs a class of this project with its libraries, which must succeed; what it prints. */
    String java(String main) throws IOException, InterruptedException {
        maven(
                "-q",
                "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath",
                "-Dmdep.outputFile=target/classpath");
        String classPath =
                folder.resolve("target/classes") + ":" + Files.readString(folder.resolve("target/classpath"));
        String executable = jdk.resolve("bin/java").toString();
        Output output = run(List.of(executable, "-Dtexon.cache=" + folder.resolve("cache"), "-cp", classPath, main));
        assertEquals(0, output.status(), output.text());
        return output.text();
    }

    /** Runs a command of Texon in a process of its own, which must succeed; what it prints. */
    String texon(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/java").toString(),
                "-Dtexon.cache=" + folder.resolve("cache"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        Output output = run(command);
        assertEquals(0, output.status(), () -> arguments + "\n" + output.text());
        return output.text();
    }

    private Output run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().remove("MAVEN_OPTS");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    /** The installed JDK of a version; empty if there is none. */
    static List<Path> jdks(String version) throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        List<Path> places = new ArrayList<>(List.of(running));
        for (Path parent : List.of(running.resolveSibling(""), Path.of("/usr/lib/jvm"))) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> children = Files.list(parent)) {
                    places.addAll(children.sorted().collect(Collectors.toList()));
                }
            }
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("bin/javac")))
                .filter(place -> releaseOf(place).matches("(?s).*JAVA_VERSION=\"" + version + "[.\"].*"))
                .limit(1)
                .toList();
    }

    private static String releaseOf(Path place) {
        try {
            return Files.readString(place.resolve("release"));
        } catch (IOException e) {
            return "";
        }
    }
}
