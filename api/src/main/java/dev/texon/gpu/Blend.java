package dev.texon.gpu;

/** What a pass does with the value that a target holds already. */
public enum Blend {
    /** Replace it. */
    NONE,
    /** Add to it, channel by channel. Needs {@link FormatFeature#BLEND} for the target's format. */
    ADD,
    /** Keep the smaller of the two, channel by channel. Needs {@link FormatFeature#BLEND_MIN_MAX} for the target's format. */
    MIN,
    /** Keep the larger of the two, channel by channel. Needs {@link FormatFeature#BLEND_MIN_MAX} for the target's format. */
    MAX
}
