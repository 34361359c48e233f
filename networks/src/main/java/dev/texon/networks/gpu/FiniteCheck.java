package dev.texon.networks.gpu;

import dev.texon.gpu.Pass;
import dev.texon.gpu.Texture;
import dev.texon.gpu.UniformType;
import dev.texon.shaders.Shaders;

/**
 * Whether all parameters are finite: a pass looks at every row of their texture, and a texel a row is read. So it costs what one fetch of
 * the parameters costs, whenever it is asked.
 */
public final class FiniteCheck {
    private final Parameters parameters;
    private final Texture rows;
    private final Pass findRow;

    public FiniteCheck(Kernels kernels, Parameters parameters) {
        this.parameters = parameters;
        int height = parameters.height();
        rows = kernels.texture(
                "rows of parameters with Inf or NaN",
                1,
                height,
                Numbers.verdicts(kernels.device().capabilities()));
        findRow = kernels.pass(Kernels.kernel("find_row")
                        .functions(Shaders.functions("networks/parts"))
                        .constant("WIDTH", parameters.width())
                        .texels("x")
                        .uniform("origin", UniformType.VEC2)
                        .output("found"))
                .uniform("origin", 0f, 0f)
                .target(rows);
    }

    /** Waits for all that was drawn before. */
    public boolean finite() {
        findRow.input("x", parameters.values().front()).draw();
        float[] found = rows.read();
        for (int row = 0; row < found.length; row += 4) {
            if (found[row] != 0f) {
                return false;
            }
        }
        return true;
    }
}
