package dev.texon.cli;

import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import java.time.Duration;
import java.util.List;

/** What the commands need of the GPUs. */
interface Harness {
    /**
     * All adapters, available or not.
     *
     * @param timeLimit for finding them
     */
    List<FoundAdapter> probe(Duration timeLimit) throws InterruptedException;

    /** Opens each available adapter, to learn what it is. */
    List<AdapterResult> open(List<FoundAdapter> adapters) throws InterruptedException;

    List<AdapterResult> run(
            List<FoundAdapter> adapters,
            List<ConformanceCase> cases,
            int jobs,
            Duration timeLimit,
            ProcessRunner.Listener listener)
            throws InterruptedException;
}
