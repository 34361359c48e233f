package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.CLAMP_TO_EDGE;
import static dev.texon.gpu.gl.GlConstants.LINEAR;
import static dev.texon.gpu.gl.GlConstants.LINEAR_MIPMAP_LINEAR;
import static dev.texon.gpu.gl.GlConstants.MIRRORED_REPEAT;
import static dev.texon.gpu.gl.GlConstants.NEAREST;
import static dev.texon.gpu.gl.GlConstants.NEAREST_MIPMAP_NEAREST;
import static dev.texon.gpu.gl.GlConstants.REPEAT;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_2D;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_MAG_FILTER;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_MIN_FILTER;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_WRAP_S;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_WRAP_T;

import dev.texon.gpu.ProgramDescriptor.Access;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.TextureDescriptor;

/** Filter and wrap of textures, which belong to the texture and differ from one pass to the next. */
final class GlSampling {
    private final Gl gl;
    private final GlState state;
    private final boolean explicitLevels;

    /** @param explicitLevels whether kernels name levels */
    GlSampling(Gl gl, GlState state, boolean explicitLevels) {
        this.gl = gl;
        this.state = state;
        this.explicitLevels = explicitLevels;
    }

    /** Sets filter and wrap on the texture. A fetch is a lookup at the texel's centre, so that its filter must be nearest. */
    void set(GlTexture texture, Access access, TexelFetch way) {
        TextureDescriptor descriptor = texture.descriptor;
        boolean fetch = access == Access.TEXELS;
        boolean linear = !fetch && descriptor.filter().linear();
        // A fetch from an explicit level needs a filter that knows levels. One that leaves the level to the driver
        // needs
        // a filter that does not.
        boolean mipmapped = fetch
                ? descriptor.levels() > 1 && way != TexelFetch.PLAIN && explicitLevels
                : descriptor.filter().mipmapped();
        int min = mipmapped ? (linear ? LINEAR_MIPMAP_LINEAR : NEAREST_MIPMAP_NEAREST) : (linear ? LINEAR : NEAREST);
        int mag = linear ? LINEAR : NEAREST;
        int wrap = fetch
                ? CLAMP_TO_EDGE
                : switch (descriptor.wrap()) {
                    case CLAMP -> CLAMP_TO_EDGE;
                    case REPEAT -> REPEAT;
                    case MIRROR -> MIRRORED_REPEAT;
                };
        if (texture.minFilter == min && texture.magFilter == mag && texture.wrap == wrap) {
            return;
        }
        state.editTexture(texture.name);
        gl.texParameteri(TEXTURE_2D, TEXTURE_MIN_FILTER, min);
        gl.texParameteri(TEXTURE_2D, TEXTURE_MAG_FILTER, mag);
        gl.texParameteri(TEXTURE_2D, TEXTURE_WRAP_S, wrap);
        gl.texParameteri(TEXTURE_2D, TEXTURE_WRAP_T, wrap);
        texture.minFilter = min;
        texture.magFilter = mag;
        texture.wrap = wrap;
    }
}
