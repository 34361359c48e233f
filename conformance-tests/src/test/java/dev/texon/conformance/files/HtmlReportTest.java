package dev.texon.conformance.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Curve;
import dev.texon.conformance.FailureText;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.report.Demand;
import dev.texon.conformance.report.DriverBuild;
import dev.texon.conformance.report.Report;
import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.FakeDevices;
import dev.texon.gpu.TexonVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    /** What a driver could say of itself. */
    private static final String HOSTILE =
            "</title></style><script>alert(1)</script><img src=x onerror=alert(2)> \" onload='x' ]]> &amp; \u0000\u0008\uD800";

    private static final List<String> IDS =
            List.of("a/pass", "a/warn", "a/fail", "b/known", "b/crash", "b/unsupported", "b/timeout");

    private static CaseResult result(String id, Verdict verdict, boolean known, String message) {
        return new CaseResult(
                id,
                "FAK-1",
                verdict,
                known,
                List.of(new Measurement("worst error", 1.25, "ULP", "at most 3 ULP")),
                List.of(new Curve(
                        "error over input",
                        "a",
                        "error, ULP",
                        List.of(0.0, 1.0, 2.0, 3.0),
                        List.of(0.5, 7.0, Double.NaN, -1.0),
                        List.of(-3.0, -3.0, -3.0, -3.0),
                        List.of(3.0, 3.0, 3.0, 3.0))),
                message,
                12);
    }

    private static AdapterResult adapter(String id, String words, String message) {
        DeviceProfile plain = FakeDevices.profile("fake", id);
        return new AdapterResult(
                new FoundAdapter("fake", id, "Fake " + words, null, null, false),
                new DeviceProfile(
                        new DeviceInfo("fake", id, "Fake 1 " + words, "GPU " + words, words, "1 " + words),
                        plain.capabilities()),
                List.of(
                        result("a/pass", Verdict.PASS, false, ""),
                        result("a/warn", Verdict.WARN, false, "only 6 bits"),
                        result("a/fail", Verdict.FAIL, false, "2 is not 3 " + message + "\nlook at: the adder"),
                        result(
                                "b/known",
                                Verdict.FAIL,
                                true,
                                "wrong as ever\n" + FailureText.KNOWN + "the driver rounds"),
                        result("b/crash", Verdict.CRASH, false, "the device is lost"),
                        result("b/unsupported", Verdict.UNSUPPORTED, false, "lacks it"),
                        result("b/timeout", Verdict.TIMEOUT, false, "the time is over")),
                9000);
    }

    private static Report report(String words) {
        List<ConformanceCase> cases = IDS.stream()
                .map(id -> ConformanceCase.of(id, "FAK-1")
                        .checks("Checks " + id + ".")
                        .lookAt("it")
                        .body(trial -> {}))
                .toList();
        AdapterResult absent = new AdapterResult(
                new FoundAdapter("fake", "absent", "Fake absent", "no display " + words, "set DISPLAY", false),
                null,
                List.of(),
                0);
        return Report.of(
                List.of(adapter("good", words, words), adapter("other", "plain", "here"), absent),
                cases,
                List.of(Demand.named("timer"), Demand.named("float-bits")));
    }

    private static byte[] bytes(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(report, out);
        return out.toByteArray();
    }

    /** Refuses what is not well-formed. */
    private static Document page(Report report) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes(report)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Element byId(Document page, String id) {
        return elements(page, "*").stream()
                .filter(element -> element.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing has the id " + id + "."));
    }

    private static String text(Element element) {
        return element.getTextContent()
                .replace('\u00a0', ' ')
                .replaceAll("\\s+", " ")
                .trim();
    }

    @Test
    void theTitleAndTheHeadingStateTheVerdict() throws Exception {
        Document page = page(report("words"));
        String verdict = "6 new failures; 2 known failures; 2 required but missing";
        assertEquals(verdict, text(elements(page, "h1").get(0)));
        assertEquals(
                verdict + " – Texon conformance", text(elements(page, "title").get(0)));
        assertEquals("No new failures; 1 known failure", heading(result("b/known", Verdict.FAIL, true, "as ever")));
        assertEquals("No failures", heading(result("a/pass", Verdict.PASS, false, "")));
        assertEquals("1 failure", heading(result("a/fail", Verdict.FAIL, false, "wrong")));
    }

    private static String heading(CaseResult only) throws Exception {
        Report report = Report.of(
                List.of(new AdapterResult(
                        new FoundAdapter("fake", "one", "Fake", null, null, false),
                        FakeDevices.profile("fake", "one"),
                        List.of(only),
                        1)),
                List.of(),
                List.of());
        return text(elements(page(report), "h1").get(0));
    }

    @Test
    void findingsThatDifferOnlyInTheFormatAreOne() throws Exception {
        List<CaseResult> results = Stream.of("R8", "RG8", "RGBA8")
                .map(format -> result("a/" + format, Verdict.WARN, false, format + " keeps 8 bits."))
                .toList();
        Report report = Report.of(
                List.of(new AdapterResult(
                        new FoundAdapter("fake", "one", "Fake", null, null, false),
                        FakeDevices.profile("fake", "one"),
                        results,
                        1)),
                List.of(),
                List.of());
        Element findings = byId(page(report), "findings");
        assertEquals(1, findings.getElementsByTagName("li").getLength());
        String words = text(findings);
        assertTrue(words.contains("R8 keeps 8 bits.The same for RG8, RGBA8.a/R8 A a/RG8 A a/RGBA8 A"), words);
    }

    /** A browser opens the closed details around the target of a link, but not a target that is itself one. */
    @Test
    void theTargetOfALinkIsInsideWhatMustOpen() throws Exception {
        Document page = page(report("words"));
        for (String id : IDS) {
            Element target = byId(page, id);
            assertEquals("div", target.getTagName());
            Element oneCase = (Element) target.getParentNode();
            assertEquals("details", oneCase.getTagName());
            assertEquals("details", ((Element) oneCase.getParentNode()).getTagName());
        }
        assertEquals("details", ((Element) byId(page, "group-a").getParentNode()).getTagName());
        List<String> links = new ArrayList<>();
        NodeList anchors = byId(page, "matrix").getElementsByTagName("a");
        for (int i = 0; i < anchors.getLength(); i++) {
            links.add(((Element) anchors.item(i)).getAttribute("href"));
        }
        assertTrue(links.containsAll(List.of("#group-a", "#a/warn", "#a/fail", "#b/known")), links.toString());
    }

    @Test
    void hiddenWordsDoNotWidenThePage() throws Exception {
        String style = elements(page(report("words")), "style").get(0).getTextContent();
        assertTrue(style.contains(".scroll { position: relative;"), style);
    }

    @Test
    void buildsOfDriverAndBrowserAreNamed() {
        assertEquals("Driver: OpenGL ES 3.2 Mesa 22.3.6", build("llvmpipe", "OpenGL ES 3.2 Mesa 22.3.6"));
        assertEquals(
                "Browser: Chromium 150.0.7871.100 · driver: OpenGL ES 3.2, by ANGLE",
                build(
                        "ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 256 bits), OpenGL ES 3.2)",
                        "WebGL 2.0 (OpenGL ES 3.0 Chromium), Chromium 150.0.7871.100, --use-gl=angle"));
        assertEquals(
                "Browser: Firefox 140.0 · driver: the browser does not tell",
                build("Mozilla", "WebGL 2.0, Firefox/140.0"));
    }

    private static String build(String renderer, String version) {
        DeviceProfile plain = FakeDevices.profile("fake", "one");
        AdapterResult result = new AdapterResult(
                new FoundAdapter("fake", "one", "Fake", null, null, false),
                new DeviceProfile(
                        new DeviceInfo("fake", "one", "WebGL 2", renderer, "v", version), plain.capabilities()),
                List.of(),
                1);
        return DriverBuild.of(
                Report.of(List.of(result), List.of(), List.of()).adapters().get(0));
    }

    @Test
    void theMatrixCountsTheVerdictsOfEachGroupInSymbolsAndWords() throws Exception {
        Element matrix = byId(page(report("words")), "matrix");
        List<String> rows = new ArrayList<>();
        NodeList found = matrix.getElementsByTagName("tr");
        for (int i = 0; i < found.getLength(); i++) {
            rows.add(text((Element) found.item(i)));
        }
        assertEquals("adapterab" + "all", rows.get(0));
        assertEquals(
                "A fake/goodNot fit" + "1 ✓ pass 1 △ warn 1 ✗ fail "
                        + "1 – unsupported 1 ◆ known failure 1 ◷ timeout 1 ↯ crash "
                        + "1 ✓ pass 1 – unsupported 1 △ warn 1 ◆ known failure 1 ◷ timeout 1 ↯ crash 1 ✗ fail",
                rows.get(1));
        assertTrue(rows.get(2).startsWith("B fake/other"), rows.get(2));
    }

    @Test
    void everyAdapterHasItsCardAndSaysWhyItIsAbsent() throws Exception {
        String cards = text(byId(page(report("words")), "adapters"));
        for (String part : List.of(
                "A fake/good",
                "✗Not fit",
                "RGBA32F cannot be drawn to",
                "GPU words",
                "Fake 1 words",
                "B fake/other",
                "fake/absent",
                "✓ timer is there",
                "✗ float-bits is missing: the adapter lacks FLOAT_BITS",
                "no display",
                "set DISPLAY")) {
            assertTrue(cards.contains(part), part + " in " + cards);
        }
    }

    @Test
    void everyFindingIsShownWithItsMessageAndTheSameWordsOnce() throws Exception {
        String findings = text(byId(page(report("there")), "findings"));
        for (String part : List.of(
                "✗ fail 2 is not 3 there" + "a/fail A Whose fault: driver",
                "2 is not 3 here",
                "look at: the adder",
                "↯ crash the device is lost" + "b/crash A B",
                "◷ timeout the time is over" + "b/timeout A B Whose fault: not decidable",
                "◆ known failure the driver rounds" + "b/known A B",
                "△ warn only 6 bits" + "a/warn A B")) {
            assertTrue(findings.contains(part), part + " in " + findings);
        }
    }

    @Test
    void aCaseShowsWhatItAsksWhatWasMeasuredAndWhatIsAccepted() throws Exception {
        Document page = page(report("words"));
        for (String id : IDS) {
            Element one = byId(page, id);
            String words = text(one);
            assertTrue(words.contains("Checks " + id + "."), words);
            assertTrue(words.contains("worst error, ULP" + "accepted at most 3 ULP"), words);
            assertTrue(words.contains("1.25"), words);
            assertTrue(words.contains("Rule FAK-1"), words);
            // The same curve on both adapters is one plot.
            assertEquals(1, one.getElementsByTagName("svg").getLength());
        }
    }

    @Test
    void aPlotMarksWhatIsOutsideItsIntervalAndWhatIsNotFinite() throws Exception {
        Element svg = (Element) byId(page(report("words")), "a/fail")
                .getElementsByTagName("svg")
                .item(0);
        List<String> styles = new ArrayList<>();
        NodeList paths = svg.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            styles.add(((Element) paths.item(i)).getAttribute("class"));
        }
        assertEquals(List.of("band", "grid", "axis", "line", "dots few", "crosses", "triangles"), styles);
    }

    @Test
    void theEnvironmentNamesRendererVersionsAndSettings() throws Exception {
        String environment = text(byId(page(report("words")), "environment"));
        for (String part : List.of(
                TexonVersion.TEXT,
                Runtime.version().toString(),
                System.getProperty("os.version"),
                "Renderer" + "GPU words",
                "Version and flags" + "1 words",
                "9.0 s",
                "RGBA32F")) {
            assertTrue(environment.contains(part), part + " in " + environment);
        }
    }

    @Test
    void whatADriverSaysIsTextAndNeverMarkup() throws Exception {
        Report report = report(HOSTILE);
        Document page = page(report);
        assertEquals(1, elements(page, "script").size());
        assertEquals(1, elements(page, "style").size());
        assertTrue(text(byId(page, "adapters")).contains("GPU </title></style><script>alert(1)</script>"));
        assertTrue(text(byId(page, "findings")).contains("2 is not 3 </title></style><script>"));
        for (Element element : elements(page, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertFalse(name.startsWith("on"), element.getTagName() + " has the attribute " + name);
            }
        }
        // A browser reads it as HTML, where only these can begin a tag or an entity.
        String source = new String(bytes(report), UTF_8);
        assertFalse(source.contains("<script>alert"), "a driver's tag");
        assertFalse(source.contains("<img"), "a driver's tag");
    }

    @Test
    void nothingIsLoadedAndEveryLinkLeadsSomewhere() throws Exception {
        Document page = page(report("words"));
        Set<String> ids = new HashSet<>();
        for (Element element : elements(page, "*")) {
            String id = element.getAttribute("id");
            assertTrue(id.isEmpty() || ids.add(id), "the id " + id + " is there twice");
        }
        for (Element element : elements(page, "*")) {
            for (String loads : List.of("src", "srcset", "data", "action", "background", "poster")) {
                assertFalse(element.hasAttribute(loads), element.getTagName() + " has " + loads);
            }
            Attr href = element.getAttributeNode("href");
            if (href != null) {
                assertEquals("a", element.getTagName());
                assertTrue(
                        href.getValue().startsWith("#")
                                && ids.contains(href.getValue().substring(1)),
                        href.getValue());
            }
        }
        String style = elements(page, "style").get(0).getTextContent();
        assertFalse(style.contains("url(") || style.contains("@import"), "the style sheet loads something");
        assertTrue(elements(page, "meta").stream()
                .anyMatch(meta -> meta.getAttribute("content").startsWith("default-src 'none'")));
    }

    @Test
    void styleAndScriptAreTheSameReadAsHtmlAndAsXml() throws Exception {
        Report report = report("words");
        Document page = page(report);
        String source = new String(bytes(report), UTF_8);
        for (String element : List.of("style", "script")) {
            Matcher raw = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">")
                    .matcher(source);
            assertTrue(raw.find());
            assertEquals(elements(page, element).get(0).getTextContent(), raw.group(1));
        }
        // An element that HTML does not know as empty must not be closed within its own tag; SVG's may.
        Stream.of("span", "div", "td", "i", "script", "a", "p")
                .forEach(name -> assertFalse(source.matches("(?s).*<" + name + "(\\s[^>]*)?/>.*"), name));
    }

    @Test
    void theSameReportIsTheSamePage() throws IOException {
        Report report = report("words");
        assertArrayEquals(bytes(report), bytes(report));
    }

    @Test
    void aRunWithoutAnAdapterIsAPageToo() throws Exception {
        Report report = Report.of(
                List.of(new AdapterResult(
                        new FoundAdapter("fake", "absent", "Fake absent", "no display", null, false),
                        null,
                        List.of(),
                        0)),
                List.of(),
                List.of());
        assertTrue(text(page(report).getDocumentElement()).contains("Nothing ran"));
    }
}
