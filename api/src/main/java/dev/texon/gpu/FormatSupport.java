package dev.texon.gpu;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one adapter does with one format.
 *
 * @param declared what the API's version and extensions promise
 * @param measured what the probe drew, read back and found right; the framework trusts this
 * @param filterBits effective bits of a linear filter's weights, −log₂ of twice the worst error over 256 positions, 0 if not linear
 * @param mipmapError worst deviation of a generated level from the mean of its four texels, relative to the largest texel; NaN if not generated
 */
public record FormatSupport(
        Set<FormatFeature> declared, Set<FormatFeature> measured, int filterBits, double mipmapError) {
    /**
     * Copies the features.
     *
     * @param declared any
     * @param measured any
     * @param filterBits any
     * @param mipmapError any
     */
    public FormatSupport {
        declared = copy(declared);
        measured = copy(measured);
    }

    private static Set<FormatFeature> copy(Set<FormatFeature> set) {
        EnumSet<FormatFeature> copy = EnumSet.noneOf(FormatFeature.class);
        copy.addAll(set);
        return Collections.unmodifiableSet(copy);
    }
}
