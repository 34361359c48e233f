package dev.texon.benchmarks;

import dev.texon.gpu.DeviceInfo;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.Statistics;
import dev.texon.gpu.Tuning;
import dev.texon.networks.Storage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Texon on one adapter, with the adapter's best storage. The device has a thread of its own, since it belongs to one. */
public final class TexonContender implements Contender {
    private final String id;
    private final ExecutorService thread;
    private final GpuDevice gpu;
    private final Storage storage;

    private TexonContender(String id, ExecutorService thread, GpuDevice gpu) {
        this.id = id;
        this.thread = thread;
        this.gpu = gpu;
        storage = Storage.best(gpu.capabilities());
    }

    /**
     * Opens an adapter.
     *
     * @param tune whether to measure which kernels are the fastest
     * @throws GpuException if it does not open, or draws to no float format
     */
    public static TexonContender open(String backend, String adapter, boolean tune) throws IOException {
        String id = backend + "/" + adapter;
        ExecutorService thread = Executors.newSingleThreadExecutor(run -> {
            Thread made = new Thread(run, "texon-bench-" + id);
            made.setDaemon(true);
            return made;
        });
        try {
            // The profile's measurements are not repeated for every workload: the device stays open.
            GpuDevice gpu = on(
                    thread,
                    () -> Gpu.open(GpuOptions.defaults()
                            .withBackend(backend)
                            .withAdapter(adapter)
                            .withTuning(tune)));
            return new TexonContender(id, thread, gpu);
        } catch (Throwable e) {
            thread.shutdown();
            throw e;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Facts facts() {
        DeviceInfo info = gpu.info();
        return new Facts(info.api(), info.renderer(), info.version());
    }

    @Override
    public @Nullable Entry enter(Workload workload) throws IOException {
        if (workload instanceof WebPrediction web) {
            return enter(web);
        }
        if (workload instanceof FirstStep first) {
            Fresh entry = new Fresh(first);
            first.expected(storage).demand(new float[] {entry.start().loss()}, workload.id() + " on " + id);
            return entry;
        }
        Workload.Running running = on(thread, () -> workload.prepare(gpu, storage));
        try {
            workload.expected(storage).demand(on(thread, running::result), workload.id() + " on " + id);
            return new Ready(running);
        } catch (Throwable e) {
            on(thread, () -> {
                running.close();
                return true;
            });
            throw e;
        }
    }

    /** What it exports, in the browser of the bridge's adapter; null on others. */
    private @Nullable Entry enter(WebPrediction web) throws IOException {
        Optional<Gl> gl = Arrays.stream(Gl.values())
                .filter(one -> id.equals("webgl/" + one.adapter()))
                .findFirst();
        if (gl.isEmpty()) {
            return null;
        }
        Map<String, byte[]> files = on(thread, () -> web.page(gpu));
        PeerContender page = PeerContender.open(id, gl.get(), files);
        try {
            Entry entry = page.enter(web);
            if (entry == null) {
                throw new IllegalStateException("The page of " + web.id() + " does not know it.");
            }
            return new Exported(page, entry);
        } catch (Throwable e) {
            page.close();
            throw e;
        }
    }

    @Override
    public List<Tuning.Choice> choices() throws IOException {
        return on(thread, () -> gpu.tuning().choices());
    }

    @Override
    public void close() {
        try {
            on(thread, () -> {
                gpu.close();
                return true;
            });
        } catch (IOException e) {
            throw new GpuException("The adapter " + id + " is not closed: " + e.getMessage());
        } finally {
            thread.shutdown();
        }
    }

    private final class Ready implements Entry {
        private final Workload.Running running;

        Ready(Workload.Running running) {
            this.running = running;
        }

        @Override
        public double time(int times) throws IOException {
            return on(thread, () -> {
                long start = System.nanoTime();
                running.run(times);
                return (double) (System.nanoTime() - start);
            });
        }

        /** The difference of two, so that what a readback draws by itself does not count. */
        @Override
        public double passes() throws IOException {
            return on(thread, () -> (double) (passesOf(2) - passesOf(1)));
        }

        private long passesOf(int times) throws IOException {
            Statistics before = gpu.statistics();
            running.run(times);
            return gpu.statistics().passes() - before.passes();
        }

        @Override
        public long textureBytes() {
            return gpu.statistics().liveTextureBytes();
        }

        @Override
        public void close() throws IOException {
            on(thread, () -> {
                running.close();
                return true;
            });
        }
    }

    /** The page of an exported network. */
    private record Exported(PeerContender page, Entry entry) implements Entry {
        @Override
        public double time(int times) throws IOException {
            return entry.time(times);
        }

        @Override
        public void close() {
            page.close();
        }
    }

    /** Every run is a process of its own. */
    private final class Fresh implements Entry {
        private final FirstStep first;

        Fresh(FirstStep first) {
            this.first = first;
        }

        FirstStep.Start start() throws IOException {
            int slash = id.indexOf('/');
            return first.start(id.substring(0, slash), id.substring(slash + 1), on(thread, gpu::profile));
        }

        @Override
        public double time(int times) throws IOException {
            double sum = 0;
            for (int i = 0; i < times; i++) {
                sum += start().nanoseconds();
            }
            return sum;
        }
    }

    private static <T> T on(ExecutorService thread, Callable<T> task) throws IOException {
        try {
            return thread.submit(task).get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            } else if (cause instanceof RuntimeException runtime) {
                throw runtime;
            } else if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the benchmark was interrupted");
        }
    }
}
