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
import static org.lwjgl.egl.EXTDeviceDRMRenderNode.EGL_DRM_RENDER_NODE_FILE_EXT;
import static org.lwjgl.egl.EXTDeviceEnumeration.eglQueryDevicesEXT;
import static org.lwjgl.egl.EXTDevicePersistentID.EGL_DEVICE_UUID_EXT;
import static org.lwjgl.egl.EXTDevicePersistentID.eglQueryDeviceBinaryEXT;
import static org.lwjgl.egl.EXTDeviceQuery.eglQueryDeviceAttribEXT;
import static org.lwjgl.egl.EXTDeviceQuery.eglQueryDeviceStringEXT;
import static org.lwjgl.egl.EXTDeviceQueryName.EGL_RENDERER_EXT;
import static org.lwjgl.egl.EXTPlatformDevice.EGL_PLATFORM_DEVICE_EXT;
import static org.lwjgl.egl.NVDeviceCUDA.EGL_CUDA_DEVICE_NV;

import dev.texon.gpu.Adapter;
import dev.texon.gpu.DeviceKind;
import dev.texon.gpu.GpuUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.egl.EGL;
import org.lwjgl.egl.EGL10;
import org.lwjgl.egl.EGL12;
import org.lwjgl.egl.EGL14;
import org.lwjgl.egl.EXTPlatformBase;
import org.lwjgl.opengles.GLES;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;

/**
 * One GPU as EGL lists it, software included.
 *
 * @param id EGL's number for it, or the API that ANGLE makes it of
 * @param display its EGL display, a handle. EGL has one for each device and process and does not count who initialises it, so it is
 *     never terminated: that would end the contexts of every other open adapter.
 * @param name what EGL calls it, and where it is: its PCI address, device file or UUID, which stay the same when EGL's order does not
 * @param kind software is told apart from the rest
 */
record EglDevice(String id, long display, String name, DeviceKind kind) {
    private static final String INITIALISE_HINT =
            "see that the user may open the device (/dev/dri, group render) and that its driver is installed";

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
        if (client.contains(Angle.EXTENSION)) {
            return Angle.list();
        }
        boolean enumerates = client.contains("EGL_EXT_platform_device")
                && (client.contains("EGL_EXT_device_base") || client.contains("EGL_EXT_device_enumeration"));
        if (!enumerates) {
            return List.of(new EglDevice(
                    "0", EGL10.eglGetDisplay(EGL_DEFAULT_DISPLAY), "default display", DeviceKind.UNKNOWN));
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
                Set<String> extensions = words(eglQueryDeviceStringEXT(handles.get(n), EGL_EXTENSIONS));
                String name = describe(handles.get(n), extensions);
                boolean software = extensions.contains("EGL_MESA_device_software");
                devices.add(new EglDevice(
                        String.valueOf(n), display, name, software ? DeviceKind.CPU : DeviceKind.of(name)));
            }
        }
        return devices;
    }

    private static void load() {
        try {
            EGL.getFunctionProvider();
        } catch (IllegalStateException notLoaded) {
            Angle.name();
            EGL.create();
        }
        if (GLES.getFunctionProvider() == null) {
            GLES.create();
        }
    }

    private static String describe(long device, Set<String> extensions) {
        String name = extensions.contains("EGL_EXT_device_query_name")
                ? eglQueryDeviceStringEXT(device, EGL_RENDERER_EXT)
                : null;
        if (name == null) {
            name = extensions.contains("EGL_MESA_device_software") ? "software" : "unnamed";
        }
        String file = null;
        if (extensions.contains("EGL_EXT_device_drm_render_node")) {
            file = eglQueryDeviceStringEXT(device, EGL_DRM_RENDER_NODE_FILE_EXT);
        }
        if (file == null && extensions.contains("EGL_EXT_device_drm")) {
            file = eglQueryDeviceStringEXT(device, EGL_DRM_DEVICE_FILE_EXT);
        }
        return name + (file == null ? "" : ", " + file + pciAddress(file)) + identity(device, extensions);
    }

    /** As nvidia-smi and CUDA know it: its UUID, which Vulkan gives as well, and its number; "" where EGL does not say. */
    private static String identity(long device, Set<String> extensions) {
        String text = "";
        try (MemoryStack stack = MemoryStack.stackPush()) {
            if (extensions.contains("EGL_EXT_device_persistent_id")) {
                ByteBuffer uuid = stack.calloc(16).order(ByteOrder.BIG_ENDIAN);
                IntBuffer size = stack.callocInt(1);
                if (eglQueryDeviceBinaryEXT(device, EGL_DEVICE_UUID_EXT, uuid, size) && size.get(0) == 16) {
                    text += ", GPU-" + new UUID(uuid.getLong(0), uuid.getLong(8));
                }
            }
            if (extensions.contains("EGL_NV_device_cuda")) {
                PointerBuffer number = stack.callocPointer(1);
                if (eglQueryDeviceAttribEXT(device, EGL_CUDA_DEVICE_NV, number)) {
                    text += ", CUDA " + number.get(0);
                }
            }
        }
        return text;
    }

    /** As Linux knows it: /sys/class/drm/renderD128/device is a link to the device's folder, whose name it is. */
    private static String pciAddress(String file) {
        try {
            Path node = Path.of("/sys/class/drm", Path.of(file).getFileName().toString(), "device");
            return ", PCI " + node.toRealPath().getFileName();
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }

    private static Set<String> words(@Nullable String text) {
        return text == null ? Set.of() : Set.copyOf(List.of(text.trim().split(" +")));
    }

    /**
     * Looks, with the display initialised, and leaves it as it was: a laptop's second GPU sleeps on.
     *
     * @param look is given what keeps the display from being initialised, or null
     */
    <T> T initialised(Function<@Nullable String, T> look) {
        synchronized (EglDevice.class) {
            boolean before = EGL10.eglQueryString(display, EGL10.EGL_VERSION) != null;
            if (!before) {
                // The question has left an error.
                EGL10.eglGetError();
            }
            String obstacle = before ? null : initialise();
            try {
                return look.apply(obstacle);
            } finally {
                if (!before && obstacle == null) {
                    EGL10.eglTerminate(display);
                }
            }
        }
    }

    /** For good; what keeps it from that, or null. */
    private @Nullable String initialise() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            return EGL10.eglInitialize(display, stack.mallocInt(1), stack.mallocInt(1))
                    ? null
                    : "eglInitialize fails with " + hex(EGL10.eglGetError());
        }
    }

    /** A context of a major version; from now on the display stays initialised. */
    EglContext open(int version) {
        synchronized (EglDevice.class) {
            String obstacle = initialise();
            if (obstacle != null) {
                releaseThread();
                throw new GpuUnavailableException("OpenGL ES " + version + " on " + name + " cannot be opened: "
                        + obstacle + "; " + INITIALISE_HINT + ".");
            }
            return EglContext.open(this, version);
        }
    }

    /** This device as an adapter for one major version of OpenGL ES; the display is initialised but for an obstacle. */
    Adapter adapter(String id, String adapterName, int version, @Nullable String obstacle) {
        if (obstacle != null) {
            return new Adapter.Unavailable(id, adapterName, obstacle, INITIALISE_HINT);
        }
        return config(version) == 0
                ? new Adapter.Unavailable(
                        id, adapterName, "the device has no OpenGL ES " + version, "choose another adapter")
                : new Adapter.Available(id, adapterName, kind);
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

    /**
     * Ends what EGL keeps for the calling thread, unless a context is current there. NVIDIA's driver crashes (580.159.04) when a process
     * ends while one of its threads still has some.
     */
    static void releaseThread() {
        if (EGL14.eglGetCurrentContext() == EGL10.EGL_NO_CONTEXT) {
            EGL12.eglReleaseThread();
        }
    }

    static String hex(int error) {
        return String.format("0x%04X", error);
    }
}
