package dev.texon.benchmarks;

import dev.texon.networks.Activation;
import dev.texon.networks.Network;
import dev.texon.networks.Window;
import dev.texon.networks.data.Scaling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The workloads that there are, and how they are chosen. */
public final class Workloads {
    private static final int CONV_BATCH = 32;
    /** A gradient by the inputs and one by the weights besides the forward pass, each with as many multiply-adds. */
    private static final int TRAINING_FACTOR = 3;

    private static final Network MLP =
            Network.input(28, 28, 1).flatten().dense(128, Activation.RELU).dense(TrainingStep.CLASSES);
    private static final Network CNN = Network.input(28, 28, 1)
            .convolution(8, Window.same(3), Activation.RELU)
            .maxPool(2)
            .convolution(16, Window.same(3), Activation.RELU)
            .maxPool(2)
            .flatten()
            .dense(TrainingStep.CLASSES);
    /** Filters and stride of each block of MobileNet. */
    private static final List<List<Integer>> BLOCKS = List.of(
            List.of(16, 1),
            List.of(32, 2),
            List.of(32, 1),
            List.of(64, 2),
            List.of(64, 1),
            List.of(128, 2),
            List.of(128, 1),
            List.of(128, 1),
            List.of(128, 1),
            List.of(128, 1),
            List.of(128, 1),
            List.of(256, 2),
            List.of(256, 1));

    private Workloads() {}

    /** All, group after group. */
    public static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (int side : new int[] {256, 512, 1024}) {
            all.add(product(side));
        }
        all.add(convolution());
        all.add(new Elementwise());
        for (TinyPasses.Targets targets : TinyPasses.Targets.values()) {
            all.add(new TinyPasses(targets));
        }
        all.add(new Transfer(true));
        all.add(new Transfer(false));
        TrainingStep mlp = step("step/mlp", "a training step of 784-128-10", MLP);
        all.add(mlp);
        all.add(step(
                "step/cnn",
                "a training step of two convolutions 3×3 of 8 and 16 filters, each with max-pooling, and a dense layer",
                CNN));
        all.add(mobileNet());
        all.add(new FirstStep(false, mlp));
        all.add(new FirstStep(true, mlp));
        all.add(WebPrediction.of("web/mlp", "784-128-10 with softmax, of a grey image of 28×28", MLP));
        all.add(WebPrediction.of("web/cnn", "the network of step/cnn with softmax, of a grey image of 28×28", CNN));
        WebPrediction mobileNet = WebPrediction.of(
                        "web/mobilenet",
                        "the network of inference/mobilenet, of an image of 128×128",
                        mobileNetLogits())
                .withUnits(new Scaling.Units(Collections.nCopies(3, 0.5f), Collections.nCopies(3, 0.5f)))
                .withDetails(Map.of("blocks", BLOCKS));
        all.add(mobileNet);
        all.add(WebPrediction.of("web/mlp", "the page of web/mlp", MLP).atStart());
        all.add(mobileNet.atStart());
        all.addAll(Ceiling.all());
        return all;
    }

    /** These, and before them the ceilings that apply to one of them. */
    public static List<Workload> withCeilings(List<Workload> selected) {
        Set<Workload> all = new LinkedHashSet<>();
        for (Workload workload : selected) {
            Work work = workload.work();
            if (work.flops() > 0) {
                all.add(Ceiling.MULTIPLY_ADD);
            }
            if (work.fetched() > 0) {
                all.add(Ceiling.FETCH);
                all.add(Ceiling.SAMPLE);
            }
            if (work.written() > 0) {
                all.add(Ceiling.FILL);
            }
            if (work.bytes() == 0 && !work.equals(Work.NONE)) {
                all.add(Ceiling.PASS);
            }
        }
        all.addAll(selected);
        return List.copyOf(all);
    }

    /**
     * The workloads that at least one query selects, in order.
     *
     * @param queries ids, groups such as {@code matmul/*}, or {@code *}; none means all
     * @throws IllegalArgumentException if a query selects nothing; the message names what there is
     */
    public static List<Workload> select(List<Workload> all, List<String> queries) {
        if (queries.isEmpty()) {
            return all;
        }
        Set<Workload> selected = new LinkedHashSet<>();
        for (String query : queries) {
            List<Workload> found =
                    all.stream().filter(one -> matches(query, one.id())).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("The query '" + query
                        + "' selects no workload; it is an id, a group such as 'matmul/*', or '*'. Workloads: "
                        + all.stream().map(Workload::id).collect(Collectors.joining(", ")) + ".");
            }
            selected.addAll(found);
        }
        return all.stream().filter(selected::contains).toList();
    }

    private static boolean matches(String query, String id) {
        return query.equals("*")
                || (query.endsWith("/*") ? id.startsWith(query.substring(0, query.length() - 1)) : id.equals(query));
    }

    private static Workload product(int side) {
        Network network = Network.input(side).dense(side, Activation.LINEAR);
        return new Forward(
                "matmul/" + side,
                "the product of two matrices of " + side + "×" + side + ": a dense layer on a mini-batch",
                Quantity.GFLOPS,
                Work.flops(flops(network, side)),
                network,
                side,
                false,
                Map.of("kind", "matmul", "side", side));
    }

    private static Workload convolution() {
        Network network = Network.input(28, 28, 16).convolution(32, Window.same(3), Activation.LINEAR);
        return new Forward(
                "conv/28x28x16-32",
                "a convolution 3×3 of 32 images of 28×28×16 to 32 channels",
                Quantity.MILLISECONDS,
                Work.flops(flops(network, CONV_BATCH)),
                network,
                CONV_BATCH,
                false,
                Map.of("kind", "conv", "batch", CONV_BATCH));
    }

    private static TrainingStep step(String id, String describes, Network network) {
        return new TrainingStep(
                id,
                describes + ", mini-batch " + TrainingStep.BATCH,
                Work.flops(TRAINING_FACTOR * flops(network, TrainingStep.BATCH)),
                network);
    }

    private static Workload mobileNet() {
        Network network = mobileNetLogits().softmax();
        return new Forward(
                "inference/mobilenet",
                "MobileNet v1 of width 0.25 on one image of 128×128, from the input on the GPU to 1,000 probabilities in Java",
                Quantity.MILLISECONDS,
                Work.flops(flops(network, 1)),
                network,
                1,
                true,
                Map.of("kind", "mobilenet", "blocks", BLOCKS));
    }

    /** MobileNet v1 (Howard et al. 2017, table 1) at width 0.25 and resolution 128, batch normalization folded into the weights. */
    private static Network mobileNetLogits() {
        Network network =
                Network.input(128, 128, 3).convolution(8, Window.same(3).withStride(2), Activation.RELU);
        for (List<Integer> block : BLOCKS) {
            network = network.depthwise(Window.same(3).withStride(block.get(1)), Activation.RELU)
                    .convolution(block.get(0), Window.of(1), Activation.RELU);
        }
        return network.averagePool(4).dense(1000);
    }

    /** Two for every multiply-add of dense layers and convolutions; the rest does not count. */
    private static double flops(Network network, int batch) {
        long sum = 0;
        for (int i = 0; i < network.nodes().size(); i++) {
            sum += network.layers().get(i).multiplyAdds(network.inputShapes(i));
        }
        return 2.0 * sum * batch;
    }
}
