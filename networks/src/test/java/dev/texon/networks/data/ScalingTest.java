package dev.texon.networks.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.texon.gpu.ElementType;
import dev.texon.networks.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final Dataset HOUSES = Datasets.of(
            Shape.flat(3),
            new float[][] {{1000, 7, 0.5f}, {3000, 7, 1.5f}, {1000, 7, 0.5f}, {3000, 7, 1.5f}},
            new float[][] {{100_000}, {500_000}, {100_000}, {500_000}});

    @Test
    void columnsHaveMeanZeroAndDeviationOne() throws IOException {
        Scaling scaling = Scaling.of(HOUSES);
        assertEquals(List.of(2000f, 7f, 1f), scaling.inputs().means());
        // A column that is always the same is centred only.
        assertEquals(List.of(1000f, 1f, 0.5f), scaling.inputs().deviations());
        Dataset scaled = scaling.apply(HOUSES);
        assertEquals(ElementType.FLOAT, scaled.elementType());
        assertEquals(List.of(-1f, 0f, -1f), Samples.of(scaled, 0));
        assertEquals(List.of(1f, 0f, 1f), Samples.of(scaled, 3));
        float[] target = new float[1];
        scaled.target(1, target);
        assertEquals(1f, target[0]);
    }

    @Test
    void predictionsComeBackIntoTheirUnits() throws IOException {
        float[] outputs = {-1, 0, 0.5f};
        Scaling.of(HOUSES).restore(outputs);
        assertArrayEquals(new float[] {100_000, 300_000, 400_000}, outputs);
    }

    @Test
    void probabilitiesStayAsTheyAre() throws IOException {
        Dataset classes = Datasets.of(Shape.flat(1), new float[][] {{1}, {3}}, new int[] {0, 1}, List.of("a", "b"));
        Scaling scaling = Scaling.of(classes);
        float[] outputs = {0.25f, 0.75f, 1};
        scaling.restore(outputs);
        assertArrayEquals(new float[] {0.25f, 0.75f, 1}, outputs);
        assertEquals(1, scaling.apply(classes).label(1));
    }

    @Test
    void thePlacesOfAnImageHaveOneMeanAndDeviation() throws IOException {
        Dataset images = Datasets.of(
                new Shape(1, 2, 2), new float[][] {{1, 10, 3, 30}, {5, 50, 7, 70}}, new int[2], List.of("a"));
        Scaling scaling = Scaling.of(images);
        assertEquals(List.of(4f, 40f), scaling.inputs().means());
        assertEquals((float) Math.sqrt(5), scaling.inputs().deviations().get(0));
        float[] sample = {4, 40, 4, 40};
        scaling.scale(sample);
        assertArrayEquals(new float[4], sample);
    }

    @Test
    void whatIsScaledSaysSoAndIsNotScaledTwice() throws IOException {
        Scaling scaling = Scaling.of(HOUSES);
        Dataset scaled = scaling.apply(HOUSES);
        assertEquals(Optional.of(scaling), Datasets.first(scaled, 2).scaling());
        assertEquals(Optional.empty(), HOUSES.scaling());
        assertSame(scaled, scaling.apply(scaled));
        Scaling other = new Scaling(scaling.inputs(), new Scaling.Units(List.of(0f), List.of(1f)));
        assertThrows(IllegalArgumentException.class, () -> other.apply(scaled));
        assertEquals(scaling, other.withTargetsOf(HOUSES));
    }

    /** The sum of their squares would lose all digits in 32 bits, and in 64 most of them. */
    @Test
    void largeNumbersThatAreCloseTogetherKeepTheirDigits() throws IOException {
        float[][] samples = IntStream.range(0, 1000)
                .mapToObj(i -> new float[] {16_000_000f + i % 2, 1e30f})
                .toArray(float[][]::new);
        Scaling scaling = Scaling.of(Datasets.of(Shape.flat(2), samples, new int[1000], List.of("a")));
        assertEquals(List.of(0.5f, 1f), scaling.inputs().deviations());
    }

    @Test
    void whatIsFiniteStaysFinite() throws IOException {
        float largest = Float.MAX_VALUE;
        Scaling wide =
                Scaling.of(Datasets.of(Shape.flat(1), new float[][] {{-largest}, {largest}}, new int[2], List.of("a")));
        float[] sample = {largest};
        wide.scale(sample);
        assertEquals(1f, sample[0]);
        Scaling narrow =
                Scaling.of(Datasets.of(Shape.flat(1), new float[][] {{1e-20f}, {3e-20f}}, new int[2], List.of("a")));
        sample[0] = -largest;
        narrow.scale(sample);
        assertEquals(-largest, sample[0]);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Scaling scaling = Scaling.of(HOUSES);
        assertThrows(IllegalArgumentException.class, () -> scaling.scale(new float[2]));
        assertThrows(
                IllegalArgumentException.class,
                () -> scaling.apply(Datasets.of(Shape.flat(3), new float[][] {{1, 2, 3}}, new int[1], List.of("a"))));
        assertThrows(IllegalArgumentException.class, () -> new Scaling.Units(List.of(1f), List.of()));
        for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Scaling.Units(List.of(1f), List.of(wrong)));
        }
        assertThrows(IllegalArgumentException.class, () -> new Scaling.Units(List.of(Float.NaN), List.of(1f)));
    }
}
