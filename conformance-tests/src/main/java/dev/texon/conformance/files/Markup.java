package dev.texon.conformance.files;

import dev.texon.plots.Svg;
import java.io.IOException;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes well-formed XML. Whatever comes from a driver goes through here, so nothing of it becomes a tag, and what XML 1.0 cannot
 * hold is replaced.
 */
final class Markup {
    private final XMLStreamWriter xml;

    /** What may fail while it writes. */
    interface Content {
        void writeTo(Markup markup) throws XMLStreamException;
    }

    private Markup(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** @throws IOException if the stream takes no more */
    static void write(OutputStream out, Content content) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            content.writeTo(new Markup(xml));
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("The report cannot be written: " + e.getMessage(), e);
        }
    }

    void declaration() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
    }

    void doctype(String text) throws XMLStreamException {
        xml.writeDTD(text);
    }

    /** @param attributes names and values in turn */
    void open(String element, String... attributes) throws XMLStreamException {
        xml.writeStartElement(element);
        attributes(attributes);
    }

    void close() throws XMLStreamException {
        xml.writeEndElement();
    }

    /** An element without content. */
    void empty(String element, String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(element);
        attributes(attributes);
    }

    /** An element that holds a text. */
    void element(String element, String text, String... attributes) throws XMLStreamException {
        open(element, attributes);
        text(text);
        close();
    }

    void text(String text) throws XMLStreamException {
        xml.writeCharacters(Svg.clean(text));
    }

    /** A picture that the page's style draws. */
    void picture(String title, int width, int height, Svg.Content content) throws XMLStreamException {
        Svg.within(xml, title, width, height, content);
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], Svg.clean(attributes[i + 1]));
        }
    }
}
