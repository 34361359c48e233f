package dev.texon.gpu;

/** What an adapter can do with textures of one format. Without it, the call named here throws {@link GpuUnsupportedException}. */
public enum FormatFeature {
    /** Fetch and sample the nearest texel; needed by {@link GpuDevice#createTexture}. */
    SAMPLED,
    /** Be filled from memory in its own element type; without it, a texture is filled by drawing. Needed by nothing. */
    UPLOAD,
    /** Bilinear filtering; needed by {@link GpuDevice#createTexture} with a linear filter. */
    LINEAR_FILTER,
    /** Be a render target; needed by {@link Pass#draw}. */
    RENDER,
    /** Additive blending; needed by {@link Pass#draw} with {@link Blend#ADD}. */
    BLEND,
    /** Blending that keeps the smaller or the larger; needed by {@link Pass#draw} with {@link Blend#MIN} or {@link Blend#MAX}. */
    BLEND_MIN_MAX,
    /** Generated mipmaps; needed by {@link Texture#generateMipmaps}. */
    MIPMAP,
    /** Direct readback; without it, a readback encodes floats in bytes. Needed by nothing. */
    READ_BACK
}
