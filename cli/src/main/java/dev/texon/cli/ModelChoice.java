package dev.texon.cli;

import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.UsageException;
import dev.texon.networks.Model;
import dev.texon.networks.Snapshot;
import dev.texon.networks.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a trained network is used. */
final class ModelChoice {
    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Samples that are computed at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--storage",
            paramLabel = "NAME",
            description = "float32, float16 or mixed (default: float32 where the adapter draws to it, else float16).")
    private @Nullable String storage;

    @Mixin
    private AdapterChoice adapters = new AdapterChoice();

    @Mixin
    private KernelChoice kernels = new KernelChoice();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    /** @throws UsageException if an option has no such value */
    void check() {
        if (batch < 1 || batch > 4096) {
            throw new UsageException("--batch is " + batch + "; take 1 to 4096.");
        }
        if (storage != null) {
            TrainingChoice.storage(storage);
        }
    }

    GpuDevice device() throws IOException {
        classPath.applyHere();
        return kernels.open(adapters);
    }

    Model open(GpuDevice gpu, Snapshot snapshot) {
        Model model = Model.open(
                gpu,
                snapshot,
                batch,
                storage == null ? Storage.best(gpu.capabilities()) : TrainingChoice.storage(storage));
        kernels.keep(gpu, line -> {});
        return model;
    }
}
