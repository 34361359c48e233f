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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Finds backends and opens devices. A backend is chosen by putting its jar on the classpath. */
public final class Gpu {
    private static final String UNKNOWN = "(unknown)";
    private static final String REQUIRE_HARDWARE = "texon.requireHardware";
    private static final AtomicBoolean SAID = new AtomicBoolean();

    /** A provider, or what is known of one that failed. */
    private record Candidate(@Nullable GpuBackend backend, BackendStatus status) {}

    /** An adapter of a candidate. */
    private record Found(Candidate candidate, Adapter adapter) {
        DeviceKind kind() {
            return adapter instanceof Adapter.Available available ? available.kind() : DeviceKind.UNKNOWN;
        }
    }

    private Gpu() {}

    /**
     * Opens the first adapter of the chosen or best backend; see {@link GpuOptions}.
     *
     * @return a device that belongs to the calling thread
     * @throws GpuUnavailableException if nothing opens; the message lists every candidate with its reason and a hint
     */
    public static GpuDevice open() {
        return open(GpuOptions.defaults());
    }

    /**
     * Opens a device for the calling thread and, unless a profile is given, measures what it can do.
     *
     * @param options which backend and adapter, and how
     * @return a device that belongs to the calling thread
     * @throws GpuUnavailableException if nothing that fits the options opens; an explicit choice never falls back to another. The
     *     message lists every candidate with its reason and a hint
     */
    public static GpuDevice open(GpuOptions options) {
        Optional<String> backend = options.backend().or(() -> setting("texon.backend", "TEXON_BACKEND"));
        Optional<String> adapter = options.adapter().or(() -> setting("texon.adapter", "TEXON_ADAPTER"));
        List<Candidate> candidates = candidates(backend);
        StringBuilder refusals = new StringBuilder();
        List<Found> adapters = new ArrayList<>();
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
            candidate.status().adapters().forEach(adapterFound -> adapters.add(new Found(candidate, adapterFound)));
        }
        boolean hardware = options.requireHardware() || Boolean.getBoolean(REQUIRE_HARDWARE);
        boolean named = backend.isPresent() || adapter.isPresent();
        // Hardware first: a backend of high priority may have but a software renderer where another has the GPU.
        List<Found> software = new ArrayList<>();
        for (Found found : adapters) {
            if (!found.kind().hardware()) {
                software.add(found);
                continue;
            }
            GpuDevice device = tryOpen(found, adapter, options, hardware, refusals);
            if (device != null && !named && !device.info().kind().hardware()) {
                // Only opening it told.
                device.close();
                software.add(found);
            } else if (device != null) {
                return device;
            }
        }
        for (Found found : software) {
            GpuDevice device = tryOpen(found, adapter, options, hardware, refusals);
            if (device != null) {
                if (!named) {
                    sayOnce(device.info());
                }
                return device;
            }
        }
        String asked = (hardware ? " that is hardware" : "")
                + backend.map(id -> " for backend '" + id + "'").orElse("")
                + adapter.map(text -> " with an adapter like '" + text + "'").orElse("");
        throw new GpuUnavailableException("No GPU opens" + asked + ". "
                + (candidates.isEmpty()
                        ? "There is no backend on the classpath; add one, for example dev.texon:texon-backend-lwjgl-gles."
                        : "Candidates:" + refusals));
    }

    private static @Nullable GpuDevice tryOpen(
            Found one, Optional<String> adapter, GpuOptions options, boolean hardware, StringBuilder refusals) {
        Candidate candidate = one.candidate();
        Adapter found = one.adapter();
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
        if (hardware && !one.kind().hardware()) {
            refusals.append("a software renderer, and hardware is required");
            return null;
        }
        try {
            GpuDriver driver = backend.open(found.id(), new DriverOptions(options.debug(), options.poolBytes()));
            if (hardware && !driver.info().kind().hardware()) {
                refusals.append(driver.info().renderer()).append(" is a software renderer, and hardware is required");
                driver.close();
                return null;
            }
            return GpuDevice.over(driver, options.profiles(), options.tune());
        } catch (GpuException e) {
            refusals.append(e.getMessage());
            return null;
        } catch (RuntimeException | LinkageError e) {
            refusals.append(e);
            return null;
        }
    }

    /** Logs once that an adapter which was not chosen by name is a software renderer. */
    private static void sayOnce(DeviceInfo info) {
        if (!info.kind().hardware() && SAID.compareAndSet(false, true)) {
            System.getLogger("dev.texon.gpu")
                    .log(
                            System.Logger.Level.INFO,
                            "No GPU is found, and {0} ({1}/{2}) computes in software; see Gpu.backends() for what is missing.",
                            info.renderer(),
                            info.backend(),
                            info.adapter());
        }
    }

    /** {@return what every backend on the class path finds here, highest priority first; no device is opened} */
    public static List<BackendStatus> backends() {
        return candidates(Optional.empty()).stream().map(Candidate::status).toList();
    }

    /**
     * Lists the backends on the class path without asking any of them for adapters. Only a provider that fails to load has one,
     * which says why.
     *
     * @return the one with the highest priority first
     */
    public static List<BackendStatus> installed() {
        return candidates(Optional.of("")).stream().map(Candidate::status).toList();
    }

    /**
     * Asks one backend what it finds here. Opens no device, and starts no other backend.
     *
     * @param id of the backend
     * @return one status, or none if there is no such backend
     */
    public static List<BackendStatus> backends(String id) {
        return candidates(Optional.of(id)).stream()
                .map(Candidate::status)
                .filter(status -> status.id().equals(id))
                .toList();
    }

    /**
     * Compares an adapter with what a user names.
     *
     * @param adapter one that a backend found
     * @param text what the user names
     * @return whether the adapter's id or name contains the text, ignoring case
     */
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

    /**
     * One broken provider never hides the others.
     *
     * @param only probes no other than this, since a probe starts drivers: the first of two that share a library decides about it
     */
    private static List<Candidate> candidates(Optional<String> only) {
        List<Candidate> candidates = new ArrayList<>();
        Iterator<GpuBackend> providers = ServiceLoader.load(GpuBackend.class).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                candidates.add(probe(providers.next(), only));
            } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
                candidates.add(broken(UNKNOWN, Integer.MIN_VALUE, e));
            }
        }
        candidates.sort(Comparator.comparingInt((Candidate c) -> c.status().priority())
                .reversed()
                .thenComparing(c -> c.status().id()));
        return candidates;
    }

    private static Candidate probe(GpuBackend backend, Optional<String> only) {
        String id = backend.id();
        int priority = backend.priority();
        if (only.isPresent() && !only.get().equals(id)) {
            return new Candidate(backend, new BackendStatus(id, priority, List.of()));
        }
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
