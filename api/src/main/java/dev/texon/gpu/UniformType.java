package dev.texon.gpu;

/** Type of a uniform, or of one element of an array of uniforms. */
public enum UniformType {
    /** One float. */
    FLOAT("float", 1),
    /** One integer, of 16 bits in the smallest dialect. */
    INT("int", 1),
    /** Two floats. */
    VEC2("vec2", 2),
    /** Three floats. */
    VEC3("vec3", 3),
    /** Four floats. */
    VEC4("vec4", 4),
    /** Column after column, 16 floats. */
    MAT4("mat4", 16);

    private final String glsl;
    private final int components;

    UniformType(String glsl, int components) {
        this.glsl = glsl;
        this.components = components;
    }

    /** {@return the type's name in the shading language} */
    public String glsl() {
        return glsl;
    }

    /** {@return the numbers in one element} */
    public int components() {
        return components;
    }
}
