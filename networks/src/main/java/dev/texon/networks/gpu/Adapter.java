package dev.texon.networks.gpu;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.Limits;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.TextureFormat;
import dev.texon.networks.Shape;

/**
 * What a plan knows of the adapter that it is for.
 *
 * @param capabilities declared and measured
 * @param numbers how numbers are stored
 * @param fetch how texels are fetched fastest
 */
record Adapter(Capabilities capabilities, Numbers numbers, TexelFetch fetch) {
    /** Fragments that keep a GPU busy: a pass with fewer, but long sums, cuts these into parts. */
    static final int BUSY_FRAGMENTS = 4096;
    /** Also where a driver takes more: a fragment that takes longer keeps a GPU with many cores from sharing the work. */
    private static final int MOST_TURNS = 1 << 15;

    Limits limits() {
        return capabilities.limits();
    }

    /** How a mini-batch lies in a texture. */
    TextureLayout layout(int batch, Shape shape) {
        return layout(Math.multiplyExact(shape.width(), shape.groups()), Math.multiplyExact(batch, shape.height()));
    }

    /** How so many texels lie in a texture. */
    TextureLayout layout(int columns, int rows) {
        return TextureLayout.of(columns, rows, limits().textureSize());
    }

    /**
     * Turns that the loops of one fragment may take: far below what a driver was measured to end them at, since loops within loops count
     * theirs, too. What needs more goes in parts or steps.
     */
    int turns() {
        return Math.min(MOST_TURNS, limits().loopTurns() / 2);
    }

    /** Whether sums can wait in floats for the next pass. */
    boolean drawsFloats() {
        return capabilities.supports(TextureFormat.RGBA32F, FormatFeature.RENDER);
    }

    /** The kernel as this adapter runs it. */
    ProgramDescriptor program(ProgramDescriptor.Builder kernel) {
        return kernel.fetchUsually(fetch).build();
    }
}
