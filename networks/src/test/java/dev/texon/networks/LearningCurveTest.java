package dev.texon.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.texon.networks.LearningCurve.Epoch;
import dev.texon.networks.LearningCurve.Recorder;
import dev.texon.networks.LearningCurve.Stretch;
import dev.texon.networks.LearningCurve.Validation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    /** Losses that double precision adds exactly. */
    private static void add(Recorder recorder, long from, long to) {
        for (long step = from; step < to; step++) {
            recorder.add(step, new Stretch(1, 4, step / 8.0, step % 5));
        }
    }

    private static Recorder begin(long step, int stepsPerEpoch) {
        return new Recorder(LearningCurve.begin(step, stepsPerEpoch), stepsPerEpoch);
    }

    @Test
    void stepsAreCountedOnceInPointsAndInEpochs() {
        Recorder recorder = begin(0, 40);
        add(recorder, 0, 93);
        LearningCurve curve = recorder.curve();
        assertEquals(2, curve.stepsOfAPoint());
        assertEquals(47, curve.points().size());
        // 0/8 + 1/8 of 8 samples, and 0 + 1 right ones.
        assertEquals(new Stretch(2, 8, 0.125, 1), curve.points().get(0));
        assertEquals(0.125 / 8, curve.points().get(0).loss());
        assertEquals(1, curve.points().get(46).steps());
        assertEquals(List.of(1, 2), curve.epochs().stream().map(Epoch::number).toList());
        // The sum of 0 to 39 is 780.
        assertEquals(new Stretch(40, 160, 97.5, 80), curve.epochs().get(0).training());
        assertEquals(13, curve.running().steps());
        assertNull(curve.best());
    }

    @Test
    void aLongTrainingHasASmallCurveThatLosesNoStep() {
        Recorder recorder = begin(0, 2);
        add(recorder, 0, 100_001);
        LearningCurve curve = recorder.curve();
        assertEquals(128, curve.stepsOfAPoint());
        assertEquals(782, curve.points().size());
        Stretch all = curve.points().stream().reduce(Stretch.NONE, Stretch::and);
        assertEquals(
                new Stretch(100_001, 400_004, sum(100_001) / 8.0, all.right()),
                all,
                "no step is lost, and none counted twice");
        assertEquals(50_000, curve.epochs().get(curve.epochs().size() - 1).number());
    }

    private static double sum(long steps) {
        return steps * (steps - 1) / 2.0;
    }

    @Test
    void goingOnGivesTheSameCurve() {
        Recorder whole = begin(0, 3);
        add(whole, 0, 5000);
        for (int stop : new int[] {1, 1024, 2047, 3333}) {
            Recorder first = begin(0, 3);
            add(first, 0, stop);
            Recorder second = new Recorder(first.curve(), 3);
            add(second, stop, 5000);
            assertEquals(whole.curve(), second.curve(), "stopped after " + stop);
        }
        assertEquals(7, begin(7, 3).curve().firstStep());
    }

    /** Losses fall to epoch 37, and rise from there on. */
    @Test
    void theBestEpochStaysHoweverLongTheTrainingGoesOn() {
        Recorder recorder = begin(0, 1);
        for (int i = 0; i < 5000; i++) {
            recorder.add(i, new Stretch(1, 1, 1, 0));
            recorder.validated(validation(Math.abs(i + 1 - 37)));
        }
        Epoch best = recorder.curve().best();
        assertEquals(new Epoch(37, new Stretch(1, 1, 1, 0), validation(0)), best);
        assertEquals(5000, recorder.lastEpoch().number());
        // Besides the best one, each is as far from the next.
        List<Integer> numbers =
                recorder.curve().epochs().stream().map(Epoch::number).toList();
        assertEquals(List.of(8, 16, 24, 32, 37, 40), numbers.subList(0, 6));
        assertEquals(List.of(4984, 4992, 5000), numbers.subList(numbers.size() - 3, numbers.size()));
    }

    private static Validation validation(double loss) {
        return new Validation(3, loss, 0.5, Double.NaN, Double.NaN);
    }

    @Test
    void curvesThatNoTrainingMakesAreRefused() {
        List<Stretch> many = IntStream.range(0, LearningCurve.MOST + 1)
                .mapToObj(i -> new Stretch(1, 1, 0, 0))
                .toList();
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(0, 1, many, Stretch.NONE, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(0, 0, List.of(), Stretch.NONE, List.of()));
        List<Stretch> uneven = List.of(new Stretch(1, 1, 0, 0), new Stretch(2, 2, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(0, 2, uneven, Stretch.NONE, List.of()));
        List<Epoch> back = List.of(new Epoch(2, Stretch.NONE, null), new Epoch(2, Stretch.NONE, null));
        assertThrows(IllegalArgumentException.class, () -> new LearningCurve(0, 1, List.of(), Stretch.NONE, back));
        assertThrows(IllegalArgumentException.class, () -> new Epoch(0, Stretch.NONE, null));
        assertThrows(IllegalArgumentException.class, () -> new Stretch(1, 4, 0, 5));
    }
}
