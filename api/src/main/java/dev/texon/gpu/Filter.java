package dev.texon.gpu;

/** How a sampled input reads between texels and between mip levels. An input of texels never filters. */
public enum Filter {
    /** The nearest texel of level 0. */
    NEAREST(false, false),
    /** The bilinear mean of four texels of level 0. */
    LINEAR(true, false),
    /** The nearest texel of the nearest level. */
    NEAREST_MIPMAP(false, true),
    /** Trilinear: the bilinear means of two levels, mixed. */
    LINEAR_MIPMAP(true, true);

    private final boolean linear;
    private final boolean mipmapped;

    Filter(boolean linear, boolean mipmapped) {
        this.linear = linear;
        this.mipmapped = mipmapped;
    }

    /** {@return whether it mixes neighbouring texels} */
    public boolean linear() {
        return linear;
    }

    /** {@return whether it reads mip levels above 0} */
    public boolean mipmapped() {
        return mipmapped;
    }
}
