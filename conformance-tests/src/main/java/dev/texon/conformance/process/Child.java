package dev.texon.conformance.process;

import dev.texon.conformance.CaseResult;
import dev.texon.conformance.CaseRunner;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.DeviceOpener;
import dev.texon.conformance.KnownFailures;
import dev.texon.conformance.Suite;
import dev.texon.gpu.Adapter;
import dev.texon.gpu.BackendStatus;
import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The main class of a child process: does one {@link Job}, and ends when its standard input ends, since then its parent is dead. */
final class Child {
    static final int LOST_DEVICE = 4;
    private static final int NO_PARENT = 3;
    private static final int GRACE_MILLISECONDS = 3000;

    private static final List<ConformanceCase> NONE = List.of();

    private final PrintStream events;
    private final AdapterOpener opener;

    private Child(PrintStream events, AdapterOpener opener) {
        this.events = events;
        this.opener = opener;
    }

    public static void main(String[] arguments) throws IOException {
        run(AdapterOpener::openExactly);
    }

    /** Does the job that stands on the standard input, and exits. */
    static void run(AdapterOpener opener) throws IOException {
        PrintStream events = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null) {
            return;
        }
        Thread watch = new Thread(() -> awaitEnd(in), "texon-parent-watch");
        watch.setDaemon(true);
        watch.start();
        end(new Child(events, opener).work(Wire.decodeJob(line)));
    }

    private static void awaitEnd(BufferedReader in) {
        try {
            while (in.read() >= 0) {
                // The parent sends nothing more; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        end(NO_PARENT);
    }

    /** Exits, so that backends can end their helper programs, but not later than the grace time: native code may hang. */
    private static void end(int status) {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(GRACE_MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(status);
                },
                "texon-end");
        limit.setDaemon(true);
        limit.start();
        System.exit(status);
    }

    private int work(Job job) {
        if (job instanceof Job.Run run) {
            return run(run);
        }
        if (job instanceof Job.Probe probe) {
            send(new Event.Found(found(Gpu.backends(probe.backend()))));
        } else {
            List<BackendStatus> installed = Gpu.installed();
            send(new Event.Installed(
                    installed.stream()
                            .filter(backend -> backend.adapters().isEmpty())
                            .map(BackendStatus::id)
                            .toList(),
                    found(installed)));
        }
        send(new Event.Ended());
        return 0;
    }

    private DeviceOpener again(Job.Run run) {
        return new DeviceOpener() {
            @Override
            public GpuDevice open() {
                return opener.open(run.backend(), run.adapter(), null);
            }

            @Override
            public GpuDevice open(DeviceProfile measured) {
                return opener.open(run.backend(), run.adapter(), measured);
            }
        };
    }

    private static List<FoundAdapter> found(List<BackendStatus> backends) {
        List<FoundAdapter> found = new ArrayList<>();
        for (BackendStatus backend : backends) {
            for (Adapter adapter : backend.adapters()) {
                boolean refused = adapter instanceof Adapter.Unavailable;
                found.add(new FoundAdapter(
                        backend.id(),
                        adapter.id(),
                        adapter.name(),
                        refused ? ((Adapter.Unavailable) adapter).reason() : null,
                        refused ? ((Adapter.Unavailable) adapter).hint() : null,
                        false));
            }
        }
        return found;
    }

    private int run(Job.Run run) {
        try (GpuDevice device = opener.open(run.backend(), run.adapter(), null)) {
            send(new Event.Opened(device.profile()));
            CaseRunner runner = new CaseRunner(device, again(run), KnownFailures.standard());
            for (ConformanceCase one :
                    run.cases().isEmpty() ? NONE : Suite.standard().select(run.cases())) {
                send(new Event.Started(one.id()));
                CaseResult result = runner.run(one);
                send(new Event.Finished(result));
                if (runner.deviceLost()) {
                    return LOST_DEVICE;
                }
            }
        } catch (GpuUnavailableException e) {
            send(new Event.Refused(String.valueOf(e.getMessage())));
        }
        send(new Event.Ended());
        return 0;
    }

    /** In one write, so that lines of other threads and of native code do not get between. */
    private void send(Event event) {
        byte[] bytes = Wire.encode(event).getBytes(StandardCharsets.UTF_8);
        events.write(bytes, 0, bytes.length);
        events.flush();
    }
}
