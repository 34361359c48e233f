package dev.texon.conformance.saboteurs;

import static org.lwjgl.opengles.GLES30.GL_NO_ERROR;
import static org.lwjgl.opengles.GLES30.GL_OUT_OF_MEMORY;

import dev.texon.gpu.gl.Gl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Wrong in what is reported: errors, times, memory. */
final class ErrorSaboteurs {
    private static final Pattern LINE = Pattern.compile("0:(\\d+)\\(");
    /** Bytes of the small GPU; the largest texture of the cases that run on it takes a fraction. */
    private static final long MEMORY = 64 << 20;

    private ErrorSaboteurs() {}

    static List<Saboteur> all() {
        return List.of(
                new Saboteur(
                        "a shader error of the wrong type",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public boolean linked(int program) {
                                if (!right.linked(program)) {
                                    throw new IllegalStateException("not linked");
                                }
                                return true;
                            }
                        },
                        "pass/shader-error",
                        "Expected ShaderCompileException, but the call throws java.lang.IllegalStateException"),
                new Saboteur(
                        "a broken shader compiles",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public boolean linked(int program) {
                                return true;
                            }

                            @Override
                            public int getError() {
                                return GL_NO_ERROR;
                            }
                        },
                        "pass/shader-error",
                        "Expected ShaderCompileException, but the call returns without an error"),
                new Saboteur(
                        "the line of a shader error is the next one",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public String getShaderInfoLog(int shader) {
                                return LINE.matcher(right.getShaderInfoLog(shader))
                                        .replaceAll(found -> "0:" + (Integer.parseInt(found.group(1)) + 1) + "(");
                            }
                        },
                        "pass/shader-error",
                        "The error names line 8 instead of 7"),
                new Saboteur(
                        "the time of a pass is the time since boot",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public long queryNanoseconds(int query) {
                                return System.nanoTime();
                            }
                        },
                        "pass/timer",
                        "and its result came after"),
                new Saboteur(
                        "deleted textures keep their memory",
                        gl -> new SmallGpu(gl) {
                            @Override
                            void freed(int texture) {}
                        },
                        "robustness/create-close",
                        "closing a texture does not free it"));
    }

    /** A GPU whose memory is small, so that a leak shows soon. */
    static class SmallGpu extends BindingsGl {
        private final Map<Integer, Long> textures = new HashMap<>();
        private boolean full;

        SmallGpu(Gl right) {
            super(right);
        }

        @Override
        public void texImage2D(int target, int level, int internalFormat, int width, int height, int format, int type) {
            // As if every format had four bytes a texel.
            textures.merge(texture(), 4L * width * height, Long::sum);
            if (textures.values().stream().mapToLong(Long::longValue).sum() > MEMORY) {
                full = true;
            } else {
                right.texImage2D(target, level, internalFormat, width, height, format, type);
            }
        }

        @Override
        public int getError() {
            int error = full ? GL_OUT_OF_MEMORY : right.getError();
            full = false;
            return error;
        }

        @Override
        public void deleteTexture(int texture) {
            freed(texture);
            right.deleteTexture(texture);
        }

        void freed(int texture) {
            textures.remove(texture);
        }
    }
}
