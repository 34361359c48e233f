package dev.texon.gpu;

/**
 * Limits of an adapter.
 *
 * @param textureSize longest side of a texture that was allocated, drawn and read back, in texels
 * @param declaredTextureSize longest side that the API declares, in texels
 * @param inputs textures that one program may read
 * @param renderTargets outputs of one program that were drawn at once to the widest format, 1 to 8
 * @param declaredRenderTargets as many as the API declares, at most 8
 * @param uniformVectors four-component uniforms in one program
 * @param loopTurns turns that the loops of one fragment may take, together, measured up to {@value #MOST_LOOP_TURNS}; some drivers end
 *     loops silently after so many, and what was to be summed is wrong
 */
public record Limits(
        int textureSize,
        int declaredTextureSize,
        int inputs,
        int renderTargets,
        int declaredRenderTargets,
        int uniformVectors,
        int loopTurns) {
    /** As far as loops are measured. */
    public static final int MOST_LOOP_TURNS = 1 << 20;

    /** What is assumed where the measurement says nothing, as in files from before there was one. */
    private static final int ASSUMED_LOOP_TURNS = 1 << 15;

    /**
     * Fills in what older files lack.
     *
     * @param textureSize any
     * @param declaredTextureSize any
     * @param inputs any
     * @param renderTargets any
     * @param declaredRenderTargets raised to those that were measured
     * @param uniformVectors any
     * @param loopTurns 2¹⁵ where it is not positive
     */
    public Limits {
        loopTurns = loopTurns > 0 ? loopTurns : ASSUMED_LOOP_TURNS;
        declaredRenderTargets = Math.max(declaredRenderTargets, renderTargets);
    }
}
