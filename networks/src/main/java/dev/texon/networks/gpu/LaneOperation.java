package dev.texon.networks.gpu;

import dev.texon.gpu.Limits;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import dev.texon.networks.Layer;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import dev.texon.shaders.Shaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of one place, or of each channel by itself, in a network that does not learn, with the rows of the image dealt to four
 * textures. A fragment makes four rows: it fetches a weight once for all of them, and of the input once what their windows share. Blocks
 * of other layers need several samples and a second pass; this needs neither, and makes networks of such layers fast on single images.
 *
 * @param weave brings the rows together for a next layer that does not take them apart; null if it does
 */
record LaneOperation(
        Parameters parameters,
        Tensor output,
        Stage forward,
        @Nullable Stage weave) implements Operation {
    /** Render targets that all adapters with several have. */
    private static final int LANES = 4;
    /** Weights that a fragment holds in registers. */
    private static final int MOST_TAPS = 9;

    /** Whether rows are dealt before the layer or after it. */
    static boolean pays(Site site) {
        return fits(site, site.layer()) && (site.input().lanes().size() > 1 || fits(site, site.layer() + 1));
    }

    /** Whether a layer can take rows apart, and has rows enough to fill the pairs of rows that GPUs draw. */
    private static boolean fits(Site site, int number) {
        List<Layer> layers = site.network().layers();
        if (site.learning() || number >= layers.size()) {
            return false;
        }
        Layer layer = layers.get(number);
        boolean kind = layer instanceof Layer.DepthwiseConvolution depthwise
                ? depthwise.window().taps() <= MOST_TAPS
                : layer instanceof Layer.Convolution convolution
                        && convolution.window().equals(Window.of(1));
        int in = site.network().shapes().get(number).height();
        int out = site.network().shapes().get(number + 1).height();
        Limits limits = site.kernels().device().capabilities().limits();
        return kind
                && in % LANES == 0
                && out % LANES == 0
                && out >= 2 * LANES
                && limits.renderTargets() >= LANES
                && limits.inputs() > LANES;
    }

    static Operation of(Site site) {
        Layer layer = site.network().layers().get(site.layer());
        if (layer instanceof Layer.DepthwiseConvolution depthwise) {
            return of(site, depthwise.activation(), depthwise(site, depthwise.window()));
        } else if (layer instanceof Layer.Convolution convolution) {
            return of(site, convolution.activation(), onePlace(site));
        }
        throw new IllegalStateException(site.name() + " has no lanes.");
    }

    private static Operation of(Site site, Activation activation, ProgramDescriptor.Builder kernel) {
        Numbers numbers = site.kernels().numbers();
        List<Texture> from = site.input().lanes();
        Tensor dealt =
                Tensor.inLanes(site.kernels(), site.name(), site.input().batch(), site.shape(), activation, LANES);
        for (int i = 0; i < from.size(); i++) {
            kernel.texels("x" + i);
        }
        for (int i = 0; i < LANES; i++) {
            kernel.output("y" + i);
        }
        Parameters.Place place = site.parameters().place(site.layer());
        Stage forward = site.kernels()
                .stage(
                        site.name(),
                        "output",
                        kernel.texels("weights")
                                .uniform("block", UniformType.VEC2)
                                .functions(numbers.activation(activation))
                                .functions(numbers.storeActivations()))
                .uniform("block", place.x(), place.y());
        for (int i = 0; i < from.size(); i++) {
            forward.input("x" + i, from.get(i));
        }
        for (int i = 0; i < LANES; i++) {
            forward.target(i, dealt.lanes().get(i));
        }
        if (fits(site, site.layer() + 1)) {
            return new LaneOperation(site.parameters(), dealt, forward, null);
        }
        Tensor output = site.output(activation);
        ProgramDescriptor.Builder weaving = Kernels.kernel("weave").output("y");
        for (int i = 0; i < LANES; i++) {
            weaving.texels("x" + i);
        }
        Stage weave =
                site.kernels().stage(site.name(), "output, woven", weaving).target(output.values());
        for (int i = 0; i < LANES; i++) {
            weave.input("x" + i, dealt.lanes().get(i));
        }
        return new LaneOperation(site.parameters(), output, forward, weave);
    }

    /** The general convolution, whose targets are the rows of an image instead of samples. */
    private static ProgramDescriptor.Builder onePlace(Site site) {
        Shape in = site.input().shape();
        Shape out = site.shape();
        int rows = out.height() / LANES;
        ProgramDescriptor.Builder kernel = Kernels.windowed(
                        Kernels.repeated("convolution", 0, LANES, 1),
                        new Shape(rows, in.width(), in.channels()),
                        new Shape(rows, out.width(), out.channels()),
                        Window.of(1))
                .constant("BAND", site.parameters().bandHeight())
                .constant("PARTS", 1)
                .constant("PART", in.groups())
                .functions("#define FINISH(sum, group) store(activate(sum) * present(group, OUT_CHANNELS))\n");
        boolean dealt = site.input().lanes().size() > 1;
        for (int i = 0; i < LANES; i++) {
            kernel.functions("#define SOURCE_" + i + " fetch_x" + (dealt ? i : 0) + "\n#define ROW_" + i
                    // The kernel adds the row of the fragment, which is a quarter of the image's.
                    + (dealt ? " row.x * IN_HEIGHT\n" : " (row.x * IN_HEIGHT + row.y) * 4 - row.y + " + i + "\n"));
        }
        return kernel;
    }

    private static ProgramDescriptor.Builder depthwise(Site site, Window window) {
        boolean dealt = site.input().lanes().size() > 1;
        StringBuilder weights = new StringBuilder();
        for (int tap = 0; tap < window.taps(); tap++) {
            weights.append("  vec4 w" + tap + " = fetch_weights(at + ivec2(" + tap + ", 0));\n");
        }
        StringBuilder taps = new StringBuilder();
        int rows = (LANES - 1) * window.stride() + window.height();
        for (int row = 0; row < rows; row++) {
            int below = row - window.padding();
            String source = dealt
                    ? "fetch_x" + Math.floorMod(below, LANES) + "(ivec2(x + %d, y + " + Math.floorDiv(below, LANES)
                            + "))"
                    : "fetch_x0(ivec2(x + %d, y + " + below + "))";
            for (int column = 0; column < window.width(); column++) {
                taps.append("  v = " + source.formatted(column) + ";\n");
                if (window.padding() > 0) {
                    taps.append("  v = top + " + row + " >= 0 && top + " + row + " < IN_HEIGHT && left + " + column
                            + " >= 0 && left + " + column + " < IN_WIDTH ? v : vec4(0.0);\n");
                }
                for (int lane = 0; lane < LANES; lane++) {
                    int tap = row - lane * window.stride();
                    if (tap >= 0 && tap < window.height()) {
                        taps.append("  sum" + lane + " += v * w" + (tap * window.width() + column) + ";\n");
                    }
                }
            }
        }
        ProgramDescriptor.Builder kernel = Kernels.repeated(
                "lanes_depthwise",
                Shaders.kernel("networks/lanes_depthwise")
                        .replace("  WEIGHTS\n", weights)
                        .replace("  TAPS_OF_ROWS\n", taps)
                        .replace(
                                "ROW",
                                dealt
                                        ? "row.x * (IN_HEIGHT / LANES) + row.y * STRIDE"
                                        : "row.x * IN_HEIGHT + row.y * LANES * STRIDE"),
                0,
                LANES,
                1);
        return Kernels.windowed(kernel, site.input().shape(), site.shape(), window)
                .constant("LANES", LANES);
    }

    @Override
    public void forward(Step step) {
        forward.input("weights", parameters.values().front()).draw();
        if (weave != null) {
            weave.draw();
        }
    }

    /** Nothing learns. */
    @Override
    public void backward(Step step) {}
}
