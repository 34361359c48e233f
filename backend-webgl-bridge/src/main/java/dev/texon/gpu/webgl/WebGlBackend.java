package dev.texon.gpu.webgl;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.spi.DriverOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * WebGL 2 and WebGL 1 in a headless Chromium, Chrome or Edge. The browser is found by the system property {@code texon.chromium},
 * the environment variable {@code TEXON_CHROMIUM}, the PATH or the usual places; {@code texon.webgl.dump} names a file to dump the
 * command stream to, {@code texon.webgl.flags} more flags for the browser ({@code --use-angle=vulkan}), and {@code texon.webgl.timeout} the seconds after which a silent page is given up (60).
 */
public final class WebGlBackend implements GlBackend {
    /** More flags for the browser, with spaces between, for example {@code --use-angle=vulkan --enable-features=Vulkan}. */
    static final String FLAGS_PROPERTY = "texon.webgl.flags";

    @Override
    public String id() {
        return "webgl";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public List<Adapter> probe() {
        Executables.Found found = Executables.find();
        return WebGlAdapter.offered().stream()
                .map(adapter -> found.path() == null
                        ? new Adapter.Unavailable(adapter.id(), adapter.title(), found.reason(), found.hint())
                        : new Adapter.Available(adapter.id(), adapter.title(), adapter.kind()))
                .map(Adapter.class::cast)
                .toList();
    }

    @Override
    public Gl openGl(String adapter, DriverOptions options) {
        return open(
                WebGlAdapter.byId(adapter)
                        .orElseThrow(() -> new GpuUnavailableException("The backend webgl has no adapter '" + adapter
                                + "'; it has " + WebGlAdapter.offered() + ".")),
                options);
    }

    static WebGl open(WebGlAdapter adapter, DriverOptions options) {
        Executables.Found found = Executables.find();
        if (found.path() == null) {
            throw new GpuUnavailableException("The browser for " + adapter.title() + " is missing: " + found.reason()
                    + "; " + found.hint() + ".");
        }
        List<String> flags = new ArrayList<>(adapter.flags());
        // The last of two that contradict each other counts.
        flags.addAll(moreFlags());
        return open(found.path(), adapter, List.copyOf(flags), options);
    }

    private static List<String> moreFlags() {
        return Arrays.stream(System.getProperty(FLAGS_PROPERTY, "").trim().split("\\s+"))
                .filter(flag -> !flag.isEmpty())
                .toList();
    }

    static WebGl open(Path executable, WebGlAdapter adapter, List<String> flags, DriverOptions options) {
        Bridge bridge = Bridge.open(executable, flags, WebGlBackend.class, StreamDump.fromProperty(adapter));
        try {
            return new WebGl(bridge, adapter.version(), flags, options.debug());
        } catch (GpuException e) {
            String message = adapter.title() + " cannot be opened by '" + executable + "' with "
                    + String.join(" ", flags) + ": " + e.getMessage()
                    + " Try another adapter, or see chrome://gpu in this browser. " + bridge.diagnosis();
            bridge.close();
            throw new GpuUnavailableException(message, e);
        }
    }
}
