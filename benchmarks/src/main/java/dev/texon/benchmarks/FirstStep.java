package dev.texon.benchmarks;

import dev.texon.gpu.DeviceProfile;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.spi.GuardedProcess;
import dev.texon.json.ProfileJson;
import dev.texon.networks.Storage;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * How long a fresh process takes from its first line to the loss of a first training step: the browser's start, the measuring of the
 * adapter's capabilities unless they are known, and the compilation of all kernels included. Which kernels are the fastest
 * is not measured.
 *
 * @param cached whether it is not the first process: the driver may take compiled shaders from its cache, and the adapter's profile is
 *     there, as the commands keep it
 * @param step the training
 */
record FirstStep(boolean cached, TrainingStep step) implements Workload {
    @Override
    public String id() {
        return "start/" + step.id().substring(step.id().indexOf('/') + 1) + (cached ? "-cached" : "-cold");
    }

    @Override
    public String describes() {
        return "from nothing to the first step's loss, "
                + (cached
                        ? "with shaders in the driver's cache and the adapter's profile at hand"
                        : "without any cache");
    }

    @Override
    public Quantity quantity() {
        return Quantity.MILLISECONDS;
    }

    @Override
    public Work work() {
        return Work.NONE;
    }

    @Override
    public Map<String, Object> peer() {
        return step.peer();
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public Expected expected(Storage storage) {
        return step.expected(storage);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        throw new IllegalStateException(id() + " opens a device of its own.");
    }

    /** Of the processes that are started. Mesa's cache is the one that there is here. */
    Map<String, String> environment() {
        return cached ? Map.of() : Map.of("MESA_SHADER_CACHE_DISABLE", "true");
    }

    /** This process's, and the jars that a user has added to it. */
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        String extra = System.getProperty("texon.classpath", "");
        return extra.isEmpty() ? own : own + File.pathSeparator + extra;
    }

    /** What a process has found: the loss, and how long it took in nanoseconds. */
    record Start(float loss, double nanoseconds) {}

    /**
     * Starts a process that opens the adapter.
     *
     * @param profile of the adapter; only a process that is not the first gets it
     */
    Start start(String backend, String adapter, DeviceProfile profile) throws IOException {
        Path folder = GuardedProcess.createPrivateFolder("texon-start-");
        Path known = folder.resolve("profile.json");
        if (cached) {
            ProfileJson.write(profile, known);
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                classPath(),
                FirstStep.class.getName(),
                backend,
                adapter,
                step.id(),
                known.toString());
        try (GuardedProcess process = GuardedProcess.start(command, folder, environment())) {
            String said = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.onExit().get();
            if (code != 0) {
                throw new GpuException("A fresh process with " + backend + "/" + adapter + " ends with exit code "
                        + code + ". " + process.lastWords());
            }
            String[] parts = said.strip().split(" ", 2);
            return new Start(Float.parseFloat(parts[0]), Double.parseDouble(parts[1]));
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the benchmark was interrupted");
        }
    }

    /**
     * The fresh process: takes a backend, an adapter, a workload and the file of a profile, which need not be there, and prints the loss
     * and the nanoseconds.
     */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        Workload step = Workloads.select(Workloads.all(), List.of(arguments[2])).get(0);
        Path known = Path.of(arguments[3]);
        GpuOptions options = GpuOptions.defaults()
                .withBackend(arguments[0])
                .withAdapter(arguments[1])
                .withTuning(false);
        try (GpuDevice gpu = Gpu.open(Files.exists(known) ? options.withProfile(ProfileJson.read(known)) : options)) {
            try (Running running = step.prepare(gpu, Storage.best(gpu.capabilities()))) {
                float loss = running.result()[0];
                System.out.println(loss + " " + (System.nanoTime() - start));
            }
        }
    }
}
