package dev.texon.conformance.process;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.FailureText;
import dev.texon.conformance.Verdict;
import dev.texon.gpu.DeviceProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All cases on one adapter, in as many processes as its crashes demand: after a crash a new process goes on behind the case that
 * ran, until the third.
 */
final class AdapterRun {
    private static final int CRASHES = 3;

    private final ProcessRunner.Listener listener;
    private final Class<?> childMain;
    private final Duration timeLimit;
    private final long start = System.nanoTime();
    private final long deadline;
    private final Map<String, ConformanceCase> remaining = new LinkedHashMap<>();
    private final List<CaseResult> results = new ArrayList<>();
    private FoundAdapter adapter;
    private @Nullable DeviceProfile profile;
    private @Nullable ConformanceCase running;
    private long runningSince;
    private boolean ended;

    AdapterRun(
            FoundAdapter adapter,
            List<ConformanceCase> cases,
            Class<?> childMain,
            Duration timeLimit,
            ProcessRunner.Listener listener) {
        this.childMain = childMain;
        this.adapter = adapter;
        this.listener = listener;
        this.timeLimit = timeLimit;
        deadline = start + timeLimit.toNanos();
        cases.forEach(one -> remaining.put(one.id(), one));
    }

    AdapterResult run() throws InterruptedException {
        try (VirtualDisplay display = adapter.virtualDisplay() ? VirtualDisplay.start() : null) {
            String lastWords = "";
            int crashes = 0;
            while (!ended && !timeIsOver() && crashes < CRASHES) {
                try (ChildJvm child = ChildJvm.start(
                        new Job.Run(adapter.backend(), adapter.id(), List.copyOf(remaining.keySet())),
                        childMain,
                        display == null ? null : display.name())) {
                    follow(child);
                    lastWords = child.lastWords();
                }
                if (!ended && !timeIsOver()) {
                    crashes++;
                    stop(Verdict.CRASH, "The case's process crashed. " + lastWords);
                    ended = remaining.isEmpty() && profile != null;
                }
            }
            giveUp(lastWords);
        } catch (IOException e) {
            adapter = adapter.unavailable("its process cannot be started: " + e.getMessage(), null);
        }
        return new AdapterResult(adapter, profile, results, (System.nanoTime() - start) / 1_000_000);
    }

    private boolean timeIsOver() {
        return System.nanoTime() - deadline >= 0;
    }

    private void follow(ChildJvm child) throws InterruptedException {
        for (Optional<Event> next = child.next(deadline); next.isPresent(); next = child.next(deadline)) {
            Event event = next.get();
            if (event instanceof Event.Opened opened) {
                profile = opened.profile();
            } else if (event instanceof Event.Refused refused) {
                adapter = adapter.unavailable(refused.reason(), null);
                remaining.clear();
            } else if (event instanceof Event.Started started) {
                running = remaining.get(started.caseId());
                runningSince = System.nanoTime();
            } else if (event instanceof Event.Finished finished) {
                running = null;
                add(finished.result());
            } else if (event instanceof Event.Ended) {
                ended = true;
                return;
            }
        }
    }

    /** What no process could answer. */
    private void giveUp(String lastWords) {
        if (timeIsOver() && !ended) {
            String limit = timeLimit.toSeconds() + " s";
            stop(Verdict.TIMEOUT, "The adapter's time limit of " + limit + " is over, and the case still runs.");
            rest(Verdict.TIMEOUT, "Not run: the adapter's time limit of " + limit + " is over.");
            if (profile == null && results.isEmpty()) {
                adapter = adapter.unavailable("it does not open within " + limit, "raise --time-limit");
            }
        } else if (!ended) {
            rest(Verdict.CRASH, "Not run: the adapter crashed " + CRASHES + " times. " + lastWords);
            if (profile == null && results.isEmpty()) {
                adapter = adapter.unavailable(
                        "it crashes when it is opened. " + lastWords, "update the driver, or leave it out");
            }
        } else {
            rest(Verdict.CRASH, "No result: the process ended its work without one. " + lastWords);
        }
    }

    /** Ends the case that was running, if there was one. */
    private void stop(Verdict verdict, String message) {
        ConformanceCase one = running;
        running = null;
        if (one != null) {
            add(failure(one, verdict, message, (System.nanoTime() - runningSince) / 1_000_000));
        }
    }

    private void rest(Verdict verdict, String message) {
        List.copyOf(remaining.values()).forEach(one -> add(failure(one, verdict, message, 0)));
    }

    private CaseResult failure(ConformanceCase one, Verdict verdict, String message, long milliseconds) {
        String renderer = profile == null
                ? "not known, since the device did not open"
                : profile.device().renderer();
        String text = FailureText.of(one, adapter.backend(), adapter.id(), renderer, List.of(), message);
        return new CaseResult(one.id(), one.rule(), verdict, false, List.of(), List.of(), text, milliseconds);
    }

    private void add(CaseResult result) {
        remaining.remove(result.id());
        results.add(result);
        listener.caseFinished(adapter, result);
    }
}
