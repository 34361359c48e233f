package dev.texon.conformance.process;

import dev.texon.gpu.GpuException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds all adapters. Every backend looks in a process of its own: native libraries and their settings are a process's (LWJGL loads
 * one EGL, and either OpenGL or OpenGL ES), and a driver that crashes or hangs costs its backend and no other. Where there is no
 * display but a virtual one can be started, a backend that lacks something looks a second time with that: what becomes available so
 * is marked, and is given a virtual display whenever it is opened.
 */
public final class Discovery {
    private Discovery() {}

    /**
     * All adapters, available or not, those of the backend with the highest priority first.
     *
     * @param timeLimit for each look
     * @throws GpuException if no process can be started, or the one that lists the backends crashes or does not end in time
     */
    public static List<FoundAdapter> probe(Duration timeLimit) throws InterruptedException {
        try {
            Event.Installed installed = installed(timeLimit);
            List<FoundAdapter> found = probe(installed.backends(), null, timeLimit);
            Set<String> lacking = found.stream()
                    .filter(adapter -> !adapter.available())
                    .map(FoundAdapter::backend)
                    .collect(Collectors.toSet());
            if (!lacking.isEmpty() && VirtualDisplay.helps()) {
                List<String> again =
                        installed.backends().stream().filter(lacking::contains).toList();
                found = withDisplay(found, again, timeLimit);
            }
            return Stream.concat(found.stream(), installed.broken().stream()).toList();
        } catch (IOException e) {
            throw new GpuException("No process can be started to look for adapters: " + e.getMessage(), e);
        }
    }

    private static List<FoundAdapter> withDisplay(List<FoundAdapter> found, List<String> again, Duration timeLimit)
            throws InterruptedException {
        try (VirtualDisplay display = VirtualDisplay.start()) {
            return merge(found, probe(again, display.name(), timeLimit));
        } catch (IOException e) {
            return withoutDisplay(found, String.valueOf(e.getMessage()));
        }
    }

    /** What was found, where a virtual display does not start; those that lack one say why. */
    static List<FoundAdapter> withoutDisplay(List<FoundAdapter> found, String problem) {
        return found.stream()
                .map(adapter -> adapter.lacksDisplay() ? adapter.withHint(problem.strip()) : adapter)
                .toList();
    }

    /**
     * What was found with a display instead of what the same backend found without, in the place of that. What both found
     * needs no display.
     */
    static List<FoundAdapter> merge(List<FoundAdapter> without, List<FoundAdapter> with) {
        Set<String> available = new HashSet<>();
        without.stream().filter(FoundAdapter::available).forEach(adapter -> available.add(adapter.path()));
        Map<String, List<FoundAdapter>> merged = new LinkedHashMap<>();
        without.forEach(adapter -> merged.computeIfAbsent(adapter.backend(), id -> new ArrayList<>())
                .add(adapter));
        with.forEach(adapter -> merged.put(adapter.backend(), new ArrayList<>()));
        for (FoundAdapter adapter : with) {
            boolean needsDisplay = adapter.available() && !available.contains(adapter.path());
            merged.computeIfAbsent(adapter.backend(), id -> new ArrayList<>())
                    .add(needsDisplay ? adapter.withVirtualDisplay() : adapter);
        }
        return merged.values().stream().flatMap(List::stream).toList();
    }

    private static Event.Installed installed(Duration timeLimit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        try (ChildJvm child = ChildJvm.start(new Job.Installed(), Child.class, null)) {
            Optional<Event> event = child.next(deadline);
            if (event.isPresent() && event.get() instanceof Event.Installed installed) {
                return installed;
            }
            throw new GpuException(
                    event.isEmpty() && System.nanoTime() - deadline >= 0
                            ? "The search for backends " + late(timeLimit)
                                    + "; conformance --time-limit gives it more time."
                            : "The process that looks for backends gives no answer. " + child.lastWords());
        }
    }

    private static String late(Duration timeLimit) {
        return "is not over within its time limit of " + timeLimit.toMillis() / 1000.0 + " s";
    }

    /** All at once; what they find in the backends' order. */
    private static List<FoundAdapter> probe(List<String> backends, @Nullable String display, Duration timeLimit)
            throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<List<FoundAdapter>>> looks = new ArrayList<>();
            backends.forEach(backend -> looks.add(() -> probe(backend, display, timeLimit)));
            List<FoundAdapter> found = new ArrayList<>();
            for (Future<List<FoundAdapter>> look : threads.invokeAll(looks)) {
                found.addAll(look.get());
            }
            return found;
        } catch (ExecutionException e) {
            throw new GpuException("The search for adapters fails: " + e.getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<FoundAdapter> probe(String backend, @Nullable String display, Duration timeLimit)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        try (ChildJvm child = ChildJvm.start(new Job.Probe(backend), Child.class, display)) {
            Optional<Event> event = child.next(deadline);
            if (event.isPresent() && event.get() instanceof Event.Found found) {
                return found.adapters();
            }
            boolean late = event.isEmpty() && System.nanoTime() - deadline >= 0;
            return List.of(new FoundAdapter(
                    backend,
                    "none",
                    "its adapters",
                    late
                            ? "the search for them " + late(timeLimit)
                            : "the search for them crashes. " + child.lastWords(),
                    late
                            ? "a driver may hang; conformance --time-limit gives it more time"
                            : "update the driver, or leave it out",
                    false));
        }
    }
}
