package dev.texon.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.Tuning;
import dev.texon.gpu.webgl.GuestPage;
import dev.texon.networks.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A peer, or an exported network, in a page of its own. Its scripts are beside this class; {@code guest.js} answers the questions. Where it has several ways to
 * do a workload, all of them are checked and tried, and the fastest takes part.
 */
final class PeerContender implements Contender {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Nanoseconds of trying one way, the first half not counted. */
    private static final double TRIAL = 400e6;

    private final String id;
    private final Gl gl;
    private final Map<String, byte[]> files;
    private final GuestPage page;
    private final Facts facts;

    private PeerContender(String id, Gl gl, Map<String, byte[]> files, GuestPage page, Facts facts) {
        this.id = id;
        this.gl = gl;
        this.files = files;
        this.page = page;
        this.facts = facts;
    }

    /**
     * Starts the browser.
     *
     * @param id of the contender
     * @param files of {@link Peer#files}, or of {@link WebPrediction#page}
     * @throws GpuUnavailableException if it does not come, or computes with less than 32 bits
     */
    static PeerContender open(String id, Gl gl, Map<String, byte[]> files) throws IOException {
        GuestPage page = GuestPage.open(gl.adapter(), files, Map.of());
        try {
            JsonNode facts = ask(page, "facts", Map.of());
            if (!facts.path("float32").asBoolean()) {
                throw new GpuUnavailableException("The page of " + id + " does not draw to 32-bit floats on "
                        + facts.path("renderer").asText() + ", so that its results are not comparable.");
            }
            return new PeerContender(
                    id,
                    gl,
                    files,
                    page,
                    new Facts(
                            facts.path("api").asText(),
                            facts.path("renderer").asText(),
                            facts.path("version").asText()));
        } catch (Throwable e) {
            page.close();
            throw e;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public @Nullable Entry enter(Workload workload) throws IOException {
        if (workload.peer().isEmpty()) {
            return null;
        }
        if (workload.fresh()) {
            Fresh entry = new Fresh(workload);
            return entry.start() > 0 ? entry : null;
        }
        List<String> ways = new ArrayList<>();
        ask("prepare", Map.of("workload", workload.peer())).path("ways").forEach(way -> ways.add(way.asText()));
        if (ways.isEmpty()) {
            return null;
        }
        try {
            Expected expected = workload.expected(Storage.FLOAT32);
            int fastest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < ways.size(); i++) {
                ask("take", Map.of("way", i));
                expected.demand(numbers(ask("result", Map.of())), workload.id() + " on " + id + " " + ways.get(i));
                double time = ways.size() == 1 ? 0 : trial();
                if (time < least) {
                    least = time;
                    fastest = i;
                }
            }
            ask("take", Map.of("way", fastest));
            return new Ready(ways.get(fastest));
        } catch (Throwable e) {
            ask("close", Map.of());
            throw e;
        }
    }

    private static float[] numbers(JsonNode answer) {
        JsonNode values = answer.path("values");
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            // JSON has no NaN and no infinity; null stands for them.
            numbers[i] = values.get(i).isNumber() ? values.get(i).floatValue() : Float.NaN;
        }
        return numbers;
    }

    /** Nanoseconds of a run. */
    private double trial() throws IOException {
        double spent = 0;
        int runs = 1;
        while (true) {
            double time = time(runs);
            spent += time;
            if (spent >= TRIAL) {
                return time / runs;
            }
            runs *= 2;
        }
    }

    private double time(int runs) throws IOException {
        return 1e6 * ask("time", Map.of("runs", runs)).path("milliseconds").asDouble(Double.NaN);
    }

    private JsonNode ask(String what, Map<String, Object> details) throws IOException {
        return ask(page, what, details);
    }

    private static JsonNode ask(GuestPage page, String what, Map<String, Object> details) throws IOException {
        Map<String, Object> question = new LinkedHashMap<>(details);
        question.put("do", what);
        JsonNode answer = MAPPER.readTree(page.ask(MAPPER.writeValueAsString(question), PATIENCE));
        if (answer.has("error")) {
            throw new GpuDeviceLostException("The page cannot answer '" + what + "': "
                    + answer.path("error").asText());
        }
        return answer;
    }

    @Override
    public List<Tuning.Choice> choices() {
        return List.of();
    }

    @Override
    public void close() {
        page.close();
    }

    /** Every run is a browser of its own. */
    private final class Fresh implements Entry {
        private final Workload workload;
        private final Expected expected;

        Fresh(Workload workload) {
            this.workload = workload;
            expected = workload.expected(Storage.FLOAT32);
        }

        /** Nanoseconds until the first result; 0 if the page does not do this workload. */
        double start() throws IOException {
            Map<String, String> environment = workload instanceof FirstStep first ? first.environment() : Map.of();
            long start = System.nanoTime();
            try (GuestPage fresh = GuestPage.open(gl.adapter(), files, environment)) {
                if (ask(fresh, "prepare", Map.of("workload", workload.peer()))
                        .path("ways")
                        .isEmpty()) {
                    return 0;
                }
                ask(fresh, "take", Map.of("way", 0));
                JsonNode answer = ask(fresh, "result", Map.of());
                double time = System.nanoTime() - start;
                expected.demand(numbers(answer), workload.id() + " on " + id);
                // A prediction is timed by the page, since the browser runs before it is opened.
                return workload instanceof FirstStep
                        ? time
                        : 1e6 * answer.path("opened").asDouble(Double.NaN);
            }
        }

        @Override
        public double time(int times) throws IOException {
            double sum = 0;
            for (int i = 0; i < times; i++) {
                sum += start();
            }
            return sum;
        }
    }

    private final class Ready implements Entry {
        private final String way;

        Ready(String way) {
            this.way = way;
        }

        @Override
        public double time(int times) throws IOException {
            return PeerContender.this.time(times);
        }

        @Override
        public String way() {
            return way;
        }

        @Override
        public void close() throws IOException {
            ask("close", Map.of());
        }
    }
}
