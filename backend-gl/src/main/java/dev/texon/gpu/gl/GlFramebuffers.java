package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.COLOR_ATTACHMENT0;
import static dev.texon.gpu.gl.GlConstants.FRAMEBUFFER;
import static dev.texon.gpu.gl.GlConstants.FRAMEBUFFER_COMPLETE;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_2D;

import dev.texon.gpu.GpuException;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.spi.DrawCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Framebuffers: one for each level that was drawn to or read, and one for each set of several targets. */
final class GlFramebuffers {
    /** A framebuffer with several targets. */
    private record Shared(List<GlTexture> targets, int level, int name) {
        boolean holds(DrawCommand command) {
            if (level != command.level() || targets.size() != command.targetCount()) {
                return false;
            }
            for (int i = 0; i < targets.size(); i++) {
                if (targets.get(i) != command.target(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Gl gl;
    private final GlApi api;
    private final GlState state;
    private final GlErrors errors;
    private final List<Shared> shared = new ArrayList<>();

    GlFramebuffers(Gl gl, GlState state, GlErrors errors) {
        this.gl = gl;
        this.api = gl.api();
        this.state = state;
        this.errors = errors;
    }

    /** The one with only this texture. */
    int of(GlTexture texture, int level) {
        int name = texture.framebuffers[level];
        if (name == 0) {
            name = gl.createFramebuffer();
            state.framebuffer(name);
            gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture.name, level);
            demandComplete(name, "texture '" + texture.descriptor.label() + "', level " + level);
            texture.framebuffers[level] = name;
        }
        return name;
    }

    /** The one with all targets of a pass. */
    int of(DrawCommand command) {
        for (int i = 0; i < shared.size(); i++) {
            if (shared.get(i).holds(command)) {
                return shared.get(i).name();
            }
        }
        int name = gl.createFramebuffer();
        state.framebuffer(name);
        List<GlTexture> targets = new ArrayList<>();
        for (int i = 0; i < command.targetCount(); i++) {
            GlTexture texture = (GlTexture) command.target(i);
            targets.add(texture);
            texture.sharesFramebuffer = true;
            gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0 + i, TEXTURE_2D, texture.name, command.level());
        }
        gl.drawBuffers(targets.size());
        demandComplete(
                name,
                "render targets "
                        + targets.stream()
                                .map(t -> "'" + t.descriptor.label() + "'")
                                .collect(Collectors.joining(", ")));
        shared.add(new Shared(List.copyOf(targets), command.level(), name));
        return name;
    }

    private void demandComplete(int framebuffer, String what) {
        int status = gl.checkFramebufferStatus(FRAMEBUFFER);
        if (status != FRAMEBUFFER_COMPLETE) {
            delete(framebuffer);
            errors.throwIfLost(what + " is made a render target");
            throw new GpuException("OpenGL reports framebuffer status 0x" + Integer.toHexString(status) + " for " + what
                    + "; the adapter declares a format that it cannot draw to.");
        }
    }

    /** Whether a framebuffer of the format is complete; asked while the capabilities are being collected. */
    boolean complete(TextureFormat format) {
        GlFormat stored = GlFormat.of(api, format);
        int texture = gl.createTexture();
        state.editTexture(texture);
        gl.texImage2D(TEXTURE_2D, 0, stored.internalFormat(), 4, 4, stored.format(), stored.type());
        int framebuffer = gl.createFramebuffer();
        state.framebuffer(framebuffer);
        gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
        boolean isComplete = gl.checkFramebufferStatus(FRAMEBUFFER) == FRAMEBUFFER_COMPLETE;
        gl.deleteFramebuffer(framebuffer);
        state.framebufferDeleted(framebuffer);
        gl.deleteTexture(texture);
        state.textureDeleted(texture);
        return isComplete && gl.getError() == GlConstants.NO_ERROR;
    }

    /** Deletes those that a texture shares with others; its own stay. */
    void deleteShared(GlTexture texture) {
        if (texture.sharesFramebuffer) {
            shared.removeIf(one -> {
                boolean mine = one.targets().contains(texture);
                if (mine) {
                    delete(one.name());
                }
                return mine;
            });
        }
    }

    /** Deletes those that a texture has alone. */
    void deleteOwn(GlTexture texture) {
        for (int framebuffer : texture.framebuffers) {
            if (framebuffer != 0) {
                delete(framebuffer);
            }
        }
    }

    private void delete(int name) {
        GlErrors.quietly(() -> gl.deleteFramebuffer(name));
        state.framebufferDeleted(name);
    }
}
