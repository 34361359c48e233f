package dev.texon.gpu.lwjgl;

import static org.lwjgl.egl.EGL10.EGL_EXTENSIONS;
import static org.lwjgl.egl.EGL10.EGL_NONE;
import static org.lwjgl.egl.EGL10.EGL_SURFACE_TYPE;
import static org.lwjgl.egl.EGL12.EGL_RENDERABLE_TYPE;
import static org.lwjgl.egl.EGL14.EGL_DEFAULT_DISPLAY;
import static org.lwjgl.egl.EGL14.EGL_NO_DISPLAY;
import static org.lwjgl.egl.EGL14.EGL_OPENGL_ES2_BIT;
import static org.lwjgl.egl.EGL15.EGL_OPENGL_ES3_BIT;
import static org.lwjgl.egl.EXTDeviceDRM.EGL_DRM_DEVICE_FILE_EXT;
import static org.lwjgl.egl.EXTDeviceEnumeration.eglQueryDevicesEXT;
import static org.lwjgl.egl.EXTDeviceQuery.eglQueryDeviceStringEXT;
import static org.lwjgl.egl.EXTDeviceQueryName.EGL_RENDERER_EXT;
import static org.lwjgl.egl.EXTPlatformDevice.EGL_PLATFORM_DEVICE_EXT;

import dev.texon.gpu.Adapter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EXTPlatformBase;
import org.lwjgl.opengles.GLES;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;

/**
 * One GPU as EGL lists it, software included.
 *
 * @param display its EGL display, a handle. EGL has one for each device and process and does not count who initialises it, so it is
 *     never terminated: that would end the contexts of every other open adapter.
 * @param name what EGL calls it
 */
record EglDevice(long display, String name) {
    static {
        Configuration.EGL_EXPLICIT_INIT.set(true);
        Configuration.OPENGLES_EXPLICIT_INIT.set(true);
        if (!Configuration.DEBUG.get(false)) {
            // A missing library is told by the adapter; LWJGL would also print advice to stderr.
            Configuration.DEBUG_STREAM.set(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        }
    }

    /**
     * All devices, in EGL's order.
     *
     * @throws UnsatisfiedLinkError if EGL, OpenGL ES or LWJGL's own library is missing
     */
    static synchronized List<EglDevice> list() {
        load();
        // LWJGL's flags do not cover EGL's client extensions, the ones that need no display.
        Set<String> client = words(EGL10.eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS));
        boolean enumerates = client.contains("EGL_EXT_platform_device")
                && (client.contains("EGL_EXT_device_base") || client.contains("EGL_EXT_device_enumeration"));
        if (!enumerates) {
            return List.of(new EglDevice(EGL10.eglGetDisplay(EGL_DEFAULT_DISPLAY), "default display"));
        }
        List<EglDevice> devices = new ArrayList<>();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.mallocInt(1);
            if (!eglQueryDevicesEXT(null, count)) {
                return List.of();
            }
            PointerBuffer handles = stack.mallocPointer(Math.max(1, count.get(0)));
            eglQueryDevicesEXT(handles, count);
            for (int n = 0; n < count.get(0); n++) {
                long display = EXTPlatformBase.eglGetPlatformDisplayEXT(
                        EGL_PLATFORM_DEVICE_EXT, handles.get(n), (IntBuffer) null);
                devices.add(new EglDevice(display, describe(handles.get(n))));
            }
        }
        return devices;
    }

    private static void load() {
        try {
            EGL.getFunctionProvider();
        } catch (IllegalStateException notLoaded) {
            EGL.create();
        }
        if (GLES.getFunctionProvider() == null) {
            GLES.create();
        }
    }

    private static String describe(long device) {
        Set<String> extensions = words(eglQueryDeviceStringEXT(device, EGL_EXTENSIONS));
        String name = null;
        if (extensions.contains("EGL_EXT_device_query_name")) {
            name = eglQueryDeviceStringEXT(device, EGL_RENDERER_EXT);
        }
        if (name == null && extensions.contains("EGL_EXT_device_drm")) {
            name = eglQueryDeviceStringEXT(device, EGL_DRM_DEVICE_FILE_EXT);
        }
        if (name == null) {
            name = extensions.contains("EGL_MESA_device_software") ? "software" : "unnamed";
        }
        return name;
    }

    private static Set<String> words(@Nullable String text) {
        return text == null ? Set.of() : Set.copyOf(List.of(text.trim().split(" +")));
    }

    /** This device as an adapter for one major version of OpenGL ES. */
    Adapter adapter(String id, String adapterName, int version) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            if (!EGL10.eglInitialize(display, stack.mallocInt(1), stack.mallocInt(1))) {
                return new Adapter.Unavailable(
                        id,
                        adapterName,
                        "eglInitialize fails with " + hex(EGL10.eglGetError()),
                        "see that the user may open the device (/dev/dri, group render) and that its driver is installed");
            }
            if (config(version) == 0) {
                return new Adapter.Unavailable(
                        id, adapterName, "the device has no OpenGL ES " + version, "choose another adapter");
            }
        }
        return new Adapter.Available(id, adapterName);
    }

    /** A configuration for contexts of one major version of OpenGL ES, or 0. No kind of surface is asked for. */
    long config(int version) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer attributes = stack.ints(
                    EGL_RENDERABLE_TYPE,
                    version == 3 ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_ES2_BIT,
                    EGL_SURFACE_TYPE,
                    0,
                    EGL_NONE);
            PointerBuffer config = stack.callocPointer(1);
            IntBuffer count = stack.callocInt(1);
            boolean found = EGL10.eglChooseConfig(display, attributes, config, count) && count.get(0) > 0;
            return found ? config.get(0) : 0;
        }
    }

    static String hex(int error) {
        return String.format("0x%04X", error);
    }
}
