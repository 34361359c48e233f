package dev.texon.gpu.spi;

import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;
import java.util.Map;
import java.util.Set;

/**
 * What an API's version and extensions promise.
 *
 * @param formats per format; a format that is missing does not exist
 * @param features beyond single formats
 * @param textureSize longest side in texels
 * @param inputs textures that one program may read
 * @param renderTargets outputs of one program, 1 to 8
 * @param uniformVectors four-component uniforms in one program
 */
public record DeclaredCapabilities(
        Map<TextureFormat, Set<FormatFeature>> formats,
        Set<Feature> features,
        int textureSize,
        int inputs,
        int renderTargets,
        int uniformVectors) {
    /**
     * Copies formats and features.
     *
     * @param formats any
     * @param features any
     * @param textureSize any
     * @param inputs any
     * @param renderTargets any
     * @param uniformVectors any
     */
    public DeclaredCapabilities {
        formats = Map.copyOf(formats);
        features = Set.copyOf(features);
    }
}
