package dev.texon.networks.data;

/** Channels of the samples that images become. Alpha is ignored. */
public enum ImageColor {
    /** As the first image has them. */
    AS_FIRST,
    /** One channel; of colours the luma 0.299·R + 0.587·G + 0.114·B (ITU-R BT.601). */
    GREY,
    /** Three channels, sRGB; greys thrice. */
    RGB
}
