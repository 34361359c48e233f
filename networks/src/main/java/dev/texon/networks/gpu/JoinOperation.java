package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer that joins several values: one pass forwards, and one backwards for each value that has a gradient.
 *
 * @param inputGradients of those inputs that have one
 */
record JoinOperation(Tensor output, Stage forward, List<Stage> inputGradients) implements Operation {
    /** The sum of values of the same shape. */
    static Operation add(Site site, Activation activation) {
        Tensor output = site.output(activation);
        List<Stage> backward = new ArrayList<>();
        for (Tensor input : site.learningInputs()) {
            add(
                    backward,
                    PlainOperation.backward(
                            site.from(input),
                            output,
                            "delta",
                            "x",
                            Kernels.kernel("activation_gradient").output("gradient")));
        }
        List<Slot> values = site.inputs().stream().map(Tensor::values).toList();
        return new JoinOperation(
                output,
                sum(site.kernels(), site.name(), "output", output, activation, values, output.values()),
                backward);
    }

    /** The pass that adds up textures that lie as a tensor does. */
    static Stage sum(Planner planner, String layer, String makes, Tensor like, List<Slot> values, Slot target) {
        return sum(planner, layer, makes, like, Activation.LINEAR, values, target);
    }

    private static Stage sum(
            Planner planner,
            String layer,
            String makes,
            Tensor like,
            Activation activation,
            List<Slot> values,
            Slot target) {
        demandInputs(planner, layer, values.size());
        ProgramDescriptor.Builder kernel = like.writes(Kernels.kernel("add"))
                .constant("VALUES", values.size())
                .constant("WIDTH", like.shape().width())
                .constant("CHANNELS", like.shape().channels())
                .with(planner.numbers().activation(activation))
                .with(planner.numbers().storeActivations())
                .output("y");
        for (int i = 0; i < values.size(); i++) {
            like.reads(kernel, "x" + i);
        }
        Stage stage = planner.stage(layer, makes, kernel).target(target);
        for (int i = 0; i < values.size(); i++) {
            stage.input("x" + i, values.get(i));
        }
        return stage;
    }

    /** The channels of values of the same height and width, one value after the other. */
    static Operation concatenate(Site site) {
        Planner planner = site.kernels();
        List<Tensor> inputs = site.inputs();
        demandInputs(planner, site.name(), inputs.size());
        Tensor output = site.output(Activation.LINEAR);
        int width = site.shape().width();
        ProgramDescriptor.Builder kernel = output.writes(Kernels.kernel("concatenate"))
                .constant("VALUES", inputs.size())
                .constant("WIDTH", width)
                .output("y");
        boolean aligned = true;
        List<Stage> backward = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            Shape shape = input.shape();
            aligned &= first % 4 == 0;
            input.reads(kernel, "x" + i)
                    .constant("FIRST_" + i, first)
                    .constant("CHANNELS_" + i, shape.channels())
                    .constant("FIRST_QUAD_" + i, first / 4)
                    .constant("QUADS_" + i, shape.groups());
            add(
                    backward,
                    PlainOperation.backward(
                            site.from(input),
                            output,
                            "delta",
                            "x",
                            Kernels.kernel("concatenate_gradient")
                                    .constant("WIDTH", width)
                                    .constant("CHANNELS", shape.channels())
                                    .constant("FIRST", first)
                                    .constant("FIRST_QUAD", first / 4)
                                    .constant("ALIGNED", first % 4 == 0 ? 1 : 0)
                                    .output("gradient")));
            first += shape.channels();
        }
        Stage forward = planner.stage(site.name(), "output", kernel.constant("ALIGNED", aligned ? 1 : 0))
                .target(output.values())
                .fetches(aligned ? 1 : 4);
        for (int i = 0; i < inputs.size(); i++) {
            forward.input("x" + i, inputs.get(i).values());
        }
        return new JoinOperation(output, forward, backward);
    }

    private static void add(List<Stage> stages, @Nullable Stage stage) {
        if (stage != null) {
            stages.add(stage);
        }
    }

    private static void demandInputs(Planner planner, String layer, int count) {
        int most = planner.adapter().limits().inputs();
        if (count > most) {
            throw new IllegalArgumentException("The values that meet in " + layer + " are " + count
                    + ", and a program of this adapter reads " + most + "; join fewer at a time.");
        }
    }

    @Override
    public void forward(Step step) {
        forward.draw();
    }

    @Override
    public void backward(Step step) {
        for (int i = 0; i < inputGradients.size(); i++) {
            inputGradients.get(i).draw();
        }
    }
}
