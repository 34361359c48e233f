package dev.texon.gpu.lwjgl;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.Uninterrupted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * OpenGL ES 3 and OpenGL ES 2 on every EGL device: two adapters each, {@code es3-N} and {@code es2-N}, N being EGL's number.
 * A driver may give a later version where 2.0 was asked for; the adapter uses nothing of it but extensions.
 *
 * <p>Linux lists its devices. {@code -Dtexon.angle=FOLDER} takes ANGLE's libraries instead, of which a process has one or the other:
 * {@code es3-swiftshader} needs no GPU and no X, {@code es3-vulkan}, {@code es3-d3d11} (Windows) and {@code es3-metal} (macOS) have not
 * been tried. Where EGL is another one that cannot list devices, its default display is device 0, which has not been tried either.
 */
public final class LwjglGlesBackend implements GlBackend {
    private static final int[] VERSIONS = {3, 2};

    @Override
    public String id() {
        return "lwjgl-gles";
    }

    @Override
    public int priority() {
        return 200;
    }

    /** On a thread of its own: NVIDIA's driver (580.159) lists no device any more to a thread that has probed and released what EGL keeps of it. */
    @Override
    public List<Adapter> probe() {
        return Uninterrupted.<List<Adapter>, RuntimeException>call(LwjglGlesBackend::adapters);
    }

    private static List<Adapter> adapters() {
        List<EglDevice> devices;
        try {
            devices = EglDevice.list();
        } catch (LinkageError e) {
            return List.of(unavailable("EGL or OpenGL ES is missing (" + e.getMessage() + ")", libraryHint()));
        } catch (RuntimeException e) {
            return List.of(unavailable("EGL does not start (" + e + ")", "see whether another EGL program runs here"));
        }
        if (devices.isEmpty()) {
            return List.of(
                    unavailable("EGL lists no device", "install a driver (Mesa: libegl-mesa0, libgl1-mesa-dri)"));
        }
        List<Adapter> adapters = new ArrayList<>();
        try {
            for (EglDevice device : devices) {
                adapters.addAll(device.initialised(obstacle -> Arrays.stream(VERSIONS)
                        .mapToObj(version ->
                                device.adapter(id(version, device), name(version, device), version, obstacle))
                        .toList()));
            }
        } finally {
            EglDevice.releaseThread();
        }
        return adapters;
    }

    @Override
    public Gl openGl(String adapter, DriverOptions options) {
        List<EglDevice> devices;
        try {
            devices = EglDevice.list();
        } catch (LinkageError | IllegalStateException e) {
            throw new GpuUnavailableException("The backend lwjgl-gles cannot open '" + adapter
                    + "': EGL or OpenGL ES is missing (" + e.getMessage() + "); " + libraryHint() + ".");
        }
        List<String> ids = new ArrayList<>();
        for (EglDevice device : devices) {
            for (int version : VERSIONS) {
                String id = id(version, device);
                ids.add(id);
                if (adapter.equals(id)) {
                    EglContext context = device.open(version);
                    return version == 3 ? new Gles3Gl(context) : new Gles2Gl(context);
                }
            }
        }
        throw new GpuUnavailableException(
                "The backend lwjgl-gles has no adapter '" + adapter + "'; it has " + ids + ".");
    }

    private static String id(int version, EglDevice device) {
        return "es" + version + "-" + device.id();
    }

    private static String name(int version, EglDevice device) {
        return "OpenGL ES " + version + " on EGL device " + device.id() + " (" + device.name() + ")";
    }

    private static Adapter unavailable(String reason, String hint) {
        return new Adapter.Unavailable("egl", "OpenGL ES over EGL", reason, hint);
    }

    private static String libraryHint() {
        if (System.getProperty(Angle.PROPERTY) != null) {
            return "name a folder with ANGLE's libEGL and libGLESv2, and keep LWJGL's natives on the classpath";
        }
        return System.getProperty("os.name", "").equals("Linux")
                ? "install libegl1 and libgles2, and keep LWJGL's natives on the classpath"
                : "name the folder of ANGLE's libraries, for example of Chromium, by -Dtexon.angle";
    }
}
