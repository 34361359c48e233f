package org.example.eglgl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.texon.conformance.junit.ConformanceTest;
import dev.texon.gpu.Adapter;
import dev.texon.gpu.Gpu;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOptions;
import java.util.List;

/** The whole suite on the example. */
final class EglGlConformanceTest extends ConformanceTest {
    @Override
    protected GpuDevice open() {
        List<Adapter> adapters = new EglGlBackend().probe();
        if (adapters.stream().noneMatch(Adapter.Available.class::isInstance)) {
            String reason = "The example needs EGL: " + adapters;
            // Where Texon's own backend over EGL must run, this one can.
            return System.getProperty("texon.require", "").contains("lwjgl-gles") ? fail(reason) : abort(reason);
        }
        return Gpu.open(GpuOptions.defaults().withBackend("egl-gl"));
    }
}
