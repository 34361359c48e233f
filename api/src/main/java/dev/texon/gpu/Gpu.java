package dev.texon.gpu;

import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.GpuBackend;
import dev.texon.gpu.spi.GpuDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds backends and opens devices. A backend is chosen by putting its jar on the classpath. */
public final class Gpu {
    private static final String UNKNOWN = "(unknown)";

    /** A provider, or what is known of one that failed. */
    private record Candidate(@Nullable GpuBackend backend, BackendStatus status) {}

    private Gpu() {}

    /** Opens the first adapter of the chosen or best backend; see {@link GpuOptions}. */
    public static GpuDevice open() {
        return open(GpuOptions.defaults());
    }

    /**
     * Opens a device for the calling thread and, unless a profile is given, measures what it can do.
     *
     * @throws GpuUnavailableException if nothing that fits the options opens; an explicit choice never falls back to another. The message
     *     lists every candidate with its reason and its mend
     */
    public static GpuDevice open(GpuOptions options) {
        Optional<String> backend = options.backend().or(() -> setting("texon.backend", "TEXON_BACKEND"));
        Optional<String> adapter = options.adapter().or(() -> setting("texon.adapter", "TEXON_ADAPTER"));
        List<Candidate> candidates = candidates();
        StringBuilder refusals = new StringBuilder();
        for (Candidate candidate : candidates) {
            String id = candidate.status().id();
            // A provider that fails before it tells its id may be the one that is asked for: its reason is shown.
            if (backend.isPresent() && !backend.get().equals(id) && !id.equals(UNKNOWN)) {
                refusals.append("\n  ").append(id).append(": not asked for");
                continue;
            }
            if (candidate.status().adapters().isEmpty()) {
                refusals.append("\n  ").append(id).append(": it finds no adapter");
            }
            for (Adapter found : candidate.status().adapters()) {
                GpuDevice device = tryOpen(candidate, found, adapter, options, refusals);
                if (device != null) {
                    return device;
                }
            }
        }
        String asked = backend.map(id -> " for backend '" + id + "'").orElse("")
                + adapter.map(text -> " with an adapter like '" + text + "'").orElse("");
        throw new GpuUnavailableException("No GPU opens" + asked + ". "
                + (candidates.isEmpty()
                        ? "There is no backend on the classpath; add one, for example dev.texon:texon-backend-lwjgl-gles."
                        : "Candidates:" + refusals));
    }

    private static @Nullable GpuDevice tryOpen(
            Candidate candidate, Adapter found, Optional<String> adapter, GpuOptions options, StringBuilder refusals) {
        String name = candidate.status().id() + " " + found.id() + " (" + found.name() + ")";
        refusals.append("\n  ").append(name).append(": ");
        if (candidate.backend() != null && adapter.isPresent() && !matches(found, adapter.get())) {
            refusals.append("not asked for");
            return null;
        }
        if (found instanceof Adapter.Unavailable unavailable) {
            refusals.append(unavailable.reason()).append("; ").append(unavailable.hint());
            return null;
        }
        GpuBackend backend = candidate.backend();
        if (backend == null) {
            return null;
        }
        try {
            GpuDriver driver = backend.open(found.id(), new DriverOptions(options.debug(), options.poolBytes()));
            return GpuDevice.over(driver, options.profiles(), options.tune());
        } catch (GpuException e) {
            refusals.append(e.getMessage());
            return null;
        } catch (RuntimeException | LinkageError e) {
            refusals.append(e);
            return null;
        }
    }

    /** What every backend on the classpath finds here, highest priority first. Opens nothing. */
    public static List<BackendStatus> backends() {
        return candidates().stream().map(Candidate::status).toList();
    }

    /** Whether the adapter's id or name contains the text, ignoring case. */
    public static boolean matches(Adapter adapter, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return adapter.id().toLowerCase(Locale.ROOT).contains(wanted)
                || adapter.name().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(value -> !value.isBlank());
    }

    /** One broken provider never hides the others. */
    private static List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        Iterator<GpuBackend> providers = ServiceLoader.load(GpuBackend.class).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                candidates.add(probe(providers.next()));
            } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
                candidates.add(broken(UNKNOWN, Integer.MIN_VALUE, e));
            }
        }
        candidates.sort(Comparator.comparingInt((Candidate c) -> c.status().priority())
                .reversed()
                .thenComparing(c -> c.status().id()));
        return candidates;
    }

    private static Candidate probe(GpuBackend backend) {
        String id = backend.id();
        int priority = backend.priority();
        try {
            return new Candidate(backend, new BackendStatus(id, priority, backend.probe()));
        } catch (RuntimeException | LinkageError e) {
            return broken(id, priority, e);
        }
    }

    private static Candidate broken(String id, int priority, Throwable cause) {
        String reason = "it fails to load: " + cause + (cause.getCause() == null ? "" : ", since " + cause.getCause());
        Adapter adapter = new Adapter.Unavailable(
                "none", "broken provider", reason, "repair its jar or take it off the classpath");
        return new Candidate(null, new BackendStatus(id, priority, List.of(adapter)));
    }
}
