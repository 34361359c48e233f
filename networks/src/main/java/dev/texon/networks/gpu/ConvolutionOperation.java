package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, of all channels or of each by itself; a dense layer is one of 1×1 over one place.
 *
 * @param forward draws the output, given the weights
 * @param weightGradient null if nothing learns
 * @param inputGradient draws the gradient of the input, given the weights; null if the input has none
 */
record ConvolutionOperation(
        Parameters parameters,
        Tensor output,
        Consumer<Slot> forward,
        @Nullable WeightGradient weightGradient,
        @Nullable Consumer<Slot> inputGradient)
        implements Operation {

    /** Over all channels. */
    static Operation full(Site site, Window window, Activation activation) {
        Tensor input = site.input();
        Shape in = input.shape();
        Shape out = site.shape();
        Tensor output = site.output(activation);
        Products forward = Products.of(
                site,
                new Products.Task(
                        "output",
                        "convolution",
                        "x0",
                        input.values(),
                        input.layout(),
                        in.groups(),
                        window,
                        input.batch(),
                        in,
                        out,
                        out,
                        output.values(),
                        output.layout(),
                        new Products.Finish("epilogue_activation", activation, null)));
        Slot gradient = input.gradient();
        Products inputGradient = gradient == null
                ? null
                : Products.of(
                        site,
                        new Products.Task(
                                "gradient of its input",
                                "convolution_input_gradient",
                                "delta",
                                WeightGradient.delta(output),
                                output.layout(),
                                out.groups(),
                                window,
                                input.batch(),
                                in,
                                out,
                                in,
                                gradient,
                                input.layout(),
                                new Products.Finish("epilogue_derivative", input.activation(), input.values())));
        return new ConvolutionOperation(
                site.parameters(),
                output,
                forward::draw,
                site.learning() ? new WeightGradient(site, output, "convolution_weight_gradient", window) : null,
                inputGradient == null ? null : inputGradient::draw);
    }

    /** Of each channel by itself. */
    static Operation depthwise(Site site, Window window, Activation activation) {
        Numbers numbers = site.kernels().numbers();
        Tensor output = site.output(activation);
        Stage forward = PlainOperation.forward(
                site,
                output,
                "x",
                weighted("depthwise", site, window)
                        .with(numbers.activation(activation))
                        .with(numbers.storeActivations())
                        .output("y"));
        Stage inputGradient = PlainOperation.backward(
                site,
                output,
                "delta",
                "x",
                weighted("depthwise_input_gradient", site, window).output("gradient"));
        return new ConvolutionOperation(
                site.parameters(),
                output,
                drawing(site, forward),
                site.learning() ? new WeightGradient(site, output, "depthwise_weight_gradient", window) : null,
                inputGradient == null ? null : drawing(site, inputGradient));
    }

    private static ProgramDescriptor.Builder weighted(String kernel, Site site, Window window) {
        return Kernels.windowed(kernel, site.input().shape(), site.shape(), window)
                .texels("weights")
                .uniform("block", UniformType.VEC2);
    }

    private static Consumer<Slot> drawing(Site site, Stage stage) {
        Parameters.Place place = site.parameters().place(site.layer());
        stage.uniform("block", place.x(), place.y());
        return weights -> stage.input("weights", weights).draw();
    }

    @Override
    public void forward(Step step) {
        forward.accept(parameters.values().front());
    }

    @Override
    public void backward(Step step) {
        if (inputGradient != null) {
            inputGradient.accept(parameters.values().front());
        }
    }

    @Override
    public void learn(Step step) {
        if (weightGradient != null) {
            weightGradient.drawParts(step);
        }
    }

    @Override
    public void completeLearning(Step step) {
        if (weightGradient != null) {
            weightGradient.draw(step);
        }
    }
}
