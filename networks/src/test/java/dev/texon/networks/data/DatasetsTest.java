package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.texon.networks.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetsTest {
    private static final Shape FLAT = Shape.flat(1);

    /** Sample i is {i}, of class i mod 2. */
    private static Dataset counting(int size) {
        return Datasets.of(
                FLAT,
                IntStream.range(0, size).mapToObj(i -> new float[] {i}).toArray(float[][]::new),
                IntStream.range(0, size).map(i -> i % 2).toArray(),
                List.of("even", "odd"));
    }

    private static List<Integer> values(Dataset data) throws IOException {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            int value = Samples.of(data, i).get(0).intValue();
            assertEquals(value % 2, data.label(i));
            values.add(value);
        }
        return values;
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        float[][] one = {{1}};
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, one, new int[2], List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, one, new float[2][1]));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, new float[1][2], new float[1][1]));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, one, new float[1][0]));
        assertThrows(
                IllegalArgumentException.class, () -> Datasets.of(FLAT, new float[2][1], new float[][] {{1}, {1, 2}}));
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[][] bad = {{0}, {wrong}};
            assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, bad, new int[2], List.of("a")));
            assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, bad, new float[2][1]));
            assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, new float[2][1], bad));
        }
    }

    /** 7 of 10 and 3 of 10: 5 of 10 samples are 3.5 and 1.5, and of equal rests the class with fewer gets one more. */
    @Test
    void sharesAreRoundedToTheClassThatLacksMost() throws IOException {
        int[] labels = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1};
        Dataset taken = Datasets.take(Datasets.of(FLAT, new float[10][1], labels, List.of("a", "b")), 5, 3);
        assertEquals(2, IntStream.range(0, 5).filter(i -> taken.label(i) == 1).count());
        Dataset two = Datasets.take(Datasets.of(FLAT, new float[10][1], labels, List.of("a", "b")), 4, 3);
        assertEquals(1, IntStream.range(0, 4).filter(i -> two.label(i) == 1).count());
    }

    @Test
    void theFirstSamplesAreAView() throws IOException {
        Dataset data = counting(5);
        assertEquals(List.of(0, 1, 2), values(Datasets.first(data, 3)));
        assertSame(data, Datasets.first(data, 5));
        assertSame(data, Datasets.first(data, 9));
        assertThrows(IllegalArgumentException.class, () -> Datasets.first(data, 0));
    }

    @Test
    void aSplitSetsOneInSixAsideBySeed() throws IOException {
        DataSplit split = Datasets.split(counting(60), 7);
        assertEquals(10, split.test().size());
        assertEquals(50, split.train().size());
        List<Integer> all = new ArrayList<>(values(split.train()));
        all.addAll(values(split.test()));
        assertEquals(60, new TreeSet<>(all).size());
        assertEquals(
                values(split.test()), values(Datasets.split(counting(60), 7).test()));
        assertNotEquals(
                values(split.test()), values(Datasets.split(counting(60), 8).test()));
        assertEquals(1, Datasets.split(counting(2), 1).test().size());
        assertThrows(IllegalArgumentException.class, () -> Datasets.split(counting(1), 1));
    }

    /** Classes of 60, 30, 9 and 1 samples, one after the other, as sorted files have them. */
    private static Dataset uneven() {
        int[] labels = IntStream.range(0, 100)
                .map(i -> i < 60 ? 0 : i < 90 ? 1 : i < 99 ? 2 : 3)
                .toArray();
        return Datasets.of(FLAT, new float[100][1], labels, List.of("a", "b", "c", "d"));
    }

    private static List<Integer> sizes(Dataset data) {
        int[] sizes = new int[data.classes().size()];
        for (int i = 0; i < data.size(); i++) {
            sizes[data.label(i)]++;
        }
        return IntStream.of(sizes).boxed().toList();
    }

    @Test
    void aSplitTakesItsShareOfEachClassAndLeavesTheOnlySample() {
        DataSplit split = Datasets.split(uneven(), 20, 1);
        assertEquals(List.of(12, 6, 2, 0), sizes(split.test()));
        assertEquals(List.of(48, 24, 7, 1), sizes(split.train()));
        assertEquals(
                List.of(59, 29, 8, 0), sizes(Datasets.split(uneven(), 96, 1).test()));
        // Nothing is left to leave.
        assertEquals(98, Datasets.split(uneven(), 98, 1).test().size());
        for (int count : new int[] {0, -1, 100, 101}) {
            assertThrows(IllegalArgumentException.class, () -> Datasets.split(uneven(), count, 1));
        }
    }

    @Test
    void someSamplesAreTakenOverAllClasses() {
        assertEquals(List.of(6, 3, 1, 0), sizes(Datasets.take(uneven(), 10, 1)));
        assertEquals(List.of(30, 15, 4, 1), sizes(Datasets.take(uneven(), 50, 1)));
        Dataset all = uneven();
        assertSame(all, Datasets.take(all, 100, 1));
        assertThrows(IllegalArgumentException.class, () -> Datasets.take(all, 0, 1));
    }

    @Test
    void targetsAreNumbers() throws IOException {
        Dataset data = Datasets.of(new Shape(1, 2, 1), new float[][] {{1, 2}, {3, 4}}, new float[][] {{5, 6}, {7, 8}});
        assertEquals(List.of(3f, 4f), Samples.of(data, 1));
        assertEquals(2, data.targetValues());
        assertEquals(List.of(), data.classes());
        float[] target = new float[2];
        Datasets.first(data, 1).target(0, target);
        assertEquals(6f, target[1]);
        assertThrows(UnsupportedOperationException.class, () -> data.label(0));
        assertThrows(UnsupportedOperationException.class, () -> counting(1).target(0, target));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[][] two = {{1}, {2}};
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, two, new int[] {0}, List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, two, new int[] {0, 1}, List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, two, new int[] {0, -1}, List.of("a")));
        assertThrows(
                IllegalArgumentException.class, () -> Datasets.of(Shape.flat(2), two, new int[] {0, 0}, List.of("a")));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, two, new float[][] {{1}, {1, 2}}));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, two, new float[][] {{}, {}}));
        assertThrows(IllegalArgumentException.class, () -> Datasets.of(FLAT, new float[0][], new int[0], List.of("a")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataSplit(counting(2), Datasets.of(FLAT, two, new float[][] {{1}, {2}})));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataSplit(
                        counting(2),
                        Datasets.of(Shape.flat(2), new float[][] {{1, 2}}, new int[] {0}, List.of("even", "odd"))));
    }
}
