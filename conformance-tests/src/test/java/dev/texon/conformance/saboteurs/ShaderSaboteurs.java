package dev.texon.conformance.saboteurs;

import static org.lwjgl.opengles.GLES30.GL_BLEND;
import static org.lwjgl.opengles.GLES30.GL_MIN;

import dev.texon.gpu.gl.Gl;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wrong in what the fragment stage computes: made by compiling something else than the kernel. */
final class ShaderSaboteurs {
    private static final Pattern OUTPUT = Pattern.compile("layout\\(location = \\d+\\) out vec4 (\\w+);");
    /** Keeps 11 significant bits, as mediump may. */
    static final String COARSE = "float coarse(float x) { return uintBitsToFloat(floatBitsToUint(x) & 0xffffe000u); } ";

    private ShaderSaboteurs() {}

    static List<Saboteur> all() {
        return List.of(
                new Saboteur(
                        "linear filter with three bits of weight",
                        fragment(source -> source.replaceAll(
                                "texture\\((texon_in_\\w+), uv\\)",
                                "texture($1, (floor((uv * vec2(textureSize($1, 0)) - 0.5) * 8.0 + 0.5) / 8.0 + 0.5)"
                                        + " / vec2(textureSize($1, 0)))")),
                        "filter/linear/rgba32f",
                        "the filter of RGBA32F gives the weight"),
                new Saboteur(
                        "trilinear filter takes the nearest level",
                        fragment(source -> source.replace("uv, level)", "uv, floor(level + 0.5))")),
                        "mipmap/trilinear/rgba32f",
                        "the trilinear filter of RGBA32F gives level"),
                new Saboteur(
                        "sampling reads the next mip level",
                        fragment(source -> source.replace("uv, level)", "uv, level + 1.0)")),
                        "mipmap/explicit/sample/rgba8",
                        "levels 0 to 3 of RGBA8 has"),
                new Saboteur(
                        "fetch is off by one texel beyond 8000",
                        fragment(source -> source.replace("vec2(texel)", "vec2(texel - texel / 8000)")),
                        "texture/largest/fetch",
                        "fetch of texel 8000 by LEVEL gives texel 7999"),
                new Saboteur(
                        "fetch is off where both coordinates are beyond 4000",
                        fragment(source ->
                                source.replace("vec2(texel)", "vec2(texel - (texel.x / 4000) * (texel.y / 4000))")),
                        "texture/largest/corners",
                        "fetch at (16383, 4095) gives 0 instead of"),
                new Saboteur(
                        "fragment coordinates in mediump",
                        fragment(source -> define(
                                COARSE,
                                source.replace(
                                        "ivec2(gl_FragCoord.xy)",
                                        "ivec2(coarse(gl_FragCoord.x), coarse(gl_FragCoord.y))"))),
                        "capability/texture-size",
                        "A side of 16384 texels is declared, and 2048 work"),
                new Saboteur(
                        "fetched floats clamped to the half range",
                        fragment(source -> source.replaceAll(
                                "return (textureLod\\(\\w+, centre .*?\\));", "return clamp($1, -65504.0, 65504.0);")),
                        "texture/upload/rgba32f",
                        "65504.0 instead of 3.4028235E38"),
                new Saboteur(
                        "mediump for highp in exp",
                        fragment(source -> define(
                                COARSE + "float coarse_exp(float x) { return coarse(exp(x)); } ",
                                source.replaceAll("\\bexp\\(", "coarse_exp("))),
                        "precision/exp/highp",
                        "exp(a) is wrong for"),
                new Saboteur(
                        "mediump for highp in tanh",
                        fragment(source -> define(COARSE, source.replace("tanh(a)", "coarse(tanh(a))"))),
                        "precision/tanh/highp",
                        "tanh(a) is wrong for"),
                new Saboteur(
                        "ints lose their sign when they are shifted",
                        fragment(source -> source.replace("(int(a) >> 3)", "int(uint(int(a)) >> 3)")),
                        "precision/int-shift/highp",
                        "The high half of (int(a) >> 3) has"),
                new Saboteur(
                        "mediump for highp in sums of two products",
                        fragment(source -> define(
                                COARSE,
                                source.replace(
                                        "return t.r * t.g + u.r * u.g;", "return coarse(t.r * t.g + u.r * u.g);"))),
                        "precision/sum/pairwise",
                        "The sum of 4096 products is off by"),
                new Saboteur(
                        "division by a reciprocal of 20 bits",
                        fragment(source -> define(
                                "float reciprocal(float x) { return uintBitsToFloat(floatBitsToUint(1.0 / x) & 0xfffffff0u); } ",
                                source.replace("(a / b)", "(a * reciprocal(b))"))),
                        "precision/divide/highp",
                        "a / b is wrong for"),
                new Saboteur(
                        "floor of a quotient by a reciprocal of 10 bits",
                        fragment(source -> define(
                                COARSE, source.replace("floor((a + 0.5) / b)", "floor((a + 0.5) * coarse(1.0 / b))"))),
                        "precision/whole/centred",
                        "floor((n + 0.5) / m) has"),
                new Saboteur(
                        "mod by way of fract",
                        fragment(source -> source.replace("(mod(a, b))", "(b * fract(a / b))")),
                        "precision/whole/mod",
                        "mod(a, b) with a = "),
                new Saboteur(
                        "the last column of a level below an odd side is the one before",
                        fragment(
                                source -> source.replace(
                                        "texelFetch(texon_in_inputs, texel, level)",
                                        "texelFetch(texon_in_inputs, ivec2(texel.x - (level > 0"
                                                + " && texel.x > 0 && texel.x == textureSize(texon_in_inputs, level).x - 1"
                                                + " && textureSize(texon_in_inputs, level - 1).x % 2 == 1 ? 1 : 0), texel.y), level)")),
                        "mipmap/sizes/explicit/rgba8",
                        "Level 1 of 5×1 texels of RGBA8, channel 1 has"),
                new Saboteur(
                        "levels below an odd side are mirrored",
                        fragment(
                                source -> source.replace(
                                        "texelFetch(texon_in_inputs, texel, level)",
                                        "texelFetch(texon_in_inputs, level > 0 && textureSize(texon_in_inputs, 0).x % 2 == 1"
                                                + " ? ivec2(textureSize(texon_in_inputs, level).x - 1 - texel.x, texel.y) : texel, level)")),
                        "mipmap/sizes/generated/rgba32f",
                        "the texels that it covers allow"),
                new Saboteur(
                        "atan of two arguments does not know the quadrant",
                        fragment(source -> source.replace("(atan(a, b))", "(atan(a / b))")),
                        "precision/open/atan2",
                        "atan(a, b) with a = "),
                new Saboteur(
                        "asinh loses the sign",
                        fragment(source -> source.replace("(asinh(a))", "(asinh(abs(a)))")),
                        "precision/open/asinh",
                        "asinh(a) with a = -"),
                new Saboteur(
                        "trunc rounds down",
                        fragment(source -> source.replace("(trunc(a))", "(floor(a))")),
                        "precision/trunc/highp",
                        "trunc(-"),
                new Saboteur(
                        "derivatives along y have the wrong sign",
                        fragment(source -> source.replace("(dFdy(plane))", "(-dFdy(plane))")),
                        "precision/derivatives",
                        "dFdy(plane) at (0, 0) is 5.0"),
                new Saboteur(
                        "products clamped to the largest float",
                        fragment(source -> source.replace("(a * b)", "(clamp(a * b, -3.4028235e38, 3.4028235e38))")),
                        "special/infinity/overflow",
                        "instead of Infinity"),
                new Saboteur(
                        "isnan is always false",
                        fragment(source -> source.replace("return isnan(x);", "return false;")),
                        "special/is-nan",
                        "is_nan has 1 wrong"),
                new Saboteur(
                        "NaN becomes 0 when it is drawn",
                        outputs("isnan(x) ? 0.0 : x"),
                        "special/draw/rgba32f",
                        "After being drawn, RGBA32F holds 0.0 instead of NaN"),
                new Saboteur(
                        "Inf clamped to 65504 when it is drawn",
                        outputs("isinf(x) ? 65504.0 * sign(x) : x"),
                        "special/draw/rgba16f",
                        "65504.0 instead of Infinity"),
                new Saboteur(
                        "subnormal halves become the smallest normal half when they are drawn",
                        outputs("abs(x) < 0.00006103515625 && x != 0.0 ? 0.00006103515625 * sign(x) : x"),
                        "special/subnormal/half",
                        "turns the subnormal"),
                new Saboteur(
                        "colors clamped to 1 before they are blended",
                        ShaderSaboteurs::clampsBlended,
                        "pass/blend/rgba32f",
                        "The sum in RGBA32F has"),
                new Saboteur(
                        "negative colors become 0 before their minimum is taken",
                        ShaderSaboteurs::clampsMinimum,
                        "pass/blend-min/rgba32f",
                        "The minimum in RGBA32F has"),
                new Saboteur(
                        "the second target gets the first one's output",
                        fragment(source -> {
                            Matcher matcher = OUTPUT.matcher(source);
                            String first = matcher.find() ? matcher.group(1) : "";
                            return matcher.find() ? afterMain(source, matcher.group(1) + " = " + first + ";") : source;
                        }),
                        "capability/render-targets",
                        "8 render targets are declared, and 1 work at once"));
    }

    static UnaryOperator<Gl> fragment(UnaryOperator<String> rewrite) {
        return gl -> new ForwardingGl(gl) {
            @Override
            public void shaderSource(int shader, String source) {
                right.shaderSource(shader, isKernel(source) ? rewrite.apply(source) : source);
            }
        };
    }

    private static boolean isKernel(String source) {
        return source.contains("ivec2 fragment()");
    }

    /** Puts functions before all that may call them, without moving a line. */
    static String define(String functions, String source) {
        String start = "precision highp int;\n";
        return source.replace(start, start + functions + "\n");
    }

    private static String afterMain(String source, String statements) {
        return source.replace("void main()", "void right_main()") + "\nvoid main() { right_main(); " + statements
                + " }\n";
    }

    /** @param expression what becomes of each number x that a kernel writes */
    private static UnaryOperator<Gl> outputs(String expression) {
        return fragment(source -> spoilOutputs(source, expression));
    }

    private static String spoilOutputs(String source, String expression) {
        StringBuilder statements = new StringBuilder();
        OUTPUT.matcher(source)
                .results()
                .map(result -> result.group(1))
                .forEach(name -> statements.append(name + " = vec4(spoilt(" + name + ".r), spoilt(" + name
                        + ".g), spoilt(" + name + ".b), spoilt(" + name + ".a)); "));
        return define(
                "float spoilt(float x) { return " + expression + "; } ", afterMain(source, statements.toString()));
    }

    private static Gl clampsMinimum(Gl gl) {
        return new BindingsGl(gl) {
            private boolean minimum;

            @Override
            public void shaderSource(int shader, String source) {
                right.shaderSource(
                        shader,
                        isKernel(source)
                                ? define("uniform bool minimum; ", spoilOutputs(source, "minimum ? max(x, 0.0) : x"))
                                : source);
            }

            @Override
            public void blendEquation(int mode) {
                minimum = mode == GL_MIN;
                right.blendEquation(mode);
            }

            @Override
            public void drawArrays(int mode, int first, int count) {
                right.uniform1iv(right.getUniformLocation(program(), "minimum"), new int[] {minimum ? 1 : 0});
                right.drawArrays(mode, first, count);
            }
        };
    }

    private static Gl clampsBlended(Gl gl) {
        return new BindingsGl(gl) {
            private boolean blending;

            @Override
            public void shaderSource(int shader, String source) {
                right.shaderSource(
                        shader,
                        isKernel(source)
                                ? define("uniform bool blending; ", spoilOutputs(source, "blending ? min(x, 1.0) : x"))
                                : source);
            }

            @Override
            public void enable(int capability) {
                blending |= capability == GL_BLEND;
                right.enable(capability);
            }

            @Override
            public void disable(int capability) {
                blending &= capability != GL_BLEND;
                right.disable(capability);
            }

            @Override
            public void drawArrays(int mode, int first, int count) {
                int location = right.getUniformLocation(program(), "blending");
                right.uniform1iv(location, new int[] {blending ? 1 : 0});
                right.drawArrays(mode, first, count);
            }
        };
    }
}
