package dev.texon.networks.gpu;

import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import java.util.ArrayList;
import java.util.List;

/** Runs the checks on the adapter {@code texon.only} until one fails; exit status 1 if one does, whose name is the last line. */
final class FirstFailure {
    private FirstFailure() {}

    public static void main(String[] arguments) throws Exception {
        List<Check> checks = new ArrayList<>();
        checks.addAll(LayerChecks.all());
        checks.addAll(NanChecks.all());
        checks.addAll(AtlasChecks.all());
        checks.addAll(TrainingChecks.all());
        checks.addAll(JudgementChecks.all());
        checks.addAll(NormalizationChecks.all());
        checks.addAll(ScalingChecks.all());
        checks.addAll(NaiveChecks.all());
        checks.addAll(DivergenceChecks.all());
        checks.addAll(LoopChecks.all());
        checks.addAll(SafetyChecks.all());
        String[] adapter = System.getProperty("texon.only", "").split("/", 2);
        GpuOptions options = GpuOptions.defaults().withBackend(adapter[0]).withAdapter(adapter[1]);
        boolean times = Boolean.getBoolean("texon.mutants.times");
        try (GpuDevice gpu = Gpu.open(options)) {
            for (Check check : checks) {
                long start = System.nanoTime();
                try {
                    check.body().run(gpu);
                } catch (Exception | Error e) {
                    System.out.println(check.name());
                    System.exit(1);
                }
                if (times) {
                    System.out.printf("%6d ms %s%n", (System.nanoTime() - start) / 1_000_000, check.name());
                }
            }
        }
        System.exit(0);
    }
}
