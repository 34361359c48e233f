package dev.texon.cli;

import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.process.AdapterResult;
import dev.texon.conformance.process.Discovery;
import dev.texon.conformance.process.FoundAdapter;
import dev.texon.conformance.process.ProcessRunner;
import java.time.Duration;
import java.util.List;

/** Does it all in child processes: a driver that crashes does not take the command line with it. */
final class ProcessHarness implements Harness {
    @Override
    public List<FoundAdapter> probe(Duration timeLimit) throws InterruptedException {
        return Discovery.probe(timeLimit);
    }

    @Override
    public List<AdapterResult> open(List<FoundAdapter> adapters) throws InterruptedException {
        return new ProcessRunner(ProcessRunner.defaultJobs(), ProcessRunner.DEFAULT_TIME_LIMIT).open(adapters);
    }

    @Override
    public List<AdapterResult> run(
            List<FoundAdapter> adapters,
            List<ConformanceCase> cases,
            int jobs,
            Duration timeLimit,
            ProcessRunner.Listener listener)
            throws InterruptedException {
        return new ProcessRunner(jobs, timeLimit).run(adapters, cases, listener);
    }
}
