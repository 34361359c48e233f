package dev.texon.gpu;

/** What a sampled input reads outside [0, 1]. */
public enum Wrap {
    /** The texel at the edge. */
    CLAMP,
    /** The texture repeats. */
    REPEAT,
    /** The texture repeats, every second time mirrored. */
    MIRROR
}
