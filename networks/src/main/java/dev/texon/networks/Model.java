package dev.texon.networks;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.data.Dataset;
import dev.texon.networks.data.ImageFile;
import dev.texon.networks.data.Scaling;
import dev.texon.networks.gpu.Atlas;
import dev.texon.networks.gpu.Batches;
import dev.texon.networks.gpu.Engine;
import dev.texon.networks.gpu.Kernels;
import dev.texon.networks.gpu.Numbers;
import dev.texon.networks.gpu.ParameterLayout;
import dev.texon.networks.gpu.Picture;
import dev.texon.networks.gpu.Plan;
import dev.texon.networks.gpu.Step;
import dev.texon.networks.gpu.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trained network on a GPU, ready to be used. Belongs to the device's thread. */
public final class Model implements AutoCloseable {
    private final Snapshot snapshot;
    private final Kernels kernels;
    private final Engine engine;
    private final int batch;
    private final Step step = new Step();
    private @Nullable Picture picture;
    private @Nullable ByteBuffer pixels;

    private Model(GpuDevice gpu, Snapshot snapshot, int batch, Storage storage) {
        this.snapshot = snapshot;
        this.batch = batch;
        // What the loss had of its own when training comes after the last layer when used.
        Network network = snapshot.loss() == Loss.SOFTMAX_CROSS_ENTROPY
                ? snapshot.network().withSoftmaxOutput()
                : snapshot.network();
        kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false);
        try {
            // An evaluation looks at what comes before that softmax.
            engine = new Engine(
                    kernels,
                    network,
                    batch,
                    false,
                    Set.copyOf(snapshot.network().outputs()));
            engine.parameters().upload(snapshot.parameters());
            engine.uploadStatistics(snapshot.statistics());
        } catch (Throwable e) {
            kernels.close();
            throw e;
        }
    }

    /** For mini-batches of up to 64 samples, with the best storage of the adapter. */
    public static Model open(GpuDevice gpu, Snapshot snapshot) {
        return open(gpu, snapshot, 64, Storage.best(gpu.capabilities()));
    }

    /**
     * @param batch samples that are computed at once
     * @throws IllegalArgumentException if a texture would be too large for the adapter
     * @throws dev.texon.gpu.GpuUnsupportedException if the adapter cannot draw to the storage's formats
     */
    public static Model open(GpuDevice gpu, Snapshot snapshot, int batch, Storage storage) {
        return new Model(gpu, snapshot, batch, storage);
    }

    public Network network() {
        return snapshot.network();
    }

    /** What is made and drawn for it. */
    public Plan plan() {
        return kernels.plan();
    }

    /** Where the parameters lie in their texture, for those who fill it themselves. */
    public ParameterLayout layout() {
        return engine.parameters().layout();
    }

    /** Names of the outputs; empty if they are numbers. */
    public List<String> classes() {
        return snapshot.classes();
    }

    /**
     * The outputs for any number of samples: probabilities of the classes after softmax cross-entropy, else what the last layer makes, in the
     * units of the targets.
     *
     * @param values samples × height × width × channels numbers, in the units of the samples that it was trained on
     * @return samples × outputs numbers
     * @throws IllegalArgumentException if the values are not a whole number of samples
     */
    public float[] predict(float... values) {
        int size = snapshot.network().input().values();
        if (values.length == 0 || values.length % size != 0) {
            throw new IllegalArgumentException(
                    "The network takes samples of " + snapshot.network().input() + ", " + size
                            + " numbers each, and is given " + values.length + "; give a whole number of samples.");
        }
        int samples = values.length / size;
        int outputs = outputs();
        float[] predictions = new float[samples * outputs];
        for (int first = 0; first < samples; first += batch) {
            int count = Math.min(batch, samples - first);
            float[] some = Arrays.copyOfRange(values, first * size, first * size + batch * size);
            snapshot.scaling().ifPresent(scaling -> scaling.scale(some));
            Arrays.fill(some, count * size, some.length, 0f);
            upload(some);
            forward(count);
            read(count, predictions, first * outputs);
        }
        snapshot.scaling().ifPresent(scaling -> scaling.restore(predictions));
        return predictions;
    }

    private int outputs() {
        return engine.outputs().stream()
                .mapToInt(output -> output.shape().values())
                .sum();
    }

    /** Gives each input its values of every sample. */
    private void upload(float[] samples) {
        if (engine.inputs().size() == 1) {
            engine.input().upload(samples);
            return;
        }
        int size = samples.length / batch;
        int at = 0;
        for (Tensor input : engine.inputs()) {
            int own = input.shape().values();
            float[] some = new float[batch * own];
            for (int i = 0; i < batch; i++) {
                System.arraycopy(samples, i * size + at, some, i * own, own);
            }
            input.upload(some);
            at += own;
        }
    }

    /** Reads all outputs of some samples, one output after the other for each sample. */
    private void read(int count, float[] into, int at) {
        int size = outputs();
        int offset = at;
        for (Tensor output : engine.outputs()) {
            float[] values = output.read();
            int own = output.shape().values();
            for (int i = 0; i < count; i++) {
                System.arraycopy(values, i * own, into, offset + i * size, own);
            }
            offset += own;
        }
    }

    /**
     * The outputs for one image, brought to the size of the network's input as images are for training; an input of one channel takes its luma,
     * one of four its alpha, and others take the image over white. Its numbers are from 0 to 1, or, if those that the network was trained on cannot have been (a mean
     * above 1 or a deviation above a half), from 0 to 255.
     *
     * @throws IllegalArgumentException if the network's input has neither 1, 3 nor 4 channels
     */
    public float[] predict(BufferedImage image) {
        demandOneInput();
        BufferedImage sample = ImageFile.samplesOf(image, snapshot.network().input());
        int width = sample.getWidth();
        int height = sample.getHeight();
        ByteBuffer rgba = pixels;
        if (rgba == null || rgba.capacity() < 4 * width * height) {
            rgba = ByteBuffer.allocateDirect(Math.multiplyExact(4, Math.multiplyExact(width, height)))
                    .order(ByteOrder.nativeOrder());
            pixels = rgba;
        }
        rgba.clear();
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            sample.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                rgba.put((byte) (argb >> 16))
                        .put((byte) (argb >> 8))
                        .put((byte) argb)
                        .put((byte) (argb >>> 24));
            }
        }
        return predict(rgba.flip(), width, height);
    }

    /**
     * The outputs for one image or video frame. Frames of the same size go to the same texture.
     *
     * @param rgba direct, tight rows from the top, 4 bytes a pixel, from position to limit
     * @throws IllegalArgumentException if the buffer has another size, or the network's input has neither 1, 3 nor 4 channels
     */
    public float[] predict(ByteBuffer rgba, int width, int height) {
        demandOneInput();
        Picture frame = picture;
        if (frame == null || frame.width() != width || frame.height() != height) {
            picture = null;
            if (frame != null) {
                frame.free();
            }
            frame = kernels.whole(() -> new Picture(
                    kernels,
                    snapshot.network().input(),
                    snapshot.scaling().map(Scaling::inputs),
                    engine.input(),
                    width,
                    height));
            picture = frame;
        }
        frame.upload(rgba);
        forward(1);
        float[] outputs = new float[outputs()];
        read(1, outputs, 0);
        snapshot.scaling().ifPresent(scaling -> scaling.restore(outputs));
        return outputs;
    }

    private void demandOneInput() {
        if (engine.inputs().size() > 1) {
            throw new IllegalArgumentException("The network has "
                    + engine.inputs().size() + " inputs, and an image is for one; give it numbers instead.");
        }
    }

    private void forward(int count) {
        step.set(false, count, 0, 0);
        engine.forward(step);
    }

    /**
     * What the network makes of a data set.
     *
     * @throws IllegalArgumentException if network and data set do not fit each other
     * @throws IOException if the data set cannot be read
     */
    public Evaluation evaluate(Dataset data) throws IOException {
        return evaluateScaled(Demands.scaled(snapshot.scaling(), data));
    }

    private Evaluation evaluateScaled(Dataset data) throws IOException {
        Atlas atlas = kernels.whole(() -> new Atlas(kernels, data));
        try {
            atlas.fitting(snapshot.network());
            Batches batches = new Batches(
                    kernels,
                    atlas,
                    engine.inputs(),
                    engine.value(snapshot.network().outputs().get(0)),
                    snapshot.loss(),
                    new float[0],
                    (data.size() + batch - 1) / batch);
            try {
                return evaluate(engine, batches, data, snapshot.loss(), step);
            } finally {
                batches.free();
            }
        } finally {
            atlas.free();
        }
    }

    static Evaluation evaluate(Engine engine, Batches batches, Dataset data, Loss loss, Step step) {
        batches.metrics().forget();
        float[] metrics = new float[4 * data.size()];
        int done = 0;
        for (int i = 0; i < batches.perEpoch(); i++) {
            if (batches.metrics().full()) {
                done += copy(batches.metrics().read(), metrics, done);
            }
            step.set(false, batches.count(i), 0, 0);
            batches.gather(i);
            engine.forward(step);
            batches.metrics().measure(i);
        }
        copy(batches.metrics().read(), metrics, done);
        return Evaluation.of(metrics, data, loss);
    }

    /** The last mini-batch may have room for more samples than there are. */
    private static int copy(float[] some, float[] all, int at) {
        int count = Math.min(some.length, all.length - at);
        System.arraycopy(some, 0, all, at, count);
        return count;
    }

    /** Frees what is on the GPU; the device stays open. */
    @Override
    public void close() {
        kernels.close();
    }
}
