package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.Gpu;
import dev.texon.networks.file.NetworkFile;
import dev.texon.testing.Absence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What README.md, docs/maven.md and docs/new-backend.md tell others to do, done in a folder outside, as the pages stand. */
class OutsideTest {
    @Test
    void theBomListsWhatIsPublished() throws IOException {
        String bom = Files.readString(OutsideProject.ROOT.resolve("bom/pom.xml"));
        List<String> listed = OutsideProject.all("<artifactId>(texon-(?!bom)[^<]+)</artifactId>", bom);
        assertEquals(OutsideProject.libraries().keySet(), Set.copyOf(listed));
        assertEquals(List.of(OutsideProject.version()), OutsideProject.all("(?m)^  <version>([^<]+)</version>", bom));
    }

    @Test
    void everyLibraryIsAModuleWithANameOfItsOwn() throws IOException {
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, Path> library : OutsideProject.libraries().entrySet()) {
            Path file =
                    library.getValue().resolve("target/" + library.getKey() + "-" + OutsideProject.version() + ".jar");
            try (JarFile jar = new JarFile(file.toFile())) {
                String name =
                        String.valueOf(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"));
                assertTrue(names.add(name), name + " is the name of two modules");
                List<String> strangers = jar.stream()
                        .map(entry -> entry.getName().replace('/', '.'))
                        .filter(entry -> entry.endsWith(".class") && !entry.startsWith(name + "."))
                        .toList();
                assertEquals(List.of(), strangers, "classes of " + name + " outside the packages of its name");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "25"})
    void theReadmesJavaRunsInAProjectWithThePomOfThePage(String version, @TempDir Path folder) throws Exception {
        needEgl();
        List<Path> jdks = OutsideProject.jdks(version);
        // The one that runs this is installed, so that no fault of the search can skip it.
        boolean running = Runtime.version().feature() == Integer.parseInt(version);
        assertTrue(!running || !jdks.isEmpty(), "The JDK that runs this is not found.");
        Assumptions.assumeFalse(jdks.isEmpty(), "No JDK " + version + " is installed.");
        try (OutsideProject project = new OutsideProject(folder, jdks.get(0))) {
            runReadme(project, folder);
        }
    }

    private static void runReadme(OutsideProject project, Path folder) throws IOException, InterruptedException {
        List<String> poms = OutsideProject.blocks("docs/maven.md", "xml");
        project.write("pom.xml", poms.get(0));
        Path data = tinyData(Files.createDirectory(folder.resolve("data")));
        List<String> snippets = OutsideProject.blocks("README.md", "java");
        assertEquals(2, snippets.size());
        StringBuilder main = new StringBuilder();
        for (int i = 0; i < snippets.size(); i++) {
            String body = snippets.get(i).replace("\"fashion-mnist\"", "\"" + data + "\"");
            project.write("src/main/java/Snippet" + i + ".java", program("Snippet" + i, body));
            main.append("Snippet").append(i).append(".main(args);\n");
        }
        project.write("src/main/java/All.java", program("All", main.toString()));
        project.maven("-q", "compile");
        assertEquals(
                5,
                project.java("All").lines().filter(line -> line.endsWith(" %")).count());
        assertEquals(
                10,
                NetworkFile.read(project.folder().resolve("fashion.texon"))
                        .classes()
                        .size());
    }

    /** A snippet as a program: its imports, then the rest in a main method. */
    private static String program(String name, String snippet) {
        Map<Boolean, String> parts = snippet.lines()
                .collect(Collectors.partitioningBy(
                        line -> line.startsWith("import "), Collectors.joining("\n", "", "\n")));
        return parts.get(true) + "class " + name + " {\n    public static void main(String[] args) throws Exception {\n"
                + parts.get(false) + "    }\n}\n";
    }

    /** Ten samples and as many for the test, of 28×28, a class each, in the format of MNIST. */
    private static Path tinyData(Path folder) throws IOException {
        for (String part : List.of("train", "t10k")) {
            ByteBuffer images = ByteBuffer.allocate(16 + 10 * 28 * 28);
            images.putInt(0x803).putInt(10).putInt(28).putInt(28);
            ByteBuffer labels = ByteBuffer.allocate(8 + 10);
            labels.putInt(0x801).putInt(10);
            for (byte i = 0; i < 10; i++) {
                images.put(16 + i * 28 * 28 + i, (byte) 255);
                labels.put(i);
            }
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
        }
        return folder;
    }

    @Test
    void theStepsOfThePageMakeABackend(@TempDir Path folder) throws Exception {
        needEgl();
        try (OutsideProject project = new OutsideProject(folder, Path.of(System.getProperty("java.home")))) {
            followGuide(project);
        }
    }

    private static void followGuide(OutsideProject project) throws IOException, InterruptedException {
        String page = "docs/new-backend.md";
        // "Depend": the page's pom, "beside your API's own library", here the one of the example.
        String example = Files.readString(OutsideProject.ROOT.resolve("example-backend/pom.xml"));
        String lwjgl = OutsideProject.all("(?s)(<dependency>\\s*<groupId>org.lwjgl<.*?</dependency>)", example).stream()
                .map(dependency ->
                        dependency.replace("<scope>test</scope>", "").replace("${lwjgl.version}", lwjglVersion()))
                .collect(Collectors.joining());
        project.write(
                "pom.xml",
                OutsideProject.blocks(page, "xml").get(0).replace("</dependencies>", lwjgl + "</dependencies>"));
        // "Implement", "name it": the complete example that the page leads to.
        Path sources = OutsideProject.ROOT.resolve("example-backend/src/test");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith("Test.java")) {
                    project.write("src/main/" + sources.relativize(file), Files.readString(file));
                }
            }
        }
        // "Run everything", by JUnit.
        project.write(
                "src/test/java/MyBackendTest.java",
                OutsideProject.blocks(page, "java").get(0).replace("\"mine\"", "\"egl-gl\""));
        // "When the driver below is wrong": the entry is about another
        // renderer, and would be refused if it named no case.
        project.write(
                "src/main/resources/dev/texon/conformance/known-failures.json",
                OutsideProject.blocks(page, "json").get(0));
        project.maven("package");
        String report = Files.readString(project.folder().resolve("target/surefire-reports/TEST-MyBackendTest.xml"));
        int tests = Integer.parseInt(
                OutsideProject.all("<testsuite [^>]*tests=\"([0-9]+)\"", report).get(0));
        assertTrue(tests > 400, tests + " tests");
        project.maven(
                "-q",
                "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies",
                "-DincludeArtifactIds=lwjgl-opengl",
                "-DoutputDirectory=target");

        // The commands of the page, of which the last runs the whole suite.
        List<String> commands = OutsideProject.all(
                "`\\./texon ([^`]*your\\.jar[^`]*)`", Files.readString(OutsideProject.ROOT.resolve(page)));
        assertTrue(commands.size() >= 4, commands::toString);
        for (String command : commands) {
            List<String> arguments = List.of(command.replace("your.jar", project.folder() + "/target/*")
                    .replace(" ID ", " egl-gl ")
                    .replace("'", "")
                    .split(" "));
            String text = project.texon(arguments);
            assertTrue(text.contains("egl-gl"), command + "\n" + text);
        }
    }

    private static String lwjglVersion() {
        try {
            return OutsideProject.all(
                            "<lwjgl.version>([^<]+)<", Files.readString(OutsideProject.ROOT.resolve("pom.xml")))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void needEgl() {
        boolean there = Gpu.backends().stream()
                .filter(backend -> backend.id().equals("lwjgl-gles"))
                .anyMatch(backend ->
                        backend.adapters().stream().anyMatch(adapter -> adapter instanceof Adapter.Available));
        if (!there) {
            throw Absence.of("lwjgl-gles", "EGL, by which the project outside draws, is not here.");
        }
    }
}
