package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script {@code ./texon} answers where nothing is built and there is no Java. */
class ScriptTest {
    private final Path folder;

    private record Answer(int status, String text) {}

    ScriptTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        for (String file : List.of("texon", "pom.xml", "docs/commands.md")) {
            Path copy = folder.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("..").resolve(file), copy);
        }
    }

    private Answer run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", folder.resolve("texon").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("no-java").toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    @Test
    void theHelpIsThatOfTheCommand() throws Exception {
        for (String[] arguments : new String[][] {{"train", "--help"}, {"--verbose", "train", "-h"}}) {
            Answer answer = run(arguments);
            assertEquals(0, answer.status(), answer.text());
            assertTrue(answer.text().startsWith("Usage: texon train "), answer.text());
            assertTrue(answer.text().contains("--learning-rate"), answer.text());
            assertFalse(answer.text().contains("```"), answer.text());
        }
        assertTrue(run("experiment", "overflow", "--help").text().startsWith("Usage: texon experiment overflow "));
        assertTrue(run("test", "--help").text().startsWith("Usage: texon test "));
    }

    @Test
    void theVersionIsThatOfTheBuild() throws Exception {
        Answer answer = run("--version");
        assertEquals(0, answer.status());
        assertEquals(new TexonCommand.Version().getVersion()[0], answer.text().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "'', A command is missing.",
        "frobnicate, Unmatched argument at index 0: 'frobnicate'",
        "train --frobnicate, Unknown option: '--frobnicate'",
        "train --epoch=3, Unknown option: '--epoch=3'",
        "conformance diff --backend x, Unknown option: '--backend'",
        "bundle --frobnicate, Unknown option: '--frobnicate'"
    })
    void wrongUsageIsSaidWithStatus2(String arguments, String message) throws Exception {
        Answer answer = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertEquals(2, answer.status(), answer.text());
        assertTrue(answer.text().startsWith("texon: " + message + "\nTry './texon"), answer.text());
    }

    @Test
    void whatNeedsJavaAsksForIt() throws Exception {
        Answer answer = run("backends", "--json");
        assertEquals(1, answer.status());
        assertTrue(answer.text().contains("JAVA_HOME is "), answer.text());
    }
}
