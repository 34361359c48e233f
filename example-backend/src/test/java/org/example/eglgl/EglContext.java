package org.example.eglgl;

import static org.lwjgl.egl.EGL15.*;
import static org.lwjgl.egl.EXTDeviceEnumeration.eglQueryDevicesEXT;
import static org.lwjgl.egl.EXTPlatformDevice.EGL_PLATFORM_DEVICE_EXT;

import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnavailableException;
import java.nio.IntBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.opengl.GL;
import org.lwjgl.opengl.GLCapabilities;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;

/** One context of desktop OpenGL without a surface. A thread may have several, of which one is current. */
final class EglContext {
    private static final ThreadLocal<@Nullable EglContext> CURRENT = new ThreadLocal<>();

    static {
        // Otherwise LWJGL asks GLX for OpenGL's functions.
        Configuration.OPENGL_EXPLICIT_INIT.set(true);
        GL.create(EGL.getFunctionProvider());
    }

    private final long display;
    private final long handle;
    private final GLCapabilities functions;

    /** Makes the context current and loads its functions. */
    private EglContext(long display, long handle) {
        this.display = display;
        this.handle = handle;
        if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, handle)) {
            throw new GpuUnavailableException("eglMakeCurrent without a surface fails; update the driver.");
        }
        functions = GL.createCapabilities();
        CURRENT.set(this);
    }

    /** EGL's displays, one for each device. They are never terminated, since others in this process may use them. */
    static List<Long> displays() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            PointerBuffer devices = stack.mallocPointer(64);
            eglQueryDevicesEXT(devices, count);
            return IntStream.range(0, count.get(0))
                    .mapToObj(n -> eglGetPlatformDisplay(EGL_PLATFORM_DEVICE_EXT, devices.get(n), (PointerBuffer) null))
                    .toList();
        }
    }

    /** Why a display has no desktop OpenGL; null if it has. */
    static @Nullable String obstacle(long display) {
        if (!eglInitialize(display, new int[1], new int[1])) {
            return String.format("eglInitialize fails with 0x%04X", eglGetError());
        }
        return config(display) == 0 ? "the device has no desktop OpenGL" : null;
    }

    private static long config(long display) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer wanted = stack.ints(EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0, EGL_NONE);
            PointerBuffer found = stack.callocPointer(1);
            eglChooseConfig(display, wanted, found, stack.callocInt(1));
            return found.get(0);
        }
    }

    /** Opens a core context of OpenGL 3.3 or later and makes it current. */
    static EglContext open(long display) {
        eglBindAPI(EGL_OPENGL_API);
        int[] wanted = {
            EGL_CONTEXT_MAJOR_VERSION,
            3,
            EGL_CONTEXT_MINOR_VERSION,
            3,
            EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
            EGL_NONE
        };
        long handle = eglCreateContext(display, config(display), EGL_NO_CONTEXT, wanted);
        if (handle == EGL_NO_CONTEXT) {
            throw new GpuUnavailableException(
                    String.format("OpenGL 3.3 core is refused with 0x%04X; update the driver.", eglGetError()));
        }
        return new EglContext(display, handle);
    }

    /** Makes this context current, if it is not. */
    void use() {
        if (CURRENT.get() == this) {
            return;
        }
        if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, handle)) {
            throw new GpuDeviceLostException("eglMakeCurrent fails: the context is gone; open the device anew.");
        }
        GL.setCapabilities(functions);
        CURRENT.set(this);
    }

    /** Destroys the context; another that is current stays so. */
    void close() {
        if (CURRENT.get() == this) {
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            GL.setCapabilities(null);
            CURRENT.remove();
        }
        eglDestroyContext(display, handle);
        releaseThread();
    }

    /** Ends what EGL keeps for the thread, unless a context is current: NVIDIA's driver crashes a process that ends with some of it. */
    static void releaseThread() {
        if (eglGetCurrentContext() == EGL_NO_CONTEXT) {
            eglReleaseThread();
        }
    }
}
