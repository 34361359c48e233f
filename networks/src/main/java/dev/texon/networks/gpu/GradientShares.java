package dev.texon.networks.gpu;

import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the gradient of a value goes that several layers take: it is the sum of their shares. Each layer multiplies its share by the
 * derivative of the activation that made the value, so that the sum needs no pass of its own where shares are blended. Where they are not,
 * each has a texture, and a pass adds them up.
 */
final class GradientShares {
    private final Planner planner;
    private final Network network;
    private final Decisions decided;
    private final List<Tensor> tensors;
    private final Map<Integer, List<Slot>> shares = new HashMap<>();

    /** @param tensors of the values; those of outputs of layers come later */
    GradientShares(Planner planner, Network network, Decisions decided, List<Tensor> tensors) {
        this.planner = planner;
        this.network = network;
        this.decided = decided;
        this.tensors = tensors;
    }

    /** What a layer takes, each with the slot that its share of the gradient goes to. */
    List<Tensor> inputs(int layer) {
        List<Integer> values = network.nodes().get(layer).inputs();
        boolean learns = decided.hasGradient(network.value(layer));
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Tensor tensor = tensors.get(values.get(i));
            Slot gradient = tensor.gradient();
            all.add(
                    gradient == null || (learns && readers(values.get(i)).size() < 2)
                            ? tensor
                            : !learns
                                    ? tensor.withGradient(null)
                                    : tensor.withGradient(
                                            share(values.get(i), tensor, gradient, isDrawnFirst(layer, i))));
        }
        return all;
    }

    /** The layers that have a share in the gradient of a value. */
    private List<Integer> readers(int value) {
        return network.consumers(value).stream()
                .filter(layer -> decided.hasGradient(network.value(layer)))
                .toList();
    }

    /** Layers are drawn from the last to the first, and the inputs of one in their order. */
    private boolean isDrawnFirst(int layer, int input) {
        List<Integer> values = network.nodes().get(layer).inputs();
        List<Integer> readers = readers(values.get(input));
        return readers.get(readers.size() - 1) == layer && values.indexOf(values.get(input)) == input;
    }

    private Slot share(int value, Tensor tensor, Slot gradient, boolean first) {
        if (blends(gradient.descriptor().format())) {
            return first ? gradient : gradient.added();
        }
        TextureDescriptor descriptor = gradient.descriptor();
        List<Slot> all = shares.computeIfAbsent(value, none -> new ArrayList<>());
        Slot slot = planner.texture(
                "share " + (all.size() + 1) + " of the gradient of " + tensor.label(),
                descriptor.width(),
                descriptor.height(),
                descriptor.format());
        all.add(slot);
        return slot;
    }

    /** Half floats saturate when they are stored, and blending does not. */
    private boolean blends(TextureFormat format) {
        return format == TextureFormat.RGBA32F && planner.capabilities().supports(format, FormatFeature.BLEND);
    }

    /** The pass that adds up the shares of a value's gradient; null if it needs none. */
    @Nullable
    Stage sum(int value) {
        List<Slot> all = shares.get(value);
        if (all == null) {
            return null;
        }
        Tensor tensor = tensors.get(value);
        Slot gradient = java.util.Objects.requireNonNull(tensor.gradient());
        return JoinOperation.sum(
                planner,
                "layer " + network.name(network.maker(value)),
                "gradient of its output",
                tensor,
                all,
                gradient);
    }
}
