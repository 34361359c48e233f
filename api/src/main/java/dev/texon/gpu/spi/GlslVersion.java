package dev.texon.gpu.spi;

/** The dialects of GLSL that a kernel can become. */
public enum GlslVersion {
    /** GLSL ES 1.00, of OpenGL ES 2.0 and WebGL 1. */
    ES_100("100", "#version 100"),
    /** GLSL ES 3.00, of OpenGL ES 3 and WebGL 2. */
    ES_300("300es", "#version 300 es"),
    /** GLSL 3.30 of the core profile, of desktop OpenGL. */
    CORE_330("330", "#version 330 core");

    private final String prelude;
    private final String directive;

    GlslVersion(String prelude, String directive) {
        this.prelude = prelude;
        this.directive = directive;
    }

    /** The name of its prelude among the shader sources. */
    String prelude() {
        return prelude;
    }

    /** {@return the first line of each of its shaders, without a line break} */
    public String directive() {
        return directive;
    }
}
