package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import dev.texon.networks.layers.Convolution;
import dev.texon.networks.layers.DepthwiseConvolution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution or depthwise convolution of a model in use whose output rows are interleaved in several textures (lanes). A fragment writes
 * one texel of each lane. It fetches each weight once for all lanes, and each input texel that their windows share once. Unlike the blocks of
 * other layers it works for a single sample, and it needs no second pass if the next layer reads lanes.
 *
 * @param deinterleave de-interleaves the rows for a next layer that reads one texture; null if the next layer reads lanes
 */
record LaneOperation(
        Parameters parameters,
        Tensor output,
        Stage forward,
        @Nullable Stage deinterleave) implements Operation {
    /** From layer to layer. */
    private static final int LANES = 4;

    /** Over all channels. */
    static Operation convolution(Site site, Convolution layer) {
        int lanes = site.interleaving().lanes();
        Window window = layer.window();
        return of(
                site,
                layer.activation(),
                lanes,
                window.equals(Window.of(1)) ? onePlace(site) : full(site, window, lanes),
                (long) window.width()
                        * site.input().shape().groups()
                        * (covered(window, lanes) + Parameters.BANDS * window.height()));
    }

    /** Of each channel by itself. */
    static Operation depthwise(Site site, DepthwiseConvolution layer) {
        int lanes = site.interleaving().lanes();
        return of(
                site,
                layer.activation(),
                lanes,
                depthwise(site, layer.window(), lanes),
                (long) layer.window().width()
                        * (covered(layer.window(), lanes) + layer.window().height()));
    }

    private static Operation of(
            Site site, Activation activation, int lanes, ProgramDescriptor.Builder kernel, long fetches) {
        Numbers numbers = site.kernels().numbers();
        List<Slot> from = site.input().lanes();
        Tensor interleaved =
                Tensor.inLanes(site.kernels(), site.name(), site.input().batch(), site.shape(), activation, lanes);
        for (int i = 0; i < from.size(); i++) {
            kernel.texels("x" + i);
        }
        for (int i = 0; i < lanes; i++) {
            kernel.output("y" + i);
        }
        Parameters.Place place = site.parameters().place(site.layer());
        Stage forward = site.kernels()
                .stage(
                        site.name(),
                        "output",
                        kernel.texels("weights")
                                .uniform("block", UniformType.VEC2)
                                .constant("TARGETS", lanes)
                                .constant("SOURCES", from.size())
                                .with(numbers.activation(activation))
                                .with(numbers.storeActivations()))
                .uniform("block", place.x(), place.y())
                .fetches(fetches);
        for (int i = 0; i < from.size(); i++) {
            forward.input("x" + i, from.get(i));
        }
        for (int i = 0; i < lanes; i++) {
            forward.target(i, interleaved.lanes().get(i));
        }
        if (site.interleaving().stays()) {
            return new LaneOperation(site.parameters(), interleaved, forward, null);
        }
        Tensor output = site.output(activation);
        ProgramDescriptor.Builder deinterleaving =
                Kernels.kernel("deinterleave").constant("SOURCES", lanes).output("y");
        for (int i = 0; i < lanes; i++) {
            deinterleaving.texels("x" + i);
        }
        Stage deinterleave = site.kernels()
                .stage(site.name(), "output, rows together", deinterleaving)
                .target(output.values());
        for (int i = 0; i < lanes; i++) {
            deinterleave.input("x" + i, interleaved.lanes().get(i));
        }
        return new LaneOperation(site.parameters(), output, forward, deinterleave);
    }

    /** Rows of the input that the windows of a fragment cover together. */
    private static int covered(Window window, int lanes) {
        return (lanes - 1) * window.stride() + window.height();
    }

    /** Of windows of one place: the general kernel, whose targets are rows of an image here. */
    private static ProgramDescriptor.Builder onePlace(Site site) {
        Shape in = site.input().shape();
        Shape out = site.shape();
        int rows = out.height() / LANES;
        return Kernels.windowed(
                        "convolution",
                        new Shape(rows, in.width(), in.channels()),
                        new Shape(rows, out.width(), out.channels()),
                        Window.of(1))
                .constant("BAND", site.parameters().bandHeight())
                .constant("PARTS", 1)
                .constant("PART", in.groups())
                .constant("CHANNELS", out.channels())
                .slot("rows", isInterleaved(site) ? "networks/rows_interleaved" : "networks/rows_to_interleave")
                .slot("epilogue", "networks/epilogue_activation");
    }

    private static ProgramDescriptor.Builder full(Site site, Window window, int lanes) {
        return windows("interleaved_convolution", site, window, lanes)
                .constant("BAND", site.parameters().bandHeight());
    }

    private static ProgramDescriptor.Builder depthwise(Site site, Window window, int lanes) {
        return windows("interleaved_depthwise", site, window, lanes);
    }

    private static ProgramDescriptor.Builder windows(String name, Site site, Window window, int lanes) {
        Shape in = site.input().shape();
        Shape out = site.shape();
        return Kernels.windowed(name, in, out, window)
                // Rows of the input that the windows of a fragment cover together.
                .constant("ROWS", (lanes - 1) * window.stride() + window.height())
                // The first of these that lies below the image for the last fragment.
                .constant("BELOW", in.height() + window.padding() - (out.height() - lanes) * window.stride());
    }

    private static boolean isInterleaved(Site site) {
        return site.input().lanes().size() > 1;
    }

    @Override
    public void forward(Step step) {
        forward.input("weights", parameters.values().front()).draw();
        if (deinterleave != null) {
            deinterleave.draw();
        }
    }

    /** Nothing learns. */
    @Override
    public void backward(Step step) {}
}
