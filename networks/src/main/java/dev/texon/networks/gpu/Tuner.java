package dev.texon.networks.gpu;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.Tuning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by drawing which of several ways is the fastest on a device, once for each question; the device's {@link Tuning} keeps the
 * answer. Ways differ in nothing but their time, so that a choice that noise decides does no harm to what is computed.
 */
final class Tuner {
    private static final int ROUNDS = 5;
    /** Nanoseconds of one timing, about: long beside a readback's wait. */
    private static final double TIMING = 8e6;

    private static final int MOST_RUNS = 256;
    /** A way must be so much faster than the usual one; less may be noise. */
    private static final double CLEARLY = 0.95;

    private Tuner() {}

    /** One way, ready to be drawn. */
    interface Trial extends AutoCloseable {
        void draw();

        /** Something that {@link #draw} draws last. */
        Texture result();

        @Override
        void close();
    }

    /**
     * The fastest way.
     *
     * @param question names what is chosen, and for which shapes
     * @param ways the usual one first
     */
    static String fastest(GpuDevice device, String question, List<String> ways, Function<String, Trial> make) {
        Tuning tuning = device.tuning();
        String known = tuning.choice(question).map(Tuning.Choice::way).orElse("");
        if (ways.contains(known)) {
            return known;
        }
        if (!tuning.measuring() || ways.size() == 1) {
            return ways.get(0);
        }
        Map<String, Double> times = measure(ways, make);
        double usual = times.getOrDefault(ways.get(0), Double.POSITIVE_INFINITY);
        String way = times.entrySet().stream()
                .filter(one -> one.getValue() < CLEARLY * usual)
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(ways.get(0));
        tuning.choose(new Tuning.Choice(question, way, times));
        return way;
    }

    /** A way, and its times so far in nanoseconds. */
    private record Timed(String way, Trial trial, int runs, List<Double> times) {
        /** The least: what else runs on the machine only adds. */
        double best() {
            return Collections.min(times);
        }
    }

    /** Nanoseconds in the best round, the ways in turn; without those that the driver refuses. */
    private static Map<String, Double> measure(List<String> ways, Function<String, Trial> make) {
        List<Timed> all = new ArrayList<>();
        try {
            for (String way : ways) {
                prepare(way, make).ifPresent(all::add);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Timed one : all) {
                    one.times().add(time(one.trial(), one.runs()) / one.runs());
                }
            }
            Map<String, Double> best = new LinkedHashMap<>();
            all.forEach(one -> best.put(one.way(), one.best()));
            return best;
        } finally {
            all.forEach(one -> one.trial().close());
        }
    }

    /** Draws it, so that it is compiled, and finds out how often makes a timing; empty if the driver refuses it. */
    private static Optional<Timed> prepare(String way, Function<String, Trial> make) {
        @Nullable Trial trial = null;
        try {
            trial = make.apply(way);
            // A readback takes a browser longer than many draws: it must not decide.
            int runs = 1;
            time(trial, runs);
            while (time(trial, runs) < TIMING && runs < MOST_RUNS) {
                runs *= 2;
            }
            Timed ready = new Timed(way, trial, runs, new ArrayList<>());
            trial = null;
            return Optional.of(ready);
        } catch (GpuDeviceLostException e) {
            throw e;
        } catch (GpuException e) {
            return Optional.empty();
        } finally {
            if (trial != null) {
                trial.close();
            }
        }
    }

    private static double time(Trial trial, int runs) {
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            trial.draw();
        }
        trial.result().read(0, new Region(0, 0, 1, 1));
        return System.nanoTime() - start;
    }

    /** Answers a plan's questions by drawing on the device of the kernels. */
    static Planner.Choices choices(Kernels kernels) {
        return (planner, question) -> fastest(
                kernels.device(),
                question.about(),
                question.ways(),
                way -> new Planned(kernels, planner, question, way));
    }

    /** A way of a plan, with programs of its own, and textures like those that it will have. */
    private static final class Planned implements Trial {
        private final Kernels kernels;
        private final Map<Slot, Texture> textures = new HashMap<>();
        private final Runnable drawing;
        private final Texture result;

        Planned(Kernels others, Planner planner, Planner.Question question, String way) {
            kernels = new Kernels(others.device(), others.numbers(), false);
            try {
                Planner own = planner.fresh();
                drawing = question.attempt().plan(own, way);
                own.stages().forEach(stage -> stage.make(kernels.pass(stage.program()), this::texture, null));
                result = texture(question.result());
            } catch (Throwable e) {
                kernels.close();
                throw e;
            }
        }

        private Texture texture(Slot slot) {
            return textures.computeIfAbsent(slot.whole(), one -> kernels.texture(one.descriptor()));
        }

        @Override
        public void draw() {
            drawing.run();
        }

        @Override
        public Texture result() {
            return result;
        }

        @Override
        public void close() {
            kernels.close();
        }
    }

    /** How this device fetches texels fastest, in a kernel like those of layers. */
    static TexelFetch fetch(GpuDevice device, TextureFormat format) {
        List<String> ways =
                Arrays.stream(TexelFetch.values()).map(TexelFetch::name).toList();
        return TexelFetch.valueOf(fastest(
                device, "fetch of " + format, ways, way -> new Fetching(device, format, TexelFetch.valueOf(way))));
    }

    /** Products of four rows with four others, for each fragment. */
    private static final class Fetching implements Trial {
        private static final int COLUMNS = 128;
        private static final int ROWS = 64;
        private static final int TERMS = 32;

        private final Texture a;
        private final Texture b;
        private final Texture target;
        private final Program program;
        private final Pass pass;

        Fetching(GpuDevice device, TextureFormat format, TexelFetch way) {
            program = device.createProgram(ProgramDescriptor.builder("tuning of fetches")
                    .fetch(way)
                    .constant("COLUMNS", COLUMNS)
                    .constant("ROWS", ROWS)
                    .constant("TERMS", TERMS)
                    .texels("a")
                    .texels("b")
                    .output("sum")
                    .kernel("networks/tuning_of_fetches")
                    .build());
            List<Texture> made = new ArrayList<>();
            try {
                a = texture(device, made, "tuning, a", TERMS, 4 * ROWS, format);
                b = texture(device, made, "tuning, b", TERMS, 4 * COLUMNS, format);
                target = texture(device, made, "tuning, sums", COLUMNS, ROWS, format);
            } catch (Throwable e) {
                made.forEach(Texture::close);
                program.close();
                throw e;
            }
            pass = device.pass(program).input("a", a).input("b", b).target(target);
        }

        private static Texture texture(
                GpuDevice device, List<Texture> made, String label, int width, int height, TextureFormat format) {
            Texture texture = device.createTexture(TextureDescriptor.of(label, width, height, format));
            made.add(texture);
            return texture;
        }

        @Override
        public void draw() {
            pass.draw();
        }

        @Override
        public Texture result() {
            return target;
        }

        @Override
        public void close() {
            program.close();
            a.close();
            b.close();
            target.close();
        }
    }
}
