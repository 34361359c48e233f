package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.COLOR_BUFFER_BIT;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_2D;

import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.FormatFeature;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.Region;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.spi.DeclaredCapabilities;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** Fills textures from buffers, and with zeros. */
final class GlUploads {
    private final Gl gl;
    private final GlState state;
    private final GlErrors errors;
    private final GlFramebuffers framebuffers;
    private final DeclaredCapabilities declared;
    private final ScratchBuffer scratch;

    GlUploads(
            Gl gl,
            GlState state,
            GlErrors errors,
            GlFramebuffers framebuffers,
            DeclaredCapabilities declared,
            ScratchBuffer scratch) {
        this.gl = gl;
        this.state = state;
        this.errors = errors;
        this.framebuffers = framebuffers;
        this.declared = declared;
        this.scratch = scratch;
    }

    void upload(GlTexture texture, int level, Region region, ElementType type, ByteBuffer data) {
        state.editTexture(texture.name);
        int channels = texture.descriptor.format().channels();
        int rowBytes = region.width() * type.bytesPerTexel(channels);
        int stored = texture.format.channels();
        int storedRowBytes = region.width() * type.bytesPerTexel(stored);
        int band = Math.max(1, gl.maxTransferBytes() / storedRowBytes);
        if (stored != channels) {
            // Expanding goes through the scratch buffer, which need not hold a whole large texture.
            band = Math.max(1, Math.min(band, (1 << 22) / storedRowBytes));
        }
        errors.leaveUnchecked();
        int start = data.position();
        for (int row = 0; row < region.height(); row += band) {
            int rows = Math.min(band, region.height() - row);
            ByteBuffer part =
                    data.slice(start + row * rowBytes, rows * rowBytes).order(ByteOrder.nativeOrder());
            gl.texSubImage2D(
                    TEXTURE_2D,
                    level,
                    region.x(),
                    region.y() + row,
                    region.width(),
                    rows,
                    texture.format.format(),
                    texture.format.type(),
                    stored == channels ? part : expand(part, channels, type));
        }
    }

    /** To four channels, the missing ones (0, 0, 1). */
    private ByteBuffer expand(ByteBuffer data, int channels, ElementType type) {
        int texels = data.remaining() / type.bytesPerTexel(channels);
        ByteBuffer rgba = scratch.of(texels * type.bytesPerTexel(4));
        GlTexels.widen(data, channels, type, rgba);
        return rgba.flip();
    }

    /** Stored channels that the format lacks become (0, 0, 1). */
    void fillWithZeros(GlTexture texture) {
        TextureDescriptor descriptor = texture.descriptor;
        float alpha = descriptor.format().channels() < 4 ? 1f : 0f;
        boolean drawable =
                declared.formats().getOrDefault(descriptor.format(), Set.of()).contains(FormatFeature.RENDER);
        for (int level = 0; level < descriptor.levels(); level++) {
            boolean cleared = drawable
                    && (level == 0 || declared.features().contains(Feature.RENDER_TO_LEVEL))
                    && clear(texture, level, alpha);
            if (!cleared) {
                uploadZeros(texture, level);
            }
        }
    }

    /** Whether that works: a format that is declared drawable and is not must still be there for sampling. */
    private boolean clear(GlTexture texture, int level, float alpha) {
        try {
            state.framebuffer(framebuffers.of(texture, level));
        } catch (GpuDeviceLostException e) {
            throw e;
        } catch (GpuException e) {
            return false;
        }
        state.writtenChannels(4);
        gl.clearColor(0f, 0f, 0f, alpha);
        gl.clear(COLOR_BUFFER_BIT);
        return true;
    }

    private void uploadZeros(GlTexture texture, int level) {
        TextureDescriptor descriptor = texture.descriptor;
        int width = descriptor.width(level);
        int height = descriptor.height(level);
        int rowBytes = width * descriptor.format().bytesPerTexel();
        int band = Math.max(1, Math.min(height, (1 << 20) / rowBytes));
        ByteBuffer zeros = ByteBuffer.allocateDirect(band * rowBytes).order(ByteOrder.nativeOrder());
        for (int row = 0; row < height; row += band) {
            int rows = Math.min(band, height - row);
            zeros.position(0).limit(rows * rowBytes);
            upload(
                    texture,
                    level,
                    new Region(0, row, width, rows),
                    descriptor.format().elementType(),
                    zeros);
        }
    }
}
