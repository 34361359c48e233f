package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * A texture of a plan: what it will be, and, once the plan is carried out, the texture itself. Slots that are never needed at the same time
 * may have the same texture.
 */
final class Slot {
    private final TextureDescriptor descriptor;
    /** The slot that this is a view of; null if it is its own. */
    private final @Nullable Slot viewed;

    private @Nullable Texture texture;

    private Slot(TextureDescriptor descriptor, @Nullable Slot viewed, @Nullable Texture texture) {
        this.descriptor = descriptor;
        this.viewed = viewed;
        this.texture = texture;
    }

    /** One that is still to be made. */
    Slot(TextureDescriptor descriptor) {
        this(descriptor, null, null);
    }

    /** One that is there. */
    static Slot of(Texture texture) {
        return new Slot(texture.descriptor(), null, texture);
    }

    /** The same slot for passes that add to what it holds. */
    Slot added() {
        return new Slot(descriptor, this, null);
    }

    /** Whether passes add to what it holds, by blending, instead of writing it anew. */
    boolean isAdded() {
        return viewed != null;
    }

    /** The slot that passes write, however they do. */
    Slot whole() {
        return viewed == null ? this : viewed;
    }

    TextureDescriptor descriptor() {
        return descriptor;
    }

    /** @throws IllegalStateException if the plan is not carried out yet */
    Texture texture() {
        Texture made = whole().texture;
        if (made == null) {
            throw new IllegalStateException(
                    "Texture '" + descriptor.label() + "' is planned and not made yet; make the network first.");
        }
        return made;
    }

    /** Whether its texture is there. */
    boolean isMade() {
        return whole().texture != null;
    }

    void make(Texture made) {
        texture = made;
    }

    /** Bytes of its texture with all mip levels. */
    long bytes() {
        return descriptor.texels() * descriptor.format().bytesPerTexel();
    }
}
