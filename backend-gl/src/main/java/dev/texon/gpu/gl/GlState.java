package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.BLEND;
import static dev.texon.gpu.gl.GlConstants.DITHER;
import static dev.texon.gpu.gl.GlConstants.FRAMEBUFFER;
import static dev.texon.gpu.gl.GlConstants.FUNC_ADD;
import static dev.texon.gpu.gl.GlConstants.MAX;
import static dev.texon.gpu.gl.GlConstants.MIN;
import static dev.texon.gpu.gl.GlConstants.ONE;
import static dev.texon.gpu.gl.GlConstants.PACK_ALIGNMENT;
import static dev.texon.gpu.gl.GlConstants.TEXTURE0;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_2D;
import static dev.texon.gpu.gl.GlConstants.UNPACK_ALIGNMENT;

import dev.texon.gpu.Blend;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The context's state as last set, so that a change that changes nothing is not sent. */
final class GlState {
    private final Gl gl;
    private final int[] textures;
    private int unit;
    private int program;
    private int framebuffer;
    private int x;
    private int y;
    private int width = -1;
    private int height = -1;
    private int channels = 4;
    private @Nullable Blend blend = Blend.NONE;
    private int equation = FUNC_ADD;

    /** Sets the fixed state of a context that computes: rows without padding, no dithering, and sums where blending is on. */
    GlState(Gl gl, int units) {
        this.gl = gl;
        textures = new int[units];
        gl.pixelStorei(PACK_ALIGNMENT, 1);
        gl.pixelStorei(UNPACK_ALIGNMENT, 1);
        gl.disable(DITHER);
        gl.blendFunc(ONE, ONE);
    }

    void texture(int newUnit, int texture) {
        if (textures[newUnit] == texture) {
            return;
        }
        activate(newUnit);
        gl.bindTexture(TEXTURE_2D, texture);
        textures[newUnit] = texture;
    }

    /** Binds to whichever unit is active, to change the texture itself. */
    void editTexture(int texture) {
        if (textures[unit] != texture) {
            gl.bindTexture(TEXTURE_2D, texture);
            textures[unit] = texture;
        }
    }

    private void activate(int newUnit) {
        if (unit != newUnit) {
            gl.activeTexture(TEXTURE0 + newUnit);
            unit = newUnit;
        }
    }

    void program(int newProgram) {
        if (program != newProgram) {
            gl.useProgram(newProgram);
            program = newProgram;
        }
    }

    void framebuffer(int newFramebuffer) {
        if (framebuffer != newFramebuffer) {
            gl.bindFramebuffer(FRAMEBUFFER, newFramebuffer);
            framebuffer = newFramebuffer;
        }
    }

    void viewport(int newX, int newY, int newWidth, int newHeight) {
        if (x != newX || y != newY || width != newWidth || height != newHeight) {
            gl.viewport(newX, newY, newWidth, newHeight);
            x = newX;
            y = newY;
            width = newWidth;
            height = newHeight;
        }
    }

    /** How many channels draws and clears write. */
    void writtenChannels(int count) {
        if (channels != count) {
            gl.colorMask(true, count > 1, count > 2, count > 3);
            channels = count;
        }
    }

    void blend(Blend newBlend) {
        if (blend == newBlend) {
            return;
        }
        if (newBlend == Blend.NONE) {
            gl.disable(BLEND);
        } else {
            if (blend == Blend.NONE || blend == null) {
                gl.enable(BLEND);
            }
            int newEquation =
                    switch (newBlend) {
                        case NONE, ADD -> FUNC_ADD;
                        case MIN -> MIN;
                        case MAX -> MAX;
                    };
            if (equation != newEquation) {
                gl.blendEquation(newEquation);
                equation = newEquation;
            }
        }
        blend = newBlend;
    }

    /** Whatever is needed next is set again. */
    void forget() {
        Arrays.fill(textures, -1);
        // A texture is edited at whichever unit is active.
        gl.activeTexture(TEXTURE0);
        unit = 0;
        program = -1;
        framebuffer = -1;
        width = -1;
        channels = -1;
        blend = null;
        equation = -1;
    }

    /** Deleting an object unbinds it. */
    void textureDeleted(int texture) {
        for (int i = 0; i < textures.length; i++) {
            if (textures[i] == texture) {
                textures[i] = 0;
            }
        }
    }

    void framebufferDeleted(int deleted) {
        if (framebuffer == deleted) {
            framebuffer = 0;
        }
    }

    void programDeleted(int deleted) {
        if (program == deleted) {
            program(0);
        }
    }

    @Override
    public String toString() {
        return "program " + program + ", framebuffer " + framebuffer + ", textures " + Arrays.toString(textures);
    }
}
