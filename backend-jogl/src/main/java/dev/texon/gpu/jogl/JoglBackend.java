package dev.texon.gpu.jogl;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.DeviceKind;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.Gl;
import dev.texon.gpu.gl.GlBackend;
import dev.texon.gpu.spi.DriverOptions;
import java.awt.AWTError;
import java.util.List;
import java.util.Optional;

/**
 * Desktop OpenGL 3.3 core or later, drawn off screen. Linux needs an X display for it; without one no class of JOGL is loaded,
 * because JOGL's own search for a display prints stack traces and cannot be repeated in the same process.
 */
public final class JoglBackend implements GlBackend {
    private static final String ADAPTER = "gl";
    private static final String NAME = "desktop OpenGL";
    private static final int RENDERER = 0x1F01;

    @Override
    public String id() {
        return "jogl";
    }

    @Override
    public int priority() {
        return 300;
    }

    @Override
    public List<Adapter> probe() {
        Optional<Adapter.Unavailable> obstacle = obstacle();
        return List.of(obstacle.isPresent() ? obstacle.get() : new Adapter.Available(ADAPTER, NAME, Start.KIND));
    }

    @Override
    public Gl openGl(String adapter, DriverOptions options) {
        if (!adapter.equals(ADAPTER)) {
            throw new GpuUnavailableException(
                    "The backend jogl has no adapter '" + adapter + "'; its only one is '" + ADAPTER + "'.");
        }
        obstacle().ifPresent(o -> {
            throw new GpuUnavailableException(
                    "The backend jogl cannot open '" + ADAPTER + "': " + o.reason() + "; " + o.hint() + ".");
        });
        return JoglGl.open();
    }

    private static Optional<Adapter.Unavailable> obstacle() {
        if (System.getProperty("os.name", "").equals("Linux")
                && !XDisplay.answers(System.getenv().getOrDefault("DISPLAY", ""))) {
            return unavailable("no X display", "set DISPLAY, or run under xvfb-run");
        }
        return Start.OBSTACLE;
    }

    /** JOGL starts once in a process: what stopped it the first time stops it for good. */
    private static final class Start {
        static final Optional<Adapter.Unavailable> OBSTACLE = start();
        static final DeviceKind KIND = OBSTACLE.isPresent() ? DeviceKind.UNKNOWN : kind();

        /** By a context that is closed again, since an X display says nothing about what draws on it. */
        private static DeviceKind kind() {
            try (Gl gl = JoglGl.open()) {
                return DeviceKind.of(gl.getString(RENDERER));
            } catch (GpuException e) {
                // Opening it says why.
                return DeviceKind.UNKNOWN;
            }
        }

        private static Optional<Adapter.Unavailable> start() {
            try {
                return JoglGl.available()
                        ? Optional.empty()
                        : unavailable(
                                "no OpenGL 3.3 core profile",
                                "install a driver with OpenGL 3.3 (Mesa: libgl1-mesa-dri)");
            } catch (LinkageError e) {
                return unavailable(
                        "JOGL or its native library is missing (" + e + ")",
                        "put jogl-all and gluegen-rt with their natives for this system on the classpath");
            } catch (RuntimeException | AWTError e) {
                return unavailable(
                        "JOGL does not start (" + e + ")",
                        "see that this user may use the display (XAUTHORITY), or run under xvfb-run");
            }
        }
    }

    private static Optional<Adapter.Unavailable> unavailable(String reason, String hint) {
        return Optional.of(new Adapter.Unavailable(ADAPTER, NAME, reason, hint));
    }
}
