package dev.texon.gpu;

/** What a pass does with the value that a target holds already. */
public enum Blend {
    /** Replace it. */
    NONE,
    /** Add to it, channel by channel. Needs {@link FormatFeature#BLEND} for the target's format. */
    ADD
}
