package dev.texon.conformance.saboteurs;

import dev.texon.gpu.gl.Gl;
import java.util.HashMap;
import java.util.Map;

/** Knows which texture is bound to the active unit, and which program is in use. */
abstract class BindingsGl extends ForwardingGl {
    private final Map<Integer, Integer> textures = new HashMap<>();
    private int unit;
    private int program;

    BindingsGl(Gl right) {
        super(right);
    }

    /** The texture that calls change. */
    final int texture() {
        return textures.getOrDefault(unit, 0);
    }

    /** The program that is in use. */
    final int program() {
        return program;
    }

    @Override
    public void activeTexture(int newUnit) {
        unit = newUnit;
        right.activeTexture(newUnit);
    }

    @Override
    public void bindTexture(int target, int texture) {
        textures.put(unit, texture);
        right.bindTexture(target, texture);
    }

    @Override
    public void useProgram(int newProgram) {
        program = newProgram;
        right.useProgram(newProgram);
    }
}
