package dev.texon.networks.gpu;

import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureFormat;

/** Two textures that take turns, since a pass cannot write what it reads. */
final class Pair {
    private Texture front;
    private Texture back;

    Pair(Kernels kernels, String label, int width, int height, TextureFormat format) {
        front = kernels.texture(label, width, height, format);
        back = kernels.texture(label + ", next", width, height, format);
    }

    /** Holds the values. */
    Texture front() {
        return front;
    }

    /** Receives the next values. */
    Texture back() {
        return back;
    }

    void swap() {
        Texture old = front;
        front = back;
        back = old;
    }
}
