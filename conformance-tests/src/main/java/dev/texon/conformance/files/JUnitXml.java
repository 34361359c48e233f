package dev.texon.conformance.files;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.FailureText;
import dev.texon.conformance.Measurement;
import dev.texon.conformance.Verdict;
import dev.texon.conformance.report.Demand;
import dev.texon.conformance.report.Fitness;
import dev.texon.conformance.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A report in the form that build servers read: a test suite for each adapter, a test case for each case. FAIL is a failure, CRASH
 * and TIMEOUT are errors, UNSUPPORTED and known failures are skipped with their reason. Each required capability is a test case, too.
 */
final class JUnitXml {
    private JUnitXml() {}

    static void write(Report report, OutputStream out) throws IOException {
        Markup.write(out, xml -> {
            xml.declaration();
            xml.text("\n");
            xml.open("testsuites", "name", "Texon conformance " + report.suiteVersion());
            for (Report.AdapterReport adapter : report.adapters()) {
                suite(xml, adapter, report.date());
            }
            xml.text("\n");
            xml.close();
        });
    }

    private static void suite(Markup xml, Report.AdapterReport adapter, String date) throws XMLStreamException {
        List<CaseResult> cases = adapter.cases();
        long missing = adapter.required().stream()
                .filter(answer -> answer.missing() != null)
                .count();
        xml.text("\n  ");
        xml.open(
                "testsuite",
                "name",
                adapter.path(),
                "timestamp",
                date,
                "time",
                seconds(adapter.milliseconds()),
                "tests",
                String.valueOf(cases.size() + adapter.required().size()),
                "failures",
                String.valueOf(count(cases, Result.FAILURE) + missing),
                "errors",
                String.valueOf(count(cases, Result.ERROR)),
                "skipped",
                String.valueOf(count(cases, Result.SKIPPED)));
        properties(xml, adapter);
        for (Demand.Answer answer : adapter.required()) {
            required(xml, adapter, answer);
        }
        for (CaseResult one : cases) {
            testCase(xml, adapter, one);
        }
        xml.text("\n  ");
        xml.close();
    }

    private static void properties(Markup xml, Report.AdapterReport adapter) throws XMLStreamException {
        xml.text("\n    ");
        xml.open("properties");
        property(xml, "api", adapter.api());
        property(xml, "renderer", adapter.renderer());
        property(xml, "vendor", adapter.vendor());
        property(xml, "version", adapter.version());
        Fitness fitness = adapter.fitness();
        property(xml, "fitness", fitness == null ? null : fitness.level().words() + ": " + fitness.reason());
        property(xml, "unavailable", adapter.unavailable());
        xml.close();
    }

    private static void property(Markup xml, String name, @Nullable String value) throws XMLStreamException {
        if (value != null) {
            xml.empty("property", "name", name, "value", value);
        }
    }

    private static void required(Markup xml, Report.AdapterReport adapter, Demand.Answer answer)
            throws XMLStreamException {
        xml.text("\n    ");
        xml.open(
                "testcase",
                "classname",
                adapter.backend() + "." + adapter.adapter() + ".require",
                "name",
                "require/" + answer.name(),
                "time",
                seconds(0));
        String missing = answer.missing();
        if (missing != null) {
            xml.element(Result.FAILURE.element, "", "message", missing, "type", "MISSING");
        }
        xml.close();
    }

    private static void testCase(Markup xml, Report.AdapterReport adapter, CaseResult one) throws XMLStreamException {
        xml.text("\n    ");
        xml.open(
                "testcase",
                "classname",
                adapter.backend() + "." + adapter.adapter() + "." + one.group(),
                "name",
                one.id(),
                "time",
                seconds(one.milliseconds()));
        Result result = Result.of(one);
        if (result != Result.PASSED) {
            String first = FailureText.line(one);
            if (result == Result.SKIPPED) {
                xml.element(result.element, one.message(), "message", first);
            } else {
                xml.element(
                        result.element,
                        one.message(),
                        "message",
                        first,
                        "type",
                        one.verdict().name());
            }
        }
        String output = output(one);
        if (!output.isEmpty()) {
            xml.element("system-out", output);
        }
        xml.close();
    }

    private static String output(CaseResult one) {
        String measurements =
                one.measurements().stream().map(Measurement::describe).collect(Collectors.joining("\n"));
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
}
