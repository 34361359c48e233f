package dev.texon.gpu.lwjgl;

import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.gl.GlBindingTest;

final class Gles2GlTest extends GlBindingTest {
    @Override
    protected GlBackend backend() {
        return new LwjglGlesBackend();
    }

    @Override
    protected String adapter() {
        return "es2-0";
    }
}
