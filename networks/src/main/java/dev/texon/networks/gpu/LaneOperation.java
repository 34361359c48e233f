package dev.texon.networks.gpu;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.UniformType;
import dev.texon.networks.Activation;
import dev.texon.networks.Shape;
import dev.texon.networks.Window;
import dev.texon.networks.layers.Convolution;
import dev.texon.networks.layers.DepthwiseConvolution;
import dev.texon.shaders.Shaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, of all channels or of each by itself, in a network that does not learn, with the rows of the image dealt to several
 * textures, its lanes. A fragment makes a row of each: it fetches a weight once for all of them, and of the input once what their windows
 * share. Blocks of other layers need several samples and a second pass; this needs neither as long as the next layer takes lanes, too.
 *
 * @param weave brings the rows together for a next layer that does not; null if it does
 */
record LaneOperation(
        Parameters parameters,
        Tensor output,
        Stage forward,
        @Nullable Stage weave) implements Operation {
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
                window.equals(Window.of(1)) ? onePlace(site) : full(site, window, lanes));
    }

    /** Of each channel by itself. */
    static Operation depthwise(Site site, DepthwiseConvolution layer) {
        int lanes = site.interleaving().lanes();
        return of(site, layer.activation(), lanes, depthwise(site, layer.window(), lanes));
    }

    private static Operation of(Site site, Activation activation, int lanes, ProgramDescriptor.Builder kernel) {
        Numbers numbers = site.kernels().numbers();
        List<Slot> from = site.input().lanes();
        Tensor dealt =
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
                                .functions(numbers.activation(activation))
                                .functions(numbers.storeActivations()))
                .uniform("block", place.x(), place.y());
        for (int i = 0; i < from.size(); i++) {
            forward.input("x" + i, from.get(i));
        }
        for (int i = 0; i < lanes; i++) {
            forward.target(i, dealt.lanes().get(i));
        }
        if (site.interleaving().stays()) {
            return new LaneOperation(site.parameters(), dealt, forward, null);
        }
        Tensor output = site.output(activation);
        ProgramDescriptor.Builder weaving =
                Kernels.repeated("weave", 0, lanes, 1).constant("LANES", lanes).output("y");
        for (int i = 0; i < lanes; i++) {
            weaving.texels("x" + i);
        }
        Stage weave =
                site.kernels().stage(site.name(), "output, woven", weaving).target(output.values());
        for (int i = 0; i < lanes; i++) {
            weave.input("x" + i, dealt.lanes().get(i));
        }
        return new LaneOperation(site.parameters(), output, forward, weave);
    }

    /** Of windows of one place: the general kernel, whose targets are rows of an image here. */
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
                .functions("#define FINISH(sum, group) store(masked(activate(sum), group, OUT_CHANNELS))\n");
        boolean dealt = isDealt(site);
        for (int i = 0; i < LANES; i++) {
            kernel.functions("#define SOURCE_" + i + " fetch_x" + (dealt ? i : 0) + "\n#define ROW_" + i
                    // The kernel adds the row of the fragment, of which an image has only a quarter.
                    + (dealt ? " row.x * IN_HEIGHT\n" : " (row.x * IN_HEIGHT + row.y) * 4 - row.y + " + i + "\n"));
        }
        return kernel;
    }

    private static ProgramDescriptor.Builder full(Site site, Window window, int lanes) {
        StringBuilder sources = new StringBuilder();
        for (int row = 0; row < rows(window, lanes); row++) {
            String inside = inside(site, window, lanes, row);
            String texel = texel(site, window, row, "px");
            sources.append("      vec4 v" + row + " = "
                    + (inside.isEmpty() ? texel : inside + " ? " + texel + " : vec4(0.0)") + ";\n");
        }
        boolean one = site.input().shape().channels() == 1;
        StringBuilder products = new StringBuilder();
        for (int tap = 0; tap < window.height(); tap++) {
            String x = "c.x + " + tap * window.width() * site.input().shape().groups() + ".0";
            products.append("      w0 = fetch_weights(vec2(" + x + ", c.y));\n");
            for (int band = 1; band < Parameters.BANDS; band++) {
                products.append("      w" + band + " = fetch_weights(vec2(" + x + ", c" + band + "));\n");
            }
            if (one) {
                products.append("      w0 = vec4(w0.r, w1.r, w2.r, w3.r);\n");
            }
            for (int lane = 0; lane < lanes; lane++) {
                String v = "v" + (lane * window.stride() + tap);
                products.append("      sum" + lane + " += "
                        + (one
                                ? v + ".r * w0"
                                : "vec4(dot(" + v + ", w0), dot(" + v + ", w1), dot(" + v + ", w2), dot(" + v
                                        + ", w3))")
                        + ";\n");
            }
        }
        String source = Shaders.kernel("networks/lanes_convolution")
                .replace("      SOURCES\n", sources)
                .replace("      PRODUCTS\n", products);
        return windows("lanes_convolution", source, site, window, lanes)
                .constant("BAND", site.parameters().bandHeight());
    }

    private static ProgramDescriptor.Builder depthwise(Site site, Window window, int lanes) {
        StringBuilder weights = new StringBuilder();
        for (int tap = 0; tap < window.taps(); tap++) {
            weights.append("  vec4 w" + tap + " = fetch_weights(at + ivec2(" + tap + ", 0));\n");
        }
        StringBuilder products = new StringBuilder();
        for (int row = 0; row < rows(window, lanes); row++) {
            for (int column = 0; column < window.width(); column++) {
                String inside = inside(site, window, lanes, row);
                if (window.padding() > 0) {
                    inside += (inside.isEmpty() ? "" : " && ") + "left + " + column + " >= 0 && left + " + column
                            + " < IN_WIDTH";
                }
                products.append("  v = " + texel(site, window, row, "px + " + column + ".0") + ";\n");
                if (!inside.isEmpty()) {
                    products.append("  v = " + inside + " ? v : vec4(0.0);\n");
                }
                for (int lane = 0; lane < lanes; lane++) {
                    int tap = row - lane * window.stride();
                    if (tap >= 0 && tap < window.height()) {
                        products.append("  sum" + lane + " += v * w" + (tap * window.width() + column) + ";\n");
                    }
                }
            }
        }
        String source = Shaders.kernel("networks/lanes_depthwise")
                .replace("  WEIGHTS\n", weights)
                .replace("  PRODUCTS\n", products);
        return windows("lanes_depthwise", source, site, window, lanes);
    }

    private static ProgramDescriptor.Builder windows(String name, String source, Site site, Window window, int lanes) {
        return Kernels.windowed(
                        Kernels.repeated(name, source, 0, lanes, 1),
                        site.input().shape(),
                        site.shape(),
                        window)
                .constant("LANES", lanes)
                .functions("#define SOURCE_ROW "
                        + (isDealt(site)
                                ? "(row.x * (IN_HEIGHT / LANES) + row.y * STRIDE)\n"
                                : "(row.x * IN_HEIGHT + row.y * LANES * STRIDE)\n"));
    }

    private static boolean isDealt(Site site) {
        return site.input().lanes().size() > 1;
    }

    /** Rows of the input that the windows of a fragment cover together. */
    private static int rows(Window window, int lanes) {
        return (lanes - 1) * window.stride() + window.height();
    }

    /** Fetches a texel of one of these rows. */
    private static String texel(Site site, Window window, int row, String x) {
        int below = row - window.padding();
        return isDealt(site)
                ? "fetch_x" + Math.floorMod(below, LANES) + "(vec2(" + x + ", py + "
                        + Numbers.literal(Math.floorDiv(below, LANES)) + "))"
                : "fetch_x0(vec2(" + x + ", py + " + Numbers.literal(below) + "))";
    }

    /** The condition that one of these rows is in the image; empty if it always is. */
    private static String inside(Site site, Window window, int lanes, int row) {
        int last = site.shape().height() / lanes - 1;
        boolean lastIsBelow = last * lanes * window.stride() - window.padding() + row
                >= site.input().shape().height();
        String above = row < window.padding() ? "top + " + row + " >= 0" : "";
        String below = lastIsBelow ? "top + " + row + " < IN_HEIGHT" : "";
        return above + (above.isEmpty() || below.isEmpty() ? "" : " && ") + below;
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
