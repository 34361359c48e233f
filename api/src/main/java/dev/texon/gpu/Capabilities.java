package dev.texon.gpu;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What an adapter can do: declared by its API and measured by drawing and reading values back. Together with the
 * {@link DeviceInfo} this is the device profile.
 *
 * @param formats per format
 * @param features beyond single formats
 * @param limits sizes and counts
 * @param numerics how the fragment stage computes
 */
public record Capabilities(
        Map<TextureFormat, FormatSupport> formats, Set<Feature> features, Limits limits, Numerics numerics) {
    /**
     * Copies formats and features.
     *
     * @param formats those that are missing have no features
     * @param features any
     * @param limits any
     * @param numerics any
     */
    public Capabilities {
        EnumMap<TextureFormat, FormatSupport> formatCopy = new EnumMap<>(TextureFormat.class);
        formatCopy.putAll(formats);
        formats = Collections.unmodifiableMap(formatCopy);
        EnumSet<Feature> featureCopy = EnumSet.noneOf(Feature.class);
        featureCopy.addAll(features);
        features = Collections.unmodifiableSet(featureCopy);
    }

    /**
     * Says what is known of a format.
     *
     * @param format any
     * @return no features, if it was never measured
     */
    public FormatSupport format(TextureFormat format) {
        FormatSupport support = formats.get(format);
        return support != null ? support : new FormatSupport(Set.of(), Set.of(), 0, Double.NaN);
    }

    /**
     * Says whether the probe measured that a feature works for a format.
     *
     * @param format any
     * @param feature of the format
     * @return whether it was drawn, read back and found right
     */
    public boolean supports(TextureFormat format, FormatFeature feature) {
        return format(format).measured().contains(feature);
    }

    /**
     * Says whether the adapter has a feature beyond single formats.
     *
     * @param feature any
     * @return whether it does
     */
    public boolean supports(Feature feature) {
        return features.contains(feature);
    }
}
