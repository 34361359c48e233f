package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.FLOAT;
import static dev.texon.gpu.gl.GlConstants.HALF_FLOAT;
import static dev.texon.gpu.gl.GlConstants.HALF_FLOAT_OES;
import static dev.texon.gpu.gl.GlConstants.UNSIGNED_BYTE;

import dev.texon.gpu.ElementType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the family calls an element type, and which extensions promise what for textures of it. OpenGL promises all by itself.
 *
 * @param type of texels in memory
 * @param legacyType the same in ES 2.0 and WebGL 1
 * @param storedInLegacy such textures exist in ES 2.0 and WebGL 1
 * @param filtered linear filtering in ES 3 and WebGL 2
 * @param filteredInLegacy linear filtering in ES 2.0 and WebGL 1
 * @param drawn drawing and reading back in ES 3 and WebGL 2
 * @param drawnInGles2 drawing and reading back in ES 2.0
 * @param drawnInWebGl1 drawing and reading back in WebGL 1
 * @param blended blending, where they are drawn to
 */
public record GlElementType(
        int type,
        int legacyType,
        Promise storedInLegacy,
        Promise filtered,
        Promise filteredInLegacy,
        Promise drawn,
        Promise drawnInGles2,
        Promise drawnInWebGl1,
        Promise blended) {
    /**
     * When something may be used.
     *
     * @param byVersion always
     * @param extensions if it has one of these
     */
    record Promise(boolean byVersion, List<String> extensions) {
        private static final Promise BY_VERSION = new Promise(true, List.of());
        private static final Promise NEVER = by();

        private static Promise by(String... extensions) {
            return new Promise(false, List.of(extensions));
        }

        /** @param has the extensions that there are, without the prefix {@code GL_} */
        boolean isGiven(Set<String> has) {
            return byVersion || extensions.stream().anyMatch(has::contains);
        }
    }

    public static GlElementType of(ElementType element) {
        return switch (element) {
            case UNSIGNED_BYTE ->
                new GlElementType(
                        UNSIGNED_BYTE,
                        UNSIGNED_BYTE,
                        Promise.BY_VERSION,
                        Promise.BY_VERSION,
                        Promise.BY_VERSION,
                        Promise.BY_VERSION,
                        Promise.BY_VERSION,
                        Promise.BY_VERSION,
                        Promise.BY_VERSION);
            case HALF_FLOAT ->
                new GlElementType(
                        HALF_FLOAT,
                        HALF_FLOAT_OES,
                        Promise.by("OES_texture_half_float"),
                        Promise.BY_VERSION,
                        Promise.by("OES_texture_half_float_linear"),
                        Promise.by("EXT_color_buffer_float", "EXT_color_buffer_half_float"),
                        Promise.by("EXT_color_buffer_half_float"),
                        Promise.by("EXT_color_buffer_half_float"),
                        Promise.BY_VERSION);
            case FLOAT ->
                new GlElementType(
                        FLOAT,
                        FLOAT,
                        Promise.by("OES_texture_float"),
                        Promise.by("OES_texture_float_linear"),
                        Promise.by("OES_texture_float_linear"),
                        Promise.by("EXT_color_buffer_float"),
                        // No extension of ES 2.0 speaks of drawing to 32-bit
                        // floats; completeness is the only declaration.
                        Promise.NEVER,
                        Promise.by("WEBGL_color_buffer_float"),
                        Promise.by("EXT_float_blend"));
        };
    }

    int type(GlApi api) {
        return api.legacy() ? legacyType : type;
    }

    Promise filtered(GlApi api) {
        return api.legacy() ? filteredInLegacy : filtered;
    }

    Promise drawn(GlApi api) {
        return switch (api) {
            case GL, GLES3, WEBGL2 -> drawn;
            case GLES2 -> drawnInGles2;
            case WEBGL1 -> drawnInWebGl1;
        };
    }

    /** The element type that a type of texels stands for in any API; empty if there is none. */
    public static Optional<ElementType> elementType(int type) {
        for (ElementType element : ElementType.values()) {
            GlElementType names = of(element);
            if (type == names.type || type == names.legacyType) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }
}
