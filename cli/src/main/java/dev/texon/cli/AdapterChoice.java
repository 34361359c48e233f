package dev.texon.cli;

import dev.texon.conformance.process.FoundAdapter;
import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.KnownProfiles;
import dev.texon.gpu.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which adapters a command is about. */
final class AdapterChoice {
    @Option(names = "--backend", paramLabel = "ID", description = "Only this backend, for example jogl.")
    private @Nullable String backend;

    @Option(
            names = "--adapter",
            paramLabel = "TEXT",
            description = "Only the adapter with this id, or else those whose id or name contains the text.")
    private @Nullable String adapter;

    /** Takes the system property or else the environment variable for what no option says, as {@code Gpu.open} does. */
    void completeFromEnvironment() {
        backend = backend != null ? backend : setting("texon.backend", "TEXON_BACKEND");
        adapter = adapter != null ? adapter : setting("texon.adapter", "TEXON_ADAPTER");
    }

    /**
     * Opens the first that fits in this process, as {@code Gpu.open} does.
     *
     * @param tune whether to measure which kernels are the fastest
     * @param hardware whether to refuse software renderers
     * @param profiles what was measured before
     * @throws UsageException if there is no such backend or adapter
     * @throws GpuUnavailableException if there is, and it cannot be opened
     */
    GpuDevice open(boolean tune, boolean hardware, KnownProfiles profiles) {
        GpuOptions options =
                GpuOptions.defaults().withTuning(tune).withProfiles(profiles).withRequireHardware(hardware);
        options = backend == null ? options : options.withBackend(backend);
        options = adapter == null ? options : options.withAdapter(adapter);
        try {
            return Gpu.open(options);
        } catch (GpuUnavailableException e) {
            // A backend that was named starts alone, also to find out that it has no such adapter.
            List<BackendStatus> asked = backend == null ? Gpu.backends() : Gpu.backends(backend);
            if (asked.stream().noneMatch(this::names)) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Whether the options name this backend, or an adapter of it. */
    private boolean names(BackendStatus status) {
        String text = adapter;
        return (backend == null || backend.equals(status.id()))
                && (text == null || status.adapters().stream().anyMatch(found -> Gpu.matches(found, text)));
    }

    /** Whether it is one that {@link #open} may open. */
    boolean fits(String id, Adapter found) {
        return (backend == null || backend.equals(id)) && (adapter == null || Gpu.matches(found, adapter));
    }

    /** The options as they were given, each with a space before it. */
    String asOptions() {
        return (backend == null ? "" : " --backend " + Figures.quote(backend))
                + (adapter == null ? "" : " --adapter " + Figures.quote(adapter));
    }

    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? null : value;
    }

    /** @throws UsageException if there is no such backend or adapter; it names those that there are */
    List<FoundAdapter> select(List<FoundAdapter> all) {
        List<FoundAdapter> ofBackend = all.stream()
                .filter(found -> backend == null || found.backend().equals(backend))
                .toList();
        if (backend != null && ofBackend.isEmpty()) {
            throw new UsageException("There is no backend '" + backend + "'. Backends: "
                    + all.stream().map(FoundAdapter::backend).distinct().collect(Collectors.joining(", ")) + ".");
        }
        String text = adapter;
        if (text == null) {
            return ofBackend;
        }
        List<FoundAdapter> exact = ofBackend.stream()
                .filter(found -> found.id().equalsIgnoreCase(text))
                .toList();
        List<FoundAdapter> selected = !exact.isEmpty()
                ? exact
                : ofBackend.stream()
                        .filter(found -> contains(found.id(), text) || contains(found.name(), text))
                        .toList();
        if (selected.isEmpty()) {
            throw new UsageException("No adapter is like '" + text + "'. Adapters: "
                    + ofBackend.stream().map(FoundAdapter::path).collect(Collectors.joining(", ")) + ".");
        }
        return selected;
    }

    /** Whether the absence of some of the selected adapters is a failure: of any that was named, of all of a backend that was. */
    boolean lacks(List<FoundAdapter> selected) {
        return adapter != null
                ? selected.stream().anyMatch(found -> !found.available())
                : selected.stream().noneMatch(FoundAdapter::available);
    }

    private static boolean contains(String name, String text) {
        return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
