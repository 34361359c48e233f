package dev.texon.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.plots.LineChart.Line;
import dev.texon.plots.LineChart.Part;
import dev.texon.plots.LineChart.Point;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class LineChartTest {
    private static String written(String title, List<Part> parts, LineChart.Mark mark) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LineChart(title, "steps", parts, Optional.of(mark)).write(out);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toByteArray()));
        assertEquals("svg", document.getDocumentElement().getTagName());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesAxesNamesAndTheMarkAreThere() throws Exception {
        String picture = written(
                "A & B",
                List.of(
                        new Part("loss", 2, List.of(new Line("first", List.of(new Point(0, 1), new Point(10, 3))))),
                        new Part("share", 1, List.of(new Line("second", List.of(new Point(5, 0.25)))))),
                new LineChart.Mark(10, "best"));
        for (String part : List.of(
                "A &amp; B", ">loss<", ">share<", ">first<", ">second<", ">best<", ">steps<", ">0.25<", ">10<")) {
            assertTrue(picture.contains(part), part + " in " + picture);
        }
        // 0 and 10 lie a twentieth of the range within the axis.
        assertTrue(picture.contains("class=\"stroke c0\" d=\"M112.6 "), picture);
        assertTrue(picture.contains("class=\"stroke dots c1\""), picture);
    }

    @Test
    void whatIsNotFiniteIsLeftOutAndNothingBecomesMarkup() throws Exception {
        String picture = written(
                "</title><script>\u0001",
                List.of(new Part(
                        "y",
                        1,
                        List.of(
                                new Line("none", List.of()),
                                new Line("some", List.of(new Point(0, Double.NaN), new Point(1, 1)))))),
                new LineChart.Mark(0, ""));
        assertFalse(picture.contains("NaN"), picture);
        assertFalse(picture.contains("<script"), picture);
    }

    @Test
    void aLogarithmicAxisGoesFromOnePowerOfTwoToAnother() {
        Axis axis = Axis.logarithmic(0.3, 5, 0, 500);
        assertEquals(List.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0), axis.ticks(0));
        assertEquals(200, axis.at(1), 1e-9);
    }
}
