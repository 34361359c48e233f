package dev.texon.gpu;

/** What an adapter can do beyond single formats. Without it, the call named here throws {@link GpuUnsupportedException}. */
public enum Feature {
    /** {@code fetch_x(texel, level)} and {@code sample_x(uv, level)} in a kernel; without it such a kernel does not compile. */
    EXPLICIT_LEVEL,
    /** {@link Pass#level} above 0, and reading back a level above 0. */
    RENDER_TO_LEVEL,
    /** Mip levels and wrap modes other than clamp on sizes that are not powers of two; needed by {@link GpuDevice#createTexture}. */
    NON_POWER_OF_TWO,
    /** Render targets of different formats in one pass; needed by {@link Pass#draw}. */
    MIXED_TARGETS,
    /** Readback that does not wait: a pixel-pack buffer and a fence. Without it, an asynchronous readback waits. Needed by nothing. */
    ASYNC_READ_BACK,
    /** GPU time; needed by {@link Pass#drawTimed}. */
    TIMER,
    /** The words of GLSL ES 3.00: integers with 32 bits, {@code floatBitsToUint}, {@code tanh}; without it such a kernel does not compile. */
    FLOAT_BITS,
    /** Losing the context on demand, as a driver's reset would; needed by {@link GpuDevice#loseContext}. */
    CONTEXT_LOSS
}
