package dev.texon.gpu.gl;

import static dev.texon.gpu.gl.GlConstants.TEXTURE_2D;
import static dev.texon.gpu.gl.GlConstants.TEXTURE_MAX_LEVEL;

import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOutOfMemoryException;
import dev.texon.gpu.ProgramDescriptor.Access;
import dev.texon.gpu.TexelFetch;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.spi.Cleanup;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes textures and frees them; closed ones wait in a pool for the next of their format and size. */
final class GlTextures {
    private final Gl gl;
    private final GlApi api;
    private final GlState state;
    private final GlErrors errors;
    private final GlFramebuffers framebuffers;
    private final GlSampling sampling;
    private final GlUploads uploads;
    private final TexturePool pool;
    private final Set<GlTexture> textures = new HashSet<>();

    /** @param poolBytes that closed textures may take */
    GlTextures(
            Gl gl,
            GlState state,
            GlErrors errors,
            GlFramebuffers framebuffers,
            GlSampling sampling,
            GlUploads uploads,
            long poolBytes) {
        this.gl = gl;
        this.api = gl.api();
        this.state = state;
        this.errors = errors;
        this.framebuffers = framebuffers;
        this.sampling = sampling;
        this.uploads = uploads;
        pool = new TexturePool(poolBytes);
    }

    GlTexture create(TextureDescriptor descriptor) {
        GlTexture closed = pool.take(descriptor);
        if (closed != null) {
            GlTexture texture = new GlTexture(closed, descriptor);
            textures.add(texture);
            uploads.fillWithZeros(texture);
            return texture;
        }
        try {
            return allocate(descriptor);
        } catch (GpuOutOfMemoryException e) {
            if (pool.bytes() == 0) {
                throw e;
            }
            emptyPool();
            return allocate(descriptor);
        }
    }

    private GlTexture allocate(TextureDescriptor descriptor) {
        GlFormat format = GlFormat.of(api, descriptor.format());
        GlTexture texture = new GlTexture(this, gl.createTexture(), descriptor, format);
        textures.add(texture);
        try {
            if (texture.bytes() > gl.maxTextureBytes()) {
                throw new GpuOutOfMemoryException("Texture '" + descriptor.label() + "' (" + descriptor.width() + "×"
                        + descriptor.height() + " " + descriptor.format() + ") has " + texture.bytes()
                        + " bytes; one of more than " + gl.maxTextureBytes()
                        + " ends this context: use several, or a smaller format.");
            }
            state.editTexture(texture.name);
            for (int level = 0; level < descriptor.levels(); level++) {
                gl.texImage2D(
                        TEXTURE_2D,
                        level,
                        format.internalFormat(),
                        descriptor.width(level),
                        descriptor.height(level),
                        format.format(),
                        format.type());
            }
            if (!api.legacy()) {
                gl.texParameteri(TEXTURE_2D, TEXTURE_MAX_LEVEL, descriptor.levels() - 1);
            }
            sampling.set(texture, Access.SAMPLED, TexelFetch.LEVEL);
            String doing = "texture '" + descriptor.label() + "' (" + descriptor.width() + "×" + descriptor.height()
                    + " " + descriptor.format() + ", " + texture.bytes() + " bytes) is created";
            int error = gl.getError();
            // The public API has checked every argument, so that only the product of the sides can be rejected:
            // Chromium
            // does that from 2 GiB on, before it asks the GPU.
            errors.check(error == GlConstants.INVALID_VALUE ? GlConstants.OUT_OF_MEMORY : error, doing);
            // WebGL clears by itself, but for the channels that the format does not have.
            if (!api.web() || format.channels() != descriptor.format().channels()) {
                uploads.fillWithZeros(texture);
                errors.check(doing);
            }
        } catch (GpuException e) {
            forget(texture);
            free(texture);
            throw e;
        }
        return texture;
    }

    void generateMipmaps(GlTexture texture) {
        state.editTexture(texture.name);
        gl.generateMipmap(TEXTURE_2D);
        if (!texture.generatesMipmaps) {
            // Asked once: it waits for all that is drawn, and what a format refuses it refuses every time.
            errors.check("mipmaps of texture '" + texture.descriptor.label() + "' are generated");
            texture.generatesMipmaps = true;
        }
    }

    void delete(GlTexture texture) {
        if (forget(texture)) {
            pool.put(texture);
            for (GlTexture excess = pool.takeExcess(); excess != null; excess = pool.takeExcess()) {
                free(excess);
            }
        }
    }

    /** Whether it was there. Framebuffers that it shares go; its own stay. */
    private boolean forget(GlTexture texture) {
        if (!textures.remove(texture)) {
            return false;
        }
        framebuffers.deleteShared(texture);
        return true;
    }

    private void free(GlTexture texture) {
        framebuffers.deleteOwn(texture);
        GlErrors.quietly(() -> gl.deleteTexture(texture.name));
        state.textureDeleted(texture.name);
    }

    private void emptyPool() {
        for (GlTexture texture = pool.takeEldest(); texture != null; texture = pool.takeEldest()) {
            free(texture);
        }
    }

    long pooledBytes() {
        return pool.bytes();
    }

    /** Frees all, open or pooled. */
    void close(Cleanup cleanup) {
        for (GlTexture texture : List.copyOf(textures)) {
            cleanup.run(() -> {
                forget(texture);
                free(texture);
            });
        }
        cleanup.run(this::emptyPool);
    }
}
