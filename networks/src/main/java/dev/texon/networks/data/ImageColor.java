package dev.texon.networks.data;

/** Channels of the samples that images become. */
public enum ImageColor {
    /** {@link #GREY} if all images are grey, else {@link #RGB}. */
    AUTO,
    /** One channel; of colours the luma 0.299·R + 0.587·G + 0.114·B (ITU-R BT.601). */
    GREY,
    /** Three channels, sRGB; greys thrice. */
    RGB,
    /** Four channels, sRGB and alpha; alpha is 255 where a file has none. */
    RGBA
}
