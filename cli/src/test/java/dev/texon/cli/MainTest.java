package dev.texon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.inject.AbstractModule;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Suite;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.json.ProfileJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    void lettersThatJavaHasLostAreNoticed() {
        assertTrue(Main.lost("ANSI_X3.4-1968", "predict", "k\uFFFD\uFFFDfer.png"));
        assertFalse(Main.lost("ANSI_X3.4-1968", "predict", "beetle.png"));
        assertFalse(Main.lost("UTF-8", "predict", "k\uFFFDfer.png"));
    }

    @Test
    void conformancePrintsOneTableThenTheFailuresThenTheKnownOnesThenASummary() {
        assertEquals(1, run("conformance"));
        assertEquals("""
                alpha/one: begins 12 cases
                [1/3] alpha/one: 12 cases, 6 failed, 1.0 s
                alpha/one-b: begins 12 cases
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
                  help: set DISPLAY, or install Xvfb

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
        assertTrue(output().contains("help: set DISPLAY"), output());
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
                "conformance --require float32-render,float64-render|There is no capability 'float64-render' to require. "
                        + "Capabilities: byte-sampled, ",
                "conformance --require float64-render|float16-readback, float32-sampled, ",
                "conformance diff|Missing required parameter: 'REPORT'",
                "conformance diff a b c|Unmatched argument at index 4: 'c'",
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
        for (String command : List.of("", "backends ", "capabilities ", "conformance ", "conformance diff ", "test ")) {
            assertEquals(0, run((command + "--help").split(" ", -1)));
            assertEquals(0, run((command + "--version").split(" ", -1)));
        }
        assertEquals(6, output().split("--with-deps  ", -1).length - 1);
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
                  help: set DISPLAY, or install Xvfb
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
        assertEquals("R32F yes - - BROKEN works - - - 8 0.0010", floats);
        assertTrue(output().contains("64 texels (declared 128)"), output());
        assertEquals(new FakeHarness().profile(FakeHarness.GOOD), ProfileJson.read(file));
    }

    @Test
    void aReportIsWritten(@TempDir Path folder) throws Exception {
        assertEquals(1, run("conformance", "--report", folder.resolve("out").toString(), "b/*"));
        assertTrue(Files.readString(folder.resolve("out/report.json")).contains("Renderer one-b"));
        assertTrue(Files.readString(folder.resolve("out/junit.xml")).contains("<failure"));
    }

    @Test
    void aRequiredCapabilityThatAnAdapterLacksFailsTheRun(@TempDir Path folder) throws Exception {
        assertEquals(
                1,
                run(
                        "conformance",
                        "--require",
                        "linear-float16,timer",
                        "--require=float16-linear",
                        "--report",
                        folder.toString(),
                        "d/*"));
        assertTrue(output().contains("""
                MISSING  alpha/one    float16-linear  the adapter lacks R16F LINEAR_FILTER and RG16F LINEAR_FILTER \
                and RGBA16F LINEAR_FILTER
                MISSING  alpha/one    timer           the adapter lacks TIMER
                MISSING  alpha/one-b  float16-linear  the adapter lacks R16F LINEAR_FILTER and RG16F LINEAR_FILTER \
                and RGBA16F LINEAR_FILTER
                MISSING  alpha/one-b  timer           the adapter lacks TIMER

                Not available:
                """), output());
        assertTrue(output().contains("FAILED: 2 of 3 adapters in TIME s: 2 passed, 4 required but missing"));
        assertTrue(Files.readString(folder.resolve("report.json")).contains("the adapter lacks TIMER"));
        assertTrue(Files.readString(folder.resolve("junit.xml")).contains("name=\"require/timer\""));
    }

    @Test
    void aRequiredCapabilityThatAllAdaptersHaveChangesNothing() {
        Capabilities good = new Capabilities(
                Map.of(),
                Set.of(Feature.TIMER),
                new Limits(64, 64, 8, 4, 4, 224, Limits.MOST_LOOP_TURNS),
                new Numerics(24, true, true, false));
        harness = new FakeHarness(good, FakeHarness.GOOD, FakeHarness.ABSENT);
        assertEquals(0, run("conformance", "--require", "timer", "d/*"));
        assertFalse(output().contains("MISSING"), output());
        assertEquals(1, run("conformance", "--require", "timer,fit-float16", "d/*"));
        assertTrue(output().contains("MISSING  alpha/one  fit-float16  its verdict is not fit. Float32: "), output());
    }

    @Test
    void theSameRunTwiceIsNoChange(@TempDir Path folder) {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        run("conformance", "--report", first.toString());
        run("conformance", "--report", second.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, run("conformance", "diff", first.toString(), second.toString()));
        assertTrue(output().startsWith("before  2"), output());
        assertTrue(output().endsWith("\n\nOK: 0 got worse, 0 got better, 0 changed otherwise\n"), output());
    }

    @Test
    void whatGotWorseIsStatusOneAndWhatGotBetterIsNot(@TempDir Path folder) throws Exception {
        run("conformance", "--report", folder.toString());
        Path good = folder.resolve("report.json");
        String text = Files.readString(good);
        Path bad = Files.writeString(
                folder.resolve("bad.json"),
                text.replaceFirst("\"verdict\" : \"PASS\"", "\"verdict\" : \"WARN\"")
                        .replaceFirst("\"BLEND\"", "\"RENDER\""));
        out.getBuffer().setLength(0);
        assertEquals(1, run("conformance", "diff", good.toString(), bad.toString()));
        assertTrue(output().contains("""
                worse   alpha/one  R32F BLEND   lost
                worse   alpha/one  a/pass1      PASS → WARN
                better  alpha/one  R32F RENDER  gained

                WORSE: 2 got worse, 1 got better, 0 changed otherwise
                """), output());
        assertEquals(1, run("conformance", "diff", bad.toString(), good.toString()));
        Files.writeString(bad, text.replaceFirst("\"verdict\" : \"PASS\"", "\"verdict\" : \"WARN\""));
        assertEquals(0, run("conformance", "diff", bad.toString(), good.toString()));
    }

    @Test
    void oneReportTellsWhoseFaultEachFailureIs(@TempDir Path folder) throws Exception {
        run("conformance", "--report", folder.toString(), "a/warn", "b/fail", "b/known", "d/pass");
        Path file = folder.resolve("report.json");
        String text = Files.readString(file);
        String angle =
                text.replace("\"renderer\" : \"Renderer one-b\"", "\"renderer\" : \"ANGLE (X, Renderer one, GL)\"");
        Files.writeString(file, angle);
        out.getBuffer().setLength(0);
        assertEquals(0, run("conformance", "diff", file.toString()));
        assertEquals("""
                Renderer one
                  natively:       alpha/one
                  through ANGLE:  alpha/one-b

                  driver  WARN   a/warn   on all  It is warn
                  driver  FAIL   b/fail   on all  It is fail
                  driver  KNOWN  b/known  on all  It is known

                driver:         2 failures, 1 warning   (also in native OpenGL on the same GPU)
                translation:    0 failures, 0 warnings  (only through ANGLE)
                not decidable:  0 failures, 0 warnings  (no native adapter on the same GPU answered)
                """, output());
        int last = angle.lastIndexOf("\"id\" : \"b/known\"");
        int first = angle.indexOf("\"id\" : \"b/known\"", angle.indexOf("\"adapters\""));
        assertNotEquals(first, last);
        Files.writeString(
                file,
                angle.substring(0, first)
                        + angle.substring(first, last)
                                .replaceFirst("\"FAIL\"", "\"PASS\"")
                                .replaceFirst("\"known\" : true", "\"known\" : false")
                        + angle.substring(last));
        out.getBuffer().setLength(0);
        run("conformance", "diff", file.toString());
        assertTrue(output().contains("  translation  KNOWN  b/known  on alpha/one-b  It is known\n"), output());
    }

    @Test
    void anErrorOfJavaIsOneSentence() {
        for (Error error : List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new AssertionError("\u001B[2Jodd"))) {
            harness = (Harness) Proxy.newProxyInstance(
                    Harness.class.getClassLoader(), new Class<?>[] {Harness.class}, (proxy, method, arguments) -> {
                        throw error;
                    });
            err.getBuffer().setLength(0);
            assertEquals(1, run("backends"));
            assertEquals(1, err.toString().lines().count(), err::toString);
            assertTrue(err.toString().startsWith("texon: "), err::toString);
            assertFalse(err.toString().contains("\u001B"), err::toString);
            err.getBuffer().setLength(0);
            run("backends", "--verbose");
            assertTrue(err.toString().contains("\tat "), err::toString);
        }
    }

    @Test
    void whatAReportHoldsCannotSteerTheTerminal(@TempDir Path folder) throws Exception {
        run("conformance", "--report", folder.toString(), "b/*");
        Path file = folder.resolve("report.json");
        String text = Files.readString(file);
        Path other = Files.writeString(
                folder.resolve("other.json"),
                text.replace("Renderer one", "\\u001B[2J\\nRenderer").replace("b/fail", "b/\\u009B"));
        out.getBuffer().setLength(0);
        run("conformance", "diff", other.toString());
        run("conformance", "diff", file.toString(), other.toString());
        assertTrue(output().contains("\uFFFD[2J\uFFFDRenderer"), output());
        assertFalse(output().matches("(?s).*[\\x00-\\x09\\x0B-\\x1F\\x7F-\\x9F].*"), output());
    }

    @Test
    void aReportThatCannotBeReadIsWrongUsageInOneSentence(@TempDir Path folder) throws Exception {
        run("conformance", "--report", folder.toString(), "a/*");
        Path good = folder.resolve("report.json");
        String text = Files.readString(good);
        Path bad = folder.resolve("bad.json");
        assertEquals(2, run("conformance", "diff", good.toString(), bad.toString()));
        Files.writeString(bad, text.substring(0, 100));
        assertEquals(2, run("conformance", "diff", bad.toString(), good.toString()));
        Files.writeString(bad, text.replace("\"schema\" : 2", "\"schema\" : 3"));
        assertEquals(2, run("conformance", "diff", bad.toString()));
        List<String> lines = err.toString().lines().toList();
        assertEquals(3, lines.size(), err.toString());
        assertTrue(lines.get(0).contains("bad.json' does not exist; make it anew"), lines.get(0));
        assertTrue(lines.get(1).contains("bad.json' is damaged: line 5: Unexpected end-of-input"), lines.get(1));
        assertTrue(lines.get(2).contains("bad.json' has schema 3, and this version reads 2; "), lines.get(2));
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
