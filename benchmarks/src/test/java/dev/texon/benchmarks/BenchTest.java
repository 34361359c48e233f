package dev.texon.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.Tuning;
import dev.texon.networks.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contenders that only count. */
class BenchTest {
    private static final Workload SQUARE = new Workload() {
        @Override
        public String id() {
            return "test/square";
        }

        @Override
        public String describes() {
            return "nothing";
        }

        @Override
        public Quantity quantity() {
            return Quantity.MILLISECONDS;
        }

        @Override
        public Work work() {
            return Work.NONE;
        }

        @Override
        public Expected expected(Storage storage) {
            return Expected.exactly(4);
        }

        @Override
        public Running prepare(GpuDevice gpu, Storage storage) {
            throw new UnsupportedOperationException();
        }
    };

    private static final Bench.Listener SILENT = new Bench.Listener() {
        @Override
        public void preparing(Workload workload, Contender contender) {}

        @Override
        public void round(Workload workload, int round) {}

        @Override
        public void finished(Workload workload, List<Outcome> outcomes) {}
    };

    private final List<String> turns = new ArrayList<>();

    private Contender contender(String id, double nanoseconds, float result) {
        return contender(id, nanoseconds, nanoseconds, result);
    }

    /** @param compiling nanoseconds of the first run */
    private Contender contender(String id, double compiling, double nanoseconds, float result) {
        return new Contender() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Facts facts() {
                return new Facts("", "", "");
            }

            @Override
            public Entry enter(Workload workload) {
                workload.expected(Storage.FLOAT32).demand(new float[] {result}, workload.id() + " on " + id);
                return new Entry() {
                    @Override
                    public double time(int times) {
                        boolean first = !turns.contains(id);
                        turns.add(id);
                        return first ? compiling : nanoseconds * times;
                    }

                    @Override
                    public String way() {
                        return "";
                    }

                    @Override
                    public double passes() {
                        return 1;
                    }

                    @Override
                    public long textureBytes() {
                        return 16;
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public List<Tuning.Choice> choices() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void contendersTakeTurnsAndRatiosAreToTheFirst() throws Exception {
        Bench bench =
                new Bench(List.of(contender("slow/a", 1e9, 4), contender("fast/b", 0.25e9, 4)), 3, () -> false, SILENT);
        List<Outcome> outcomes = bench.run(List.of(SQUARE));
        assertEquals(
                List.of("slow/a", "fast/b", "slow/a", "fast/b", "slow/a", "fast/b"),
                turns.subList(turns.size() - 6, turns.size()));
        List<BenchReport.Result> results = BenchReport.results(List.of(SQUARE), outcomes, List.of("slow/a", "fast/b"));
        assertEquals(
                List.of(new BenchReport.Ratio("slow/a", 1, 1, 1)),
                results.get(0).ratios());
        assertEquals(
                List.of(new BenchReport.Ratio("slow/a", 4, 4, 4)),
                results.get(1).ratios());
        assertEquals(250.0, results.get(1).outcome().figure());
        assertNull(results.get(1).limit());
    }

    @Test
    void aFirstRunThatCompilesDoesNotSayHowManyRunsMakeATiming() throws Exception {
        Outcome outcome = new Bench(List.of(contender("lazy/a", 60e9, 1e6, 4)), 2, () -> false, SILENT)
                .run(List.of(SQUARE))
                .get(0);
        assertEquals(400, outcome.runs());
        assertEquals(List.of(1e6, 1e6), outcome.nanoseconds());
    }

    private static Outcome outcome(Workload workload, double nanoseconds) {
        return outcome(workload, "a/b", nanoseconds);
    }

    private static Outcome outcome(Workload workload, String contender, double nanoseconds) {
        return new Outcome(
                workload.id(),
                contender,
                workload.quantity().unit(),
                workload.quantity().figure(nanoseconds, workload.work()),
                List.of(nanoseconds),
                1,
                "",
                0,
                0,
                "",
                false);
    }

    @Test
    void aFigureIsAShareOfTheCeilingOfItsAdapter() {
        Workload product =
                Workloads.select(Workloads.all(), List.of("matmul/256")).get(0);
        // The ceiling at 2 operations a nanosecond, the product at half of one.
        double best = Ceiling.MULTIPLY_ADD.work().flops() / 2;
        double time = product.work().flops() / 0.5;
        List<BenchReport.Result> results = BenchReport.results(
                List.of(Ceiling.MULTIPLY_ADD, product),
                List.of(outcome(Ceiling.MULTIPLY_ADD, best), outcome(product, time)),
                List.of("a/b"));
        assertNull(results.get(0).limit());
        assertEquals(
                new BenchReport.Limit("ceiling/multiply-add", 0.25),
                results.get(1).limit());
        assertEquals(0.5, results.get(1).outcome().figure());
    }

    @Test
    void withPeersRatiosAreToThemOnTheSameGl() throws IOException {
        List<String> contenders = List.of(
                "lwjgl-gles/es3-0",
                "webgl/webgl2-swiftshader",
                "tfjs/webgl2-system",
                "tfjs/webgl2-swiftshader",
                "handwritten/webgl2-system");
        List<Outcome> outcomes = List.of(
                outcome(SQUARE, contenders.get(0), 1),
                outcome(SQUARE, contenders.get(1), 10),
                outcome(SQUARE, contenders.get(2), 4),
                outcome(SQUARE, contenders.get(3), 20),
                outcome(SQUARE, contenders.get(4), 0.5));
        List<BenchReport.Result> results = BenchReport.results(List.of(SQUARE), outcomes, contenders);
        assertEquals(
                List.of(
                        new BenchReport.Ratio("tfjs/webgl2-system", 4, 4, 4),
                        new BenchReport.Ratio("handwritten/webgl2-system", 0.5, 0.5, 0.5)),
                results.get(0).ratios());
        assertEquals(
                List.of(new BenchReport.Ratio("tfjs/webgl2-swiftshader", 2, 2, 2)),
                results.get(1).ratios());
        assertTrue(results.get(2).ratios().isEmpty());
        String picture = picture(contenders, results);
        assertTrue(picture.contains("How many times as fast as tfjs in the same browser"), picture);
        assertTrue(picture.contains(">4×<") && picture.contains(">2×<"), picture);
    }

    @Test
    void aRatioThatTheRoundsDoNotBearIsARange() {
        BenchReport.Ratio steady = BenchReport.Ratio.of(rounds("a/b", 9, 10, 11), rounds("c/d", 38, 40, 42));
        assertTrue(steady.clear());
        assertEquals(4, steady.times());
        BenchReport.Ratio wild = BenchReport.Ratio.of(rounds("a/b", 5, 10, 20), rounds("c/d", 10, 20, 40));
        assertFalse(wild.clear());
        assertEquals(0.5, wild.low());
        assertEquals(8, wild.high());
    }

    @Test
    void thePictureHasItsAxisThePeersFiguresMarksOfWhatIsSlowerAndADarkForm() throws IOException {
        List<String> contenders = List.of(
                "lwjgl-gles/es3-0", "webgl/webgl2-swiftshader", "tfjs/webgl2-system", "tfjs/webgl2-swiftshader");
        List<Outcome> outcomes = List.of(
                rounds(contenders.get(0), 4e6, 4e6, 4e6),
                rounds(contenders.get(1), 5e6, 10e6, 20e6),
                rounds(contenders.get(2), 2e6, 2e6, 2e6),
                rounds(contenders.get(3), 10e6, 20e6, 40e6));
        String picture = picture(contenders, BenchReport.results(List.of(SQUARE), outcomes, contenders));
        for (String part : List.of(
                "speed over tfjs, logarithmic",
                ">0.5× ▼<",
                ">varies, 0.5–8×<",
                ">tfjs/webgl2-system<",
                ">2 ms<",
                ">20 ms<",
                "prefers-color-scheme: dark")) {
            assertTrue(picture.contains(part), part + " in " + picture);
        }
    }

    private static Outcome rounds(String contender, Double... nanoseconds) {
        double median = Outcome.median(List.of(nanoseconds));
        return new Outcome(SQUARE.id(), contender, "ms", median / 1e6, List.of(nanoseconds), 1, "", 0, 0, "", false);
    }

    private static Outcome rounds(String contender, int a, int b, int c) {
        return rounds(contender, (double) a, (double) b, (double) c);
    }

    private static String picture(List<String> contenders, List<BenchReport.Result> results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BenchPicture.write(
                new BenchReport(
                        BenchReport.SCHEMA,
                        "",
                        "",
                        "2000-01-01T00:00:00Z",
                        1,
                        false,
                        Machine.here(),
                        contenders.stream()
                                .map(id -> new BenchReport.Seat(id, new Contender.Facts("", "", ""), List.of()))
                                .toList(),
                        List.of(),
                        results),
                out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrongIsNotTimed() throws Exception {
        List<Outcome> outcomes =
                new Bench(List.of(contender("wrong/a", 1, 5)), 2, () -> false, SILENT).run(List.of(SQUARE));
        assertFalse(outcomes.get(0).timed());
        assertTrue(outcomes.get(0).wrong());
        assertTrue(
                outcomes.get(0).trouble().contains("is 5.0, and 4.0 ± 0.0 is expected"),
                outcomes.get(0).trouble());
        assertTrue(turns.isEmpty());
    }

    @Test
    void nanIsWrong() {
        assertThrows(WrongResultException.class, () -> Expected.exactly(1).demand(new float[] {Float.NaN}, "x"));
    }

    @Test
    void mediansAndSpread() {
        assertEquals(2, Outcome.median(List.of(3.0, 1.0, 2.0)));
        assertEquals(2.5, Outcome.median(List.of(4.0, 1.0, 2.0, 3.0)));
        assertTrue(Double.isNaN(Outcome.median(List.of())));
    }

    @Test
    void nothingIsMeasuredAfterAStop() throws Exception {
        assertTrue(new Bench(List.of(contender("a/b", 1, 4)), 2, () -> true, SILENT)
                .run(List.of(SQUARE))
                .isEmpty());
    }
}
