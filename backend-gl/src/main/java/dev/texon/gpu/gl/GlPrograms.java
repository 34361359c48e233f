package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.FRAGMENT_SHADER;
import static dev.texon.gpu.gl.GlConstants.VERTEX_SHADER;

import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.spi.AssembledKernel;
import dev.texon.gpu.spi.KernelAssembler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compiles kernels, and keeps the programs that are open. */
final class GlPrograms {
    private final Gl gl;
    private final GlState state;
    private final GlErrors errors;
    private final KernelAssembler assembler;
    private final Set<GlProgram> programs = new HashSet<>();
    private int vertexShader;

    /** @param extensions without the prefix {@code GL_} */
    GlPrograms(Gl gl, Set<String> extensions, GlState state, GlErrors errors) {
        this.gl = gl;
        this.state = state;
        this.errors = errors;
        assembler = new KernelAssembler(gl.api().glsl(), extensions);
    }

    GlProgram create(ProgramDescriptor descriptor) {
        AssembledKernel kernel = assembler.assemble(descriptor);
        int fragment = compile(FRAGMENT_SHADER, kernel.text());
        if (vertexShader == 0) {
            vertexShader = compile(VERTEX_SHADER, vertexSource());
        }
        int name = gl.createProgram();
        gl.attachShader(name, vertexShader);
        gl.attachShader(name, fragment);
        gl.bindAttribLocation(name, 0, "texon_corner");
        gl.linkProgram(name);
        // One question for the whole: asking after each step would wait for each.
        if (!gl.linked(name)) {
            String log = gl.compiled(fragment) ? gl.getProgramInfoLog(name) : gl.getShaderInfoLog(fragment);
            gl.deleteShader(fragment);
            gl.deleteProgram(name);
            errors.throwIfLost("program '" + descriptor.label() + "' is compiled");
            throw kernel.explain(log);
        }
        gl.deleteShader(fragment);
        state.program(name);
        GlProgram program = new GlProgram(this, gl, name, descriptor);
        programs.add(program);
        errors.check("program '" + descriptor.label() + "' is created");
        return program;
    }

    private int compile(int type, String source) {
        int shader = gl.createShader(type);
        gl.shaderSource(shader, source);
        gl.compileShader(shader);
        return shader;
    }

    /** Covers the region with one triangle; the viewport cuts it. In GLSL ES 1.00 it also gives each fragment its position. */
    private String vertexSource() {
        return gl.api().glsl().directive() + "\n" + (gl.api().legacy() ? """
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

    void delete(GlProgram program) {
        if (programs.remove(program)) {
            GlErrors.quietly(() -> {
                state.programDeleted(program.name);
                gl.deleteProgram(program.name);
            });
        }
    }

    /** Those that are open. */
    List<GlProgram> open() {
        return List.copyOf(programs);
    }

    /** Deletes what all programs share. */
    void deleteShared() {
        if (vertexShader != 0) {
            gl.deleteShader(vertexShader);
        }
    }
}
