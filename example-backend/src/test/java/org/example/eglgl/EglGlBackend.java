package org.example.eglgl;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.spi.DriverOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Desktop OpenGL 3.3 core on every EGL device; the adapters are {@code gl-0}, {@code gl-1} and so on, in EGL's order. */
public final class EglGlBackend implements GlBackend {
    @Override
    public String id() {
        return "egl-gl";
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public List<Adapter> probe() {
        List<Adapter> adapters = new ArrayList<>();
        try {
            for (long display : EglContext.displays()) {
                String id = "gl-" + adapters.size();
                String name = "desktop OpenGL on EGL device " + adapters.size();
                @Nullable String obstacle = EglContext.obstacle(display);
                adapters.add(
                        obstacle == null
                                ? new Adapter.Available(id, name)
                                : new Adapter.Unavailable(id, name, obstacle, "install the device's driver"));
            }
            EglContext.releaseThread();
        } catch (LinkageError | RuntimeException e) {
            adapters.add(
                    new Adapter.Unavailable("gl-0", "desktop OpenGL over EGL", "EGL fails: " + e, "install libegl1"));
        }
        return adapters;
    }

    @Override
    public Gl openGl(String adapter, DriverOptions options) {
        List<Adapter> adapters = probe();
        for (int n = 0; n < adapters.size(); n++) {
            if (adapters.get(n) instanceof Adapter.Available found && found.id().equals(adapter)) {
                return DesktopGl.over(EglContext.open(EglContext.displays().get(n)));
            }
        }
        throw new GpuUnavailableException(
                "The backend egl-gl cannot open '" + adapter + "'; it finds " + adapters + ".");
    }
}
