package dev.texon.gpu.spi;

import dev.texon.gpu.Precision;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ProgramDescriptor.Access;
import dev.texon.gpu.TexelFetch;
import dev.texon.shaders.Shaders;
import java.util.Set;

/**
 * Turns a kernel of the portable dialect into a fragment shader: version, prelude, declarations, shared functions, the author's source,
 * and what hands over the outputs. It calls no API, so a driver that translates GLSL further may use it, too.
 *
 * <p>The driver sets these uniforms, where the shader has them; NAME is that of an input:
 *
 * <ul>
 *   <li>{@code sampler2D texon_in_NAME}: the texture
 *   <li>{@code vec2 texon_step_NAME}: 1 / width and 1 / height of its level 0, in texels
 *   <li>{@code vec2 texon_size_NAME}: width and height of its level 0, in texels; GLSL ES 1.00 only
 *   <li>{@code vec2 texon_target_size}: width and height of the level that is drawn to, in texels
 * </ul>
 *
 * In GLSL ES 1.00 the vertex shader writes {@code varying highp vec2 texon_position}, the fragment's position in texels.
 */
public final class KernelAssembler {
    private final GlslVersion version;
    private final boolean legacy;
    private final boolean textureLod;
    private final boolean drawBuffers;

    /**
     * Prepares for one context.
     *
     * @param version what its compiler takes
     * @param extensions that the context has, without the prefix {@code GL_}; only GLSL ES 1.00 needs any
     */
    public KernelAssembler(GlslVersion version, Set<String> extensions) {
        this.version = version;
        legacy = version == GlslVersion.ES_100;
        textureLod = !legacy || extensions.contains("EXT_shader_texture_lod");
        drawBuffers = extensions.contains("WEBGL_draw_buffers") || extensions.contains("EXT_draw_buffers");
    }

    /**
     * Writes the fragment shader of a kernel.
     *
     * @param program the kernel, and what it reads and writes
     * @return the shader, and where its lines are written
     */
    public AssembledKernel assemble(ProgramDescriptor program) {
        return new AssembledKernel(program, preamble(program), epilogue(program));
    }

    /** Everything that stands before the author's first line; ends with a line break. */
    private String preamble(ProgramDescriptor program) {
        StringBuilder text = new StringBuilder(4096).append(version.directive()).append('\n');
        if (legacy) {
            if (textureLod) {
                text.append("#extension GL_EXT_shader_texture_lod : require\n");
            }
            if (drawBuffers && program.outputs().size() > 1) {
                text.append("#extension GL_EXT_draw_buffers : require\n");
            }
        }
        text.append(Shaders.prelude(version.prelude()));
        for (ProgramDescriptor.Input input : program.inputs()) {
            text.append(legacy ? legacyInput(input, program.fetch()) : input(input, program.fetch()));
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
            text.append(legacy ? "" : "layout(location = " + i + ") out ")
                    .append("vec4 ")
                    .append(program.outputs().get(i))
                    .append(";\n");
        }
        if (legacy) {
            text.append("#define main texon_kernel\n");
        }
        if (program.precision() == Precision.MEDIUMP && version != GlslVersion.CORE_330) {
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
    private String epilogue(ProgramDescriptor program) {
        if (!legacy) {
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
