package dev.texon.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.plots.GraphChart.Box;
import dev.texon.plots.GraphChart.Edge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphChartTest {
    private static Box box(int number, int letters) {
        return new Box("box " + number, List.of("x".repeat(letters)));
    }

    @Test
    void aChainIsAStraightColumnAndASkipPassesBeside() {
        List<Box> boxes = List.of(box(0, 9), box(1, 30), box(2, 9));
        GraphLayout layout = GraphLayout.of(boxes, List.of(new Edge(0, 1), new Edge(1, 2), new Edge(0, 2)));
        assertEquals(layout.x(0), layout.x(1));
        assertEquals(layout.x(1), layout.x(2));
        assertEquals(2, layout.lines().get(0).size());
        assertEquals(2, layout.lines().get(1).size());
        assertEquals(6, layout.lines().get(2).size());
        assertTrue(layout.lines().get(2).get(2).x() > layout.x(1) + boxes.get(1).width() / 2);
    }

    /** Graphs of many shapes, each edge from an earlier box to a later one. */
    @Test
    void boxesDoNotOverlapAndNoLineRunsThroughThem() {
        Random random = new Random(1);
        for (int graph = 0; graph < 300; graph++) {
            List<Box> boxes = new ArrayList<>();
            Set<Edge> edges = new LinkedHashSet<>();
            int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                boxes.add(box(i, 1 + random.nextInt(40)));
                for (int j = 0; i > 0 && j < 1 + random.nextInt(3); j++) {
                    edges.add(new Edge(random.nextInt(i), i));
                }
            }
            demandClear(boxes, List.copyOf(edges));
        }
    }

    private static void demandClear(List<Box> boxes, List<Edge> edges) {
        GraphLayout layout = GraphLayout.of(boxes, edges);
        String name = edges.toString();
        for (int i = 0; i < boxes.size(); i++) {
            double left = layout.x(i) - boxes.get(i).width() / 2;
            double right = layout.x(i) + boxes.get(i).width() / 2;
            double top = layout.top(i);
            double bottom = top + boxes.get(i).height();
            assertTrue(left >= layout.left() && right <= layout.right() && bottom <= layout.bottom(), name);
            for (int j = 0; j < i; j++) {
                boolean apart = Math.abs(layout.x(i) - layout.x(j))
                                > (boxes.get(i).width() + boxes.get(j).width()) / 2
                        || layout.top(j) + boxes.get(j).height() < top
                        || bottom < layout.top(j);
                assertTrue(apart, name);
            }
            for (List<GraphLayout.Point> line : layout.lines()) {
                for (int j = 1; j < line.size(); j++) {
                    GraphLayout.Point a = line.get(j - 1);
                    GraphLayout.Point b = line.get(j);
                    boolean through = Math.max(a.x(), b.x()) > left
                            && Math.min(a.x(), b.x()) < right
                            && Math.max(a.y(), b.y()) > top
                            && Math.min(a.y(), b.y()) < bottom;
                    assertFalse(through, name);
                }
            }
        }
        for (int i = 0; i < edges.size(); i++) {
            List<GraphLayout.Point> line = layout.lines().get(i);
            assertEquals(layout.x(edges.get(i).from()), line.get(0).x(), name);
            GraphLayout.Point end = line.get(line.size() - 1);
            assertEquals(layout.top(edges.get(i).to()), end.y(), name);
            assertTrue(
                    Math.abs(end.x() - layout.x(edges.get(i).to()))
                            < boxes.get(edges.get(i).to()).width() / 2,
                    name);
        }
    }

    @Test
    void textIsNoMarkup() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new GraphChart("a<b", List.of(new Box("</text><script>", List.of("\u001B"))), List.of()).write(out);
        String picture = out.toString(StandardCharsets.UTF_8);
        assertTrue(picture.contains("&lt;/text&gt;&lt;script&gt;"), picture);
        assertFalse(picture.contains("<script") || picture.contains("\u001B"), picture);
    }

    @Test
    void anEdgeUpwardsIsRejected() {
        List<Box> boxes = List.of(box(0, 1), box(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new GraphChart("circle", boxes, List.of(new Edge(1, 0))));
    }
}
