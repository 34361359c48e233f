package dev.texon.gpu.jogl;

import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.gl.GlBindingTest;

final class JoglGlTest extends GlBindingTest {
    @Override
    protected GlBackend backend() {
        return new JoglBackend();
    }

    @Override
    protected String adapter() {
        return "gl";
    }
}
