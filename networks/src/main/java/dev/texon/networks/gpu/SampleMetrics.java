package dev.texon.networks.gpu;

import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.networks.Loss;

/** What the loss is for each sample and what it was taken for. Collects on the GPU, a row a mini-batch, until it is read. */
public final class SampleMetrics {
    private final Kernels kernels;
    private final int batch;
    private final Stage stage;
    private final Texture rows;
    /** Of each row, made once, so that a step allocates nothing. */
    private final Region[] regions;

    private int waiting;

    /** @param most mini-batches that are measured before they are read, or fewer where a texture has fewer rows */
    SampleMetrics(Kernels kernels, Atlas atlas, Tensor output, Loss loss, int most) {
        this.kernels = kernels;
        batch = output.batch();
        regions = new Region
                [Math.min(most, kernels.device().capabilities().limits().textureSize())];
        for (int i = 0; i < regions.length; i++) {
            regions[i] = new Region(0, i, batch, 1);
        }
        rows = kernels.texture(
                "sample metrics",
                batch,
                regions.length,
                Numbers.readable(kernels.device().capabilities()));
        Numbers numbers = kernels.numbers();
        stage = atlas.bindTargets(kernels.stage(
                        "the loss",
                        "sample metrics",
                        atlas.declareTargets(LossGradient.readsOutput(Kernels.kernel("verdict"), output))
                                .with(numbers.softmax())
                                .constant("NAIVE", numbers.naive() ? 1 : 0)
                                .constant("CROSS_ENTROPY", loss == Loss.SOFTMAX_CROSS_ENTROPY ? 1 : 0)
                                .output("verdict")))
                .input("z", output.values())
                .target(rows)
                .region(regions[0]);
    }

    /** Measures each sample of the mini-batch that was gathered last. */
    public void measure(int number) {
        stage.uniform("first", number * batch).region(regions[waiting]).draw();
        waiting++;
    }

    /** Forgets rows that wait, as an evaluation that failed half-way leaves them. */
    public void forget() {
        waiting = 0;
    }

    /** Whether the rows that wait must be read before the next is measured. */
    public boolean full() {
        return waiting == regions.length;
    }

    /** Rows that wait to be read. */
    public int waiting() {
        return waiting;
    }

    /**
     * Reads the rows that wait: for each row and sample the loss, the class of the largest output and of the largest target, and the mean
     * absolute error where targets are numbers.
     */
    public float[] read() {
        if (waiting == 0) {
            return new float[0];
        }
        float[] values = rows.read(0, new Region(0, 0, batch, waiting));
        waiting = 0;
        return values;
    }

    /** Frees its texture before the kernels are closed. */
    void free() {
        kernels.free(rows);
    }
}
