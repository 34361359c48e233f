package dev.texon.gpu.lwjgl;

import static org.lwjgl.egl.EGL10.EGL_NONE;
import static org.lwjgl.egl.EGL10.EGL_NO_CONTEXT;
import static org.lwjgl.egl.EGL10.EGL_NO_SURFACE;
import static org.lwjgl.egl.EGL12.EGL_OPENGL_ES_API;
import static org.lwjgl.egl.EGL13.EGL_CONTEXT_CLIENT_VERSION;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnavailableException;
import org.jspecify.annotations.Nullable;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL12;
import org.lwjgl.opengles.GLES;
import org.lwjgl.opengles.GLESCapabilities;
import org.lwjgl.system.MemoryStack;

/**
 * One OpenGL ES context without a surface. Several may be open in one thread: {@link #use} makes this one current when it is not.
 * Code that makes foreign contexts current must run in another thread.
 */
final class EglContext {
    private static final ThreadLocal<@Nullable EglContext> CURRENT = new ThreadLocal<>();

    private final long display;
    private final long handle;
    private @Nullable GLESCapabilities capabilities;
    private boolean closed;

    private EglContext(long display, long handle) {
        this.display = display;
        this.handle = handle;
    }

    /** Opens a context of a major version and makes it current. */
    static EglContext open(EglDevice device, int version) {
        EGL12.eglBindAPI(EGL_OPENGL_ES_API);
        long handle;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            handle = EGL10.eglCreateContext(
                    device.display(),
                    device.config(version),
                    EGL_NO_CONTEXT,
                    stack.ints(EGL_CONTEXT_CLIENT_VERSION, version, EGL_NONE));
        }
        if (handle == EGL_NO_CONTEXT) {
            throw unavailable(device, version, "eglCreateContext");
        }
        EglContext context = new EglContext(device.display(), handle);
        if (!EGL10.eglMakeCurrent(device.display(), EGL_NO_SURFACE, EGL_NO_SURFACE, handle)) {
            GpuUnavailableException failure = unavailable(device, version, "eglMakeCurrent without a surface");
            EGL10.eglDestroyContext(device.display(), handle);
            throw failure;
        }
        CURRENT.set(context);
        try {
            context.capabilities = GLES.createCapabilities();
        } catch (RuntimeException e) {
            context.close();
            throw new GpuUnavailableException(
                    "The functions of OpenGL ES " + version + " on " + device.name() + " do not load: "
                            + e.getMessage(),
                    e);
        }
        return context;
    }

    private static GpuUnavailableException unavailable(EglDevice device, int version, String function) {
        return new GpuUnavailableException(
                function + " fails with " + EglDevice.hex(EGL10.eglGetError()) + " for OpenGL ES " + version + " on "
                        + device.name() + "; update its driver, or choose another adapter.");
    }

    /** Makes this context current, if it is not. */
    void use() {
        if (CURRENT.get() != this) {
            makeCurrent();
        }
    }

    private void makeCurrent() {
        if (!EGL10.eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, handle)) {
            throw new GpuDeviceLostException("eglMakeCurrent fails with " + EglDevice.hex(EGL10.eglGetError())
                    + ": the context is gone; open the device anew.");
        }
        GLES.setCapabilities(capabilities);
        CURRENT.set(this);
    }

    /** Destroys it; another context that is current in this thread stays so. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (CURRENT.get() == this) {
            EGL10.eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            GLES.setCapabilities(null);
            CURRENT.remove();
        }
        EGL10.eglDestroyContext(display, handle);
    }
}
