package dev.texon.networks.gpu;

import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import java.util.function.Function;

/** Two textures that take turns, since a pass cannot write what it reads. */
final class Pair {
    private Slot front;
    private Slot back;

    /** @param maker of textures, planned or made at once */
    Pair(Function<TextureDescriptor, Slot> maker, String label, int width, int height, TextureFormat format) {
        front = maker.apply(TextureDescriptor.of(label, width, height, format));
        back = maker.apply(TextureDescriptor.of(label + ", next", width, height, format));
    }

    private Pair(Slot only) {
        front = only;
        back = only;
    }

    /** One that is only read. */
    static Pair single(Slot only) {
        return new Pair(only);
    }

    /** Holds the values. */
    Slot front() {
        return front;
    }

    /** Receives the next values. */
    Slot back() {
        return back;
    }

    void swap() {
        Slot old = front;
        front = back;
        back = old;
    }
}
