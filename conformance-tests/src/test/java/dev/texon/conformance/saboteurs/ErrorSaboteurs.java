package dev.texon.conformance.saboteurs;

import static org.lwjgl.opengles.GLES30.GL_NO_ERROR;
import static org.lwjgl.opengles.GLES30.GL_OUT_OF_MEMORY;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.gl.Gl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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
                        "closing a texture does not free it"),
                new Saboteur(
                        "a lost context goes on as if nothing had happened",
                        gl -> losable(gl, () -> {}),
                        "robustness/lost-context",
                        "After the context is lost draw returns without an error"),
                new Saboteur(
                        "a lost context is an error like others",
                        gl -> losable(gl, () -> {
                            throw new GpuException("something is wrong");
                        }),
                        "robustness/lost-context",
                        "After the context is lost draw throws dev.texon.gpu.GpuException: something is wrong"));
    }

    /** The adapter as it would be if its context could be lost on demand, which native OpenGL does not offer. */
    static Gl losable(Gl gl) {
        return losable(gl, () -> {
            throw new GpuDeviceLostException("The context is lost on demand.");
        });
    }

    /** @param loss what each call does once the context is lost, before it is handed on */
    private static Gl losable(Gl gl, Runnable loss) {
        Set<String> extensions = new HashSet<>(gl.extensions());
        extensions.add("WEBGL_lose_context");
        AtomicBoolean lost = new AtomicBoolean();
        return (Gl) Proxy.newProxyInstance(
                Gl.class.getClassLoader(), new Class<?>[] {Gl.class}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (name.equals("extensions")) {
                        return extensions;
                    }
                    if (name.equals("loseContext")) {
                        lost.set(true);
                        return null;
                    }
                    if (lost.get() && !name.equals("close")) {
                        loss.run();
                    }
                    try {
                        return method.invoke(gl, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
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
