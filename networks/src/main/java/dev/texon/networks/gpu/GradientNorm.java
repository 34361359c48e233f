package dev.texon.networks.gpu;

import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import java.util.ArrayList;
import java.util.List;

/** The Euclidean norm of all gradients together, which clipping compares with its bound. */
final class GradientNorm {
    private final List<Stage> stages = new ArrayList<>();
    private final Texture norm;

    GradientNorm(Kernels kernels, Parameters parameters) {
        // Sums of squares reach 10³² and need floats; an adapter without them clips at what halves hold.
        TextureFormat format = parameters.gradients(0).descriptor().format();
        Texture rows = kernels.texture("squares of gradients", 1, parameters.height(), format);
        norm = kernels.texture("norm of gradients", 1, 1, format);
        for (int band = 0; band < Parameters.BANDS; band++) {
            Region region = parameters.band(band);
            stages.add(kernels.stage(
                            "the optimizer",
                            "squares",
                            Kernels.kernel("square_sum")
                                    .constant("WIDTH", parameters.width())
                                    .uniform("band", UniformType.FLOAT)
                                    .texels("x")
                                    .output("sum"))
                    .input("x", parameters.gradients(band))
                    .uniform("band", region.y())
                    .target(rows)
                    .region(new Region(0, region.y(), 1, region.height())));
        }
        stages.add(kernels.stage(
                        "the optimizer",
                        "norm",
                        Kernels.kernel("norm")
                                .constant("HEIGHT", parameters.height())
                                .texels("sums")
                                .output("norm"))
                .input("sums", rows)
                .target(norm));
    }

    /** One texel. */
    Texture texture() {
        return norm;
    }

    /** Computes the norm of the gradients as they are now. */
    void draw() {
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).draw();
        }
    }
}
