package dev.texon.gpu.gl;

import dev.texon.gpu.TextureDescriptor;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Closed textures that wait for the next one of their format and size. To take one costs a clear; to make one costs its framebuffer,
 * and a browser a round trip, since only an answer tells that there was room.
 */
final class TexturePool {
    /** However small they are, each has objects behind it, and {@link #take} looks at all. */
    private static final int MOST = 256;

    private final long capacity;
    /** The one that has waited longest first. */
    private final ArrayDeque<GlTexture> textures = new ArrayDeque<>();

    private long bytes;

    /** @param capacity in bytes */
    TexturePool(long capacity) {
        this.capacity = capacity;
    }

    long bytes() {
        return bytes;
    }

    /** The one of its kind that was closed last, which is the likeliest to lie in a cache; null if there is none. */
    @Nullable
    GlTexture take(TextureDescriptor wanted) {
        for (Iterator<GlTexture> latest = textures.descendingIterator(); latest.hasNext(); ) {
            GlTexture texture = latest.next();
            TextureDescriptor has = texture.descriptor;
            if (has.width() == wanted.width()
                    && has.height() == wanted.height()
                    && has.format() == wanted.format()
                    && has.levels() == wanted.levels()) {
                latest.remove();
                bytes -= texture.bytes();
                return texture;
            }
        }
        return null;
    }

    void put(GlTexture texture) {
        textures.addLast(texture);
        bytes += texture.bytes();
    }

    /** The one that has waited longest, if there are more than may be; else null. */
    @Nullable
    GlTexture takeExcess() {
        return bytes > capacity || textures.size() > MOST ? takeEldest() : null;
    }

    @Nullable
    GlTexture takeEldest() {
        GlTexture eldest = textures.pollFirst();
        if (eldest != null) {
            bytes -= eldest.bytes();
        }
        return eldest;
    }
}
