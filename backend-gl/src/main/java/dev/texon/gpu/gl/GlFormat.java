package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.R16F;
import static dev.texon.gpu.gl.GlConstants.R32F;
import static dev.texon.gpu.gl.GlConstants.R8;
import static dev.texon.gpu.gl.GlConstants.RED;
import static dev.texon.gpu.gl.GlConstants.RG;
import static dev.texon.gpu.gl.GlConstants.RG16F;
import static dev.texon.gpu.gl.GlConstants.RG32F;
import static dev.texon.gpu.gl.GlConstants.RG8;
import static dev.texon.gpu.gl.GlConstants.RGBA;
import static dev.texon.gpu.gl.GlConstants.RGBA16F;
import static dev.texon.gpu.gl.GlConstants.RGBA32F;
import static dev.texon.gpu.gl.GlConstants.RGBA8;

import dev.texon.gpu.TextureFormat;

/**
 * How an API stores a texture format. ES 2.0 and WebGL 1 have no portable formats of one or two channels that can be drawn to:
 * there such a texture has four channels, of which the missing ones stay (0, 0, 1).
 *
 * @param internalFormat for texImage2D
 * @param format for texImage2D and texSubImage2D
 * @param type for texImage2D and texSubImage2D
 * @param channels stored on the GPU
 */
record GlFormat(int internalFormat, int format, int type, int channels) {
    static GlFormat of(GlApi api, TextureFormat format) {
        int type = GlElementType.of(format.elementType()).type(api);
        if (api.legacy()) {
            return new GlFormat(RGBA, RGBA, type, 4);
        }
        return switch (format) {
            case R8 -> new GlFormat(R8, RED, type, 1);
            case RG8 -> new GlFormat(RG8, RG, type, 2);
            case RGBA8 -> new GlFormat(RGBA8, RGBA, type, 4);
            case R16F -> new GlFormat(R16F, RED, type, 1);
            case RG16F -> new GlFormat(RG16F, RG, type, 2);
            case RGBA16F -> new GlFormat(RGBA16F, RGBA, type, 4);
            case R32F -> new GlFormat(R32F, RED, type, 1);
            case RG32F -> new GlFormat(RG32F, RG, type, 2);
            case RGBA32F -> new GlFormat(RGBA32F, RGBA, type, 4);
        };
    }
}
