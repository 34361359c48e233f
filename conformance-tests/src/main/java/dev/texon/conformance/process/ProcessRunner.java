package dev.texon.conformance.process;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs cases with one process for each adapter. */
public final class ProcessRunner {
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(5);

    private final int jobs;
    private final Duration timeLimit;
    private final Class<?> childMain;

    /**
     * @param jobs adapters at a time, at least 1
     * @param timeLimit for one adapter
     */
    public ProcessRunner(int jobs, Duration timeLimit) {
        this(jobs, timeLimit, Child.class);
    }

    ProcessRunner(int jobs, Duration timeLimit, Class<?> childMain) {
        this.jobs = jobs;
        this.timeLimit = timeLimit;
        this.childMain = childMain;
    }

    /** Two at a time where there are two cores: more would disturb each other on a software renderer. */
    public static int defaultJobs() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }

    /** Hears what happens while it happens; called from several threads, but from one at a time. */
    public interface Listener {
        Listener NONE = new Listener() {};

        default void adapterStarted(FoundAdapter adapter) {}

        default void caseFinished(FoundAdapter adapter, CaseResult result) {}

        default void adapterFinished(AdapterResult result) {}
    }

    /** Opens each available adapter, without running anything. */
    public List<AdapterResult> open(List<FoundAdapter> adapters) throws InterruptedException {
        return run(adapters, List.of(), Listener.NONE);
    }

    /** Runs the cases on each available adapter; the results are in the order of the adapters. */
    public List<AdapterResult> run(List<FoundAdapter> adapters, List<ConformanceCase> cases, Listener listener)
            throws InterruptedException {
        Listener oneAtATime = oneAtATime(listener);
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<AdapterResult>> futures = new ArrayList<>();
            for (FoundAdapter adapter : adapters) {
                futures.add(pool.submit(() -> {
                    if (adapter.available()) {
                        oneAtATime.adapterStarted(adapter);
                    }
                    AdapterResult result = adapter.available()
                            ? new AdapterRun(adapter, cases, childMain, timeLimit, oneAtATime).run()
                            : new AdapterResult(adapter, null, List.of(), 0);
                    oneAtATime.adapterFinished(result);
                    return result;
                }));
            }
            List<AdapterResult> results = new ArrayList<>();
            for (Future<AdapterResult> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The run of an adapter failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Listener oneAtATime(Listener listener) {
        return new Listener() {
            @Override
            public synchronized void adapterStarted(FoundAdapter adapter) {
                listener.adapterStarted(adapter);
            }

            @Override
            public synchronized void caseFinished(FoundAdapter adapter, CaseResult result) {
                listener.caseFinished(adapter, result);
            }

            @Override
            public synchronized void adapterFinished(AdapterResult result) {
                listener.adapterFinished(result);
            }
        };
    }
}
