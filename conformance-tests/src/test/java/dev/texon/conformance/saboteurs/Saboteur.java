package dev.texon.conformance.saboteurs;

import dev.texon.gpu.gl.Gl;
import java.util.function.UnaryOperator;

/**
 * A driver that is wrong in one way.
 *
 * @param name what is wrong, as a person says it
 * @param sabotage makes a right binding wrong
 * @param caughtBy id of the case that must fail
 * @param messageSays text of the failure that names the trouble
 */
record Saboteur(String name, UnaryOperator<Gl> sabotage, String caughtBy, String messageSays) {
    @Override
    public String toString() {
        return name;
    }
}
