package dev.texon.networks.gpu;

import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer without parameters: passes forwards, mostly one, and, if its input learns, one backwards.
 *
 * @param forward none if the output is the input
 * @param inputGradient null if the input has no gradient
 */
record PlainOperation(
        Tensor output, List<Stage> forward, @Nullable Stage inputGradient) implements Operation {
    /** From so many groups of channels on a softmax goes over parts first. */
    private static final int MANY_GROUPS = 64;

    /** A layer whose work is done already. */
    static Operation nothing(Site site) {
        return new PlainOperation(site.input(), List.of(), null);
    }

    /** An activation alone. */
    static Operation activation(Site site, Activation activation) {
        Numbers numbers = site.kernels().numbers();
        Shape shape = site.shape();
        Tensor output = site.output(activation);
        return new PlainOperation(
                output,
                List.of(forward(
                        site,
                        output,
                        "x",
                        Kernels.kernel("activation")
                                .constant("WIDTH", shape.width())
                                .constant("CHANNELS", shape.channels())
                                .with(numbers.activation(activation))
                                .with(numbers.storeActivations())
                                .output("y"))),
                backward(
                        site,
                        output,
                        "delta",
                        "x",
                        Kernels.kernel("activation_gradient").output("gradient")));
    }

    /** The largest value of each window. */
    static Operation maxPool(Site site, Window window) {
        if (window.taps() <= site.kernels().turns()) {
            return maxPool(site, window, Kernels.Sides.BOTH, site.output(Activation.LINEAR));
        }
        return TwoSteps.of(
                site,
                (where, output) -> maxPool(where, window, Kernels.Sides.WIDTH, output),
                (where, output) -> maxPool(where, window, Kernels.Sides.HEIGHT, output));
    }

    private static Operation maxPool(Site site, Window window, Kernels.Sides sides, Tensor output) {
        Shape in = site.input().shape();
        Stage backward = backward(
                site,
                output,
                "delta",
                "x",
                output.reads(Kernels.pooled("max_pool_gradient", in, output.shape(), window, sides), "y")
                        .output("gradient"));
        return new PlainOperation(
                output,
                List.of(forward(
                        site,
                        output,
                        "x",
                        Kernels.pooled("max_pool", in, output.shape(), window, sides)
                                .output("y"))),
                backward == null ? null : backward.input("y", output.values()));
    }

    /** The same values in another shape. */
    static Operation reshape(Site site) {
        Shape in = site.input().shape();
        Tensor output = site.output(Activation.LINEAR);
        return new PlainOperation(
                output,
                List.of(forward(site, output, "values", reshape(in, site.shape(), "epilogue_sum"))),
                backward(site, output, "values", "x", reshape(site.shape(), in, "epilogue_derivative")));
    }

    static ProgramDescriptor.Builder reshape(Shape in, Shape out, String epilogue) {
        return Kernels.kernel("reshape")
                .slot("epilogue", "networks/" + epilogue)
                .constant("IN_HEIGHT", in.height())
                .constant("IN_WIDTH", in.width())
                .constant("IN_CHANNELS", in.channels())
                .constant("OUT_HEIGHT", out.height())
                .constant("OUT_WIDTH", out.width())
                .constant("OUT_CHANNELS", out.channels())
                .constant("ALIGNED", in.channels() % 4 == 0 && out.channels() % 4 == 0 ? 1 : 0)
                .output("y");
    }

    /** Softmax over the channels of a flat tensor; a pass goes over parts of many channels first, so that not every fragment does. */
    static Operation softmax(Site site) {
        Numbers numbers = site.kernels().numbers();
        Tensor output = site.output(Activation.LINEAR);
        Stage backward = backward(
                site,
                output,
                "delta",
                "x",
                output.reads(row("softmax_gradient", site), "y").output("gradient"));
        ProgramDescriptor.Builder kernel = output.writes(site.input().reads(row("softmax", site), "z"))
                .with(numbers.storeActivations())
                .output("y");
        int groups = site.shape().groups();
        if (groups > site.kernels().turns()) {
            throw new IllegalArgumentException("The softmax of " + site.name() + " is over "
                    + site.shape().channels() + " values, and this adapter adds up "
                    + 4L * site.kernels().turns() + "; make it smaller.");
        }
        int part = (int) Math.ceil(Math.sqrt(groups));
        int parts = (groups + part - 1) / part;
        List<Stage> forward = new ArrayList<>();
        if (!numbers.naive()
                && groups >= MANY_GROUPS
                // The sums need floats.
                && site.kernels().capabilities().supports(TextureFormat.RGBA32F, FormatFeature.RENDER)) {
            Slot sums = site.kernels().scratch(0, site.kernels().layout(parts, output.batch()));
            forward.add(site.kernels()
                    .stage(
                            site.name(),
                            "sums of parts",
                            site.input()
                                    .reads(row("softmax_parts", site), "z")
                                    .constant("PART", part)
                                    .output("part"))
                    .input("z", site.input().values())
                    .target(sums));
            kernel.texels("parts").constant("PARTS", parts).slot("softmax", "networks/softmax_row_parts");
            forward.add(site.kernels().stage(site.name(), "output", kernel).input("parts", sums));
        } else {
            forward.add(site.kernels().stage(site.name(), "output", kernel.with(numbers.softmax())));
        }
        forward.get(forward.size() - 1).input("z", site.input().values()).target(output.values());
        return new PlainOperation(output, forward, backward == null ? null : backward.input("y", output.values()));
    }

    private static ProgramDescriptor.Builder row(String name, Site site) {
        return Kernels.kernel(name)
                .constant("CHANNELS", site.shape().channels())
                .constant("GROUPS", site.shape().groups());
    }

    /** @param input what the kernel calls the layer's input */
    static Stage forward(Site site, Tensor output, String input, ProgramDescriptor.Builder kernel) {
        return site.kernels()
                .stage(site.name(), "output", output.writes(site.input().reads(kernel, input)))
                .input(input, site.input().values())
                .target(output.values());
    }

    /**
     * The pass that makes the gradient of the layer's input; null if the input has none.
     *
     * @param delta what the kernel calls the gradient of the layer's output
     * @param input what it calls the layer's input, whose activation's derivative it multiplies by
     */
    static @Nullable Stage backward(
            Site site, Tensor output, String delta, String input, ProgramDescriptor.Builder kernel) {
        Slot gradient = site.input().gradient();
        if (gradient == null) {
            return null;
        }
        Numbers numbers = site.kernels().numbers();
        return site.kernels()
                .stage(
                        site.name(),
                        "gradient of its input",
                        site.input()
                                .writes(site.input().reads(output.reads(kernel, delta), input))
                                .with(numbers.activation(site.input().activation()))
                                .with(numbers.storeActivations()))
                .input(delta, WeightGradient.delta(output))
                .input(input, site.input().values())
                .target(gradient);
    }

    @Override
    public void forward(Step step) {
        for (int i = 0; i < forward.size(); i++) {
            forward.get(i).draw();
        }
    }

    @Override
    public void backward(Step step) {
        if (inputGradient != null) {
            inputGradient.draw();
        }
    }
}
