package dev.texon.conformance.process;

import dev.texon.gpu.GpuException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds all adapters, in a process of its own. Where there is no display but a virtual one can be started, it looks a second time
 * with that: what becomes available so is marked, and is given a virtual display whenever it is opened.
 */
public final class Discovery {
    private static final int LIMIT_SECONDS = 60;

    private Discovery() {}

    /**
     * All adapters, available or not, those of the backend with the highest priority first.
     *
     * @throws GpuException if the process that looks for them crashes or hangs
     */
    public static List<FoundAdapter> probe() throws InterruptedException {
        try {
            List<FoundAdapter> found = probe(null);
            if (found.stream().allMatch(FoundAdapter::available) || !VirtualDisplay.helps()) {
                return found;
            }
            try (VirtualDisplay display = VirtualDisplay.start()) {
                return merge(found, probe(display.name()));
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

    private static List<FoundAdapter> probe(@Nullable String display) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try (ChildJvm child = ChildJvm.start(new Job.Probe(), Child.class, display)) {
            Optional<Event> event = child.next(deadline);
            if (event.isPresent() && event.get() instanceof Event.Found found) {
                return found.adapters();
            }
            throw new GpuException("The process that looks for adapters gives no answer. " + child.lastWords());
        }
    }
}
