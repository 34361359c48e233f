package dev.texon.networks.gpu;

import dev.texon.gpu.Pass;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.networks.NumericException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks at what every pass makes and remembers, on the GPU, the first Inf or NaN of all. Nothing is read until somebody asks, and then three
 * texels.
 */
public final class NumericCheck {
    /** An output of a pass. */
    private record Place(Stage stage, int output) {}

    /** How an output is looked at, and what it was last. */
    private static final class Look {
        private final int number;
        private final Place place;
        private final Pass rows;
        private final Pass first;
        private Texture texture;
        private Region region;

        Look(int number, Place place, Pass rows, Pass first, Texture texture, Region region) {
            this.number = number;
            this.place = place;
            this.rows = rows;
            this.first = first;
            this.texture = texture;
            this.region = region;
        }
    }

    private final Kernels kernels;
    private final Map<Place, Look> looks = new HashMap<>();
    private final List<Look> inOrder = new ArrayList<>();
    private final Map<Integer, Texture> rowTextures = new HashMap<>();
    private final Pair found;
    private long step;

    NumericCheck(Kernels kernels) {
        this.kernels = kernels;
        found = new Pair(kernels::slot, "first Inf or NaN", 3, 1, format());
    }

    private TextureFormat format() {
        return Numbers.verdicts(kernels.device().capabilities());
    }

    /** @param number of the step that comes, counting from 0 */
    public void begin(long number) {
        step = number;
    }

    void look(Stage stage, int output, Texture texture, Region region) {
        Place place = new Place(stage, output);
        Look look = looks.get(place);
        if (look == null) {
            look = prepare(place, texture, region);
            looks.put(place, look);
        }
        look.texture = texture;
        look.region = region;
        look.rows.input("x", texture).uniform("origin", region.x(), region.y()).draw();
        look.first
                .input("before", found.front().texture())
                .uniform("where", look.number, (float) step)
                .target(found.back().texture())
                .draw();
        found.swap();
    }

    private Look prepare(Place place, Texture texture, Region region) {
        Texture rows = rowTextures.computeIfAbsent(
                region.height(), height -> kernels.texture("rows with Inf or NaN", 1, height, format()));
        Pass findRow =
                findRow(kernels, kernel -> kernel.slot("large", "networks/large_infinity"), region.width(), rows);
        Pass findFirst = kernels.pass(Kernels.kernel("find_first")
                        .constant("HEIGHT", region.height())
                        .texels("before")
                        .texels("rows")
                        .uniform("where", UniformType.VEC2)
                        .output("found"))
                .input("rows", rows);
        Look look = new Look(inOrder.size(), place, findRow, findFirst, texture, region);
        inOrder.add(look);
        return look;
    }

    /**
     * Looks for Inf and NaN in the rows of its input x, from the texel of its uniform origin on.
     *
     * @param large fills the slot of this name: what is taken for Inf
     * @param rows one texel a row: 0, or 1 for Inf and 2 for NaN, and the column in parts
     */
    static Pass findRow(Kernels kernels, Consumer<ProgramDescriptor.Builder> large, int width, Texture rows) {
        return kernels.pass(Kernels.kernel("find_row")
                        .with(large)
                        .constant("WIDTH", width)
                        .texels("x")
                        .uniform("origin", UniformType.VEC2)
                        .output("found"))
                .target(rows);
    }

    /** Of the parts that the kernels make of a counting number. */
    private static int whole(float low, float high) {
        return (int) low + 1024 * (int) high;
    }

    /**
     * Reads what was found and waits.
     *
     * @throws NumericException if there was an Inf or NaN
     */
    public void demandNothingFound() {
        float[] texels = found.front().texture().read();
        if (texels[0] == 0f) {
            return;
        }
        Look look = inOrder.get((int) texels[3]);
        int x = look.region.x() + whole(texels[1], texels[2]);
        int y = look.region.y() + whole(texels[4], texels[5]);
        long atStep = (long) texels[6] + 1024L * whole(texels[8], texels[9]);
        throw new NumericException((texels[0] == 1f ? "Inf" : "NaN") + " first appears in step " + atStep
                + ", in the " + look.place.stage().makes + " of " + look.place.stage().layer + ", texel (" + x
                + ", " + y + ") of texture '" + look.texture.label()
                + "'; lower the learning rate, clip the gradient, or store with more range (float32).");
    }
}
