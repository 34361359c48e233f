package dev.texon.conformance.process;

import dev.texon.gpu.GpuException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds all adapters, in a process of its own. Where there is no display but a virtual one can be started, it looks a second time
 * with that: what becomes available so is marked, and is given a virtual display whenever it is opened.
 */
public final class Discovery {
    private Discovery() {}

    /**
     * All adapters, available or not, those of the backend with the highest priority first.
     *
     * @param timeLimit for each look
     * @throws GpuException if the process that looks for them crashes, or does not end in time
     */
    public static List<FoundAdapter> probe(Duration timeLimit) throws InterruptedException {
        try {
            List<FoundAdapter> found = probe(null, timeLimit);
            if (found.stream().allMatch(FoundAdapter::available) || !VirtualDisplay.helps()) {
                return found;
            }
            try (VirtualDisplay display = VirtualDisplay.start()) {
                return merge(found, probe(display.name(), timeLimit));
            }
        } catch (IOException e) {
            throw new GpuException("No process can be started to look for adapters: " + e.getMessage(), e);
        }
    }

    /** What both found needs no display; the rest is as found with the display. */
    static List<FoundAdapter> merge(List<FoundAdapter> without, List<FoundAdapter> with) {
        Set<String> available = new HashSet<>();
        without.stream().filter(FoundAdapter::available).forEach(adapter -> available.add(adapter.path()));
        List<FoundAdapter> merged = new ArrayList<>();
        for (FoundAdapter adapter : with) {
            boolean needsDisplay = adapter.available() && !available.contains(adapter.path());
            merged.add(needsDisplay ? adapter.withVirtualDisplay() : adapter);
        }
        return merged;
    }

    private static List<FoundAdapter> probe(@Nullable String display, Duration timeLimit)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        try (ChildJvm child = ChildJvm.start(new Job.Probe(), Child.class, display)) {
            Optional<Event> event = child.next(deadline);
            if (event.isPresent() && event.get() instanceof Event.Found found) {
                return found.adapters();
            }
            if (event.isEmpty() && System.nanoTime() - deadline >= 0) {
                throw new GpuException(
                        "The search for adapters is not over within its time limit of " + timeLimit.toMillis() / 1000.0
                                + " s, and a driver may hang; conformance --time-limit gives it more time.");
            }
            throw new GpuException("The process that looks for adapters gives no answer. " + child.lastWords());
        }
    }
}
