package dev.texon.conformance.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Curve;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.report.Demand;
import dev.texon.conformance.report.Report;
import dev.texon.gpu.FakeDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportFilesTest {
    private static CaseResult result(String id, Verdict verdict, boolean known, String message) {
        return new CaseResult(
                id,
                "FAK-1",
                verdict,
                known,
                List.of(new Measurement("error", Double.NaN, "ULP", "at most 1 ULP")),
                List.of(new Curve(
                        "exp",
                        "input",
                        "error, ULP",
                        List.of(0.0, 1.0),
                        List.of(0.5, Double.NaN),
                        List.of(-1.0, -1.0),
                        List.of(1.0, Double.POSITIVE_INFINITY))),
                message,
                1500);
    }

    static final List<ConformanceCase> CASES = Stream.of(
                    "a/pass", "a/warn", "a/fail", "b/known", "b/crash", "b/unsupported")
            .map(id -> ConformanceCase.of(id, "FAK-1")
                    .checks("Something of " + id + ".")
                    .requires(new Requirement.Highp())
                    .lookAt("it")
                    .body(trial -> {}))
            .toList();

    static final List<AdapterResult> RESULTS = List.of(
            new AdapterResult(
                    new FoundAdapter("fake", "good", "Fake good", null, null, false),
                    FakeDevices.profile("fake", "good"),
                    List.of(
                            result("a/pass", Verdict.PASS, false, ""),
                            result("a/warn", Verdict.WARN, false, "6 bits"),
                            result("a/fail", Verdict.FAIL, false, "wrong <\u0001>\nlook at:  it"),
                            result("b/known", Verdict.FAIL, true, "known"),
                            result("b/crash", Verdict.CRASH, false, "gone"),
                            result("b/unsupported", Verdict.UNSUPPORTED, false, "lacks it")),
                    9000),
            new AdapterResult(
                    new FoundAdapter("fake", "absent", "Fake absent", "no display", "set DISPLAY", false),
                    null,
                    List.of(),
                    0));

    @Test
    void theJsonHoldsEveryAdapterAndCase(@TempDir Path folder) throws IOException {
        ReportFiles.write(Report.of(RESULTS, CASES, List.of()), folder.resolve("new/folder"));
        JsonNode root = new JsonMapper()
                .readTree(folder.resolve("new/folder/report.json").toFile());
        assertEquals(2, root.get("schema").asInt());
        assertTrue(root.get("suiteVersion").asText().matches("\\d+\\.\\d+\\.\\d+.*"));
        JsonNode good = root.get("adapters").get(0);
        assertEquals("Fake renderer", good.get("renderer").asText());
        assertEquals("RENDER", good.at("/profile/formats/RGBA8/measured/0").asText());
        assertEquals("NOT_FIT", good.at("/fitness/level").asText());
        assertTrue(root.at("/adapters/1/fitness").isNull());
        JsonNode fail = good.get("cases").get(2);
        assertEquals(
                "a/fail FAIL false 1500",
                String.join(
                        " ",
                        fail.get("id").asText(),
                        fail.get("verdict").asText(),
                        fail.get("known").asText(),
                        fail.get("milliseconds").asText()));
        assertEquals("NaN", fail.at("/measurements/0/value").asText());
        assertEquals("at most 1 ULP", fail.at("/measurements/0/accepted").asText());
        assertEquals("[0.5,\"NaN\"]", fail.at("/curves/0/ys").toString());
        assertEquals("[1.0,\"Infinity\"]", fail.at("/curves/0/highs").toString());
        assertEquals("Something of a/fail.", root.at("/questions/2/checks").asText());
        assertEquals(
                "highp floats in the fragment stage",
                root.at("/questions/2/requires/0").asText());
        assertTrue(good.get("cases").get(3).get("known").asBoolean());
        assertEquals("no display", root.at("/adapters/1/unavailable").asText());
    }

    @Test
    void aReportComesBackAsItWas(@TempDir Path folder) throws IOException {
        Report report = Report.of(RESULTS, CASES, List.of());
        ReportFiles.write(report, folder);
        assertEquals(report, ReportFiles.read(folder));
        assertEquals(report, ReportFiles.read(folder.resolve("report.json")));
    }

    @Test
    void aDamagedReportIsRefusedWithItsName(@TempDir Path folder) throws IOException {
        ReportFiles.write(Report.of(RESULTS, CASES, List.of()), folder);
        Path file = folder.resolve("report.json");
        String good = Files.readString(file);
        for (String damaged : List.of(
                "",
                "null",
                "[]",
                "{}",
                good.substring(0, good.length() / 2),
                good + "x",
                good.replace("\"schema\" : 2", "\"schema\" : 1"),
                good.replace("\"RENDER\"", "\"PAINT\""),
                good.replace("\"id\" : \"a/pass\"", "\"id\" : null"),
                good.replace("\"unit\"", "\"size\""),
                good.replace("\"NaN\"", "\"none\""),
                good.replace("\"features\" : [ \"TIMER\" ]", "\"features\" : [ null ]"),
                good.replace("\"TIMER\"", "[".repeat(5000)))) {
            assertNotEquals(good, damaged);
            Files.writeString(file, damaged);
            IOException e = assertThrows(IOException.class, () -> ReportFiles.read(file), damaged);
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("Report '" + file + "' "), message);
            assertTrue(message.endsWith("; make it anew with ./texon conformance --report."), message);
            assertEquals(1, message.lines().count(), message);
            assertFalse(message.matches(".*(Deserialization|StreamRead)Feature.*"), message);
        }
        Files.delete(file);
        IOException e = assertThrows(IOException.class, () -> ReportFiles.read(file));
        assertTrue(String.valueOf(e.getMessage()).contains("does not exist"), e.getMessage());
    }

    @Test
    void theJUnitReportCountsAndSurvivesWhatDriversPrint(@TempDir Path folder) throws Exception {
        ReportFiles.write(Report.of(RESULTS, CASES, List.of()), folder);
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("junit.xml").toFile());
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertEquals(
                "fake/good 6 1 1 2",
                Stream.of("name", "tests", "failures", "errors", "skipped")
                        .map(suite::getAttribute)
                        .collect(Collectors.joining(" ")));
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertEquals("a/fail (FAK-1): wrong <\uFFFD> | look at: it", failure.getAttribute("message"));
        assertEquals("a/fail", ((Element) failure.getParentNode()).getAttribute("name"));
    }

    @Test
    void whatIsRequiredIsAnsweredInBothReports(@TempDir Path folder) throws Exception {
        Report report = Report.of(RESULTS, CASES, List.of(Demand.named("timer"), Demand.named("float-bits")));
        ReportFiles.write(report, folder);
        assertEquals(report, ReportFiles.read(folder));
        JsonNode root = new JsonMapper().readTree(folder.resolve("report.json").toFile());
        assertEquals(
                "[{\"name\":\"timer\",\"missing\":null},"
                        + "{\"name\":\"float-bits\",\"missing\":\"the adapter lacks FLOAT_BITS\"}]",
                root.at("/adapters/0/required").toString());
        assertEquals("[]", root.at("/adapters/1/required").toString());
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("junit.xml").toFile());
        Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
        assertEquals("8", suite.getAttribute("tests"));
        assertEquals("2", suite.getAttribute("failures"));
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        assertEquals("the adapter lacks FLOAT_BITS", failure.getAttribute("message"));
        assertEquals("require/float-bits", ((Element) failure.getParentNode()).getAttribute("name"));
    }

    @Test
    void nothingButTheReportsIsLeft(@TempDir Path folder) throws IOException {
        ReportFiles.write(Report.of(RESULTS, CASES, List.of()), folder);
        ReportFiles.write(Report.of(RESULTS, CASES, List.of()), folder);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("junit.xml", "report.html", "report.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
