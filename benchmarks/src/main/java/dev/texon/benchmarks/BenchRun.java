package dev.texon.benchmarks;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.TexonVersion;
import dev.texon.gpu.UsageException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens contenders, measures, closes them, and makes the report. */
public final class BenchRun {
    /** Taken without a choice: the ways to the same system GL, and the browser's software. */
    private static final List<String> DEFAULT =
            List.of("lwjgl-gles/es3-0", "jogl/gl", "webgl/webgl2-system", "webgl/webgl2-swiftshader");

    private BenchRun() {}

    /**
     * Measures workloads on adapters, and peers beside them.
     *
     * @param workloads what, without ceilings, which are added
     * @param names backends, or adapters as {@code backend/adapter}; empty: the usual ones
     * @param peers who else takes part, on each GL of the browser that an adapter has
     * @param tune whether to measure which kernels are the fastest, before they are timed
     * @throws UsageException if a name is of nothing
     * @throws GpuException if no adapter opens
     */
    public static BenchReport run(
            List<Workload> workloads,
            List<String> names,
            List<Peer> peers,
            boolean tune,
            int rounds,
            BooleanSupplier stop,
            Bench.Listener listener)
            throws IOException {
        List<BenchReport.Absent> absent = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>();
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<Workload> all = Workloads.withCeilings(workloads);
        try {
            for (String id : adapters(names, absent)) {
                if (!stop.getAsBoolean()) {
                    open(id, tune, contenders, absent);
                }
            }
            if (contenders.isEmpty()) {
                throw new GpuException("No adapter takes part. "
                        + absent.stream()
                                .map(one -> one.id() + ": " + one.reason())
                                .collect(Collectors.joining("\n  ", "\n  ", "")));
            }
            for (Peer peer : peers) {
                if (!stop.getAsBoolean()) {
                    join(peer, contenders, absent);
                }
            }
            List<Outcome> outcomes = new Bench(contenders, rounds, stop, listener).run(all);
            return new BenchReport(
                    BenchReport.SCHEMA,
                    TexonVersion.TEXT,
                    commit(),
                    started,
                    rounds,
                    stop.getAsBoolean(),
                    Machine.here(),
                    seats(contenders),
                    absent,
                    BenchReport.results(
                            all,
                            outcomes,
                            contenders.stream().map(Contender::id).toList()));
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private static List<BenchReport.Seat> seats(List<Contender> contenders) throws IOException {
        List<BenchReport.Seat> seats = new ArrayList<>();
        for (Contender one : contenders) {
            seats.add(new BenchReport.Seat(one.id(), one.facts(), one.choices()));
        }
        return seats;
    }

    private static void open(String id, boolean tune, List<Contender> contenders, List<BenchReport.Absent> absent)
            throws IOException {
        String[] parts = id.split("/", 2);
        try {
            contenders.add(TexonContender.open(parts[0], parts[1], tune));
        } catch (GpuException e) {
            absent.add(new BenchReport.Absent(id, String.valueOf(e.getMessage())));
        }
    }

    /** On each GL of the browser that an adapter has; natively it is the system's. */
    private static void join(Peer peer, List<Contender> contenders, List<BenchReport.Absent> absent)
            throws IOException {
        Set<Gl> gls = contenders.stream().map(one -> Gl.of(one.id())).collect(Collectors.toCollection(TreeSet::new));
        try {
            Map<String, byte[]> files = peer.files();
            for (Gl gl : gls) {
                try {
                    contenders.add(PeerContender.open(peer.id() + "/" + gl.adapter(), gl, files));
                } catch (GpuException e) {
                    absent.add(new BenchReport.Absent(peer.id() + "/" + gl.adapter(), String.valueOf(e.getMessage())));
                }
            }
        } catch (GpuException e) {
            absent.add(new BenchReport.Absent(peer.id(), String.valueOf(e.getMessage())));
        }
    }

    /** Ids of the adapters that are to be opened; those that are known not to open go to the absent. */
    private static List<String> adapters(List<String> names, List<BenchReport.Absent> absent) {
        List<BackendStatus> backends = Gpu.backends();
        List<String> ids = new ArrayList<>();
        for (String name : names.isEmpty() ? DEFAULT : names) {
            int found = 0;
            for (BackendStatus backend : backends) {
                for (Adapter adapter : backend.adapters()) {
                    String id = backend.id() + "/" + adapter.id();
                    if (name.equals(id) || name.equals(backend.id())) {
                        found++;
                        if (adapter instanceof Adapter.Unavailable unavailable) {
                            absent.add(new BenchReport.Absent(id, unavailable.reason() + "; " + unavailable.hint()));
                        } else if (!ids.contains(id)) {
                            ids.add(id);
                        }
                    }
                }
            }
            if (found == 0 && names.isEmpty()) {
                absent.add(
                        new BenchReport.Absent(name, "no backend of this machine has it; see the command 'backends'"));
            } else if (found == 0) {
                throw new UsageException("There is no adapter '" + name + "'. Backends and adapters: "
                        + backends.stream()
                                .flatMap(backend ->
                                        backend.adapters().stream().map(adapter -> backend.id() + "/" + adapter.id()))
                                .collect(Collectors.joining(", "))
                        + ".");
            }
        }
        return ids;
    }

    /** Of the working tree in which this was built; empty if there is none, or no git. */
    private static String commit() {
        try {
            Path code = Path.of(BenchRun.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = code.getParent();
            @Nullable
            Process git = folder == null
                    ? null
                    : new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
                            .directory(new File(folder.toString()))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (git == null || !git.waitFor(10, TimeUnit.SECONDS) || git.exitValue() != 0) {
                return "";
            }
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException | URISyntaxException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
