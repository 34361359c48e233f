package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.MAX_DRAW_BUFFERS;
import static dev.texon.gpu.gl.GlConstants.MAX_FRAGMENT_UNIFORM_COMPONENTS;
import static dev.texon.gpu.gl.GlConstants.MAX_FRAGMENT_UNIFORM_VECTORS;
import static dev.texon.gpu.gl.GlConstants.MAX_TEXTURE_IMAGE_UNITS;
import static dev.texon.gpu.gl.GlConstants.MAX_TEXTURE_SIZE;
import static dev.texon.gpu.gl.GlConstants.VERSION;

import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.spi.DeclaredCapabilities;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What the versions and extensions of the family promise. */
final class GlCapabilities {
    /** Inputs beyond these are of no use to a pass, and a cache of bound textures stays small. */
    private static final int MAX_INPUTS = 32;

    private final Gl gl;
    private final GlApi api;
    private final Set<String> extensions;
    private final Predicate<TextureFormat> drawable;

    /**
     * Describes a context; {@link #declared} derives what it promises.
     *
     * @param extensions without the prefix {@code GL_}
     * @param drawable whether a framebuffer with the format is complete, where no version or extension says so
     */
    GlCapabilities(Gl gl, Set<String> extensions, Predicate<TextureFormat> drawable) {
        this.gl = gl;
        this.api = gl.api();
        this.extensions = extensions;
        this.drawable = drawable;
    }

    DeclaredCapabilities declared() {
        Map<TextureFormat, Set<FormatFeature>> formats = new EnumMap<>(TextureFormat.class);
        for (TextureFormat format : TextureFormat.values()) {
            if (!api.legacy() || element(format).storedInLegacy().isGiven(extensions)) {
                formats.put(format, features(format));
            }
        }
        int renderTargets = 1;
        if (!api.legacy() || has("WEBGL_draw_buffers") || has("EXT_draw_buffers")) {
            renderTargets = Math.min(8, gl.getInteger(MAX_DRAW_BUFFERS));
        }
        int uniformVectors = api == GlApi.GL
                ? gl.getInteger(MAX_FRAGMENT_UNIFORM_COMPONENTS) / 4
                : gl.getInteger(MAX_FRAGMENT_UNIFORM_VECTORS);
        return new DeclaredCapabilities(
                formats,
                deviceFeatures(),
                gl.getInteger(MAX_TEXTURE_SIZE),
                Math.min(MAX_INPUTS, gl.getInteger(MAX_TEXTURE_IMAGE_UNITS)),
                renderTargets,
                uniformVectors);
    }

    private static GlElementType element(TextureFormat format) {
        return GlElementType.of(format.elementType());
    }

    private Set<FormatFeature> features(TextureFormat format) {
        boolean minMax = !api.legacy() || has("EXT_blend_minmax");
        Set<FormatFeature> features = EnumSet.of(FormatFeature.SAMPLED, FormatFeature.UPLOAD);
        boolean linear = promised(element(format).filtered(api));
        if (linear) {
            features.add(FormatFeature.LINEAR_FILTER);
        }
        if (renders(format)) {
            features.add(FormatFeature.RENDER);
            features.add(FormatFeature.READ_BACK);
            if (promised(element(format).blended())) {
                features.add(FormatFeature.BLEND);
                if (minMax) {
                    features.add(FormatFeature.BLEND_MIN_MAX);
                }
            }
            if (linear) {
                features.add(FormatFeature.MIPMAP);
            }
        }
        return features;
    }

    private boolean promised(GlElementType.Promise promise) {
        return api == GlApi.GL || promise.isGiven(extensions);
    }

    private boolean renders(TextureFormat format) {
        return promised(element(format).drawn(api))
                || esVersionAtLeast32()
                || (api == GlApi.GLES2 && drawable.test(format));
    }

    /** In ES 3.2 the float formats are drawable by the version itself. Blending of 32-bit floats stays an extension. */
    private boolean esVersionAtLeast32() {
        return api == GlApi.GLES3 && gl.getString(VERSION).startsWith("OpenGL ES 3.2");
    }

    private Set<Feature> deviceFeatures() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        if (!api.legacy() || has("EXT_shader_texture_lod")) {
            features.add(Feature.EXPLICIT_LEVEL);
        }
        if (!api.legacy() || has("OES_fbo_render_mipmap")) {
            features.add(Feature.RENDER_TO_LEVEL);
        }
        if (!api.legacy() || (api == GlApi.GLES2 && has("OES_texture_npot"))) {
            features.add(Feature.NON_POWER_OF_TWO);
        }
        if (!api.legacy()) {
            features.add(Feature.MIXED_TARGETS);
            features.add(Feature.ASYNC_READ_BACK);
            features.add(Feature.FLOAT_BITS);
        }
        boolean timer = api == GlApi.GL || has("EXT_disjoint_timer_query") || has("EXT_disjoint_timer_query_webgl2");
        if (timer && gl.timeQueryBits() > 0) {
            features.add(Feature.TIMER);
        }
        // Native APIs report a reset and cannot ask for one.
        if (has("WEBGL_lose_context")) {
            features.add(Feature.CONTEXT_LOSS);
        }
        return features;
    }

    private boolean has(String extension) {
        return extensions.contains(extension);
    }
}
