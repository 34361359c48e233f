package dev.texon.gpu.lwjgl;

import static org.lwjgl.egl.EGL10.EGL_EXTENSIONS;
import static org.lwjgl.egl.EGL10.EGL_NONE;
import static org.lwjgl.egl.EGL10.EGL_NO_CONTEXT;
import static org.lwjgl.egl.EGL10.EGL_NO_SURFACE;
import static org.lwjgl.egl.EGL12.EGL_OPENGL_ES_API;
import static org.lwjgl.egl.EGL13.EGL_CONTEXT_CLIENT_VERSION;
import static org.lwjgl.egl.EXTCreateContextRobustness.EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_EXT;
import static org.lwjgl.egl.EXTCreateContextRobustness.EGL_LOSE_CONTEXT_ON_RESET_EXT;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnavailableException;
import dev.texon.gpu.gl.ThreadContext;
import java.nio.IntBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL12;
import org.lwjgl.opengles.GLES;
import org.lwjgl.opengles.GLESCapabilities;
import org.lwjgl.system.MemoryStack;

/** One OpenGL ES context without a surface. */
final class EglContext extends ThreadContext {
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
            handle = create(device, version, robust(device, stack, version));
            if (handle == EGL_NO_CONTEXT) {
                // A driver may list the extension and refuse it for a version.
                handle = create(device, version, stack.ints(EGL_CONTEXT_CLIENT_VERSION, version, EGL_NONE));
            }
        }
        if (handle == EGL_NO_CONTEXT) {
            GpuUnavailableException refusal = unavailable(device, version, "eglCreateContext");
            EglDevice.releaseThread();
            throw refusal;
        }
        EglContext context = new EglContext(device.display(), handle);
        try {
            context.use();
        } catch (GpuDeviceLostException e) {
            context.close();
            throw new GpuUnavailableException(
                    "OpenGL ES " + version + " on " + device.name() + " cannot be used without a surface: "
                            + e.getMessage() + " Update its driver, or choose another adapter.",
                    e);
        }
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

    private static long create(EglDevice device, int version, IntBuffer attributes) {
        return EGL10.eglCreateContext(device.display(), device.config(version), EGL_NO_CONTEXT, attributes);
    }

    /** The attributes of a context that is lost, and says so, when its GPU is reset; where the display has them. */
    private static IntBuffer robust(EglDevice device, MemoryStack stack, int version) {
        String extensions = EGL10.eglQueryString(device.display(), EGL_EXTENSIONS);
        boolean listed =
                extensions != null && List.of(extensions.split(" ")).contains("EGL_EXT_create_context_robustness");
        return listed
                ? stack.ints(
                        EGL_CONTEXT_CLIENT_VERSION,
                        version,
                        EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_EXT,
                        EGL_LOSE_CONTEXT_ON_RESET_EXT,
                        EGL_NONE)
                : stack.ints(EGL_CONTEXT_CLIENT_VERSION, version, EGL_NONE);
    }

    private static GpuUnavailableException unavailable(EglDevice device, int version, String function) {
        return new GpuUnavailableException(
                function + " fails with " + EglDevice.hex(EGL10.eglGetError()) + " for OpenGL ES " + version + " on "
                        + device.name() + "; update its driver, or choose another adapter.");
    }

    @Override
    protected void makeCurrent() {
        // The API that is bound is the thread's, and other code may have bound another.
        EGL12.eglBindAPI(EGL_OPENGL_ES_API);
        if (!EGL10.eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, handle)) {
            throw new GpuDeviceLostException("eglMakeCurrent fails with " + EglDevice.hex(EGL10.eglGetError())
                    + ": the context is gone; open the device anew.");
        }
        GLES.setCapabilities(capabilities);
    }

    @Override
    protected void release() {
        EGL10.eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        GLES.setCapabilities(null);
    }

    /** Destroys it; another context that is current in this thread stays so. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        leave();
        EGL10.eglDestroyContext(display, handle);
        EglDevice.releaseThread();
    }
}
