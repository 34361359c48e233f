package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Activation;
import dev.texon.networks.Layer;
import dev.texon.networks.Network;
import dev.texon.networks.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A network on a GPU, for mini-batches of one size. */
public final class Engine {
    private final Numbers numbers;
    private final Parameters parameters;
    private final Tensor input;
    private final List<Operation> operations = new ArrayList<>();

    /**
     * @param batch samples of a mini-batch
     * @param learning whether gradients are needed
     */
    public Engine(Kernels kernels, Network network, int batch, boolean learning) {
        numbers = kernels.numbers();
        Room.demand(network, batch, kernels.device().capabilities().limits().textureSize());
        parameters = new Parameters(kernels, network, learning);
        List<Layer> layers = network.layers();
        boolean levels = !layers.isEmpty()
                && layers.get(0) instanceof Layer.AveragePool first
                && AveragePoolOperation.byMipmaps(kernels, network.input(), batch, first.window());
        boolean flat = !layers.isEmpty() && layers.get(0) instanceof Layer.Flatten;
        Shape shape = flat ? network.shapes().get(1) : network.input();
        input = Tensor.create(kernels, "input", batch, shape, Activation.LINEAR, false, levels);
        Tensor tensor = input;
        for (int i = 0; i < layers.size(); i++) {
            Operation.Site site = new Operation.Site(kernels, parameters, network, i, tensor, learning);
            Operation operation = flat && i == 0 ? PlainOperation.nothing(site) : Operation.of(site);
            operations.add(operation);
            tensor = operation.output();
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Where a mini-batch is put: already flat if the first layer makes it so. */
    public Tensor input() {
        return input;
    }

    /** What a layer makes; layers count from 0. */
    public Tensor output(int layer) {
        return operations.get(layer).output();
    }

    /** What the last layer makes. */
    public Tensor output() {
        return operations.isEmpty() ? input : output(operations.size() - 1);
    }

    public void forward(Step step) {
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).forward(step);
        }
    }

    /** From the gradient of the output to those of all parameters. */
    public void backward(Step step) {
        for (int i = operations.size() - 1; i >= 0; i--) {
            operations.get(i).backward(step);
        }
        for (int i = operations.size() - 1; i >= 0; i--) {
            operations.get(i).learn(step);
        }
        for (int i = operations.size() - 1; i >= 0; i--) {
            operations.get(i).completeLearning(step);
        }
    }

    /** Reads the running statistics of all layers and waits: means, and then variances; empty where a layer has none. */
    public List<FloatBuffer> readStatistics() {
        List<FloatBuffer> all = new ArrayList<>();
        for (Operation operation : operations) {
            Texture texture = operation.statistics();
            if (texture == null) {
                all.add(FloatBuffer.allocate(0));
                continue;
            }
            float[] texels = texture.read();
            int channels = operation.output().shape().channels();
            float[] numbers = new float[2 * channels];
            System.arraycopy(texels, 0, numbers, 0, channels);
            System.arraycopy(texels, texels.length / 2, numbers, channels, channels);
            all.add(FloatBuffer.wrap(numbers));
        }
        return all;
    }

    /** Sets what {@link #readStatistics} reads. */
    public void uploadStatistics(List<FloatBuffer> all) {
        for (int i = 0; i < operations.size(); i++) {
            Texture texture = operations.get(i).statistics();
            if (texture != null) {
                int channels = operations.get(i).output().shape().channels();
                float[] texels = new float[2 * 4 * texture.descriptor().width()];
                for (int c = 0; c < channels; c++) {
                    texels[c] = all.get(i).get(c);
                    texels[texels.length / 2 + c] = all.get(i).get(channels + c);
                }
                texture.upload(numbers.bounded(texture.descriptor().format(), texels));
            }
        }
    }
}
