package dev.texon.plots;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the elements of a picture, which a style sheet draws by their classes. Lengths are pixels, from the upper left corner. Whatever is
 * written is text: nothing of it becomes a tag.
 */
public final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    /**
     * Of pictures that are files. The classes {@code c0} to {@code c7} are the colours of Okabe and Ito, which colour-blind people tell
     * apart and which show on white and on black, and two more: lines with them have the class {@code stroke}, too.
     */
    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #222 }
            .title { font-weight: 600; font-size: 16px }
            .quiet { fill: #666; font-size: 12px }
            .middle { text-anchor: middle }
            .end { text-anchor: end }
            .line { stroke: #ccc }
            .one { stroke: #555; stroke-width: 1.5; fill: none }
            .ground { fill: #fff }
            .strong { font-weight: 600 }
            .box { fill: #f4f6f8; stroke: #8a9199; rx: 6px }
            .arrow { fill: #555 }
            .range { stroke: #222; stroke-width: 1.2 }
            .worse { fill: #b3261e }
            .c0 { color: #0072b2 } .c1 { color: #e69f00 } .c2 { color: #009e73 } .c3 { color: #cc79a7 }
            .c4 { color: #56b4e9 } .c5 { color: #d55e00 } .c6 { color: #8c564b } .c7 { color: #7f7f7f }
            .fill { fill: currentColor }
            .stroke { stroke: currentColor; stroke-width: 1.5; fill: none; stroke-linejoin: round }
            .dots { stroke-width: 5; stroke-linecap: round }
            @media (prefers-color-scheme: dark) {
              text { fill: #ddd } .quiet { fill: #999 } .line { stroke: #444 } .one { stroke: #aaa } .ground { fill: #0d1117 }
              .range { stroke: #ddd } .worse { fill: #ff9a90 } .box { fill: #1c2128; stroke: #6e7681 } .arrow { fill: #aaa }
            }
            """;

    private final XMLStreamWriter xml;

    /** What a picture shows. */
    @FunctionalInterface
    public interface Content {
        void drawIn(Svg svg) throws XMLStreamException;
    }

    private Svg(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * Writes a picture that is a file, with a style for light and dark surroundings.
     *
     * @param title for readers who do not see it
     * @throws IOException if the stream takes no more
     */
    public static void write(OutputStream out, String title, int width, int height, Content content)
            throws IOException {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            Svg svg = new Svg(xml);
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            svg.open(width, height);
            svg.element("title", title);
            svg.element("style", STYLE);
            svg.rectangle("ground", 0, 0, width, height);
            content.drawIn(svg);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("The picture cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes a picture within a page, which brings its style. */
    public static void within(XMLStreamWriter page, String title, int width, int height, Content content)
            throws XMLStreamException {
        Svg svg = new Svg(page);
        svg.open(width, height);
        page.writeAttribute("aria-label", clean(title));
        content.drawIn(svg);
        page.writeEndElement();
    }

    /** The text without what XML 1.0 cannot hold. */
    public static String clean(String text) {
        return text.replaceAll("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }

    private void open(int width, int height) throws XMLStreamException {
        xml.writeStartElement("svg");
        xml.writeAttribute("xmlns", NAMESPACE);
        attributes("viewBox", "0 0 " + width + " " + height, "width", String.valueOf(width));
        attributes("height", String.valueOf(height), "role", "img");
    }

    private void element(String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    public void rectangle(String style, double x, double y, double width, double height) throws XMLStreamException {
        xml.writeEmptyElement("rect");
        attributes("class", style, "x", pixels(x), "y", pixels(y));
        attributes("width", pixels(width), "height", pixels(height));
    }

    public void line(String style, double x1, double y1, double x2, double y2) throws XMLStreamException {
        xml.writeEmptyElement("line");
        attributes("class", style, "x1", pixels(x1), "y1", pixels(y1), "x2", pixels(x2), "y2", pixels(y2));
    }

    /** @param data as SVG writes it; nothing is drawn if it is empty */
    public void path(String style, String data) throws XMLStreamException {
        if (!data.isEmpty()) {
            xml.writeEmptyElement("path");
            attributes("class", style, "d", data);
        }
    }

    public void text(String style, double x, double y, String text) throws XMLStreamException {
        xml.writeStartElement("text");
        attributes("class", style, "x", pixels(x), "y", pixels(y));
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
    }

    /** A length with one digit after the point, or none where it is 0. */
    public static String pixels(double length) {
        double rounded = Math.rint(10 * length) / 10;
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
