package dev.texon.conformance.files;

import dev.texon.conformance.Numbers;
import dev.texon.conformance.report.Report;
import dev.texon.conformance.report.Report.AdapterReport;
import dev.texon.gpu.Capabilities;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.FormatSupport;
import dev.texon.gpu.Limits;
import dev.texon.gpu.Numerics;
import dev.texon.gpu.TextureFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Where the suite ran, and what each adapter says that it is and can. */
final class HtmlEnvironment {
    private final Markup html;
    private final Report report;
    private final List<Column> columns;

    HtmlEnvironment(Markup html, Report report, List<Column> columns) {
        this.html = html;
        this.report = report;
        this.columns = columns;
    }

    void write() throws XMLStreamException {
        html.open("section", "id", "environment");
        html.element("h2", "Environment");
        Report.Environment here = report.environment();
        html.open("dl");
        item("Texon", report.suiteVersion());
        item("Date", report.date());
        item("Java", here.java());
        item("System", here.os() + ", " + here.architecture() + ", " + here.processors() + " processors");
        item("Settings", here.settings().isEmpty() ? "none" : String.join(", ", here.settings()));
        html.close();
        for (Column column : columns) {
            adapter(column);
        }
        html.close();
    }

    private void item(String name, @Nullable String value) throws XMLStreamException {
        html.element("dt", name);
        html.element("dd", value == null ? "not known, since the adapter did not open" : value);
    }

    private void adapter(Column column) throws XMLStreamException {
        AdapterReport adapter = column.adapter();
        html.open("article", "class", "adapter");
        html.open("h3");
        html.element("span", column.letter(), "class", "letter");
        html.text(" " + column.path());
        html.close();
        html.open("dl");
        item("Name", adapter.name());
        item("API", adapter.api());
        item("Renderer", adapter.renderer());
        item("Vendor", adapter.vendor());
        item("Version and flags", adapter.version());
        item("Ran", HtmlReport.seconds(adapter.milliseconds()));
        html.close();
        Capabilities capabilities = adapter.profile();
        if (capabilities != null) {
            html.open("details");
            html.element("summary", "Capabilities, declared and measured");
            formats(capabilities);
            beyondFormats(capabilities);
            html.close();
        }
        html.close();
    }

    private void formats(Capabilities capabilities) throws XMLStreamException {
        html.open("div", "class", "scroll");
        html.open("table");
        html.open("thead");
        html.open("tr");
        html.element("th", "format", "scope", "col");
        for (FormatFeature feature : FormatFeature.values()) {
            html.element("th", words(feature), "scope", "col");
        }
        html.element("th", "filter bits", "scope", "col");
        html.element("th", "mipmap error", "scope", "col");
        html.close();
        html.close();
        html.open("tbody");
        for (TextureFormat format : TextureFormat.values()) {
            FormatSupport support = capabilities.format(format);
            html.open("tr");
            html.element("th", format.name(), "scope", "row");
            for (FormatFeature feature : FormatFeature.values()) {
                support(support.declared().contains(feature), support.measured().contains(feature));
            }
            html.element(
                    "td", support.filterBits() == 0 ? "–" : String.valueOf(support.filterBits()), "class", "number");
            html.element(
                    "td",
                    Double.isNaN(support.mipmapError()) ? "–" : Numbers.format(support.mipmapError(), 2),
                    "class",
                    "number");
            html.close();
        }
        html.close();
        html.close();
        html.close();
    }

    private void support(boolean declared, boolean measured) throws XMLStreamException {
        if (declared) {
            html.element("td", measured ? "✓ works" : "✗ broken", "class", measured ? "pass" : "fail");
        } else {
            html.element(
                    "td", measured ? "△ works undeclared" : "– absent", "class", measured ? "warn" : "unsupported");
        }
    }

    private void beyondFormats(Capabilities capabilities) throws XMLStreamException {
        Limits limits = capabilities.limits();
        Numerics numerics = capabilities.numerics();
        html.open("dl");
        item("Features", features(capabilities, true));
        item("Absent", features(capabilities, false));
        item(
                "Limits",
                "textures of " + limits.textureSize() + " texels a side (declared " + limits.declaredTextureSize()
                        + "), " + limits.inputs() + " inputs, " + limits.renderTargets() + " render targets, "
                        + limits.uniformVectors() + " uniform vectors, " + limits.loopTurns() + " turns of loops");
        item(
                "Arithmetic",
                numerics.significantBits() + " significant bits in highp; overflow gives "
                        + (numerics.infinity() ? "Inf" : "no Inf") + ", Inf − Inf "
                        + (numerics.nan() ? "NaN" : "no NaN")
                        + "; subnormals are " + (numerics.subnormals() ? "kept" : "flushed to zero"));
        html.close();
    }

    private static String features(Capabilities capabilities, boolean supported) {
        String names = Arrays.stream(Feature.values())
                .filter(feature -> capabilities.supports(feature) == supported)
                .map(HtmlEnvironment::words)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
