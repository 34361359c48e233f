package dev.texon.benchmarks.jvm;

import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.lwjgl.BufferUtils;
import org.lwjgl.opengles.GLES30;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A pass on 4×4 texels by Texon, and by the calls of OpenGL ES that no driver can leave out, in the same kind of context. A readback
 * follows every thousand.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class Passes {
    private static final int SIDE = 4;
    private static final int PASSES = 1000;

    private static GpuDevice open() {
        return Gpu.open(GpuOptions.defaults().withBackend("lwjgl-gles").withAdapter("es3"));
    }

    /** Texon's passes. */
    @State(Scope.Thread)
    public static class Texon {
        /** Whether a pass reads what the one before has written; else all read one texture and write another. */
        @Param({"true", "false"})
        public boolean dependent;

        private final GpuDevice gpu = open();
        private final FloatBuffer back = FloatBuffer.allocate(4 * SIDE * SIDE);
        private final Texture[] textures = new Texture[2];
        private final Program next = gpu.createProgram(ProgramDescriptor.builder("next")
                .texels("x")
                .output("y")
                .source("void main() { y = fetch_x(fragment()) + 1.0; }\n")
                .build());
        private final Pass[] passes = new Pass[2];
        private final Region all = new Region(0, 0, SIDE, SIDE);

        public Texon() {
            for (int i = 0; i < 2; i++) {
                textures[i] =
                        gpu.createTexture(TextureDescriptor.of("texture " + i, SIDE, SIDE, TextureFormat.RGBA32F));
                textures[i].upload(new float[4 * SIDE * SIDE]);
            }
            for (int i = 0; i < 2; i++) {
                passes[i] = gpu.pass(next).input("x", textures[i]).target(textures[1 - i]);
            }
        }

        @TearDown
        public void close() {
            gpu.close();
        }
    }

    /** The same in OpenGL ES. */
    @State(Scope.Thread)
    public static class Bare {
        @Param({"true", "false"})
        public boolean dependent;

        /** For its context. */
        private final GpuDevice gpu = open();

        private final FloatBuffer back = BufferUtils.createFloatBuffer(4 * SIDE * SIDE);
        private final int[] textures = new int[2];
        private final int[] framebuffers = new int[2];

        @Setup
        public void make() {
            int program = GLES30.glCreateProgram();
            shader(program, GLES30.GL_VERTEX_SHADER, """
                    #version 300 es
                    void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); }
                    """);
            shader(program, GLES30.GL_FRAGMENT_SHADER, """
                    #version 300 es
                    precision highp float;
                    precision highp int;
                    uniform highp sampler2D x;
                    out vec4 y;
                    void main() { y = texelFetch(x, ivec2(gl_FragCoord.xy), 0) + 1.0; }
                    """);
            GLES30.glLinkProgram(program);
            if (GLES30.glGetProgrami(program, GLES30.GL_LINK_STATUS) == 0) {
                throw new IllegalStateException(GLES30.glGetProgramInfoLog(program));
            }
            GLES30.glUseProgram(program);
            GLES30.glBindVertexArray(GLES30.glGenVertexArrays());
            GLES30.glActiveTexture(GLES30.GL_TEXTURE0);
            GLES30.glUniform1i(GLES30.glGetUniformLocation(program, "x"), 0);
            GLES30.glViewport(0, 0, SIDE, SIDE);
            for (int i = 0; i < 2; i++) {
                textures[i] = GLES30.glGenTextures();
                GLES30.glBindTexture(GLES30.GL_TEXTURE_2D, textures[i]);
                GLES30.glTexStorage2D(GLES30.GL_TEXTURE_2D, 1, GLES30.GL_RGBA32F, SIDE, SIDE);
                GLES30.glTexParameteri(GLES30.GL_TEXTURE_2D, GLES30.GL_TEXTURE_MIN_FILTER, GLES30.GL_NEAREST);
                GLES30.glTexParameteri(GLES30.GL_TEXTURE_2D, GLES30.GL_TEXTURE_MAG_FILTER, GLES30.GL_NEAREST);
                GLES30.glTexSubImage2D(
                        GLES30.GL_TEXTURE_2D, 0, 0, 0, SIDE, SIDE, GLES30.GL_RGBA, GLES30.GL_FLOAT, back);
                framebuffers[i] = GLES30.glGenFramebuffers();
                GLES30.glBindFramebuffer(GLES30.GL_FRAMEBUFFER, framebuffers[i]);
                GLES30.glFramebufferTexture2D(
                        GLES30.GL_FRAMEBUFFER, GLES30.GL_COLOR_ATTACHMENT0, GLES30.GL_TEXTURE_2D, textures[i], 0);
            }
        }

        private static void shader(int program, int type, String source) {
            int shader = GLES30.glCreateShader(type);
            GLES30.glShaderSource(shader, source);
            GLES30.glCompileShader(shader);
            GLES30.glAttachShader(program, shader);
        }

        @TearDown
        public void close() {
            gpu.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(PASSES)
    public FloatBuffer texon(Texon texon) {
        for (int i = 0; i < PASSES; i++) {
            texon.passes[texon.dependent ? i & 1 : 0].draw();
        }
        texon.textures[1].read(0, texon.all, texon.back.clear());
        return texon.back;
    }

    @Benchmark
    @OperationsPerInvocation(PASSES)
    public FloatBuffer bare(Bare bare) {
        GLES30.glBindTexture(GLES30.GL_TEXTURE_2D, bare.textures[0]);
        GLES30.glBindFramebuffer(GLES30.GL_FRAMEBUFFER, bare.framebuffers[1]);
        for (int i = 0; i < PASSES; i++) {
            if (bare.dependent) {
                GLES30.glBindTexture(GLES30.GL_TEXTURE_2D, bare.textures[i & 1]);
                GLES30.glBindFramebuffer(GLES30.GL_FRAMEBUFFER, bare.framebuffers[1 - (i & 1)]);
            }
            GLES30.glDrawArrays(GLES30.GL_TRIANGLES, 0, 3);
        }
        GLES30.glReadPixels(0, 0, SIDE, SIDE, GLES30.GL_RGBA, GLES30.GL_FLOAT, bare.back);
        return bare.back;
    }
}
