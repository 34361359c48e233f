package dev.texon.gpu;

/** Type of a uniform, or of one element of an array of uniforms. */
public enum UniformType {
    FLOAT("float", 1),
    INT("int", 1),
    VEC2("vec2", 2),
    VEC3("vec3", 3),
    VEC4("vec4", 4),
    /** Column after column, 16 floats. */
    MAT4("mat4", 16);

    private final String glsl;
    private final int components;

    UniformType(String glsl, int components) {
        this.glsl = glsl;
        this.components = components;
    }

    /** The type's name in the shading language. */
    public String glsl() {
        return glsl;
    }

    /** Numbers in one element. */
    public int components() {
        return components;
    }
}
