package dev.texon.conformance.report;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A report in the form that build servers read: a test suite for each adapter, a test case for each case. FAIL is a failure, CRASH
 * and TIMEOUT are errors, UNSUPPORTED and known failures are skipped with their reason. Each required capability is a test case, too.
 */
final class JUnitXml {
    private JUnitXml() {}

    static void write(Report report, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            attribute(xml, "name", "Texon conformance " + report.suiteVersion());
            for (Report.AdapterReport adapter : report.adapters()) {
                suite(xml, adapter, report.date());
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("The JUnit report cannot be written: " + e.getMessage(), e);
        }
    }

    private static void suite(XMLStreamWriter xml, Report.AdapterReport adapter, String date)
            throws XMLStreamException {
        List<CaseResult> cases = adapter.cases();
        long missing = adapter.required().stream()
                .filter(answer -> answer.missing() != null)
                .count();
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", adapter.path());
        attribute(xml, "timestamp", date);
        attribute(xml, "time", seconds(adapter.milliseconds()));
        attribute(xml, "tests", String.valueOf(cases.size() + adapter.required().size()));
        attribute(xml, "failures", String.valueOf(count(cases, Result.FAILURE) + missing));
        attribute(xml, "errors", String.valueOf(count(cases, Result.ERROR)));
        attribute(xml, "skipped", String.valueOf(count(cases, Result.SKIPPED)));
        properties(xml, adapter);
        for (Demand.Answer answer : adapter.required()) {
            required(xml, adapter, answer);
        }
        for (CaseResult one : cases) {
            testCase(xml, adapter, one);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void properties(XMLStreamWriter xml, Report.AdapterReport adapter) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("properties");
        property(xml, "api", adapter.api());
        property(xml, "renderer", adapter.renderer());
        property(xml, "vendor", adapter.vendor());
        property(xml, "version", adapter.version());
        property(xml, "unavailable", adapter.unavailable());
        xml.writeEndElement();
    }

    private static void property(XMLStreamWriter xml, String name, @Nullable String value) throws XMLStreamException {
        if (value != null) {
            xml.writeEmptyElement("property");
            attribute(xml, "name", name);
            attribute(xml, "value", value);
        }
    }

    private static void required(XMLStreamWriter xml, Report.AdapterReport adapter, Demand.Answer answer)
            throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        attribute(xml, "classname", adapter.backend() + "." + adapter.adapter() + ".require");
        attribute(xml, "name", "require/" + answer.name());
        attribute(xml, "time", seconds(0));
        String missing = answer.missing();
        if (missing != null) {
            xml.writeStartElement(Result.FAILURE.element);
            attribute(xml, "message", missing);
            attribute(xml, "type", "MISSING");
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void testCase(XMLStreamWriter xml, Report.AdapterReport adapter, CaseResult one)
            throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        attribute(xml, "classname", adapter.backend() + "." + adapter.adapter() + "." + one.group());
        attribute(xml, "name", one.id());
        attribute(xml, "time", seconds(one.milliseconds()));
        Result result = Result.of(one);
        if (result != Result.PASSED) {
            xml.writeStartElement(result.element);
            attribute(xml, "message", one.message().lines().findFirst().orElse(""));
            if (result != Result.SKIPPED) {
                attribute(xml, "type", one.verdict().name());
            }
            xml.writeCharacters(clean(one.message()));
            xml.writeEndElement();
        }
        String output = output(one);
        if (!output.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(clean(output));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String output(CaseResult one) {
        String measurements = one.measurements().stream()
                .map(measured -> measured.name() + " = " + measured.value() + " " + measured.unit())
                .collect(Collectors.joining("\n"));
        return one.verdict() == Verdict.WARN ? "WARN: " + one.message() + "\n" + measurements : measurements;
    }

    private enum Result {
        PASSED(""),
        FAILURE("failure"),
        ERROR("error"),
        SKIPPED("skipped");

        private static final Map<Verdict, Result> BY_VERDICT = Map.of(
                Verdict.FAIL, FAILURE, Verdict.CRASH, ERROR, Verdict.TIMEOUT, ERROR, Verdict.UNSUPPORTED, SKIPPED);

        private final String element;

        Result(String element) {
            this.element = element;
        }

        static Result of(CaseResult one) {
            return one.known() ? SKIPPED : BY_VERDICT.getOrDefault(one.verdict(), PASSED);
        }
    }

    private static long count(List<CaseResult> cases, Result result) {
        return cases.stream().filter(one -> Result.of(one) == result).count();
    }

    private static String seconds(long milliseconds) {
        return String.format(Locale.ROOT, "%.3f", milliseconds / 1000.0);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    /** Without what XML 1.0 cannot hold; drivers print anything. */
    private static String clean(String text) {
        return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }
}
