package dev.texon.conformance.saboteurs;

import static org.lwjgl.opengles.GLES30.GL_BLEND;
import static org.lwjgl.opengles.GLES30.GL_CLAMP_TO_EDGE;
import static org.lwjgl.opengles.GLES30.GL_LINEAR;
import static org.lwjgl.opengles.GLES30.GL_LINEAR_MIPMAP_LINEAR;
import static org.lwjgl.opengles.GLES30.GL_MAX;
import static org.lwjgl.opengles.GLES30.GL_MIN;
import static org.lwjgl.opengles.GLES30.GL_NEAREST;
import static org.lwjgl.opengles.GLES30.GL_NEAREST_MIPMAP_NEAREST;
import static org.lwjgl.opengles.GLES30.GL_RGBA32F;
import static org.lwjgl.opengles.GLES30.GL_TEXTURE_MIN_FILTER;
import static org.lwjgl.opengles.GLES30.GL_TEXTURE_WRAP_S;
import static org.lwjgl.opengles.GLES30.GL_TEXTURE_WRAP_T;

import dev.texon.gpu.gl.Gl;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Wrong in what is set before a draw: filters, wrap modes, mip levels, blending, regions, uniforms. */
final class StateSaboteurs {
    private StateSaboteurs() {}

    static List<Saboteur> all() {
        return List.of(
                new Saboteur(
                        "nearest for linear",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void texParameteri(int target, int name, int value) {
                                right.texParameteri(target, name, nearest(value));
                            }
                        },
                        "capability/declared/rgba8",
                        "RGBA8 declares [LINEAR_FILTER], which does not work here"),
                new Saboteur(
                        "linear declared for RGBA32F, and samples nearest",
                        StateSaboteurs::floatsNearest,
                        "capability/declared/rgba32f",
                        "RGBA32F declares [LINEAR_FILTER], which does not work here"),
                new Saboteur(
                        "levels where none are asked for",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void texParameteri(int target, int name, int value) {
                                boolean between = name == GL_TEXTURE_MIN_FILTER && value == GL_NEAREST;
                                right.texParameteri(target, name, between ? GL_NEAREST_MIPMAP_NEAREST : value);
                            }
                        },
                        "texture/fetch/levels",
                        "Every fourth texel by PLAIN"),
                new Saboteur("wrap mode ignored", StateSaboteurs::clamps, "texture/wrap/repeat", "Wrap REPEAT has"),
                new Saboteur(
                        "mip levels stale when generated again",
                        StateSaboteurs::generatesOnce,
                        "mipmap/regenerate/rgba8",
                        "that is what it held before the change"),
                new Saboteur(
                        "mip levels of the top left texel",
                        StateSaboteurs::generatesTopLeft,
                        "capability/declared/rgba8",
                        "RGBA8 declares [MIPMAP], which does not work here"),
                new Saboteur(
                        "drawing to a level goes to level 0",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void framebufferTexture2D(
                                    int target, int attachment, int textureTarget, int texture, int level) {
                                right.framebufferTexture2D(target, attachment, textureTarget, texture, 0);
                            }
                        },
                        "mipmap/render-to-level",
                        "Level 0 has"),
                new Saboteur(
                        "blending dropped",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void enable(int capability) {
                                if (capability != GL_BLEND) {
                                    right.enable(capability);
                                }
                            }
                        },
                        "capability/declared/rgba8",
                        "RGBA8 declares [BLEND, BLEND_MIN_MAX], which does not work here"),
                new Saboteur(
                        "the smaller and the larger are added",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void blendEquation(int mode) {}
                        },
                        "capability/declared/rgba8",
                        "RGBA8 declares [BLEND_MIN_MAX], which does not work here"),
                new Saboteur(
                        "max for min",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void blendEquation(int mode) {
                                right.blendEquation(mode == GL_MIN ? GL_MAX : mode);
                            }
                        },
                        "capability/declared/r32f",
                        "R32F declares [BLEND_MIN_MAX], which does not work here"),
                new Saboteur(
                        "region ignored",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void viewport(int x, int y, int width, int height) {
                                right.viewport(0, 0, 4096, 4096);
                            }
                        },
                        "capability/declared/rgba8",
                        "RGBA8 declares ["),
                new Saboteur(
                        "a uniform keeps its first value",
                        StateSaboteurs::keepsFirstValue,
                        "pass/uniforms/change",
                        "Draw 2 has"),
                new Saboteur(
                        "a cache of uniforms shared by programs",
                        StateSaboteurs::sharesUniforms,
                        "pass/uniforms/change",
                        "Draw 1 has"),
                new Saboteur(
                        "matrices transposed", StateSaboteurs::transposes, "pass/uniforms", "The uniforms has 2 wrong"),
                new Saboteur(
                        "the last texture unit is the one before",
                        gl -> new ForwardingGl(gl) {
                            @Override
                            public void uniform1iv(int location, int[] values) {
                                right.uniform1iv(
                                        location, values.length == 1 && values[0] == 17 ? new int[] {16} : values);
                            }
                        },
                        "limits/inputs",
                        "the weighted sum has"));
    }

    private static int nearest(int value) {
        return switch (value) {
            case GL_LINEAR -> GL_NEAREST;
            case GL_LINEAR_MIPMAP_LINEAR -> GL_NEAREST_MIPMAP_NEAREST;
            default -> value;
        };
    }

    private static Gl floatsNearest(Gl gl) {
        return new BindingsGl(gl) {
            private final Set<Integer> floats = new HashSet<>();

            @Override
            public void texImage2D(
                    int target, int level, int internalFormat, int width, int height, int format, int type) {
                if (internalFormat == GL_RGBA32F) {
                    floats.add(texture());
                }
                right.texImage2D(target, level, internalFormat, width, height, format, type);
            }

            @Override
            public void deleteTexture(int texture) {
                floats.remove(texture);
                right.deleteTexture(texture);
            }

            @Override
            public void texParameteri(int target, int name, int value) {
                right.texParameteri(target, name, floats.contains(texture()) ? nearest(value) : value);
            }
        };
    }

    private static Gl clamps(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void texParameteri(int target, int name, int value) {
                boolean wrap = name == GL_TEXTURE_WRAP_S || name == GL_TEXTURE_WRAP_T;
                right.texParameteri(target, name, wrap ? GL_CLAMP_TO_EDGE : value);
            }
        };
    }

    private static Gl generatesOnce(Gl gl) {
        return new BindingsGl(gl) {
            private final Set<Integer> generated = new HashSet<>();

            @Override
            public void generateMipmap(int target) {
                if (generated.add(texture())) {
                    right.generateMipmap(target);
                }
            }

            @Override
            public void deleteTexture(int texture) {
                generated.remove(texture);
                right.deleteTexture(texture);
            }
        };
    }

    /** What was uploaded to a level. */
    private record Level(int width, int height, int format, int type, ByteBuffer texels) {
        /** The top left one of every four texels. */
        Level topLeft() {
            int size = texels.limit() / (width * height);
            int w = Math.max(1, width / 2);
            int h = Math.max(1, height / 2);
            ByteBuffer taken = ByteBuffer.allocateDirect(size * w * h).order(ByteOrder.nativeOrder());
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    taken.put(texels.slice((2 * y * width + 2 * x) * size, size));
                }
            }
            return new Level(w, h, format, type, taken.flip());
        }
    }

    private static Gl generatesTopLeft(Gl gl) {
        return new BindingsGl(gl) {
            private final Map<Integer, Level> levels = new HashMap<>();

            @Override
            public void texSubImage2D(
                    int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
                right.texSubImage2D(target, level, x, y, width, height, format, type, data);
                if (level == 0) {
                    ByteBuffer texels = ByteBuffer.allocateDirect(data.remaining());
                    texels.put(data.duplicate()).flip();
                    levels.put(texture(), new Level(width, height, format, type, texels));
                }
            }

            @Override
            public void generateMipmap(int target) {
                Level made = levels.get(texture());
                for (int level = 1; made != null && made.width() * made.height() > 1; level++) {
                    made = made.topLeft();
                    right.texSubImage2D(
                            target,
                            level,
                            0,
                            0,
                            made.width(),
                            made.height(),
                            made.format(),
                            made.type(),
                            made.texels());
                }
            }
        };
    }

    private static Gl keepsFirstValue(Gl gl) {
        return new BindingsGl(gl) {
            private final Set<List<Integer>> set = new HashSet<>();

            @Override
            public void uniform1fv(int location, float[] values) {
                if (set.add(List.of(program(), location))) {
                    right.uniform1fv(location, values);
                }
            }

            @Override
            public void deleteProgram(int program) {
                set.removeIf(key -> key.get(0) == program);
                right.deleteProgram(program);
            }
        };
    }

    private static Gl sharesUniforms(Gl gl) {
        return new ForwardingGl(gl) {
            private final Map<Integer, float[]> sent = new HashMap<>();

            @Override
            public void uniform1fv(int location, float[] values) {
                if (!Arrays.equals(values, sent.put(location, values.clone()))) {
                    right.uniform1fv(location, values);
                }
            }
        };
    }

    private static Gl transposes(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void uniformMatrix4fv(int location, float[] values) {
                float[] transposed = new float[16];
                for (int i = 0; i < 16; i++) {
                    transposed[i] = values[i % 4 * 4 + i / 4];
                }
                right.uniformMatrix4fv(location, transposed);
            }
        };
    }
}
