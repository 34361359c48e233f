package dev.texon.conformance.saboteurs;

import static org.lwjgl.opengles.GLES30.GL_FLOAT;
import static org.lwjgl.opengles.GLES30.GL_HALF_FLOAT;
import static org.lwjgl.opengles.GLES30.GL_R16F;
import static org.lwjgl.opengles.GLES30.GL_R32F;
import static org.lwjgl.opengles.GLES30.GL_RG16F;
import static org.lwjgl.opengles.GLES30.GL_RG32F;
import static org.lwjgl.opengles.GLES30.GL_RGBA16F;
import static org.lwjgl.opengles.GLES30.GL_RGBA32F;

import dev.texon.gpu.gl.Gl;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Wrong on the way into textures, out of them, and in how they are stored. */
final class TransferSaboteurs {
    private static final int SIGN = 0x80000000;
    private static final int INFINITY = 0x7f800000;
    private static final int LARGEST = 0x7f7fffff;

    private TransferSaboteurs() {}

    static List<Saboteur> all() {
        return List.of(
                new Saboteur(
                        "Inf clamped on upload",
                        uploadedFloats(bits -> (bits & ~SIGN) == INFINITY ? (bits & SIGN) | LARGEST : bits),
                        "special/upload/rgba32f",
                        "3.4028235E38 instead of Infinity"),
                new Saboteur(
                        "NaN becomes 0 on upload",
                        uploadedFloats(bits -> (bits & ~SIGN) > INFINITY ? 0 : bits),
                        "special/upload/r32f",
                        "holds 0.0 instead of NaN"),
                new Saboteur(
                        "half NaN becomes 0 on upload",
                        uploadedHalves(bits -> (bits & 0x7fff) > 0x7c00 ? 0 : bits),
                        "special/upload/rgba16f",
                        "holds 0.0 instead of NaN"),
                new Saboteur(
                        "subnormals become the smallest normal float",
                        uploadedFloats(bits ->
                                (bits & INFINITY) == 0 && (bits & ~SIGN) != 0 ? (bits & SIGN) | 0x00800000 : bits),
                        "special/subnormal/float",
                        "turns the subnormal"),
                new Saboteur(
                        "halves below 1 lose their last bit",
                        uploadedHalves(bits -> (bits & 0x7c00) < 0x3c00 ? bits & ~1 : bits),
                        "texture/half/rounding",
                        "Rounded halves has"),
                new Saboteur(
                        "rows of an upload upside down",
                        gl -> new WrongUpload(gl, (texels, height, type) -> {
                            // Short ones are right, so that the capabilities measure well.
                            if (height > 4) {
                                upsideDown(texels, height);
                            }
                        }),
                        "texture/upload/rgba8",
                        "The rows are upside down"),
                new Saboteur(
                        "partial uploads lost",
                        TransferSaboteurs::losesRegions,
                        "texture/region",
                        "A patched texture of"),
                new Saboteur(
                        "partial uploads at the origin",
                        TransferSaboteurs::movesRegions,
                        "texture/region",
                        "A patched texture of"),
                new Saboteur(
                        "half storage for floats",
                        TransferSaboteurs::storesHalf,
                        "capability/declared/rgba32f",
                        "RGBA32F declares [SAMPLED"),
                new Saboteur(
                        "new textures hold what memory held",
                        TransferSaboteurs::doesNotClear,
                        "texture/zeros",
                        "A new texture of R8 has"),
                new Saboteur(
                        "rows of a float readback upside down",
                        TransferSaboteurs::readsUpsideDown,
                        "texture/upload/rgba32f",
                        "The readback of RGBA32F has"),
                new Saboteur(
                        "BGRA through pixel-pack buffers",
                        gl -> new WrongAsyncReadback(gl) {
                            @Override
                            void spoil(ByteBuffer data) {
                                for (int i = 0; i < data.limit(); i += 4) {
                                    byte red = data.get(i);
                                    data.put(i, data.get(i + 2)).put(i + 2, red);
                                }
                            }
                        },
                        "readback/async/order",
                        "Red and blue are swapped"),
                new Saboteur(
                        "asynchronous readback of the previous frame",
                        gl -> new WrongAsyncReadback(gl) {
                            private byte[] previous = new byte[0];

                            @Override
                            void spoil(ByteBuffer data) {
                                byte[] now = new byte[data.limit()];
                                data.get(0, now);
                                if (previous.length == now.length) {
                                    data.put(0, previous);
                                }
                                previous = now;
                            }
                        },
                        "readback/async/order",
                        "holds what draw"),
                new Saboteur(
                        "a bit of a readback flips now and then",
                        TransferSaboteurs::flipsBits,
                        "robustness/same-bits",
                        "has 1 wrong of 16384"));
    }

    /** What is done to the texels of an upload, which lie between 0 and the limit. */
    private interface Spoiler {
        void spoil(ByteBuffer texels, int height, int type);
    }

    private static final class WrongUpload extends ForwardingGl {
        private final Spoiler spoiler;

        WrongUpload(Gl right, Spoiler spoiler) {
            super(right);
            this.spoiler = spoiler;
        }

        @Override
        public void texSubImage2D(
                int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
            ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
            copy.put(data.duplicate()).flip();
            spoiler.spoil(copy, height, type);
            right.texSubImage2D(target, level, x, y, width, height, format, type, copy);
        }
    }

    private abstract static class WrongAsyncReadback extends ForwardingGl {
        WrongAsyncReadback(Gl right) {
            super(right);
        }

        /** Changes what was read, between 0 and the limit. */
        abstract void spoil(ByteBuffer data);

        @Override
        public void getBufferSubData(int target, ByteBuffer into) {
            right.getBufferSubData(target, into);
            spoil(into.slice());
        }
    }

    private static UnaryOperator<Gl> uploadedFloats(IntUnaryOperator onBits) {
        return gl -> new WrongUpload(gl, (texels, height, type) -> {
            for (int i = 0; type == GL_FLOAT && i < texels.limit(); i += 4) {
                texels.putInt(i, onBits.applyAsInt(texels.getInt(i)));
            }
        });
    }

    private static UnaryOperator<Gl> uploadedHalves(IntUnaryOperator onBits) {
        return gl -> new WrongUpload(gl, (texels, height, type) -> {
            for (int i = 0; type == GL_HALF_FLOAT && i < texels.limit(); i += 2) {
                texels.putShort(i, (short) onBits.applyAsInt(texels.getShort(i) & 0xffff));
            }
        });
    }

    private static void upsideDown(ByteBuffer data, int height) {
        byte[] row = new byte[data.limit() / height];
        byte[] other = new byte[row.length];
        for (int top = 0; top < height / 2; top++) {
            int bottom = height - 1 - top;
            data.get(top * row.length, row).get(bottom * row.length, other);
            data.put(top * row.length, other).put(bottom * row.length, row);
        }
    }

    private static Gl losesRegions(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void texSubImage2D(
                    int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
                if (x == 0 && y == 0) {
                    right.texSubImage2D(target, level, x, y, width, height, format, type, data);
                }
            }
        };
    }

    private static Gl movesRegions(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void texSubImage2D(
                    int target, int level, int x, int y, int width, int height, int format, int type, ByteBuffer data) {
                right.texSubImage2D(target, level, 0, 0, width, height, format, type, data);
            }
        };
    }

    private static Gl storesHalf(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void texImage2D(
                    int target, int level, int internalFormat, int width, int height, int format, int type) {
                int narrow =
                        switch (internalFormat) {
                            case GL_R32F -> GL_R16F;
                            case GL_RG32F -> GL_RG16F;
                            case GL_RGBA32F -> GL_RGBA16F;
                            default -> internalFormat;
                        };
                right.texImage2D(target, level, narrow, width, height, format, type);
            }
        };
    }

    private static Gl doesNotClear(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void clear(int mask) {
                right.clearColor(0.3f, 0.3f, 0.3f, 0.3f);
                right.clear(mask);
            }
        };
    }

    private static Gl readsUpsideDown(Gl gl) {
        return new ForwardingGl(gl) {
            @Override
            public void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into) {
                right.readPixels(x, y, width, height, format, type, into);
                // The probe reads three rows.
                if (type == GL_FLOAT && height > 3) {
                    upsideDown(into.slice(), height);
                }
            }
        };
    }

    private static Gl flipsBits(Gl gl) {
        return new ForwardingGl(gl) {
            private int reads;

            @Override
            public void readPixels(int x, int y, int width, int height, int format, int type, ByteBuffer into) {
                right.readPixels(x, y, width, height, format, type, into);
                // The probe's readbacks are smaller.
                if (into.remaining() >= 4096 && ++reads % 30 == 0) {
                    int place = into.position() + 1234;
                    into.put(place, (byte) (into.get(place) ^ 1));
                }
            }
        };
    }
}
