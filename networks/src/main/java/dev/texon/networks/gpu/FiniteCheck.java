package dev.texon.networks.gpu;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Texture;

/**
 * Whether all parameters are finite, and none has come to the bound at which kernels keep what would be Inf: a pass looks at every row of their texture, and a texel a row is read. So it costs what one fetch of
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
        // An update keeps parameters within 3.4e38, and within what halves hold; a little less is looked for, so that
        // no rounding hides it.
        boolean halves = kernels.numbers().storage().parameters().elementType() == ElementType.HALF_FLOAT;
        float bound = halves ? 65500f : 3.3e38f;
        findRow = NumericCheck.findRow(
                        kernels,
                        kernel -> kernel.slot("large", "networks/large_bound").constant("BOUND", bound),
                        parameters.width(),
                        rows)
                .uniform("origin", 0f, 0f);
    }

    /** Waits for all that was drawn before. */
    public boolean finite() {
        findRow.input("x", parameters.values().front().texture()).draw();
        float[] found = rows.read();
        for (int row = 0; row < found.length; row += 4) {
            if (found[row] != 0f) {
                return false;
            }
        }
        return true;
    }
}
