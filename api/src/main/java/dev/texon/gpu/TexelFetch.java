package dev.texon.gpu;

/** How a program fetches level 0. All ways find the same texel, and drivers differ in which they are fastest at. */
public enum TexelFetch {
    /** By the coordinate of the texel's centre and level 0; where a dialect cannot name a level, as {@link #PLAIN}. */
    LEVEL,
    /** By the coordinate of the texel's centre, with a filter without mip levels: only level 0 can be fetched. */
    PLAIN,
    /** By the integer coordinate; where a dialect has none, as {@link #LEVEL}. */
    INTEGER
}
