package dev.texon.gpu.gl;

import dev.texon.gpu.Precision;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ProgramDescriptor.Access;
import dev.texon.gpu.TexelFetch;
import dev.texon.shaders.Shaders;
import java.util.Set;

/** Puts a kernel of the portable dialect together for one API: version, prelude, declarations, shared functions, source. */
final class GlslAssembler {
    private final GlApi api;
    private final boolean textureLod;
    private final boolean drawBuffers;

    /** @param extensions without the prefix {@code GL_} */
    GlslAssembler(GlApi api, Set<String> extensions) {
        this.api = api;
        textureLod = !api.legacy() || extensions.contains("EXT_shader_texture_lod");
        drawBuffers = extensions.contains("WEBGL_draw_buffers") || extensions.contains("EXT_draw_buffers");
    }

    /** Covers the region with one triangle; the viewport cuts it. In GLSL ES 1.00 it also gives each fragment its position. */
    String vertexShader() {
        return version() + (api.legacy() ? """
                        attribute vec2 texon_corner;
                        uniform highp vec4 texon_region;
                        varying highp vec2 texon_position;
                        void main() {
                          texon_position = texon_region.xy + (0.5 * texon_corner + 0.5) * texon_region.zw;
                          gl_Position = vec4(texon_corner, 0.0, 1.0);
                        }
                        """ : """
                        in vec2 texon_corner;
                        void main() { gl_Position = vec4(texon_corner, 0.0, 1.0); }
                        """);
    }

    /** Everything that stands before the author's first line; ends with a line break. */
    String preamble(ProgramDescriptor program) {
        StringBuilder text = new StringBuilder(4096).append(version());
        if (api.legacy()) {
            if (textureLod) {
                text.append("#extension GL_EXT_shader_texture_lod : require\n");
            }
            if (drawBuffers && program.outputs().size() > 1) {
                text.append("#extension GL_EXT_draw_buffers : require\n");
            }
        }
        text.append(Shaders.prelude(api.legacy() ? "100" : api == GlApi.GL ? "330" : "300es"));
        for (ProgramDescriptor.Input input : program.inputs()) {
            text.append(api.legacy() ? legacyInput(input, program.fetch()) : input(input, program.fetch()));
        }
        // Behind the inputs' functions, whose own names they would replace.
        for (ProgramDescriptor.Constant constant : program.constants()) {
            text.append("#define ").append(constant.name()).append(' ').append(constant.literal());
            text.append('\n');
        }
        for (ProgramDescriptor.Uniform uniform : program.uniforms()) {
            text.append("uniform ").append(uniform.type().glsl()).append(' ').append(uniform.name());
            text.append(uniform.count() > 0 ? "[" + uniform.count() + "];\n" : ";\n");
        }
        for (int i = 0; i < program.outputs().size(); i++) {
            text.append(api.legacy() ? "" : "layout(location = " + i + ") out ")
                    .append("vec4 ")
                    .append(program.outputs().get(i))
                    .append(";\n");
        }
        if (api.legacy()) {
            text.append("#define main texon_kernel\n");
        }
        if (program.precision() == Precision.MEDIUMP && api != GlApi.GL) {
            text.append("precision mediump float;\n");
        }
        for (String functions : program.functions()) {
            text.append(functions).append(functions.endsWith("\n") ? "" : "\n");
        }
        return text.toString();
    }

    /**
     * Everything that stands after the author's last line. In GLSL ES 1.00 outputs are variables, which are handed over here: a macro
     * for gl_FragColor would also replace swizzles of its name.
     */
    String epilogue(ProgramDescriptor program) {
        if (!api.legacy()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n#undef main\nvoid main() {\n  texon_kernel();\n");
        for (int i = 0; i < program.outputs().size(); i++) {
            String target = program.outputs().size() == 1 ? "gl_FragColor" : "gl_FragData[" + i + "]";
            text.append("  ")
                    .append(target)
                    .append(" = ")
                    .append(program.outputs().get(i))
                    .append(";\n");
        }
        return text.append("}\n").toString();
    }

    private String version() {
        return switch (api) {
            case GL -> "#version 330 core\n";
            case GLES3, WEBGL2 -> "#version 300 es\n";
            case GLES2, WEBGL1 -> "#version 100\n";
        };
    }

    /**
     * By the coordinate of its centre, a texel in column t is missed by at most t · 2⁻²³ texels, so that nearest finds it; some software
     * drivers do it in two thirds of the time of texelFetch.
     */
    private static String input(ProgramDescriptor.Input input, TexelFetch fetch) {
        String lookup = fetch == TexelFetch.PLAIN
                ? "texture(texon_in_$, centre * texon_step_$)"
                : "textureLod(texon_in_$, centre * texon_step_$, 0.0)";
        String byInteger =
                fetch == TexelFetch.INTEGER ? "texelFetch(texon_in_$, texel, 0)" : "fetch_$(vec2(texel) + 0.5)";
        String functions = input.access() == Access.TEXELS
                ? """
                uniform highp vec2 texon_step_$;
                vec4 fetch_$(vec2 centre) { return LOOKUP; }
                vec4 fetch_$(ivec2 texel) { return BY_INTEGER; }
                vec4 fetch_$(ivec2 texel, int level) { return texelFetch(texon_in_$, texel, level); }
                """.replace(
                                "LOOKUP",
                                fetch == TexelFetch.INTEGER ? "texelFetch(texon_in_$, ivec2(centre), 0)" : lookup)
                        .replace("BY_INTEGER", byInteger)
                : """
                vec4 sample_$(vec2 uv) { return texture(texon_in_$, uv); }
                vec4 sample_$(vec2 uv, float level) { return textureLod(texon_in_$, uv, level); }
                """;
        return ("uniform highp sampler2D texon_in_$;\nivec2 size_$() { return textureSize(texon_in_$, 0); }\n"
                        + functions)
                .replace("$", input.name());
    }

    /** GLSL ES 1.00 has no integer coordinates; the driver filters nearest for such inputs. */
    private String legacyInput(ProgramDescriptor.Input input, TexelFetch fetch) {
        String functions;
        if (input.access() == Access.TEXELS) {
            functions = """
                    uniform highp vec2 texon_step_$;
                    vec4 fetch_$(vec2 centre) { return LOOKUP; }
                    vec4 fetch_$(ivec2 texel) { return fetch_$(vec2(texel) + 0.5); }
                    """.replace(
                            "LOOKUP",
                            textureLod && fetch != TexelFetch.PLAIN
                                    ? "texture2DLodEXT(texon_in_$, centre * texon_step_$, 0.0)"
                                    : "texture2D(texon_in_$, centre * texon_step_$)");
            if (textureLod) {
                functions += """
                        vec4 fetch_$(ivec2 texel, int level) {
                          vec2 size = max(floor(texon_size_$ / floor(exp2(float(level)) + 0.5)), 1.0);
                          return texture2DLodEXT(texon_in_$, (vec2(texel) + 0.5) / size, float(level));
                        }
                        """;
            }
        } else {
            functions = "vec4 sample_$(vec2 uv) { return texture2D(texon_in_$, uv); }\n"
                    + (textureLod
                            ? "vec4 sample_$(vec2 uv, float level) { return texture2DLodEXT(texon_in_$, uv, level); }\n"
                            : "");
        }
        return ("uniform highp sampler2D texon_in_$;\nuniform highp vec2 texon_size_$;\n"
                        + "ivec2 size_$() { return ivec2(texon_size_$); }\n" + functions)
                .replace("$", input.name());
    }
}
