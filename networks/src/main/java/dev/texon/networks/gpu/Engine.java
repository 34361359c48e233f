package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.networks.Network;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network on a GPU, for mini-batches of one size. It is planned first, without a GPU, and then made: {@link #plan} says what that came to.
 */
public final class Engine {
    private final Network network;
    private final Numbers numbers;
    private final Planner planner;
    private final Parameters parameters;
    /** Of all values. */
    private final List<Tensor> tensors = new ArrayList<>();

    private final List<Operation> operations = new ArrayList<>();
    /** For each layer what adds up the gradient of its output, where several layers have a share in it. */
    private final List<@Nullable Stage> sums = new ArrayList<>();

    /**
     * A network that keeps what every layer makes until the next mini-batch if it learns, and else only its outputs.
     *
     * @param batch samples of a mini-batch
     * @param learning whether gradients are needed
     */
    public Engine(Kernels kernels, Network network, int batch, boolean learning) {
        this(kernels, network, batch, learning, Set.of());
    }

    /** @param kept values that must be there after a mini-batch, too, where it does not learn */
    public Engine(Kernels kernels, Network network, int batch, boolean learning, Set<Integer> kept) {
        this(new Planner(kernels.adapter(), Tuner.choices(kernels)), network, batch, learning, kept);
        kernels.make(planner);
    }

    /** Planned, and not made. */
    private Engine(Planner planner, Network network, int batch, boolean learning, Set<Integer> kept) {
        this.network = network;
        this.planner = planner;
        numbers = planner.numbers();
        Room.demand(network, batch, planner.adapter().limits().textureSize());
        parameters = new Parameters(planner, network, learning);
        Decisions decided = new Decisions(network, planner.adapter(), parameters, batch, learning);
        for (int value = 0; value < network.inputs().size(); value++) {
            tensors.add(Tensor.create(
                    planner,
                    network.inputs().size() == 1
                            ? "input"
                            : "input '" + network.inputs().get(value).name() + "'",
                    batch,
                    Decisions.inputShape(network, value),
                    dev.texon.networks.Activation.LINEAR,
                    false,
                    decided.hasLevels(value)));
        }
        GradientShares shares = new GradientShares(planner, network, decided, tensors);
        for (int i = 0; i < network.nodes().size(); i++) {
            planner.nextOperation();
            Operation operation = network.nodes()
                    .get(i)
                    .layer()
                    .accept(new LayerOperations(
                            new Operation.Site(planner, parameters, network, decided, i, shares.inputs(i))));
            operations.add(operation);
            tensors.add(operation.output());
        }
        for (int i = 0; i < operations.size(); i++) {
            sums.add(shares.sum(network.value(i)));
        }
        if (!learning) {
            Set<Integer> pinned = new HashSet<>(kept);
            pinned.addAll(network.outputs());
            IntStream.range(0, network.inputs().size()).forEach(pinned::add);
            Set<Slot> slots = new HashSet<>();
            pinned.forEach(value -> slots.addAll(tensors.get(value).lanes()));
            planner.share(slots);
        }
    }

    /**
     * What would be made and drawn on an adapter, without making it. Where only drawing can tell which of several ways is the fastest, it is the
     * usual one.
     */
    static Engine planned(Adapter adapter, Network network, int batch, boolean learning, Set<Integer> kept) {
        return new Engine(new Planner(adapter, Planner.Choices.USUAL), network, batch, learning, kept);
    }

    /** What is made and drawn. */
    public Plan plan() {
        return planner.plan();
    }

    /** All parameters of the network. */
    public Parameters parameters() {
        return parameters;
    }

    /** Where a mini-batch is put, for each input; already flat if all layers that take it make it so. */
    public List<Tensor> inputs() {
        return tensors.subList(0, network.inputs().size());
    }

    /** Where a mini-batch is put in a network with one input. */
    public Tensor input() {
        return tensors.get(0);
    }

    /** A value of the network. What a layer makes is there only if it is kept. */
    public Tensor value(int value) {
        return tensors.get(value);
    }

    /** What a layer makes; layers count from 0. */
    public Tensor output(int layer) {
        return operations.get(layer).output();
    }

    /** The first output. */
    public Tensor output() {
        return tensors.get(network.outputs().get(0));
    }

    /** All outputs. */
    public List<Tensor> outputs() {
        return network.outputs().stream().map(tensors::get).toList();
    }

    /** From the inputs to all outputs. */
    public void forward(Step step) {
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).forward(step);
        }
    }

    /** From the gradient of the first output to those of all parameters. */
    public void backward(Step step) {
        for (int i = operations.size() - 1; i >= 0; i--) {
            Stage sum = sums.get(i);
            if (sum != null) {
                sum.draw();
            }
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
