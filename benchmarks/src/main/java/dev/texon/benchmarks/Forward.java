package dev.texon.benchmarks;

import dev.texon.gpu.GpuDevice;
import dev.texon.networks.Network;
import dev.texon.networks.Rounding;
import dev.texon.networks.Shape;
import dev.texon.networks.Storage;
import dev.texon.networks.gpu.Engine;
import dev.texon.networks.gpu.Kernels;
import dev.texon.networks.gpu.Numbers;
import dev.texon.networks.gpu.Step;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * Using a network: one run is one mini-batch, from an input that lies on the GPU.
 *
 * @param readAll whether a run ends when its output has been read; else many runs end when a texel of the last has been
 */
record Forward(
        String id,
        String describes,
        Quantity quantity,
        Work work,
        Network network,
        int batch,
        boolean readAll,
        Map<String, Object> peer)
        implements Workload {
    /** Samples that are compared, spread over the mini-batch. */
    private static final int COMPARED = 2;

    private int[] compared() {
        int count = Math.min(COMPARED, batch);
        int[] samples = new int[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (i + 1) * batch / count - 1;
        }
        return samples;
    }

    @Override
    public Expected expected(Storage storage) {
        Reference reference = new Reference(network, Formula.parameters(network), storage);
        int inputs = network.input().values();
        int outputs = network.output().values();
        int[] samples = compared();
        double[] values = new double[samples.length * outputs];
        double[] errors = new double[samples.length * outputs];
        for (int i = 0; i < samples.length; i++) {
            double[] sample = new double[inputs];
            for (int j = 0; j < inputs; j++) {
                sample[j] = Formula.value(Formula.INPUT, samples[i] * inputs + j);
            }
            Reference.Values result = reference.forward(sample, 0);
            System.arraycopy(result.v, 0, values, i * outputs, outputs);
            System.arraycopy(result.e, 0, errors, i * outputs, outputs);
        }
        return new Expected(values, errors);
    }

    @Override
    public Running prepare(GpuDevice gpu, Storage storage) {
        Kernels kernels = new Kernels(gpu, new Numbers(storage, Rounding.NONE, false), false);
        try {
            List<FloatBuffer> parameters = Formula.parameters(network);
            float[] input =
                    Formula.values(Formula.INPUT, batch * network.input().values());
            // Two that take turns: a driver may leave out what is drawn over before anybody looks, as llvmpipe does.
            Engine[] engines = new Engine[readAll ? 1 : 2];
            for (int i = 0; i < engines.length; i++) {
                engines[i] = new Engine(kernels, network, batch, false);
                engines[i].parameters().upload(parameters);
                engines[i].input().upload(input);
            }
            return new Ready(kernels, engines, new Step().set(false, batch, 0, 0));
        } catch (Throwable e) {
            kernels.close();
            throw e;
        }
    }

    private final class Ready implements Running {
        private final Kernels kernels;
        private final Engine[] engines;
        private final Step step;
        private int turn;

        Ready(Kernels kernels, Engine[] engines, Step step) {
            this.kernels = kernels;
            this.engines = engines;
            this.step = step;
        }

        @Override
        public float[] result() {
            engines[0].forward(step);
            float[] all = engines[0].output().read();
            Shape output = network.output();
            int[] samples = compared();
            float[] some = new float[samples.length * output.values()];
            for (int i = 0; i < samples.length; i++) {
                int from = samples[i] * output.values();
                System.arraycopy(all, from, some, i * output.values(), output.values());
            }
            return some;
        }

        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                turn = (turn + 1) % engines.length;
                engines[turn].forward(step);
                if (readAll) {
                    engines[turn].output().read();
                }
            }
            if (!readAll) {
                engines[turn].output().finish();
            }
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
