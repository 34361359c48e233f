package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.inject.AbstractModule;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Suite;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.report.ProfileJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Harness harness = new FakeHarness(FakeHarness.GOOD, FakeHarness.OTHER, FakeHarness.ABSENT);
    private boolean colour;

    private static Suite suite() {
        return new Suite(Stream.of(
                        "a/pass1",
                        "a/pass2",
                        "a/warn",
                        "a/unsupported",
                        "b/fail",
                        "b/known",
                        "b/crash",
                        "c/timeout1",
                        "c/timeout2",
                        "c/timeout3",
                        "c/timeout4",
                        "d/pass")
                .map(id -> ConformanceCase.of(id, "FAK-1")
                        .checks("Checks " + id + ".")
                        .lookAt("the code")
                        .body(trial -> {}))
                .toList());
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, colour);
        return Main.run(
                terminal,
                new AbstractModule() {
                    @Override
                    protected void configure() {
                        bind(Terminal.class).toInstance(terminal);
                        bind(Harness.class).toInstance(harness);
                        bind(Suite.class).toInstance(suite());
                    }
                },
                arguments);
    }

    private String output() {
        return out.toString().replace(System.lineSeparator(), "\n").replaceAll("in [0-9.]+ s", "in TIME s");
    }

    @Test
    void conformancePrintsOneTableThenTheFailuresThenTheKnownOnesThenASummary() {
        assertEquals(1, run("conformance"));
        assertEquals("""
                [1/3] alpha/one: 12 cases, 6 failed, 1.0 s
                [2/3] alpha/one-b: 12 cases, 6 failed, 1.0 s
                [3/3] beta/none: not available, 0.0 s

                ADAPTER      a         b         c   d   RENDERER
                alpha/one    2p 1w 1u  1F 1C 1k  4T  1p  Renderer one
                alpha/one-b  2p 1w 1u  1F 1C 1k  4T  1p  Renderer one-b
                p pass, w warn, F FAIL, C CRASH, T TIMEOUT, u unsupported, k known failure

                NOT FIT  alpha/one    Float32: RGBA32F cannot be drawn to. Float16: RGBA16F cannot be drawn to.
                beware   alpha/one    Cases of b/*: 3 failures (1 known), such as b/fail: It is fail.
                beware   alpha/one    Cases of c/*: 4 failures, such as c/timeout1: It is timeout.
                NOT FIT  alpha/one-b  Float32: RGBA32F cannot be drawn to. Float16: RGBA16F cannot be drawn to.
                beware   alpha/one-b  Cases of b/*: 3 failures (1 known), such as b/fail: It is fail.
                beware   alpha/one-b  Cases of c/*: 4 failures, such as c/timeout1: It is timeout.

                """, output().substring(0, output().indexOf("FAIL  alpha")));
        assertTrue(output().contains("""
                FAIL  alpha/one-b  b/fail  (FAK-1)
                  It is fail
                  look at:  the code
                  renderer: Renderer one-b
                  rerun:    ./texon conformance --backend alpha --adapter one-b b/fail
                """), output());
        assertTrue(output().contains("""
                TIMEOUT  alpha/one  c/timeout1  (FAK-1)
                  It is timeout
                  look at:  the code
                  renderer: Renderer one
                  rerun:    ./texon conformance --backend alpha --adapter one c/timeout1
                  … and the same for 3 other cases, from c/timeout2 to c/timeout4
                """), output());
        assertTrue(output().endsWith("""
                KNOWN  alpha/one  b/known  (FAK-1): It is known
                KNOWN  alpha/one-b  b/known  (FAK-1): It is known

                Not available:
                beta/none (Beta)
                  why:  no X display
                  mend: set DISPLAY, or install Xvfb

                FAILED: 2 of 3 adapters in TIME s: 6 passed, 2 warned, 2 failed, 2 unsupported, 2 crashed, 8 timed out, 2 known failures
                """), output());
    }

    @Test
    void nothingFailedIsStatusZeroAlsoWithKnownFailuresAndAnAbsentAdapterNobodyAskedFor() {
        assertEquals(0, run("conformance", "a/*", "b/known"));
        assertTrue(
                output().contains("OK: 2 of 3 adapters in TIME s: 4 passed, 2 warned, 2 unsupported, 2 known"),
                output());
    }

    @Test
    void anAbsentAdapterThatWasAskedForIsAFailure() {
        assertEquals(1, run("conformance", "--backend", "beta", "a/*"));
        assertTrue(output().contains("mend: set DISPLAY"), output());
    }

    @Test
    void noAdapterAtAllIsAFailure() {
        harness = new FakeHarness();
        assertEquals(1, run("conformance", "a/*"));
        assertEquals(1, run("backends"));
        assertEquals(1, run("capabilities"));
        assertEquals("texon: No adapter opens.", err.toString().strip());
    }

    @Test
    void anAdaptersIdNamesItAloneAndATextAllThatAreLikeIt() {
        run("conformance", "--adapter", "one", "d/*");
        assertTrue(output().contains("OK: 1 of 1"), output());
        run("conformance", "--adapter", "ALPHA ON", "d/*");
        assertTrue(output().contains("OK: 2 of 2"), output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conformance --backend gamma|There is no backend 'gamma'. Backends: alpha, beta.",
                "conformance --adapter gamma|No adapter is like 'gamma'. Adapters: alpha/one, alpha/one-b, beta/none.",
                "conformance x/*|The query 'x/*' selects no case",
                "conformance --time-limit 0|--time-limit is 0",
                "conformance --jobs many|'many' is not an int",
                "conformance --unknown|Unknown option: '--unknown'",
                "capabilities --backend gamma|There is no backend 'gamma'. Backends: alpha, beta.",
                "nonsense|Unmatched argument at index 0: 'nonsense'",
                "test|is done by the script ./texon",
                "--verbose|A command is missing."
            })
    void wrongUsageIsStatusTwoAndSaysWhatWouldBeRight(String line) {
        String[] parts = line.split("\\|", -1);
        assertEquals(2, run(parts[0].split(" ", -1)));
        assertTrue(err.toString().contains(parts[1]), err.toString());
    }

    @Test
    void aUserSeesNoStackTraceUnlessAskedFor() {
        run("conformance", "--backend", "gamma");
        assertFalse(err.toString().contains("\tat "), err.toString());
        run("conformance", "--backend", "gamma", "--verbose");
        assertTrue(err.toString().contains("\tat "), err.toString());
    }

    @Test
    void everyCommandHasHelpAVersionAndTheOptionsOfTheScript() {
        for (String command : List.of("", "backends ", "capabilities ", "conformance ", "test ")) {
            assertEquals(0, run((command + "--help").split(" ", -1)));
            assertEquals(0, run((command + "--version").split(" ", -1)));
        }
        assertEquals(5, output().split("--with-deps  ", -1).length - 1);
        assertTrue(output().contains("texon 0."), output());
        assertEquals(0, run("conformance", "--with-deps", "--list"));
    }

    @Test
    void listShowsTheSelectedCasesAndRunsNothing() {
        harness = new FakeHarness();
        assertEquals(0, run("conformance", "--list", "b/*", "d/pass"));
        assertEquals("""
                b/fail   FAK-1  Checks b/fail.
                b/known  FAK-1  Checks b/known.
                b/crash  FAK-1  Checks b/crash.
                d/pass   FAK-1  Checks d/pass.
                """, output());
    }

    @Test
    void backendsListsWhatThereIsAndWhatMendsTheRest() {
        assertEquals(0, run("backends"));
        assertEquals("""
                BACKEND  ADAPTER  NAME                                 API       RENDERER
                alpha    one      Alpha on one                         Fake 1.0  Renderer one
                alpha    one-b    Alpha on two (on a virtual display)  Fake 1.0  Renderer one-b
                Not available:
                beta/none (Beta)
                  why:  no X display
                  mend: set DISPLAY, or install Xvfb
                """, output());
    }

    @Test
    void backendsAsJson() throws Exception {
        assertEquals(0, run("backends", "--json"));
        JsonNode root = new JsonMapper().readTree(output());
        assertEquals(3, root.size());
        assertEquals("Renderer one", root.at("/0/device/renderer").asText());
        assertEquals("no X display", root.at("/2/reason").asText());
        assertFalse(root.at("/2/available").asBoolean());
    }

    @Test
    void capabilitiesShowsWhatIsDeclaredAndMeasuredAndSavesIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("profile.json");
        assertEquals(0, run("capabilities", "--adapter", "one", "--save", file.toString()));
        String floats = output().lines()
                .filter(line -> line.startsWith("R32F"))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
        assertEquals("R32F yes - - BROKEN works - - 8 0.0010", floats);
        assertTrue(output().contains("64 texels (declared 128)"), output());
        assertEquals(FakeHarness.profile(FakeHarness.GOOD), ProfileJson.read(file));
    }

    @Test
    void aReportIsWritten(@TempDir Path folder) throws Exception {
        assertEquals(1, run("conformance", "--report", folder.resolve("out").toString(), "b/*"));
        assertTrue(Files.readString(folder.resolve("out/report.json")).contains("Renderer one-b"));
        assertTrue(Files.readString(folder.resolve("out/junit.xml")).contains("<failure"));
    }

    @Test
    void coloursChangeNoWord() {
        run("conformance");
        String plain = output();
        out.getBuffer().setLength(0);
        colour = true;
        run("conformance");
        assertTrue(output().contains("\u001B["));
        assertEquals(plain, output().replaceAll("\u001B\\[[0-9;]*m", ""));
    }

    @Test
    void aRefusedAdapterIsNotOpened() {
        FoundAdapter absent = FakeHarness.ABSENT;
        harness = new FakeHarness(absent);
        assertEquals(1, run("capabilities", "--backend", "beta"));
        assertTrue(err.toString().contains("why:  no X display"), err.toString());
    }
}
