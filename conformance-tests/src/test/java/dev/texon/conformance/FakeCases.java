package dev.texon.conformance;

import dev.texon.gpu.Feature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnsupportedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One case for each way in which a case can end. */
public final class FakeCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        Requirement absent = new Requirement.OfFeature(Feature.FLOAT_BITS);
        return List.of(
                of("pass").body(trial -> trial.measured("error", 0.5, "ULP")),
                of("warn").body(trial -> trial.warn("only 6 bits")),
                of("fail").body(trial -> trial.fail("1 is not 2")),
                of("surprise").body(trial -> List.of().iterator().next()),
                of("known").body(trial -> trial.check(false, () -> "2 is not 3")),
                of("known-but-passes").body(trial -> {}),
                of("unsupported").requires(absent).body(trial -> trial.fail("not reached")),
                of("refused").requires(absent).refusal(FakeCases::refused).body(trial -> trial.fail("not reached")),
                of("not-refused")
                        .requires(absent)
                        .refusal(trial -> trial.expectThrows(GpuUnsupportedException.class, () -> {}))
                        .body(trial -> trial.fail("not reached")),
                of("noisy").body(FakeCases::printOnEverything),
                of("another").body(FakeCases::openAnother),
                of("lost").body(trial -> {
                    throw new GpuDeviceLostException("the context is gone");
                }),
                of("exit").body(trial -> Runtime.getRuntime().halt(42)),
                of("segfault").body(trial -> killSelf("SEGV")),
                of("hang").body(trial -> Thread.sleep(600_000)),
                of("last").body(trial -> {}));
    }

    private static ConformanceCase.Builder of(String name) {
        return ConformanceCase.of("fake/" + name, "FAK-1")
                .checks("How the harness treats a case that ends like " + name + ".")
                .lookAt("the harness");
    }

    private static void refused(Trial trial) {
        trial.expectThrows(GpuUnsupportedException.class, () -> {
            throw new GpuUnsupportedException("no FLOAT_BITS");
        });
    }

    private static void openAnother(Trial trial) throws Exception {
        try (GpuDevice another = trial.openAnother()) {
            trial.check(another.info().equals(trial.device().info()), () -> "The other device is on " + another.info());
        }
    }

    /** As native drivers do: past System.out, and without an end of line. */
    private static void printOnEverything(Trial trial) throws Exception {
        System.out.println("out");
        System.err.println("err");
        // Never closed, since that would close the process's standard output.
        FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
        raw.write("unfinished".getBytes(StandardCharsets.UTF_8));
        raw.flush();
    }

    private static void killSelf(String signal) throws Exception {
        new ProcessBuilder(
                        "kill",
                        "-s",
                        signal,
                        String.valueOf(ProcessHandle.current().pid()))
                .start()
                .waitFor();
        Thread.sleep(60_000);
    }
}
