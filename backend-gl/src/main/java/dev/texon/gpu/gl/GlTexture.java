package dev.texon.gpu.gl;

import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.spi.DriverTexture;

/** A texture, its framebuffers, and what is known of its sampling state. */
final class GlTexture implements DriverTexture {
    final int name;
    final TextureDescriptor descriptor;
    final GlFormat format;
    /** Framebuffer with only this texture, per level; 0 until it is needed. */
    final int[] framebuffers;
    /** Whether some framebuffer with several targets holds this texture. */
    boolean sharesFramebuffer;
    /** Whether its mipmaps were generated without an error. */
    boolean generatesMipmaps;
    /** Values last set, so that unchanged ones are not set again; −1 is unknown. */
    int minFilter = -1;

    int magFilter = -1;
    int wrap = -1;

    private final GlDriver driver;

    GlTexture(GlDriver driver, int name, TextureDescriptor descriptor, GlFormat format) {
        this.driver = driver;
        this.name = name;
        this.descriptor = descriptor;
        this.format = format;
        framebuffers = new int[descriptor.levels()];
    }

    /** Takes over all that a closed texture of the same format and size has. */
    GlTexture(GlTexture closed, TextureDescriptor descriptor) {
        driver = closed.driver;
        name = closed.name;
        this.descriptor = descriptor;
        format = closed.format;
        framebuffers = closed.framebuffers;
        generatesMipmaps = closed.generatesMipmaps;
        minFilter = closed.minFilter;
        magFilter = closed.magFilter;
        wrap = closed.wrap;
    }

    @Override
    public long bytes() {
        return descriptor.texels() * descriptor.format().elementType().bytesPerTexel(format.channels());
    }

    @Override
    public void close() {
        driver.delete(this);
    }
}
