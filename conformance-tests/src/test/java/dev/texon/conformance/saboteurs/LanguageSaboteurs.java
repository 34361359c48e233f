package dev.texon.conformance.saboteurs;

import dev.texon.gpu.gl.Gl;
import java.util.List;
import java.util.function.UnaryOperator;

/** Compilers that take a word of the language for another. */
final class LanguageSaboteurs {
    private LanguageSaboteurs() {}

    static List<Saboteur> all() {
        return List.of(
                new Saboteur(
                        "continue leaves the loop",
                        replaces("continue;", "break;"),
                        "language/loop/break-continue",
                        "f(-5.0, 0.0) is"),
                new Saboteur(
                        "an index loses what is added to it",
                        replaces("w[i + 1]", "w[i]"),
                        "language/array/loop",
                        "f(-8.0, 0.0) is"),
                new Saboteur(
                        "inout parameters are not copied back",
                        replaces("inout ", "in "),
                        "language/call/copies",
                        "f(-8.0, 0.0) is"),
                new Saboteur(
                        "structures are compared by their first member",
                        replaces("p != q", "p.x != q.x"),
                        "language/struct/value",
                        "f(-8.0, 0.0) is"),
                new Saboteur(
                        "a swizzle is written component by component",
                        replaces("v.zx = v.xz;", "v.z = v.x; v.x = v.z;"),
                        "language/vector/swizzle",
                        "f(-8.0, 0.0) is"),
                new Saboteur(
                        "&& evaluates both sides",
                        replaces("told(p, 1.0) && told(q, 10.0)", "bool(int(told(p, 1.0)) * int(told(q, 10.0)))"),
                        "language/short-circuit",
                        "f(-8.0, 0.0) is"),
                new Saboteur(
                        "whole numbers beyond 2048 lose their last bits",
                        ShaderSaboteurs.fragment(source -> ShaderSaboteurs.define(
                                ShaderSaboteurs.COARSE, source.replace("floor(n * 0.5)", "floor(coarse(n) * 0.5)"))),
                        "language/whole/digits",
                        "f(1.0, 2.0) is"));
    }

    private static UnaryOperator<Gl> replaces(String right, String wrong) {
        return ShaderSaboteurs.fragment(source -> source.replace(right, wrong));
    }
}
