package dev.texon.gpu.gl;

import dev.texon.gpu.spi.GlslVersion;

/** The members of the family. */
public enum GlApi {
    /** Desktop OpenGL 3.3 core or later; GLSL 3.30. */
    GL,
    /** OpenGL ES 3.x; GLSL ES 3.00. */
    GLES3,
    /** OpenGL ES 2.0; GLSL ES 1.00. */
    GLES2,
    /** WebGL 2; GLSL ES 3.00. */
    WEBGL2,
    /** WebGL 1; GLSL ES 1.00. */
    WEBGL1;

    /** Its shading language. */
    GlslVersion glsl() {
        return switch (this) {
            case GL -> GlslVersion.CORE_330;
            case GLES3, WEBGL2 -> GlslVersion.ES_300;
            case GLES2, WEBGL1 -> GlslVersion.ES_100;
        };
    }

    /** Whether the shading language is GLSL ES 1.00, and textures are made from unsized formats. */
    public boolean legacy() {
        return glsl() == GlslVersion.ES_100;
    }

    public boolean web() {
        return this == WEBGL1 || this == WEBGL2;
    }
}
